package org.nrm.rights.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.Association;
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
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SignalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TerminateEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;

/**
 * One process with all that it calls, as nodes, flows and scopes. A process that is called twice stands in it twice, so that what
 * is true at one call is not taken to be true at the other.
 */
public final class Graph {

    /** What a node does with a token. */
    public enum Kind {
        START,
        END,
        /** Waits until someone or something completes it. */
        WAIT,
        /** Goes on in the same transaction. */
        PASS,
        EXCLUSIVE,
        PARALLEL,
        INCLUSIVE,
        EVENT_GATEWAY,
        BOUNDARY,
        /** A subprocess or a call. */
        SCOPE
    }

    /** What starts, ends or interrupts. */
    public enum Trigger {
        NONE,
        MESSAGE,
        TIMER,
        SIGNAL,
        CONDITIONAL,
        LINK,
        ERROR,
        ESCALATION,
        COMPENSATION,
        TERMINATE;

        /** Does it come from outside of the token's own flow, at any time? */
        public boolean external() {
            return this == MESSAGE || this == TIMER || this == SIGNAL || this == CONDITIONAL;
        }
    }

    /** A flow node at one place of the unfolded graph. */
    public static final class Node {
        public final int index;
        public final FlowNode element;
        public final String process;
        public final Scope scope;
        public final Kind kind;
        public final Trigger trigger;
        /** Name of the message or signal, code of the error or escalation, name of the link; empty if none. */
        public final String code;

        public final boolean interrupting;
        public final @Nullable Strand strand;
        public final List<Mark> marks;
        /** The items of {@code nrm:of}. */
        public final List<String> of;

        public final @Nullable String role;
        public final @Nullable String sentBy;
        private final @Nullable MultiInstanceLoopCharacteristics multiInstance;
        private final boolean forCompensation;
        public final List<Flow> in = new ArrayList<>();
        public final List<Flow> out = new ArrayList<>();
        public final List<Node> boundary = new ArrayList<>();

        @Nullable
        public Flow byDefault;

        @Nullable
        public Node attachedTo;
        /** Of a subprocess or call. */
        @Nullable
        public Scope body;
        /** The activity that undoes this one. */
        @Nullable
        Node compensation;

        Node(int index, FlowNode element, String process, Scope scope) {
            this.index = index;
            this.element = element;
            this.process = process;
            this.scope = scope;
            var definition = definition(element);
            trigger = trigger(definition);
            code = code(definition, element);
            kind = kind(element, trigger);
            interrupting = element instanceof BoundaryEvent event
                    ? event.cancelActivity()
                    : element instanceof StartEvent start && start.isInterrupting();
            strand = Annotations.strand(element).orElse(null);
            marks = Annotations.marks(element);
            of = Annotations.of(element);
            multiInstance = element instanceof Activity activity
                            && activity.getLoopCharacteristics()
                                    instanceof MultiInstanceLoopCharacteristics characteristics
                    ? characteristics
                    : null;
            forCompensation = element instanceof Activity activity && activity.isForCompensation();
            role = element instanceof UserTask task ? task.getCamundaCandidateGroups() : null;
            sentBy = Annotations.value(element, "sent-by").orElse(null);
        }

        public String id() {
            return element.getId();
        }

        /** As people call it. */
        public String name() {
            var name = element.getName();
            return name == null || name.isBlank() ? element.getId() : name.replaceAll("\\s+", " ");
        }

        @Nullable
        public MultiInstanceLoopCharacteristics multiInstance() {
            return multiInstance;
        }

        public boolean forCompensation() {
            return forCompensation;
        }

        public boolean has(Mark mark) {
            return marks.contains(mark);
        }

        public boolean unconditional() {
            return strand != null && strand.unconditional() && element instanceof Activity;
        }

        @Override
        public String toString() {
            return process + "/" + id();
        }
    }

    /** A sequence flow at one place of the unfolded graph. */
    public static final class Flow {
        final int index;
        public final SequenceFlow element;
        public final Node from;
        public final Node to;

        Flow(int index, SequenceFlow element, Node from, Node to) {
            this.index = index;
            this.element = element;
            this.from = from;
            this.to = to;
        }

