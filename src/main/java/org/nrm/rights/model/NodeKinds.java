package org.nrm.rights.model;

import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CompensateEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ConditionalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EscalationEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.InclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SignalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TerminateEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Trigger;

/** What a node of a model is, by its element. */
final class NodeKinds {

    private NodeKinds() {}

    /** What its event is; null if it is none or a plain one. */
    static @Nullable EventDefinition definition(FlowNode element) {
        if (!(element instanceof Event)) return null;
        return element.getChildElementsByType(EventDefinition.class).stream()
                .findFirst()
                .orElse(null);
    }

    static Trigger trigger(@Nullable EventDefinition definition) {
        if (definition instanceof MessageEventDefinition) return Trigger.MESSAGE;
        if (definition instanceof TimerEventDefinition) return Trigger.TIMER;
        if (definition instanceof SignalEventDefinition) return Trigger.SIGNAL;
        if (definition instanceof ConditionalEventDefinition) return Trigger.CONDITIONAL;
        if (definition instanceof LinkEventDefinition) return Trigger.LINK;
        if (definition instanceof ErrorEventDefinition) return Trigger.ERROR;
        if (definition instanceof EscalationEventDefinition) return Trigger.ESCALATION;
        if (definition instanceof CompensateEventDefinition) return Trigger.COMPENSATION;
        if (definition instanceof TerminateEventDefinition) return Trigger.TERMINATE;
        return Trigger.NONE;
    }

    static String code(@Nullable EventDefinition definition, FlowNode element) {
        String code = null;
        if (definition instanceof MessageEventDefinition message && message.getMessage() != null)
            code = message.getMessage().getName();
        else if (definition instanceof SignalEventDefinition signal && signal.getSignal() != null)
            code = signal.getSignal().getName();
        else if (definition instanceof LinkEventDefinition link) code = link.getName();
        else if (definition instanceof ErrorEventDefinition error && error.getError() != null)
            code = error.getError().getErrorCode();
        else if (definition instanceof EscalationEventDefinition escalation && escalation.getEscalation() != null)
            code = escalation.getEscalation().getEscalationCode();
        else if (element instanceof ReceiveTask receive && receive.getMessage() != null)
            code = receive.getMessage().getName();
        return code == null ? "" : code;
    }

    static Kind kind(FlowNode element, Trigger trigger) {
        if (element instanceof StartEvent) return Kind.START;
        if (element instanceof EndEvent) return Kind.END;
        if (element instanceof BoundaryEvent) return Kind.BOUNDARY;
        if (element instanceof IntermediateCatchEvent) return trigger == Trigger.LINK ? Kind.PASS : Kind.WAIT;
        if (element instanceof ThrowEvent) return trigger == Trigger.COMPENSATION ? Kind.WAIT : Kind.PASS;
        if (element instanceof ExclusiveGateway) return Kind.EXCLUSIVE;
        if (element instanceof ParallelGateway) return Kind.PARALLEL;
        if (element instanceof InclusiveGateway) return Kind.INCLUSIVE;
        if (element instanceof EventBasedGateway) return Kind.EVENT_GATEWAY;
        if (element instanceof SubProcess || element instanceof CallActivity) return Kind.SCOPE;
        if (element instanceof UserTask || element instanceof ReceiveTask) return Kind.WAIT;
        var external = element instanceof ServiceTask service
                ? service.getCamundaTopic()
                : element instanceof BusinessRuleTask rule ? rule.getCamundaTopic() : null;
        return external == null ? Kind.PASS : Kind.WAIT;
    }
}
