package org.nrm.rights.model;

import java.util.LinkedHashSet;
import java.util.Set;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SendTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.DecisionPoint;
import org.nrm.rights.model.DataFacts.Phase;

/** The reading of one element. */
final class ElementReading {

    private final Decisions decisions;
    private final Expressions expressions;
    private final FoundData into;
    private final DelegateReading does;
    private final ExtensionReading extensions;
    private final FormReading forms;
    private final EventReading events;

    ElementReading(Vocabulary vocabulary, Decisions decisions, Expressions expressions) {
        this.decisions = decisions;
        this.expressions = expressions;
        into = new FoundData(expressions);
        does = new DelegateReading(vocabulary, expressions, into);
        extensions = new ExtensionReading(expressions, does, into);
        forms = new FormReading(vocabulary.forms(), into);
        events = new EventReading(vocabulary.variables(), expressions, does, extensions, forms, into);
    }

    DataFacts of(BaseElement element) {
        if (element instanceof Activity activity) repetition(activity);
        extensions.attributes(element);
        extensions.elements(element);
        if (element instanceof UserTask task) task(task);
        else if (element instanceof ScriptTask task) script(task);
        else if (element instanceof BusinessRuleTask task) decision(task);
        else if (element instanceof ServiceTask || element instanceof SendTask)
            does.implementation(element.getDomElement(), true);
        else if (element instanceof ReceiveTask task) events.message(task.getMessage(), true);
        else if (element instanceof CallActivity call) call(call);
        else if (element instanceof SequenceFlow flow) events.flow(flow);
        else if (element instanceof Event event) events.event(event);
        return into.all();
    }

    private void task(UserTask task) {
        // The engine evaluates both when the task begins, and stores what comes out.
        written("name", task.getName());
        for (var documentation : task.getDocumentations()) written("documentation", documentation.getTextContent());
        into.point("assignee", task.getCamundaAssignee());
        into.point("candidate group", task.getCamundaCandidateGroups());
        into.point("candidate user", task.getCamundaCandidateUsers());
        into.point("due date", task.getCamundaDueDate());
        into.point("follow-up date", task.getCamundaFollowUpDate());
        into.point("priority", task.getCamundaPriority());
        into.point("form", task.getCamundaFormKey());
        into.point("form", task.getCamundaFormRefVersion());
        forms.read(task.getCamundaFormRef());
    }

    private void written(String what, @Nullable String text) {
        if (text != null && Expressions.evaluated(text))
            into.problem(
                    "the " + what + " holds the expression '" + text.strip() + "'; write out what is meant", false);
    }

    private void script(ScriptTask task) {
        var script = task.getScript();
        if (task.getCamundaResource() != null || script == null)
            into.problem("the script is not in the model, so it cannot be analysed", false);
        else
            does.result(
                    "script",
                    task.getCamundaResultVariable(),
                    expressions.script(task.getScriptFormat(), script.getTextContent()));
    }

    private void decision(BusinessRuleTask task) {
        var reference = task.getCamundaDecisionRef();
        if (reference == null) {
            does.implementation(task.getDomElement(), true);
            return;
        }
        if (Expressions.evaluated(reference)) {
            into.point("decision table", reference);
            into.problem("camunda:decisionRef is an expression, so that the decision table is not known", false);
            return;
        }
        var decision = decisions.find(reference);
        if (decision == null) {
            into.problem("the decision table '" + reference + "' is not among the files", true);
            return;
        }
        into.problems(decision.problems());
        // A value for which the table gives nothing, or more than it may, stops the path here.
        if (!decision.reads().isEmpty()) into.point(new DecisionPoint("decision table", decision.reads()));
        var variable = task.getCamundaResultVariable();
        into.add(new Assignment(Phase.AT, "decisionResult", true, decision.reads(), null, null));
        if (variable != null) into.add(new Assignment(Phase.AT, variable, false, decision.reads(), null, null));
    }

    private void call(CallActivity call) {
        if (call.getCamundaCaseRef() != null) into.problem("calls a CMMN case, which is not modelled", true);
        var called = call.getCalledElement();
        if (called != null && Expressions.evaluated(called)) {
            into.point("called process", called);
            into.problem("calls '" + called + "'; which process that is must stand in the model", false);
        }
        into.point("version of the called process", call.getCamundaCalledElementVersion());
        into.point("version of the called process", call.getCamundaCalledElementVersionTag());
        if (call.getCamundaVariableMappingClass() != null || call.getCamundaVariableMappingDelegateExpression() != null)
            into.problem("maps variables by a class, so that what goes in and out is not known", false);
    }

    private void repetition(Activity activity) {
        if (!(activity.getLoopCharacteristics() instanceof MultiInstanceLoopCharacteristics loop)) return;
        extensions.attributes(loop);
        extensions.elements(loop);
        var reads = new LinkedHashSet<String>();
        if (loop.getLoopCardinality() != null)
            reads.addAll(into.point("cardinality", loop.getLoopCardinality().getTextContent()));
        var collection = loop.getCamundaCollection();
        if (collection == null) {
            for (var reference :
                    loop.getDomElement().getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "loopDataInputRef"))
                collection = reference.getTextContent();
        }
        if (collection != null) {
            var of = Expressions.evaluated(collection)
                    ? expressions.text(collection)
                    : Expression.reading(Expression.Kind.LITERAL, Set.of(collection.strip()), null);
            reads.addAll(into.point("collection", of));
        }
        var item = loop.getCamundaElementVariable();
        if (item == null && loop.getInputDataItem() != null)
            item = loop.getInputDataItem().getName();
        if (item != null) into.add(new Assignment(Phase.BEFORE, item, true, Set.copyOf(reads), null, null));
        DataReader.INSTANCE_VARIABLES.stream()
                .sorted()
                .forEach(name -> into.add(new Assignment(Phase.BEFORE, name, true, Set.copyOf(reads), null, null)));
        if (loop.getCompletionCondition() != null)
            into.point("completion condition", loop.getCompletionCondition().getTextContent());
    }
}
