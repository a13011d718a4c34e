package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Origin;
import org.nrm.rights.model.Vocabulary;

/**
 * What each step and each variable of a set of graphs depends on: through flows, joins, the end of scopes, races, interruptions,
 * messages, data, and through the branch in which something was written. A step that depends on something may come later, or never,
 * because of it. Sound by construction: what is not found here does not depend (non-interference after Focardi and Gorrieri,
 * Classification of Security Properties, 2001).
 */
final class Dependence {

    /**
     * Why something depends.
     *
     * @param on   what it has it from; null at the source
     * @param why  at the source, in a sentence
     * @param node where it happens
     */
    record Cause(@Nullable Object on, String why, Node node) {}

    /** A node when it is reached, or when it is left. */
    private record At(Node node, boolean left) {}

    /** A variable of one graph. */
    private record Variable(Facts facts, String name) {}

    private final Vocabulary vocabulary;
    private final Map<Object, Map<Origin, Cause>> causes = new HashMap<>();
    private final Map<String, List<Node>> throwers = new HashMap<>();
    private boolean more;

    Dependence(List<Facts> all, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        for (var facts : all)
            for (var node : facts.graph.nodes)
                if (node.element instanceof ThrowEvent
                        && (node.trigger == Trigger.MESSAGE || node.trigger == Trigger.SIGNAL))
                    throwers.computeIfAbsent(node.trigger + node.code, key -> new ArrayList<>())
                            .add(node);
        do {
            more = false;
            for (var facts : all) pass(facts);
        } while (more);
    }

    /** On what the step depends, each with the way back to its source. */
    Map<Origin, Cause> of(Node node) {
        return causes.getOrDefault(new At(node, false), Map.of());
    }

    /** From the source of a dependence to a node, both included. */
    List<Node> chain(Node node, Origin origin) {
        var chain = new ArrayList<Node>();
        chain.add(node);
        Object at = new At(node, false);
        var seen = new HashSet<>();
        while (at != null && seen.add(at)) {
            var cause = causes.getOrDefault(at, Map.of()).get(origin);
            if (cause == null) break;
            if (chain.get(chain.size() - 1) != cause.node) chain.add(cause.node);
            at = cause.on;
        }
        Collections.reverse(chain);
        return chain;
    }

    /** The source of a dependence. */
    Cause source(Node node, Origin origin) {
        Object at = new At(node, false);
        var cause = causes.getOrDefault(at, Map.of()).get(origin);
        var seen = new HashSet<>();
        while (cause != null && cause.on != null && seen.add(cause.on)) {
            var earlier = causes.getOrDefault(cause.on, Map.of()).get(origin);
            if (earlier == null) break;
            cause = earlier;
        }
        if (cause == null) throw new IllegalStateException("No dependence of " + node);
        return cause;
    }

    private boolean lawEnforcement(@Nullable String role) {
        return role != null && vocabulary.lawEnforcement().contains(role);
    }

    /** May it never be completed, whoever waits? */
    private boolean mayStall(Node node) {
        return node.element instanceof org.camunda.bpm.model.bpmn.instance.Activity
                && (lawEnforcement(node.role) || (node.strand == Strand.JUSTICE && node.kind != Kind.PASS));
    }

    private void pass(Facts facts) {
        for (var node : facts.graph.nodes) {
            var reached = new At(node, false);
            var left = new At(node, true);
            arrives(facts, node, reached);
            for (var point : facts.points(node))
                for (var variable : point.reads()) from(reached, new Variable(facts, variable), node);
            from(left, reached, node);
            own(facts, node, left);
            if (node.body != null) {
                for (var inner : node.body.within()) {
                    from(left, new At(inner, true), inner);
                    if (node.multiInstance() != null) pointsOf(facts, node, new At(inner, false));
                }
            }
            for (var event : node.boundary)
                if (event.interrupting || event.trigger == Trigger.ERROR) interrupts(facts, event, node, node.body);
            if (node.trigger == Trigger.TERMINATE)
                for (var other : node.scope.within())
                    if (other != node && besideOrAfter(facts, node, other)) from(new At(other, false), reached, node);
        }
        for (var scope : facts.graph.scopes)
            for (var handler : scope.handlers)
                if (handler.start().interrupting) interrupts(facts, handler.start(), null, scope);
        for (var write : facts.assignments()) {
            var variable = new Variable(facts, write.target());
            for (var read : write.reads()) from(variable, new Variable(facts, read), write.node());
            from(variable, new At(write.node(), false), write.node());
            if (mayStall(write.node())) {
                if (lawEnforcement(write.node().role))
                    source(
                            variable,
                            Origin.CO_OPERATION,
                            write.node(),
                            "'" + write.name() + "' is written by law enforcement in '"
                                    + write.node().name() + "', so it counts as co-operation.");
                source(variable, Origin.LAW_ENFORCEMENT, write.node(), stalls(write.node()));
            }
            var dataClass = write.dataClass();
            if (dataClass != null)
                Origin.of(dataClass)
                        .ifPresent(origin -> source(
                                variable,
                                origin,
                                write.node(),
                                "'" + write.name() + "', which '" + write.node().name() + "' brings, is of the class "
                                        + dataClass + "."));
        }
    }

