package org.nrm.rights.model;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.ConditionalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EscalationEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SignalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.Phase;

/** Reads events and flows: what conditions, timers and messages do with data. */
final class EventReading {

    private final Map<String, String> variables;
    private final Expressions expressions;
    private final DelegateReading does;
    private final ExtensionReading extensions;
    private final FormReading forms;
    private final FoundData into;

    EventReading(
            Map<String, String> variables,
            Expressions expressions,
            DelegateReading does,
            ExtensionReading extensions,
            FormReading forms,
            FoundData into) {
        this.variables = variables;
        this.expressions = expressions;
        this.does = does;
        this.extensions = extensions;
        this.forms = forms;
        this.into = into;
    }

    void event(Event event) {
        if (event instanceof StartEvent start) {
            var initiator = start.getCamundaInitiator();
            if (initiator != null) into.add(new Assignment(Phase.AT, initiator, false, Set.of(), null, "identity"));
            into.point("form", start.getCamundaFormKey());
            forms.read(DataReader.attribute(start.getDomElement(), "formRef"));
        }
        var catches = event instanceof CatchEvent;
        for (var definition : event.getChildElementsByType(EventDefinition.class)) {
            extensions.attributes(definition);
            if (definition instanceof TimerEventDefinition timer) timer("timer", timer);
            else if (definition instanceof ConditionalEventDefinition conditional && conditional.getCondition() != null)
                condition("condition of the event", conditional.getCondition());
            else if (definition instanceof MessageEventDefinition message) {
                message(message.getMessage(), catches);
                if (!catches) does.implementation(message.getDomElement(), false);
            } else if (definition instanceof SignalEventDefinition signal && signal.getSignal() != null) {
                into.point("name of the signal", signal.getSignal().getName());
                for (var holder : signal.getDomElement()
                        .getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "extensionElements"))
                    for (var in : holder.getChildElementsByNameNs(DataReader.CAMUNDA, "in"))
                        extensions.mapping(in, true);
            } else if (definition instanceof ErrorEventDefinition error) {
                if (!catches && error.getError() != null)
                    into.point("message of the error", error.getError().getCamundaErrorMessage());
                brought(definition, "errorCodeVariable");
                brought(definition, "errorMessageVariable");
            } else if (definition instanceof EscalationEventDefinition) brought(definition, "escalationCodeVariable");
        }
    }

    private void brought(EventDefinition definition, String attribute) {
        var name = DataReader.attribute(definition.getDomElement(), attribute);
        if (name != null) into.add(new Assignment(Phase.AT, name, false, Set.of(), null, "undeclared"));
    }

    private void timer(String what, TimerEventDefinition timer) {
        for (var part : timer.getDomElement().getChildElements())
            if (Set.of("timeDate", "timeDuration", "timeCycle").contains(part.getLocalName()))
                into.point(what, part.getTextContent());
    }

    /** What catches a message may get each variable that is declared beside the forms, but for the one that is written once. */
    void message(@Nullable Message message, boolean catches) {
        if (message == null) return;
        into.point("name of the message", message.getName());
        if (!catches) return;
        variables.entrySet().stream()
                .filter(variable -> !variable.getKey().equals("isChild"))
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> into.add(
                        new Assignment(Phase.AT, variable.getKey(), false, Set.of(), null, variable.getValue())));
    }

    private void condition(String what, ModelElementInstance condition) {
        var language = condition.getDomElement().getAttribute("language");
        var text = condition.getTextContent();
        var expression =
                language == null || language.isBlank() ? expressions.text(text) : expressions.script(language, text);
        if (expression.kind() == Expression.Kind.LITERAL)
            into.problem("the condition '" + text.strip() + "' is no expression", true);
        if (!expression.writes().isEmpty())
            into.problem("the condition '" + text.strip() + "' writes a variable", false);
        into.point(what, expression);
    }

    void flow(SequenceFlow flow) {
        var condition = flow.getConditionExpression();
        if (condition == null) return;
        if (condition.getCamundaResource() != null) {
            into.problem("the condition is not in the model, so it cannot be analysed", false);
            return;
        }
        condition(DataReader.CONDITION, condition);
    }
}
