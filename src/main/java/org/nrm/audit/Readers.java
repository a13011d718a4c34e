package org.nrm.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.Entry;

/**
 * Who could have read which class of data after each entry of a case: by the table of classes and the assignments of that time,
 * by the disclosures then in force, and by an access that was given. Law enforcement is named only while a task of its role is open,
 * since it reads the form of its own task and no case. Found from the entries alone; what a restriction of the person forbade is left out.
 */
final class Readers {

    private static final String LEGAL_ADVISER = "legal-adviser";
    private static final String FIRST_RESPONDER = "first-responder";
    private static final String AUDITOR = "auditor";

    private final Function<Instant, Map<String, Set<String>>> tables;
    private final Predicate<String> lawEnforcement;

    private final Map<String, String> assignments = new TreeMap<>();
    private final Map<String, String> taskRoles = new HashMap<>();
    private final Map<String, Instant> consents = new HashMap<>();
    private final Map<String, Disclosed> disclosures = new LinkedHashMap<>();
    private final Map<String, Given> accesses = new LinkedHashMap<>();
    private final Set<String> restricted = new TreeSet<>();

    /**
     * @param tables         class → roles that read it, in the order in which it is to be shown, as it was in force at a time
     * @param lawEnforcement is the role one of law enforcement?
     */
    private Readers(Function<Instant, Map<String, Set<String>>> tables, Predicate<String> lawEnforcement) {
        this.tables = tables;
        this.lawEnforcement = lawEnforcement;
    }

    /** Who could read a class: {@code role} where no agency was on the case in it, else {@code role:agency}. */
    record Reading(@JsonProperty("class") String dataClass, List<String> who) {}

    /** Who could read what from this entry on. */
    record Change(long from, List<Reading> readers) {}

    private record Disclosed(
            String role, Set<String> classes, @Nullable String consent) {}

    private record Given(
            String who, Set<String> classes, @Nullable Instant until) {}

    /** From the first entry on, each time it became another. */
    static List<Change> changes(
            Iterable<Entry> entries,
            Function<Instant, Map<String, Set<String>>> tables,
            Predicate<String> lawEnforcement) {
        var readers = new Readers(tables, lawEnforcement);
        var changes = new ArrayList<Change>();
        var last = readers.now(Instant.MIN);
        changes.add(new Change(0, last));
        for (var entry : entries) {
            readers.add(entry.act());
            var now = readers.now(entry.time());
            if (now.equals(last)) continue;
            changes.add(new Change(entry.seq(), now));
            last = now;
        }
        return changes;
    }

    /** What held after this entry. */
    static List<Reading> at(List<Change> changes, long step) {
        var held = changes.get(0).readers();
        for (var change : changes) if (change.from() <= step) held = change.readers();
        return held;
    }

    private void add(Act act) {
        var facts = act.facts();
        var task = act.task();
        switch (act.type()) {
            case ASSIGNED, REASSIGNED -> assign(facts.get("role"), facts.get("agency"));
            case TASK_CREATED -> {
                if (task != null && act.role() != null) taskRoles.put(task, act.role());
            }
            case COMPLETED, TASK_CANCELLED -> {
                if (task != null) taskRoles.remove(task);
            }
            case CONSENT_GIVEN -> consents.put(facts.getOrDefault("consent", ""), until(facts));
            case CONSENT_WITHDRAWN, CONSENT_ENDED ->
                disclosures
                        .values()
                        .removeIf(disclosed -> facts.getOrDefault("consent", "").equals(disclosed.consent()));
            case DISCLOSED ->
                disclosures.put(
                        facts.getOrDefault("disclosure", ""),
                        new Disclosed(facts.getOrDefault("to", ""), classes(facts), facts.get("consent")));
            case DISCLOSURE_ENDED -> disclosures.remove(facts.getOrDefault("disclosure", ""));
            case ACCESS_GIVEN -> {
                var audit = facts.containsKey("to");
                var role = audit || act.role() == null ? AUDITOR : act.role();
                accesses.put(
                        facts.getOrDefault("access", ""),
                        new Given(audit ? role : who(role, act.agency()), classes(facts), until(facts)));
            }
            case RESTRICTED -> restricted.addAll(classes(facts));
            case RESTRICTION_LIFTED -> restricted.removeAll(classes(facts));
            default -> {}
        }
    }

    /** With the agency goes what it read as the one that referred. */
    private void assign(@Nullable String role, @Nullable String agency) {
        if (role == null || agency == null) return;
        var earlier = assignments.put(role, agency);
        if (earlier != null && !earlier.equals(agency)) assignments.remove(FIRST_RESPONDER, earlier);
    }

    private List<Reading> now(Instant time) {
        var who = new LinkedHashMap<String, Set<String>>();
        tables.apply(time).forEach((dataClass, roles) -> {
            var readers = new TreeSet<String>();
            for (var role : roles) if (onCase(role)) readers.add(who(role, assignments.get(role)));
            who.put(dataClass, readers);
        });
        for (var disclosed : disclosures.values())
            if (inForce(disclosed, time) && onCase(disclosed.role()))
                for (var dataClass : disclosed.classes())
                    add(who, dataClass, who(disclosed.role(), assignments.get(disclosed.role())));
        for (var access : accesses.values())
            if (access.until() == null || access.until().isAfter(time))
                for (var dataClass : access.classes()) add(who, dataClass, access.who());
        for (var dataClass : restricted)
            who.computeIfPresent(dataClass, (id, readers) -> {
                readers.removeIf(reader -> !reader.split(":", 2)[0].equals(LEGAL_ADVISER));
                return readers;
            });
        var all = new ArrayList<Reading>();
        who.forEach((dataClass, readers) -> all.add(new Reading(dataClass, List.copyOf(readers))));
        return all;
    }

    private boolean onCase(String role) {
        return assignments.containsKey(role) && (!lawEnforcement.test(role) || taskRoles.containsValue(role));
    }

    private boolean inForce(Disclosed disclosed, Instant time) {
        var until = disclosed.consent() == null ? null : consents.get(disclosed.consent());
        return until == null || until.isAfter(time);
    }

    private static void add(Map<String, Set<String>> who, String dataClass, String reader) {
        who.computeIfAbsent(dataClass, id -> new TreeSet<>()).add(reader);
    }

    private static String who(String role, @Nullable String agency) {
        return agency == null ? role : role + ":" + agency;
    }

    private static Set<String> classes(Map<String, String> facts) {
        return Set.of(facts.getOrDefault("classes", "").split(" ", -1));
    }

    private static Instant until(Map<String, String> facts) {
        var until = facts.get("until");
        return until == null ? Instant.MAX : Instant.parse(until);
    }
}
