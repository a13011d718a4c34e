package org.nrm.rights.proof;

import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.mechanism.Words;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.model.Expressions;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: each activity and event says what it is: strand, marks, kinds, role, form, deadline. */
record Annotated() implements Rule.OfElement {

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (!(at.element() instanceof FlowNode node)) return;
        if (node.getName() == null && node instanceof UserTask) elements.find(rule, at, "has no name");
        for (var word : Words.of(Annotations.value(node, "marks").orElse(""), ","))
            if (Mark.of(word).isEmpty()) elements.find(rule, at, "the mark '" + word + "' is not known");
        of(rule, elements, at);
        discloses(rule, elements, at);
        if (node instanceof Activity activity) activity(rule, elements, at, activity);
    }

    private static void activity(Rule rule, Elements elements, At at, Activity activity) {
        var strand = Annotations.value(activity, "strand");
        if (strand.isEmpty()) elements.find(rule, at, "has no nrm:strand");
        else if (Strand.of(strand.get()).isEmpty())
            elements.find(rule, at, "the strand '" + strand.get() + "' is not known");
        if (activity instanceof UserTask task) task(rule, elements, at, task);
        if (activity instanceof CallActivity call
                && call.getCalledElement() != null
                && !Expressions.evaluated(call.getCalledElement())
                && !elements.hasProcess(call.getCalledElement()))
            elements.unusable(
                    at,
                    call.getId(),
                    "calls the process '" + call.getCalledElement() + "', which is not among the files");
    }

    private static void task(Rule rule, Elements elements, At at, UserTask task) {
        var vocabulary = elements.vocabulary;
        var role = task.getCamundaCandidateGroups();
        if (role == null || !vocabulary.roles().contains(role))
            elements.find(
                    rule, at, "camunda:candidateGroups must be exactly one role of roles.yaml, not '" + role + "'");
        if (task.getCamundaAssignee() != null || task.getCamundaCandidateUsers() != null)
            elements.find(rule, at, "names a person; a task goes to a role only");
        var form = task.getCamundaFormRef();
        if (form == null || !vocabulary.forms().containsKey(form))
            elements.find(rule, at, "camunda:formRef must name a form of the folder forms, not '" + form + "'");
        else if (!"deployment".equals(task.getCamundaFormRefBinding()))
            elements.find(rule, at, "camunda:formRefBinding must be 'deployment'");
        var due = task.getCamundaDueDate();
        if (due != null) Events.due(rule, elements, at, due);
        if (Annotations.marks(task).contains(Mark.INTERVIEWS)
                && !Annotations.value(task, "interview")
                        .filter(Set.of("first", "repeat")::contains)
                        .isPresent())
            elements.find(rule, at, "interviews, so nrm:interview must be 'first' or 'repeat'");
    }

    private static void of(Rule rule, Elements elements, At at) {
        var of = Annotations.of(at.element());
        for (var item : of) {
            if (DisclosureScope.meant(item)) disclosure(rule, elements, at, item);
            else
                for (var kind : Words.of(item, ","))
                    if (!Kinds.ALL.contains(kind))
                        elements.find(rule, at, "nrm:of names the kind '" + kind + "', which is not known");
        }
        var marks = Annotations.marks(at.element());
        if ((marks.contains(Mark.OFFERS) || marks.contains(Mark.CONSENTS)) && of.isEmpty())
            elements.find(rule, at, "offers or consents, so nrm:of must say what");
    }

    private static void discloses(Rule rule, Elements elements, At at) {
        var discloses = Annotations.discloses(at.element());
        if (Annotations.marks(at.element()).contains(Mark.DISCLOSES) && discloses.isEmpty())
            elements.find(rule, at, "discloses, so nrm:discloses must say what to whom: '<classes> -> <role>'");
        for (var item : discloses) disclosure(rule, elements, at, item);
    }

    private static void disclosure(Rule rule, Elements elements, At at, String item) {
        for (var problem : elements.vocabulary.problems(item)) elements.find(rule, at, problem);
    }
}
