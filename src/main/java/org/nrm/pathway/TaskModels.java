package org.nrm.pathway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.forms.Question;
import org.nrm.ledger.Entry;
import org.nrm.mechanism.CodeLists;
import org.springframework.stereotype.Component;

/** What the models say of a task, and its form: always those of the version by which the task goes, or by which it was done. */
@Component
public class TaskModels {

    private final ModelSets sets;

    TaskModels(ModelSets sets) {
        this.sets = sets;
    }

    public TaskModel of(OpenTask task) {
        return set(task).task(task.process(), task.element());
    }

    /** The tasks of a case that were ever made, by id, from its entries. */
    public Map<String, TaskModel> made(List<Entry> history) {
        var made = new HashMap<String, TaskModel>();
        for (var entry : history) {
            var act = entry.act();
            var place = act.place();
            var process = act.process();
            var element = act.element();
            if (act.task() == null || place == null || process == null || element == null) continue;
            sets.find(place.model())
                    .flatMap(set -> set.find(process, element))
                    .ifPresent(task -> made.put(act.task(), task));
        }
        return made;
    }

    /**
     * The task that has this id in the models; empty if the element is no task.
     *
     * @param version of the set; null if it is not known: then of the newest that has it
     * @param process null if it is not known
     */
    public Optional<NamedTask> named(@Nullable Integer version, @Nullable String process, String element) {
        if (version != null) return named(sets.version(version), process, element);
        return sets.all().stream()
                .flatMap(published -> named(sets.version(published.version()), process, element).stream())
                .findFirst();
    }

    private static Optional<NamedTask> named(ModelSet set, @Nullable String process, String element) {
        return set.find(process, element).map(task -> new NamedTask(task.name(), set.form(task.form())));
    }

    public Form form(OpenTask task) {
        return set(task).form(task.form());
    }

    /** The form of that name by which a new case begins. */
    public Form form(String id) {
        return sets.newest().form(id);
    }

    /**
     * The form of that name; empty if there is none.
     *
     * @param version of the set; null if it is not known: then of the newest that has it
     */
    public Optional<Form> knownForm(@Nullable Integer version, String id) {
        if (version != null) return knownForm(sets.version(version), id);
        return sets.all().stream()
                .flatMap(published -> knownForm(sets.version(published.version()), id).stream())
                .findFirst();
    }

    private static Optional<Form> knownForm(ModelSet set, String id) {
        return set.hasForm(id) ? Optional.of(set.form(id)) : Optional.empty();
    }

    /** May the engine hold this answer? */
    boolean heldByEngine(OpenTask task, Question field) {
        return set(task).heldByEngine(field);
    }

    /** How often a person may be interviewed in the whole of her case (R23). */
    public int mostInterviews(OpenTask task, boolean child) {
        return set(task).mostInterviews(child);
    }

    /** The closed lists of the task's version. */
    public CodeLists lists(OpenTask task) {
        return set(task).settings().lists();
    }

    /** The tables that advise on the task. */
    public AdvisoryTables tables(OpenTask task) {
        return set(task).tables();
    }

    private ModelSet set(OpenTask task) {
        return sets.version(task.version());
    }
}