        public boolean conditional() {
            return element.getConditionExpression() != null;
        }
    }

    /** A process, subprocess or event subprocess at one place of the unfolded graph. */
    public static final class Scope {
        public final int index;
        /** The process or subprocess. */
        public final ModelElementInstance element;

        public final String process;
        /** The activity whose body this is; null for the root and for event subprocesses. */
        public final @Nullable Node owner;
        /** The scope in which it stands; null for the root. */
        public final @Nullable Scope parent;

        public final boolean handler;
        public final List<Node> nodes = new ArrayList<>();
        public final List<Scope> handlers = new ArrayList<>();
        public final List<Node> starts = new ArrayList<>();

        Scope(
                int index,
                ModelElementInstance element,
                String process,
                @Nullable Node owner,
                @Nullable Scope parent,
                boolean handler) {
            this.index = index;
            this.element = element;
            this.process = process;
            this.owner = owner;
            this.parent = parent;
            this.handler = handler;
        }

        /** Is it the body of a called process? */
        public boolean called() {
            return owner != null && owner.element instanceof CallActivity;
        }

        public Node start() {
            return starts.get(0);
        }

        /** Its nodes, those of its subprocesses, calls and event subprocesses. */
        public List<Node> within() {
            var all = new ArrayList<Node>();
            collect(all);
            return all;
        }

        private void collect(List<Node> all) {
            for (var node : nodes) {
                all.add(node);
                if (node.body != null) node.body.collect(all);
            }
            for (var event : handlers) event.collect(all);
        }

        /** Those that its start events here lead to: others are judged where the process begins in another way. */
        public Set<Node> begun(Graph graph) {
            if (element.getChildElementsByType(StartEvent.class).size() == starts.size()) return Set.copyOf(nodes);
            var found = new HashSet<>(starts);
            for (var start : starts) found.addAll(graph.after(start));
            return found;
        }

        public boolean isWithin(Scope other) {
            for (Scope at = this; at != null; at = at.parent) if (at == other) return true;
            return false;
        }
    }

    /** What keeps a set of files from being unfolded. */
    public static final class NotModelled extends Exception {
        public final String process;
        public final String element;

        NotModelled(String process, String element, String message) {
            super(message);
            this.process = process;
            this.element = element;
        }
    }

    /** More than this many nodes are not unfolded. */
    private static final int LARGEST = 400_000;

    public final List<Node> nodes = new ArrayList<>();
    public final List<Flow> flows = new ArrayList<>();
    public final List<Scope> scopes = new ArrayList<>();
    public final Scope root;
    /** The start events by which this graph may begin. */
    public final List<Node> starts;

    private final Map<String, Process> processes;
    private final Deque<String> calling = new ArrayDeque<>();
    private final Map<Node, Set<Node>> after = new HashMap<>();
    private @Nullable Set<Node> beside;

    /**
     * Unfolds a process.
     *
     * @param begins which of its start events count
     */
    public Graph(Process process, Map<String, Process> processes, Predicate<StartEvent> begins) throws NotModelled {
        this.processes = processes;
        root = new Scope(0, process, process.getId(), null, null, false);
        scopes.add(root);
        calling.push(process.getId());
        fill(root, begins);
        starts = List.copyOf(root.starts);
    }