    private static String stalls(Node node) {
        return node.strand == Strand.JUSTICE
                ? "'" + node.name() + "' is a step of the strand justice: it may never be completed."
                : "'" + node.name() + "' is done by law enforcement (" + node.role + "): it may never be completed.";
    }

    private void pointsOf(Facts facts, Node node, At to) {
        for (var point : facts.points(node))
            for (var variable : point.reads()) from(to, new Variable(facts, variable), node);
    }

    private void arrives(Facts facts, Node node, At reached) {
        for (var flow : node.in) {
            from(reached, new At(flow.from, true), flow.from);
            decided(facts, flow, reached);
            if (flow.from.kind == Kind.EVENT_GATEWAY)
                for (var racer : flow.from.out) if (racer.to != node) event(facts, racer.to, new At(node, true));
        }
        if (node.trigger == Trigger.LINK)
            for (var other : node.scope.nodes)
                if (other != node && facts.graph.next(other).contains(node)) from(reached, new At(other, true), other);
        if (node.forCompensation())
            for (var thrower : facts.graph.nodes)
                if (thrower.trigger == Trigger.COMPENSATION
                        && thrower.element instanceof ThrowEvent
                        && node.scope.isWithin(thrower.scope)) from(reached, new At(thrower, false), thrower);
        if (node.kind == Kind.START) {
            var scope = node.scope;
            if (scope.owner != null) from(reached, new At(scope.owner, false), scope.owner);
            else if (scope.handler && scope.parent != null) {
                opened(scope.parent, reached);
                event(facts, node, reached);
            }
        } else if (node.kind == Kind.BOUNDARY && node.attachedTo != null) {
            from(reached, new At(node.attachedTo, false), node.attachedTo);
            // What may happen only while something goes on depends on what ends it.
            if (node.trigger != Trigger.ESCALATION && node.trigger != Trigger.COMPENSATION)
                from(reached, new At(node.attachedTo, true), node.attachedTo);
            event(facts, node, reached);
        } else if ((node.kind == Kind.WAIT && node.trigger.external())
                || node.element instanceof org.camunda.bpm.model.bpmn.instance.ReceiveTask) {
            event(facts, node, new At(node, true));
        }
    }

    /** A scope is open from when its owner is reached. */
    private void opened(Scope scope, Object to) {
        for (Scope at = scope; at != null; at = at.parent) {
            if (at.owner != null) {
                from(to, new At(at.owner, false), at.owner);
                return;
            }
            if (at.handler) {
                from(to, new At(at.start(), false), at.start());
                return;
            }
        }
    }

    private void decided(Facts facts, Flow flow, At reached) {
        for (var sibling : flow.from.out)
            for (var variable : facts.reads(sibling)) from(reached, new Variable(facts, variable), flow.from);
    }

    /** What decides whether and when an event happens. */
    private void event(Facts facts, Node event, Object to) {
        if (lawEnforcement(event.sentBy))
            source(
                    to,
                    Origin.LAW_ENFORCEMENT,
                    event,
                    "The message of '" + event.name() + "' is sent by law enforcement (" + event.sentBy
                            + "): it may never come.");
        for (var told : facts.told(event))
            source(
                    to,
                    told,
                    event,
                    "By '" + event.name() + "' the person says something of the class "
                            + told.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".");
        for (var point : facts.points(event))
            for (var variable : point.reads()) from(to, new Variable(facts, variable), event);
        if (event.trigger == Trigger.ERROR || event.trigger == Trigger.ESCALATION) {
            for (var thrower : facts.graph.nodes)
                if (thrower.trigger == event.trigger
                        && thrower.element instanceof ThrowEvent
                        && facts.graph.catcher(thrower) == event) from(to, new At(thrower, false), thrower);
            if (event.trigger == Trigger.ERROR && event.attachedTo != null && mayStall(event.attachedTo))
                source(to, Origin.LAW_ENFORCEMENT, event.attachedTo, stalls(event.attachedTo));
        }
        var trigger = event.element instanceof org.camunda.bpm.model.bpmn.instance.ReceiveTask
                ? Trigger.MESSAGE
                : event.trigger;
        if (trigger == Trigger.MESSAGE || trigger == Trigger.SIGNAL)
            for (var thrower : throwers.getOrDefault(trigger + event.code, List.of()))
                from(to, new At(thrower, false), thrower);
    }

