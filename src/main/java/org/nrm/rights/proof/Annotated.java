package org.nrm.rights.proof;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
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

    private static final List<String> MARKS =
            Arrays.stream(Mark.values()).map(Mark::word).toList();
    private static final List<String> STRANDS =
            Arrays.stream(Strand.values()).map(Strand::word).toList();

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (!(at.element() instanceof FlowNode node)) return;
        if (node.getName() == null && node instanceof UserTask) elements.find(rule, at, "has no name");
        for (var word : Words.of(Annotations.value(node, "marks").orElse(""), ","))
            if (Mark.of(word).isEmpty())
                elements.find(rule, at, "the mark '" + word + "' is not known: " + Allowed.of(word, MARKS));
        of(rule, elements, at);
        discloses(rule, elements, at);
        if (node instanceof Activity activity) activity(rule, elements, at, activity);
    }

    private static void activity(Rule rule, Elements elements, At at, Activity activity) {
        var strand = Annotations.value(activity, "strand");
        if (strand.isEmpty()) elements.find(rule, at, "has no nrm:strand: " + Allowed.of(null, STRANDS));
        else if (Strand.of(strand.get()).isEmpty())
            elements.find(
                    rule, at, "the strand '" + strand.get() + "' is not known: " + Allowed.of(strand.get(), STRANDS));
        if (activity instanceof UserTask task) task(rule, elements, at, task);
        if (activity instanceof CallActivity call
                && call.getCalledElement() != null
                && !Expressions.evaluated(call.getCalledElement())
                && !elements.hasProcess(call.getCalledElement())) calls(elements, at, call.getCalledElement());
    }

    private static void calls(Elements elements, At at, String called) {
        var cause = elements.lost.processes().get(called);
        if (cause == null)
            elements.unusable(
                    at, at.element().getId(), "calls the process '" + called + "', which is not among the files");
        else
            elements.follows(
                    null,
                    at,
                    "calls the process '" + called + "', which cannot be used, so this one cannot be judged either",
                    cause);
    }

    private static String not(@Nullable String given) {
        return given == null ? "" : ", not '" + given + "'";
    }

    private static void task(Rule rule, Elements elements, At at, UserTask task) {
        var vocabulary = elements.vocabulary;
        var role = task.getCamundaCandidateGroups();
        if (role == null || !vocabulary.roles().contains(role))
            elements.find(
                    rule,
                    at,
                    "camunda:candidateGroups must be exactly one role of roles.yaml" + not(role) + ": "
                            + Allowed.of(role, vocabulary.roles()));
        if (task.getCamundaAssignee() != null || task.getCamundaCandidateUsers() != null)
            elements.find(rule, at, "names a person; a task goes to a role only");
        var form = task.getCamundaFormRef();
        var lost = form == null ? null : elements.lost.forms().get(form);
        if (lost != null) elements.follows(rule, at, "has the form '" + form + "', which cannot be used", lost);
        else if (form == null || !vocabulary.forms().containsKey(form))
            elements.find(
                    rule,
                    at,
                    "camunda:formRef must name a form of the folder forms" + not(form) + ": "
                            + Allowed.of(form, vocabulary.forms().keySet()));
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
                        elements.find(
                                rule,
                                at,
                                "nrm:of names the kind '" + kind + "', which is not known: "
                                        + Allowed.of(kind, Kinds.ALL));
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
