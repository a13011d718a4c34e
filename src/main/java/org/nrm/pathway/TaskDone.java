package org.nrm.pathway;

import java.util.Map;
import org.nrm.access.Actor;
import org.nrm.forms.Form;

/**
 * A task that is being done.
 *
 * @param actor   who holds it
 * @param form    its questions
 * @param answers checked against the form, by field key; an unanswered question is missing
 */
public record TaskDone(Actor actor, OpenTask task, TaskModel model, Form form, Map<String, Object> answers) {

    public TaskDone {
        answers = Map.copyOf(answers);
    }
}
