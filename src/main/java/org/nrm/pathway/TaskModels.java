package org.nrm.pathway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.forms.Question;
import org.nrm.ledger.Act;
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

    /** The task that has this id in the process of that version; empty if the element is no task. */
    public Optional<NamedTask> named(int version, String process, String element) {
        var set = sets.version(version);
        return set.find(process, element).map(task -> new NamedTask(task.name(), set.form(task.form())));
    }

    /**
     * What the task is called of which the entry tells; empty if it tells of none. An entry that names no version goes by that of the task
     * as it was made last before.
     *
     * @param made the entries with which the tasks of the case were made, in order
     */
    public Optional<String> taskName(Entry entry, List<Entry> made) {
        var act = entry.act();
        var process = act.process();
        var element = act.element();
        if (process == null || element == null) return Optional.empty();
        var place = act.place() != null ? act.place() : placeOfTask(entry, made);
        return Optional.ofNullable(place)
                .flatMap(known -> sets.find(known.model()))
                .flatMap(set -> set.find(process, element))
                .map(TaskModel::name);
    }

    private static Act.@Nullable Place placeOfTask(Entry entry, List<Entry> made) {
        var act = entry.act();
        Act.@Nullable Place place = null;
        for (var earlier : made)
            if (act.task() != null && act.task().equals(earlier.act().task()))
                return earlier.act().place();
            else if (earlier.seq() < entry.seq()
                    && Objects.equals(earlier.act().process(), act.process())
                    && Objects.equals(earlier.act().element(), act.element()))
                place = earlier.act().place();
        return place;
    }

    public Form form(OpenTask task) {
        return set(task).form(task.form());
    }

    /** The form of that name by which a new case begins. */
    public Form form(String id) {
        return sets.newest().form(id);
    }

    /** The form of that name in that version; empty if there is none. */
    public Optional<Form> form(int version, String id) {
        var set = sets.version(version);
        return set.hasForm(id) ? Optional.of(set.form(id)) : Optional.empty();
    }

    /**
     * The form that somebody had before her; empty if there is none of that name.
     *
     * @param version as she says; if it is none, the form is that of the newest that has it
     */
    public Optional<Form> formBefore(@Nullable String version, String id) {
        var all = sets.all();
        return Stream.concat(
                        all.stream()
                                .filter(published ->
                                        String.valueOf(published.version()).equals(version)),
                        all.stream())
                .flatMap(published -> form(published.version(), id).stream())
                .findFirst();
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