    private void fill(Scope scope, Predicate<StartEvent> begins) throws NotModelled {
        var made = new HashMap<FlowNode, Node>();
        var children = scope.element.getChildElementsByType(FlowNode.class);
        var ordered = inOrder(scope.element, children);
        for (var element : ordered) {
            if (element instanceof SubProcess sub && sub.triggeredByEvent()) {
                var handler = new Scope(scopes.size(), sub, scope.process, null, scope, true);
                scopes.add(handler);
                scope.handlers.add(handler);
                fill(handler, start -> true);
                if (handler.starts.size() != 1)
                    throw new NotModelled(scope.process, sub.getId(), "an event subprocess needs one start event");
                continue;
            }
            if (element instanceof StartEvent start && !begins.test(start)) continue;
            if (nodes.size() >= LARGEST)
                throw new NotModelled(
                        scope.process,
                        element.getId(),
                        "with all that it calls the model has more than " + LARGEST + " nodes");
            var node = new Node(nodes.size(), element, scope.process, scope);
            nodes.add(node);
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
            var connects = new Flow(flows.size(), flow, from, to);
            flows.add(connects);
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
            calling.push(called.getId());
            var scope = new Scope(scopes.size(), called, called.getId(), node, node.scope, false);
            scopes.add(scope);
            node.body = scope;
            fill(scope, Graph::plain);
            calling.pop();
        } else {
            var scope = new Scope(scopes.size(), node.element, node.process, node, node.scope, false);
            scopes.add(scope);
            node.body = scope;
            fill(scope, Graph::plain);
        }
        var body = node.body;
        if (body != null && body.starts.size() != 1)
            throw new NotModelled(node.process, node.id(), "needs exactly one plain start event in what it runs");
    }

    /** A start event without event definition, by which a call begins. */
    public static boolean plain(StartEvent start) {
        return start.getEventDefinitions().isEmpty();
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

    private static @Nullable EventDefinition definition(FlowNode element) {
        if (!(element instanceof Event)) return null;
        return element.getChildElementsByType(EventDefinition.class).stream()
                .findFirst()
                .orElse(null);
    }

    private static Trigger trigger(@Nullable EventDefinition definition) {
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

    private static String code(@Nullable EventDefinition definition, FlowNode element) {
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

    private static Kind kind(FlowNode element, Trigger trigger) {
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

    /** The catcher of an error or escalation that is thrown at a node: a boundary event or the start of an event subprocess. */
    @Nullable
    public Node catcher(Node thrower) {
        for (Scope scope = thrower.scope; scope != null; scope = scope.parent) {
            for (var handler : scope.handlers)
                if (catches(handler.start(), thrower) && !thrower.scope.isWithin(handler)) return handler.start();
            if (scope.owner != null) for (var event : scope.owner.boundary) if (catches(event, thrower)) return event;
        }
        return null;
    }

    private static boolean catches(Node event, Node thrower) {
        return event.trigger == thrower.trigger && (event.code.isEmpty() || event.code.equals(thrower.code));
    }

    /** The catching link event of a throwing one. */
    @Nullable
    public Node linked(Node thrower) {
        for (var node : thrower.scope.nodes)
            if (node.trigger == Trigger.LINK
                    && node.element instanceof IntermediateCatchEvent
                    && node.code.equals(thrower.code)) return node;
        return null;
    }

    /** Nodes of the same scope that can come after a node, by flows, links and the boundary of activities on the way. */
    public Set<Node> after(Node node) {
        return after.computeIfAbsent(node, this::search);
    }

    private Set<Node> search(Node node) {
        var found = new LinkedHashSet<Node>();
        var open = new ArrayDeque<Node>();
        open.add(node);
        while (!open.isEmpty()) {
            var at = open.poll();
            for (var next : next(at)) if (found.add(next)) open.add(next);
        }
        return Collections.unmodifiableSet(found);
    }

    /** Those that an event that does not interrupt begins, and what can come after them: they may run beside themselves. */
    Set<Node> beside() {
        if (beside == null) {
            beside = new HashSet<>();
            for (var event : nodes)
                if (event.kind == Kind.BOUNDARY && !event.interrupting) {
                    beside.add(event);
                    beside.addAll(after(event));
                }
        }
        return beside;
    }

    /** The nodes that can follow directly. */
    public List<Node> next(Node node) {
        var next = new ArrayList<Node>();
        for (var flow : node.out) next.add(flow.to);
        next.addAll(node.boundary);
        if (node.trigger == Trigger.LINK && node.element instanceof ThrowEvent) {
            var target = linked(node);
            if (target != null) next.add(target);
        }
        return next;
    }

    /** Nodes in the order of the file, by process. */
    static Map<String, List<Node>> byProcess(Collection<Node> nodes) {
        var found = new LinkedHashMap<String, List<Node>>();
        for (var node : nodes)
            found.computeIfAbsent(node.process, key -> new ArrayList<>()).add(node);
        return found;
    }
}
