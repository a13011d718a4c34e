package org.nrm.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.CaseState;
import org.nrm.ledger.Checkpoints;
import org.nrm.ledger.Entry;
import org.nrm.ledger.Hash;
import org.nrm.ledger.SigningUnavailable;
import org.nrm.ledger.evidence.ReplayView;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.Roles;
import org.nrm.pathway.ModelSet;
import org.nrm.pathway.ModelSets;
import org.nrm.records.file.CaseFiles;
import org.nrm.rights.model.ModelElements.Kind;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotThere;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Service;

/** A case as it stood after any of its entries. For auditors; to everybody else there is no such case. */
@Service
class Replay {

    private static final String WHERE = "replay";

    private final AuditedCases audited;
    private final Checkpoints checkpoints;
    private final CaseFiles caseFiles;
    private final DataClasses classes;
    private final Roles roles;
    private final Agencies agencies;
    private final ModelSets models;
    private final ReplayWords words;
    private final MessageSource messages;
    private final Clock clock;

    Replay(
            AuditedCases audited,
            Checkpoints checkpoints,
            CaseFiles caseFiles,
            DataClasses classes,
            Roles roles,
            Agencies agencies,
            ModelSets models,
            ReplayWords words,
            MessageSource messages,
            Clock clock) {
        this.audited = audited;
        this.checkpoints = checkpoints;
        this.caseFiles = caseFiles;
        this.classes = classes;
        this.roles = roles;
        this.agencies = agencies;
        this.models = models;
        this.words = words;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * All that the player needs. The shape is described with the player, which an evidence bundle has too.
     *
     * @param readers who could read what, each from an entry on
     * @param zone    in which times are shown, as {@code Europe/Vienna}
     */
    record History(
            @JsonProperty("case") String caseRef,
            List<EntryView> entries,
            List<Model> models,
            Names names,
            List<Readers.Change> readers,
            Intact intact,
            String zone,
            Map<String, String> words) {}

    /**
     * What the chain of the entries says of itself.
     *
     * @param upTo       the last entry up to which each holds the hash of the one before it
     * @param checkpoint time of the ledger's last checkpoint; null if none can be signed now
     */
    record Intact(long upTo, @Nullable Instant checkpoint) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record EntryView(
            long seq,
            Instant time,
            String type,
            @Nullable String actor,
            @Nullable String agency,
            @Nullable String role,
            @Nullable String process,
            @Nullable String element,
            @Nullable String task,
            @Nullable String instance,
            @Nullable String parent,
            @Nullable Integer version,
            @Nullable String model,
            Map<String, String> facts,
            String hash) {

        static EntryView of(Entry entry) {
            var act = entry.act();
            var place = act.place();
            return new EntryView(
                    entry.seq(),
                    entry.time(),
                    act.type().word(),
                    act.actor(),
                    act.agency(),
                    act.role(),
                    act.process(),
                    act.element(),
                    act.task(),
                    place == null ? null : place.instance(),
                    place == null ? null : place.parent(),
                    place == null ? null : place.version(),
                    place == null ? null : place.model(),
                    new TreeMap<>(act.facts()),
                    entry.hash().toString());
        }
    }

    /** @param processes id → address of the diagram */
    record Model(int version, String hash, Map<String, String> processes) {}

    record Names(Map<String, ProcessNames> processes, Map<String, String> roles, Map<String, String> agencies) {}

    /** @param elements id → name, of those that have one and of all flows */
    record ProcessNames(String name, Map<String, String> elements) {}

    /** The case's reference, if there is such a case for the actor. */
    CaseRef find(Actor actor, String reference) {
        return Optional.of(reference)
                .filter(text -> actor.holds("auditor"))
                .flatMap(CaseRef::parse)
                .filter(caseRef -> caseFiles.find(caseRef).isPresent())
                .orElseThrow(NotThere::new);
    }

    /** @param step null for the last */
    ReplayView step(Actor actor, String reference, @Nullable Long step) {
        var entries = audited.look(actor, find(actor, reference).value(), WHERE);
        var steps = entries.size();
        var wanted = step == null ? steps : step;
        if (wanted < 0 || wanted > steps)
            throw new InvalidAnswers(List.of(new FieldProblem(
                    "step",
                    messages.getMessage(
                            "replay.step.range",
                            new Object[] {String.valueOf(steps)},
                            LocaleContextHolder.getLocale()))));
        return ReplayView.of(CaseState.of(entries.subList(0, (int) wanted)), steps);
    }

    /** @param address of the models' diagrams, to which {@code /hash/process} is added */
    History history(Actor actor, String reference, String address, Locale locale) {
        var caseRef = find(actor, reference);
        var entries = audited.look(actor, reference, WHERE);
        var used = used(entries);
        return new History(
                caseRef.value(),
                entries.stream().map(EntryView::of).toList(),
                used.entrySet().stream()
                        .map(set -> model(set.getKey(), set.getValue(), address))
                        .toList(),
                names(entries, used.keySet()),
                readers(entries),
                new Intact(chained(entries), checkpoint()),
                clock.getZone().getId(),
                words.in(locale));
    }

    /** The diagram of a process in the set of models with this hash. */
    String diagram(Actor actor, String reference, String hash, String process) {
        find(actor, reference);
        return models.find(hash).flatMap(set -> set.diagram(process)).orElseThrow(NotThere::new);
    }

    private static long chained(List<Entry> entries) {
        var before = Hash.NONE;
        var upTo = 0L;
        for (var entry : entries) {
            if (entry.seq() != upTo + 1 || !entry.previous().equals(before)) break;
            before = entry.hash();
            upTo = entry.seq();
        }
        return upTo;
    }

    private @Nullable Instant checkpoint() {
        try {
            return Checkpoint.parse(checkpoints.latest().text()).time();
        } catch (SigningUnavailable | UnusableNote e) {
            return null;
        }
    }

    private List<Readers.Change> readers(List<Entry> entries) {
        var table = new LinkedHashMap<String, Set<String>>();
        new TreeMap<>(classes.all()).forEach((id, dataClass) -> table.put(id, new TreeSet<>(dataClass.readers())));
        return Readers.changes(entries, table, role -> roles.exists(role) && roles.lawEnforcement(role));
    }

    /** Hashes of the sets by which the case went, the oldest first, with their versions. */
    private static Map<String, Integer> used(List<Entry> entries) {
        var used = new LinkedHashMap<String, Integer>();
        for (var entry : entries) {
            var place = entry.act().place();
            if (place != null) used.put(place.model(), place.version());
        }
        return used;
    }

    private Model model(String hash, int version, String address) {
        var processes = new TreeMap<String, String>();
        for (var process : named(hash).keySet()) processes.put(process, address + "/" + hash + "/" + process);
        return new Model(version, hash, processes);
    }

    private Names names(List<Entry> entries, Set<String> hashes) {
        var processes = new TreeMap<String, ProcessNames>();
        for (var hash : hashes)
            named(hash).forEach((id, names) -> {
                var elements = new TreeMap<String, String>();
                if (processes.containsKey(id)) elements.putAll(processes.get(id).elements());
                elements.putAll(names.elements());
                processes.put(id, new ProcessNames(names.name(), elements));
            });
        var roleNames = new TreeMap<String, String>();
        for (var role : roles.ids()) roleNames.put(role, roles.name(role));
        var agencyNames = new TreeMap<String, String>();
        for (var entry : entries) {
            name(agencyNames, entry.act().agency());
            name(agencyNames, entry.act().facts().get("agency"));
        }
        return new Names(processes, roleNames, agencyNames);
    }

    /** The processes of the set with this hash, by id; empty if there is none. */
    private Map<String, ProcessNames> named(String hash) {
        var named = new TreeMap<String, ProcessNames>();
        models.find(hash)
                .map(ModelSet::elements)
                .ifPresent(known -> known.processes().forEach((process, name) -> {
                    var elements = new TreeMap<String, String>();
                    for (var element : known.of(process).values())
                        if (element.name() != null || element.kind() == Kind.FLOW)
                            elements.put(element.id(), element.inWords());
                    named.put(process, new ProcessNames(name, elements));
                }));
        return named;
    }

    private void name(Map<String, String> names, @Nullable String agency) {
        if (agency != null) agencies.find(agency).ifPresent(known -> names.put(agency, known.name()));
    }
}
