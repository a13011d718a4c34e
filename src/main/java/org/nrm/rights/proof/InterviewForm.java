package org.nrm.rights.proof;

import java.util.List;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: the form of an interview asks for the person's wishes. */
record InterviewForm() implements Rule.OfElement {

    private static final List<String> WISHES = List.of("interviewerGenderWish", "supportPerson");

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (!(at.element() instanceof UserTask task) || !Annotations.marks(task).contains(Mark.INTERVIEWS)) return;
        var form = elements.form(task);
        if (form == null) return;
        for (var key : WISHES)
            if (form.question(key).isEmpty())
                elements.find(rule, at, "interviews, but its form '" + form.id() + "' has no field '" + key + "'");
    }
}
