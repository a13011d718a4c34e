package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.CompensateEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ConditionalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EscalationEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.InclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SignalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.ElementWords;
import org.nrm.rights.model.SafeXml;

/** What the engine does not execute as it is drawn, or refuses when it reads a model. Nothing of it can be judged. */
final class Executable {

    private static final Set<String> EVENTS = Set.of(
            "messageEventDefinition",
            "timerEventDefinition",
            "signalEventDefinition",
            "conditionalEventDefinition",
            "linkEventDefinition",
            "errorEventDefinition",
            "escalationEventDefinition",
            "compensateEventDefinition",
            "terminateEventDefinition");

    /** What may stand in a process beside its nodes and does nothing. */
    private static final Set<String> SILENT = Set.of(
            "documentation",
            "extensionElements",
            "incoming",
            "outgoing",
            "sequenceFlow",
            "laneSet",
            "auditing",
            "monitoring",
            "property",
            "correlationSubscription",
            "supports",
            "dataObject",
            "dataObjectReference",
            "dataStoreReference",
            "association",
            "textAnnotation",
            "group",
            "artifact",
            "ioSpecification",
            "dataInputAssociation",
            "dataOutputAssociation",
            "multiInstanceLoopCharacteristics");

    /** Takes what was found, with the id of the element. */
    interface Sink {
        void found(@Nullable String element, String message);
    }

    private final Process process;
    private final Sink sink;
    private final Map<FlowNode, List<SequenceFlow>> outgoing = new LinkedHashMap<>();

    private Executable(Process process, Sink sink) {
        this.process = process;
        this.sink = sink;
    }

    /** Says which kinds of elements in a process are not run; of one whose {@link References} are not kept, no more can be said. */
    static void kinds(Process process, Sink sink) {
        new Executable(process, sink).kinds(process.getDomElement());
    }

    private void kinds(DomElement scope) {
        for (var child : scope.getChildElements()) {
            var name = child.getLocalName();
            if (!BpmnModelConstants.BPMN20_NS.equals(child.getNamespaceURI()) || SILENT.contains(name)) continue;
            if (!SafeXml.STEPS.contains(name)) refused(child, name);
            else if (name.equals("subProcess")) kinds(child);
        }
    }

    static void check(Process process, Sink sink) {
        var check = new Executable(process, sink);
        if (process.getChildElementsByType(FlowNode.class).isEmpty())
            sink.found(
                    process.getId(),
                    "the process holds no step: no start, no task, no end; draw it, or take the empty pool out");
        check.kinds(process.getDomElement());
        check.flows(process);
        check.scope(process);
        check.links();
    }

    private void flows(ModelElementInstance scope) {
        for (var element : scope.getChildElementsByType(FlowElement.class)) {
            if (element instanceof SequenceFlow flow) {
                if (flow.getSource() == null || flow.getTarget() == null) {
                    found(flow, "has no source or no target");
                    continue;
                }
                outgoing.computeIfAbsent(flow.getSource(), key -> new ArrayList<>())
                        .add(flow);
                if (!scope.equals(flow.getSource().getParentElement())
                        || !scope.equals(flow.getTarget().getParentElement()))
                    found(flow, "crosses the border of a subprocess, which a flow may not");
                if (flow.getTarget() instanceof Activity target && target.isForCompensation())
                    found(flow, "leads to an activity for compensation, which no flow may");
            }
            if (element instanceof SubProcess inner) flows(inner);
        }
    }

    private void scope(ModelElementInstance scope) {
        for (var node : scope.getChildElementsByType(FlowNode.class)) {
            if (!SafeXml.STEPS.contains(node.getElementType().getTypeName())) continue;
            node(node);
            if (node instanceof SubProcess inner) {
                starts(inner);
                scope(inner);
            }
        }
    }

    private void refused(DomElement element, String name) {
        sink.found(
                element.getAttribute("id"),
                ElementWords.one(name)
                        + " is not run as it is drawn; draw it with tasks, events, gateways and subprocesses");
    }

    private void found(BaseElement element, String message) {
        sink.found(element.getId(), message);
    }

    private void starts(SubProcess scope) {
        var starts = scope.getChildElementsByType(StartEvent.class);
        if (starts.size() > 1) found(scope, "has more than one start event");
        for (var start : starts) {
            var definitions = start.getChildElementsByType(EventDefinition.class);
            if (scope.triggeredByEvent() && definitions.isEmpty())
                found(start, "starts an event subprocess, so it needs an event");
            if (!scope.triggeredByEvent() && !definitions.isEmpty())
                found(start, "starts a subprocess that no event triggers, so it may not wait for one");
        }
    }

    private void node(FlowNode node) {
        if (node instanceof Activity activity) activity(activity);
        if (node instanceof Event event) event(event);
        var flows = outgoing.getOrDefault(node, List.of());
        var byDefault = byDefault(node);
        if (byDefault != null && !flows.contains(byDefault)) found(node, "has a default flow that does not leave it");
        if (byDefault != null && byDefault.getConditionExpression() != null)
            found(byDefault, "is the default flow, so it may not have a condition");
        if (node instanceof ExclusiveGateway) exclusive(node, flows, byDefault);
        if (node instanceof EventBasedGateway)
            for (var flow : flows)
                if (!(flow.getTarget() instanceof IntermediateCatchEvent))
                    found(flow, "leaves an event-based gateway, so it must lead to a catching event");
        if (node instanceof EndEvent && !flows.isEmpty()) found(node, "is an end, so no flow may leave it");
    }

