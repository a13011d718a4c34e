package org.nrm.rights.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
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
            var definition = NodeKinds.definition(element);
            trigger = NodeKinds.trigger(definition);
            code = NodeKinds.code(definition, element);
            kind = NodeKinds.kind(element, trigger);
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

    public final List<Node> nodes = new ArrayList<>();
    public final List<Flow> flows = new ArrayList<>();
    public final List<Scope> scopes = new ArrayList<>();
    public final Scope root;
    /** The start events by which this graph may begin. */
    public final List<Node> starts;

    private final Map<Node, Set<Node>> after = new HashMap<>();
    private @Nullable Set<Node> beside;

    /**
     * Unfolds a process.
     *
     * @param begins which of its start events count
     */
    public Graph(Process process, Map<String, Process> processes, Predicate<StartEvent> begins) throws NotModelled {
        root = new Scope(0, process, process.getId(), null, null, false);
        scopes.add(root);
        new Unfolding(this, processes).unfold(process, begins);
        starts = List.copyOf(root.starts);
    }

    /** A start event without event definition, by which a call begins. */
    public static boolean plain(StartEvent start) {
        return start.getEventDefinitions().isEmpty();
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
}
