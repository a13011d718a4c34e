package org.nrm.rights.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.Association;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.InclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.NotModelled;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Graph.Trigger;

/** Unfolds a process into a graph: its own elements, its subprocesses, and what it calls, as often as it calls it. */
final class Unfolding {

    /** More than this many nodes are not unfolded. */
    private static final int LARGEST = 400_000;

    /** More calls in each other are not unfolded. */
    private static final int DEEPEST = 50;

    private final Graph graph;
    private final Map<String, Process> processes;
    private final Deque<String> calling = new ArrayDeque<>();

    Unfolding(Graph graph, Map<String, Process> processes) {
        this.graph = graph;
        this.processes = processes;
    }

    /** Fills the scope of the process itself; of its start events those that count. */
    void unfold(Process process, Predicate<StartEvent> begins) throws NotModelled {
        calling.push(process.getId());
        fill(graph.root, begins);
    }

    private void fill(Scope scope, Predicate<StartEvent> begins) throws NotModelled {
        var made = new HashMap<FlowNode, Node>();
        var children = scope.element.getChildElementsByType(FlowNode.class);
        var ordered = inOrder(scope.element, children);
        for (var element : ordered) {
            if (element instanceof SubProcess sub && sub.triggeredByEvent()) {
                var handler = new Scope(graph.scopes.size(), sub, scope.process, null, scope, true);
                graph.scopes.add(handler);
                scope.handlers.add(handler);
                fill(handler, start -> true);
                if (handler.starts.size() != 1)
                    throw new NotModelled(scope.process, sub.getId(), "an event subprocess needs one start event");
                continue;
            }
            if (element instanceof StartEvent start && !begins.test(start)) continue;
            if (graph.nodes.size() >= LARGEST)
                throw new NotModelled(
                        scope.process,
                        element.getId(),
                        "with all that it calls the model has more than " + LARGEST + " nodes");
            var node = new Node(graph.nodes.size(), element, scope.process, scope);
            graph.nodes.add(node);
            scope.nodes.add(node);
            made.put(element, node);
            if (element instanceof StartEvent) scope.starts.add(node);
        }
        if (scope.starts.isEmpty() && !made.isEmpty())
            throw new NotModelled(scope.process, id(scope.element), "has no start event from which it can begin");
        for (var flow : scope.element.getChildElementsByType(SequenceFlow.class)) {
            var from = made.get(flow.getSource());
            var to = made.get(flow.getTarget());
            if (from == null || to == null) continue;
            var connects = new Flow(graph.flows.size(), flow, from, to);
            graph.flows.add(connects);
            from.out.add(connects);
            to.in.add(connects);
        }
        for (var node : made.values()) connect(node, made);
        for (var association : scope.element.getChildElementsByType(Association.class)) compensation(association, made);
        for (var element : ordered) {
            var node = made.get(element);
            if (node != null && node.kind == Kind.SCOPE) body(node);
        }
    }

    private static void connect(Node node, Map<FlowNode, Node> made) {
        var element = node.element;
        if (element instanceof BoundaryEvent event) {
            var activity = made.get(event.getAttachedTo());
            node.attachedTo = activity;
            if (activity != null) activity.boundary.add(node);
        }
        var byDefault = element instanceof ExclusiveGateway exclusive
                ? exclusive.getDefault()
                : element instanceof InclusiveGateway inclusive
                        ? inclusive.getDefault()
                        : element instanceof Activity activity ? activity.getDefault() : null;
        for (var flow : node.out)
            if (flow.element == byDefault || flow.element.equals(byDefault)) node.byDefault = flow;
    }

    private static void compensation(Association association, Map<FlowNode, Node> made) {
        if (!(association.getSource() instanceof BoundaryEvent event)
                || !(association.getTarget() instanceof Activity undo)) return;
        var boundary = made.get(event);
        if (boundary != null && boundary.attachedTo != null && boundary.trigger == Trigger.COMPENSATION)
            boundary.attachedTo.compensation = made.get(undo);
    }

    private void body(Node node) throws NotModelled {
        if (node.element instanceof CallActivity call) {
            var called = processes.get(String.valueOf(call.getCalledElement()));
            if (called == null)
                throw new NotModelled(
                        node.process,
                        node.id(),
                        "calls the process '" + call.getCalledElement() + "', which is not among the files");
            if (calling.contains(called.getId()))
                throw new NotModelled(
                        node.process, node.id(), "calls '" + called.getId() + "', which calls this process again");
            if (calling.size() >= DEEPEST)
                throw new NotModelled(
                        node.process, node.id(), "stands at the end of more than " + DEEPEST + " calls in each other");
            calling.push(called.getId());
            var scope = new Scope(graph.scopes.size(), called, called.getId(), node, node.scope, false);
            graph.scopes.add(scope);
            node.body = scope;
            fill(scope, Graph::plain);
            calling.pop();
        } else {
            var scope = new Scope(graph.scopes.size(), node.element, node.process, node, node.scope, false);
            graph.scopes.add(scope);
            node.body = scope;
            fill(scope, Graph::plain);
        }
        var body = node.body;
        if (body != null && body.starts.size() != 1)
            throw new NotModelled(node.process, node.id(), "needs exactly one plain start event in what it runs");
    }

    /** Flow nodes in the order of the file: that is the order in which the engine tries them. */
    private static List<FlowNode> inOrder(ModelElementInstance scope, Collection<FlowNode> children) {
        var ordered = new ArrayList<FlowNode>(children);
        var position = new HashMap<Object, Integer>();
        var all = scope.getDomElement().getChildElements();
        for (var index = 0; index < all.size(); index++) position.put(all.get(index), index);
        ordered.sort(Comparator.comparing(node -> position.getOrDefault(node.getDomElement(), 0)));
        return ordered;
    }

    private static String id(ModelElementInstance element) {
        return String.valueOf(element.getAttributeValue("id"));
    }
}