    private void exclusive(FlowNode gateway, List<SequenceFlow> flows, @Nullable SequenceFlow byDefault) {
        if (flows.isEmpty()) found(gateway, "has no outgoing flow");
        if (flows.size() == 1 && flows.get(0).getConditionExpression() != null && byDefault == null)
            found(flows.get(0), "is the only flow that leaves the gateway, so it may not have a condition");
        if (flows.size() < 2) return;
        var open = flows.stream()
                .filter(flow -> flow != byDefault && !flow.equals(byDefault) && flow.getConditionExpression() == null)
                .toList();
        if (byDefault != null || open.size() > 1)
            open.forEach(flow -> found(flow, "has neither a condition nor is it the default flow"));
    }

    static @Nullable SequenceFlow byDefault(FlowNode node) {
        if (node instanceof ExclusiveGateway gateway) return gateway.getDefault();
        if (node instanceof InclusiveGateway gateway) return gateway.getDefault();
        if (node instanceof Activity activity) return activity.getDefault();
        return null;
    }

    private void activity(Activity activity) {
        for (var child : activity.getDomElement().getChildElements()) {
            var name = child.getLocalName();
            if (name.equals("standardLoopCharacteristics"))
                found(
                        activity,
                        "has a loop marker, which is not run; draw the loop with a gateway, or repeat the activity");
            if (Set.of("potentialOwner", "humanPerformer", "performer", "resourceRole")
                    .contains(name))
                found(activity, "has " + ElementWords.one(name) + "; a task goes to a role by camunda:candidateGroups");
        }
        if (activity.getLoopCharacteristics() instanceof MultiInstanceLoopCharacteristics loop
                && loop.getLoopCardinality() == null
                && loop.getCamundaCollection() == null
                && loop.getDomElement()
                        .getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "loopDataInputRef")
                        .isEmpty())
            found(activity, "is repeated, but neither a number nor a collection says how often");
        if (activity instanceof CallActivity call
                && call.getCalledElement() == null
                && call.getCamundaCaseRef() == null) found(call, "calls no process");
    }

    private void event(Event event) {
        var definitions = List.copyOf(event.getChildElementsByType(EventDefinition.class));
        if (definitions.size() > 1
                || !event.getDomElement()
                        .getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "eventDefinitionRef")
                        .isEmpty()
                || (event instanceof CatchEvent catching && catching.isParallelMultiple()))
            found(event, "an event with several definitions, or one that is defined elsewhere, is not allowed here");
        if (definitions.isEmpty() && (event instanceof IntermediateCatchEvent || event instanceof BoundaryEvent))
            found(event, "waits for nothing: it has no event");
        if (event instanceof BoundaryEvent boundary && boundary.getAttachedTo() == null)
            found(event, "is attached to nothing");
        for (var definition : definitions) {
            var type = definition.getElementType().getTypeName();
            if (!EVENTS.contains(type))
                found(event, "is " + ElementWords.one(type.replace("EventDefinition", "Event")) + ", which is not run");
            missing(event, definition);
        }
    }

    private void missing(Event event, EventDefinition definition) {
        if (definition instanceof SignalEventDefinition signal
                && (signal.getSignal() == null || signal.getSignal().getName() == null)) found(event, "has no signal");
        if (definition instanceof ConditionalEventDefinition conditional && conditional.getCondition() == null)
            found(event, "has no condition");
        if (definition instanceof LinkEventDefinition link && link.getName() == null)
            found(event, "has no name of the link");
        if (event instanceof ThrowEvent
                && definition instanceof ErrorEventDefinition error
                && (error.getError() == null || error.getError().getErrorCode() == null))
            found(event, "has no error with a code");
        if (event instanceof ThrowEvent
                && definition instanceof EscalationEventDefinition escalation
                && (escalation.getEscalation() == null
                        || escalation.getEscalation().getEscalationCode() == null))
            found(event, "has no escalation with a code");
        if (definition instanceof CompensateEventDefinition && event instanceof IntermediateCatchEvent)
            found(event, "compensation cannot be waited for");
    }

    /** Each link that is thrown is caught once. */
    private void links() {
        var caught = new LinkedHashMap<String, Event>();
        var thrown = new ArrayList<LinkEventDefinition>();
        for (var link : process.getModelInstance().getModelElementsByType(LinkEventDefinition.class)) {
            if (!within(link) || link.getName() == null) continue;
            var event = (Event) link.getParentElement();
            if (event instanceof ThrowEvent) thrown.add(link);
            else if (caught.putIfAbsent(link.getName(), event) != null)
                found(event, "catches the link '" + link.getName() + "', which another event catches, too");
        }
        for (var link : thrown)
            if (!caught.containsKey(link.getName()))
                found(
                        (Event) link.getParentElement(),
                        "throws the link '" + link.getName() + "', which no event catches");
    }

    private boolean within(ModelElementInstance element) {
        for (var parent = element.getParentElement(); parent != null; parent = parent.getParentElement())
            if (parent.equals(process)) return true;
        return false;
    }
}
