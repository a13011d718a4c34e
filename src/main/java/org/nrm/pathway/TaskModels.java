package org.nrm.pathway;

import java.util.Optional;
import org.nrm.forms.Form;
import org.nrm.forms.Question;
import org.nrm.ledger.Act;
import org.springframework.stereotype.Component;

/** What the models say of a task, and its form. */
@Component
public class TaskModels {

    private final Models models;

    TaskModels(Models models) {
        this.models = models;
    }

    public TaskModel of(OpenTask task) {
        return models.task(task.process(), task.element());
    }

    /** The task at which something was done; empty if it was not done at a task. */
    public Optional<TaskModel> of(Act act) {
        var process = act.process();
        var element = act.element();
        return process == null || element == null || act.task() == null
                ? Optional.empty()
                : Optional.of(models.task(process, element));
    }

    /** The task that has this id in the models, for who knows only the id; empty if the element is no task. */
    public Optional<NamedTask> named(String element) {
        return models.anywhere(element).map(task -> new NamedTask(task.name(), form(task.form())));
    }

    public Form form(OpenTask task) {
        return form(task.form());
    }

    /** The form of that name. */
    public Form form(String id) {
        return models.form(id);
    }

    /** The form of that name; empty if there is none. */
    public Optional<Form> knownForm(String id) {
        return models.hasForm(id) ? Optional.of(form(id)) : Optional.empty();
    }

    /** May the engine hold this answer? */
    boolean heldByEngine(Question field) {
        return models.heldByEngine(field);
    }

    /** How often a person may be interviewed in the whole of her case (R23). */
    public int mostInterviews(boolean child) {
        return models.mostInterviews(child);
    }
}
