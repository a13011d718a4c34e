package org.nrm.ledger.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseState;

/**
 * Where a case stood after one of its entries, as the command and the service show it. Both give {@link #toJson()}, so they can be
 * compared byte by byte.
 *
 * @param step      number of the entry; 0 before the first
 * @param steps     number of all entries
 * @param active    elements that run, in the order of their ids
 * @param completed elements that have been completed, in the order of their ids
 * @param tasks     open tasks, in the order of their creation
 * @param facts     routing facts
 * @param model     by which the latest step went; null before the first
 */
public record ReplayView(
        long step,
        long steps,
        List<String> active,
        List<String> completed,
        List<Task> tasks,
        Map<String, String> facts,
        @Nullable Model model) {

    /**
     * An open task.
     *
     * @param agency that holds it, or else that is on the case in its role
     */
    public record Task(
            String element, @Nullable String role, @Nullable String agency) {}

    /** A published set of models. */
    public record Model(int version, String hash) {}

    /** Of a state in a history of so many entries. */
    public static ReplayView of(CaseState state, long steps) {
        var tasks = new ArrayList<Task>();
        for (var task : state.tasks().values())
            tasks.add(new Task(
                    task.element(),
                    task.role(),
                    task.agency() != null || task.role() == null
                            ? task.agency()
                            : state.assignments().get(task.role())));
        return new ReplayView(
                state.step(),
                steps,
                List.copyOf(state.activeElements()),
                state.completed().stream().sorted().toList(),
                tasks,
                new TreeMap<>(state.facts()),
                state.model() == null ? null : new Model(state.version(), state.model()));
    }

    /** The one JSON form, in one line. */
    public String toJson() {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("step", step);
        json.put("steps", steps);
        json.put("active", active);
        json.put("completed", completed);
        json.put("tasks", tasks.stream().map(ReplayView::json).toList());
        json.put("facts", facts);
        if (model == null) json.put("model", null);
        else {
            var set = new LinkedHashMap<String, Object>();
            set.put("version", model.version());
            set.put("hash", model.hash());
            json.put("model", set);
        }
        return Json.write(json);
    }

    private static Map<String, @Nullable Object> json(Task task) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("element", task.element());
        json.put("role", task.role());
        json.put("agency", task.agency());
        return json;
    }
}
