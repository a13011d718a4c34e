package org.nrm.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a case stands after some of its entries: the fold of them. Knows no clock, no database and no model, so that anybody gets the
 * same from the same entries.
 *
 * @param step        number of the last entry
 * @param active      instance → element that runs
 * @param completed   elements that have been completed at least once
 * @param tasks       id → open task, in the order of their creation
 * @param facts       routing fact → latest value
 * @param assignments role → agency on the case
 * @param version     of the models by which the latest step went; 0 before the first
 * @param model       hash of that set
 * @param closed      is the case closed?
 */
public record CaseState(
        long step,
        Map<String, Element> active,
        Set<String> completed,
        Map<String, Task> tasks,
        Map<String, String> facts,
        Map<String, String> assignments,
        int version,
        @Nullable String model,
        boolean closed) {

    /** Before the first entry. */
    public static final CaseState START =
            new CaseState(0, Map.of(), Set.of(), Map.of(), Map.of(), Map.of(), 0, null, false);

    /** An element that runs. */
    public record Element(String process, String element) {}

    /**
     * An open task.
     *
     * @param agency that holds it, or that is on the case in its role
     * @param holder the user who has claimed it
     */
    public record Task(
            String process,
            String element,
            @Nullable String role,
            @Nullable String agency,
            @Nullable String holder) {

        Task heldBy(@Nullable String user, @Nullable String userAgency) {
            return new Task(process, element, role, userAgency, user);
        }
    }

    /** The state after all of these. */
    public static CaseState of(Iterable<Entry> entries) {
        var fold = new Fold(START);
        for (var entry : entries) fold.add(entry);
        return fold.state();
    }

    /** The state after the next entry. */
    public CaseState after(Entry entry) {
        var fold = new Fold(this);
        fold.add(entry);
        return fold.state();
    }

    /** Elements that run, each once. */
    public Set<String> activeElements() {
        var elements = new TreeSet<String>();
        for (var element : active.values()) elements.add(element.element());
        return elements;
    }

    private static final class Fold {
        private long step;
        private final Map<String, Element> active;
        private final Set<String> completed;
        private final Map<String, Task> tasks;
        private final Map<String, String> facts;
        private final Map<String, String> assignments;
        private int version;
        private @Nullable String model;
        private boolean closed;

        Fold(CaseState state) {
            step = state.step;
            active = new LinkedHashMap<>(state.active);
            completed = new LinkedHashSet<>(state.completed);
            tasks = new LinkedHashMap<>(state.tasks);
            facts = new TreeMap<>(state.facts);
            assignments = new TreeMap<>(state.assignments);
            version = state.version;
            model = state.model;
            closed = state.closed;
        }

        void add(Entry entry) {
            step = entry.seq();
            var act = entry.act();
            var place = act.place();
            if (place != null) {
                version = place.version();
                model = place.model();
            }
            var task = act.task();
            switch (act.type()) {
                case ENTERED -> {
                    if (place != null && place.instance() != null)
                        active.put(place.instance(), new Element(text(act.process()), text(act.element())));
                }
                case LEFT -> {
                    if (place != null) active.remove(text(place.instance()));
                    completed.add(text(act.element()));
                }
                case CANCELLED -> {
                    if (place != null) active.remove(text(place.instance()));
                }
                case TASK_CREATED -> {
                    if (task != null)
                        tasks.put(task, new Task(text(act.process()), text(act.element()), act.role(), null, null));
                }
                case CLAIMED -> hold(task, act.actor(), act.agency());
                case UNCLAIMED -> hold(task, null, null);
                case COMPLETED, TASK_CANCELLED -> {
                    if (task != null) tasks.remove(task);
                    facts.putAll(act.facts());
                }
                case FACT -> facts.putAll(act.facts());
                case ASSIGNED, REASSIGNED -> assign(act);
                case CASE_CLOSED -> closed = true;
                case CASE_OPENED, CASE_REOPENED -> closed = false;
                default -> {}
            }
        }

        private void hold(@Nullable String task, @Nullable String user, @Nullable String agency) {
            if (task != null) tasks.computeIfPresent(task, (id, open) -> open.heldBy(user, agency));
        }

        /** Another agency in a role frees what the earlier one's staff held of it. */
        private void assign(Act act) {
            var role = act.facts().get("role");
            var agency = act.facts().get("agency");
            if (role == null || agency == null) return;
            assignments.put(role, agency);
            if (act.type() == EntryType.REASSIGNED)
                tasks.replaceAll((id, open) -> role.equals(open.role()) ? open.heldBy(null, null) : open);
        }

        CaseState state() {
            return new CaseState(
                    step,
                    Collections.unmodifiableMap(active),
                    Collections.unmodifiableSet(completed),
                    Collections.unmodifiableMap(tasks),
                    Collections.unmodifiableMap(facts),
                    Collections.unmodifiableMap(assignments),
                    version,
                    model,
                    closed);
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }
    }
}