    /** An event that ends what goes on makes all of it depend on what decides the event. */
    private void interrupts(Facts facts, Node event, @Nullable Node activity, @Nullable Scope scope) {
        var thrown = event.trigger == Trigger.ERROR || event.trigger == Trigger.ESCALATION;
        var touched = new ArrayList<At>();
        if (activity != null) {
            touched.add(new At(activity, true));
            if (activity.body == null) touched.add(new At(activity, false));
        }
        if (!thrown) {
            if (scope != null)
                for (var inner : scope.within())
                    if (!inner.scope.isWithin(event.scope) || !event.scope.handler) touched.add(new At(inner, false));
            for (var at : touched) if (at.node != event) event(facts, event, at);
            return;
        }
        for (var at : touched) event(facts, event, at);
        if (scope == null) return;
        for (var thrower : scope.within())
            if (thrower.trigger == event.trigger
                    && thrower.element instanceof ThrowEvent
                    && facts.graph.catcher(thrower) == event)
                for (var inner : scope.within())
                    if (inner != thrower && besideOrAfter(facts, thrower, inner))
                        from(new At(inner, false), new At(thrower, false), thrower);
    }

    private void own(Facts facts, Node node, At left) {
        if (mayStall(node)) source(left, Origin.LAW_ENFORCEMENT, node, stalls(node));
        if (node.has(Mark.IDENTIFIES))
            source(left, Origin.IDENTIFICATION, node, "'" + node.name() + "' decides who is identified.");
        for (var field : facts.requiredFields(node)) {
            var dataClass = field.dataClass();
            if (dataClass == null || !Set.of("co-operation", "migration").contains(dataClass)) continue;
            var origin = Origin.of(dataClass);
            if (origin.isEmpty()) continue;
            var why = "'" + node.name() + "' cannot be completed without '" + field.key() + "', which is of the class "
                    + dataClass + ".";
            source(left, origin.get(), node, why);
            if (node.unconditional()) source(new At(node, false), origin.get(), node, why);
        }
        if (node.scope.owner == null && !node.scope.handler && node.kind == Kind.START) begins(facts, node, left);
    }

    /** A start by law enforcement matters only for what has no other start. */
    private void begins(Facts facts, Node start, At left) {
        var clean = facts.graph.starts.stream()
                .filter(other ->
                        !lawEnforcement(other.sentBy) && facts.told(other).isEmpty())
                .toList();
        if (clean.isEmpty() || clean.contains(start)) {
            if (start.trigger != Trigger.NONE) event(facts, start, left);
            return;
        }
        var free = new HashSet<Node>();
        for (var other : clean) free.addAll(facts.graph.after(other));
        for (var node : facts.graph.after(start)) if (!free.contains(node)) event(facts, start, new At(node, false));
    }

    /** Can the other node still be reached, or be active, when this one is? */
    private boolean besideOrAfter(Facts facts, Node node, Node other) {
        Scope common = node.scope;
        while (common != null && !other.scope.isWithin(common)) common = common.parent;
        if (common == null) return true;
        var here = lifted(node, common);
        var there = lifted(other, common);
        if (here == null || there == null) return true;
        if (here == there) return true;
        if (facts.graph.after(here).contains(there)) return true;
        for (var fork : common.nodes) {
            if (!forks(fork)) continue;
            var branches = facts.graph.next(fork);
            for (var one : branches)
                for (var two : branches)
                    if (one != two && reaches(facts, one, here) && reaches(facts, two, there)) return true;
        }
        return false;
    }

    private static boolean forks(Node node) {
        if (node.kind == Kind.EXCLUSIVE || node.kind == Kind.EVENT_GATEWAY) return false;
        return node.out.size() > 1 || node.boundary.stream().anyMatch(event -> !event.interrupting);
    }

    private boolean reaches(Facts facts, Node from, Node to) {
        return from == to || facts.graph.after(from).contains(to);
    }

    /** The node of a scope in which a node is, or null if it is in an event subprocess of it. */
    private static @Nullable Node lifted(Node node, Scope scope) {
        Scope at = node.scope;
        Node lifted = node;
        while (at != scope) {
            if (at.owner == null || at.parent == null) return null;
            lifted = at.owner;
            at = at.parent;
        }
        return lifted;
    }

    private void from(Object to, Object on, Node node) {
        var found = causes.get(on);
        if (found == null || to.equals(on)) return;
        for (var origin : EnumSet.copyOf(found.keySet())) put(to, origin, new Cause(on, "", node));
    }

    private void source(Object to, Origin origin, Node node, String why) {
        put(to, origin, new Cause(null, why, node));
    }

    private void put(Object to, Origin origin, Cause cause) {
        var known = causes.computeIfAbsent(to, key -> new EnumMap<>(Origin.class));
        if (known.putIfAbsent(origin, cause) == null) more = true;
    }
}
