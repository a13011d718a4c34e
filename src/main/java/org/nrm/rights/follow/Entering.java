package org.nrm.rights.follow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Mark;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.follow.Running.Repetitions;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;

/** What begins: sees that a token is there for it, and takes it. */
final class Entering {

    private final Standing standing;
    private final Surroundings surroundings;
    private final BrokenOff broken;
    private final Work work;
    private final Order order;

    Entering(Standing standing, Surroundings surroundings, BrokenOff broken, Work work, Order order) {
        this.standing = standing;
        this.surroundings = surroundings;
        this.broken = broken;
        this.work = work;
        this.order = order;
    }

    void entered(int at, Observed entry) {
        var id = Course.plain(entry.element());
        var instance = String.valueOf(entry.instance());
        var repeated = standing.repetitions.get(String.valueOf(entry.parent()));
        if (repeated != null) {
            repetition(repeated, entry, instance);
            return;
        }
        var around = surroundings.around(entry);
        if (around == null) return;
        var handler = Standing.handler(around.scope, id);
        if (handler != null) {
            begins(entry, around, handler, instance);
            return;
        }
        var node = standing.courseOf(around).node(around.scope, id);
        if (node == null) {
            broken.unexplained();
            standing.unknown(entry);
            return;
        }
        if (node.kind == Graph.Kind.BOUNDARY) broken.explain(around, node);
        if (Standing.afterGateway(node)) broken.explainGateway(around, node);
        if (node.trigger == Trigger.TERMINATE) broken.endedIn(around);
        broken.unexplained();
        if (around.root().marking.at(around.root().net.over) > 0)
            standing.deviate(entry, Kind.AFTER_CLOSURE, node, "began although the case's process was over.");
        var active = new Active(node, instance, entry.seq());
        if (around.active.containsKey(instance)) {
            standing.deviate(entry, Kind.OUT_OF_ORDER, node, "began although it had begun already.");
            return;
        }
        enter(at, entry, around, active);
        around.active.put(instance, active);
        if (String.valueOf(entry.element()).endsWith(Course.BODY))
            standing.repetitions.put(instance, new Repetitions(around, active));
        else if (node.body != null) standing.open(around, node.body, instance);
    }

    private void repetition(Repetitions repeated, Observed entry, String instance) {
        broken.unexplained();
        var node = repeated.body.node;
        if (!node.id().equals(entry.element())) {
            standing.unknown(entry);
            return;
        }
        var loop = node.multiInstance();
        if (loop != null && loop.isSequential() && !repeated.active.isEmpty())
            standing.deviate(entry, Kind.OUT_OF_ORDER, node, "began again before the round before it had ended.");
        var most = Facts.cardinality(node);
        if (most > 0 && repeated.active.size() + repeated.finished >= most)
            standing.deviate(entry, Standing.extra(node), node, "began more often than the model says.");
        repeated.active.put(instance, new Active(node, instance, entry.seq()));
        if (node.body != null) standing.open(repeated.around, node.body, instance);
    }

    /** An event subprocess begins. */
    private void begins(Observed entry, Running around, Scope handler, String instance) {
        var start = handler.start();
        if (start.interrupting) {
            broken.endedIn(around);
            for (var active : List.copyOf(around.active.values())) {
                standing.deviate(
                        entry,
                        Kind.OUT_OF_ORDER,
                        active.node,
                        "went on although '" + start.name() + "' ends all that goes on beside it.");
                standing.close(around, active);
            }
            for (var inner : List.copyOf(around.inner)) standing.drop(inner);
            standing.consumed += around.clear();
        }
        broken.unexplained();
        var thrown = start.trigger == Trigger.ERROR || start.trigger == Trigger.ESCALATION;
        if (around.marking.at(around.net.alive) == 0)
            standing.deviate(entry, Kind.OUT_OF_ORDER, start, "began although what it belongs to was over.");
        else if (around.begun.contains(handler)
                && (start.interrupting || (start.trigger == Trigger.TIMER && !Net.cycle(start))))
            standing.deviate(entry, Kind.OUT_OF_ORDER, start, "began a second time, which it cannot.");
        else if (thrown && !standing.caught(around, start))
            standing.deviate(entry, Kind.OUT_OF_ORDER, start, "began although nothing was raised that it catches.");
        if (standing.running.containsKey(instance)) {
            standing.deviate(entry, Kind.OUT_OF_ORDER, start, "began although it had begun already.");
            return;
        }
        around.begun.add(handler);
        standing.open(around, handler, instance);
    }

    /** Takes the step into the node, if it rests there; else sees that a token is there for it. */
    private void enter(int at, Observed entry, Running around, Active active) {
        var node = active.node;
        var steps = standing.courseOf(around).steps(around.net, node);
        if (node.trigger == Trigger.ERROR || node.trigger == Trigger.ESCALATION)
            if (node.kind == Graph.Kind.END || node.kind == Graph.Kind.PASS) {
                var catcher = around.facts.graph.catcher(node);
                var in = catcher == null ? null : Standing.catches(around, catcher);
                if (catcher != null && in != null) standing.raised.add(new Standing.Raised(entry, node, in, catcher));
            }
        if (node.kind == Graph.Kind.START) {
            if (around.marking.at(0) == 0) {
                standing.deviate(entry, Kind.OUT_OF_ORDER, node, "began although it had begun already.");
                around.marking.add(0);
                standing.missing++;
            }
            if (node.trigger == Trigger.MESSAGE) work.taken(entry, node, around);
            return;
        }
        if (node.kind == Graph.Kind.BOUNDARY) {
            boundary(entry, around, node);
            return;
        }
        if (Standing.afterGateway(node)) {
            if (node.trigger == Trigger.MESSAGE) work.taken(entry, node, around);
            var gateway = node.in.get(0).from;
            var waiting = around.active.values().stream()
                    .filter(one -> one.node == gateway)
                    .toList();
            if (waiting.size() >= Math.max(1, around.marking.at(around.net.place(gateway)))) {
                standing.deviate(entry, Kind.OUT_OF_ORDER, gateway, "went on although '" + node.name() + "' ends it.");
                around.active.remove(waiting.get(0).instance);
            }
            if (!around.chosen.remove(node))
                standing.deviate(
                        entry,
                        Kind.OUT_OF_ORDER,
                        node,
                        "happened, but no flow from '" + gateway.name() + "' led to it.");
            if (around.marking.at(around.net.place(gateway)) == 0) misses(entry, around, active, steps);
            return;
        }
        if (node.kind == Graph.Kind.INCLUSIVE && node.in.size() > 1) {
            if (order.fires(at, node)) reserve(entry, around, active);
            else if (!standing.fire(around, steps, step -> step.enters() && !step.leaves())) {
                reserve(entry, around, active);
                standing.deviate(entry, Kind.OUT_OF_ORDER, node, "waited although nothing else could come.");
            } else active.placed = true;
            return;
        }
        var rests = steps.stream().anyMatch(step -> step.enters() && !step.leaves());
        if (!rests) {
            reserve(entry, around, active);
            return;
        }
        active.placed = true;
        if (!standing.fire(around, steps, step -> step.enters() && !step.leaves()))
            misses(entry, around, active, steps);
    }

    private void boundary(Observed entry, Running around, Node node) {
        var activity = Objects.requireNonNull(node.attachedTo);
        var there = around.marking.at(around.net.place(activity)) > 0;
        if (node.trigger == Trigger.MESSAGE) work.taken(entry, node, around);
        var raises = node.trigger == Trigger.ESCALATION || (node.trigger == Trigger.ERROR && activity.body != null);
        if (raises && !standing.caught(around, node))
            standing.deviate(entry, Kind.OUT_OF_ORDER, node, "happened although nothing was raised that it catches.");
        else if (!there && !raises)
            standing.deviate(
                    entry,
                    Kind.OUT_OF_ORDER,
                    node,
                    "happened although '" + activity.name() + "', to which it belongs, was not going on.");
        else if (node.interrupting || node.trigger == Trigger.ERROR) {
            var going = around.active.values().stream()
                    .filter(one -> one.node == activity)
                    .count();
            if (going >= around.marking.at(around.net.place(activity)))
                standing.deviate(entry, Kind.OUT_OF_ORDER, activity, "went on although '" + node.name() + "' ends it.");
        }
    }

    /** A node that does not rest takes its token when it is left; until then it may not be promised to two. */
    private void reserve(Observed entry, Running around, Active active) {
        var node = active.node;
        var tokens = 0;
        for (var in : sources(around, node)) tokens += around.marking.at(around.net.place(in));
        var promised = around.active.values().stream()
                .filter(other -> other.node == node && !other.placed)
                .count();
        if (tokens > promised) return;
        misses(entry, around, active, List.of());
    }

    /** The flows by which a node is reached; for a link that is caught those that lead to where it is thrown. */
    private static List<Flow> sources(Running around, Node node) {
        if (node.trigger != Trigger.LINK || !node.in.isEmpty()) return node.in;
        var found = new ArrayList<Flow>();
        for (var other : node.scope.nodes)
            if (other.trigger == Trigger.LINK && other != node && around.facts.graph.linked(other) == node)
                found.addAll(other.in);
        return found;
    }

    /** Nothing led to it: says so, and puts the token that is standing.missing. */
    private void misses(Observed entry, Running around, Active active, List<Transition> steps) {
        var node = active.node;
        if (!standing.imported(entry.seq())) jump(entry, around, node);
        var enters = steps.stream()
                .filter(step -> step.enters() && !step.leaves())
                .min(Comparator.comparingInt(around.marking::missing));
        if (enters.isPresent()) {
            var put = around.marking.supply(enters.get());
            standing.missing += put;
            if (around.marking.enabled(enters.get())) standing.fire(around, enters.get());
            else around.marking.add(Math.max(around.net.place(node), 0));
            return;
        }
        standing.missing++;
        if (Standing.afterGateway(node)) around.marking.add(around.net.place(node.in.get(0).from));
        else {
            var in = sources(around, node);
            if (!in.isEmpty()) around.marking.add(around.net.place(in.get(0)));
            else if (around.net.place(node) >= 0) around.marking.add(around.net.place(node));
        }
    }

    /** What was passed over on the way to the node, if anything shows it. */
    private void jump(Observed entry, Running around, Node node) {
        var came = new LinkedHashMap<Node, @Nullable Node>();
        var open = new ArrayDeque<Node>();
        for (var other : around.scope.nodes) {
            var here = around.active.values().stream().anyMatch(one -> one.node == other);
            for (var flow : other.in) here |= around.marking.at(around.net.place(flow)) > 0;
            if (here && other != node && came.putIfAbsent(other, null) == null) open.add(other);
        }
        while (!open.isEmpty() && !came.containsKey(node)) {
            var from = open.poll();
            for (var next : around.facts.graph.next(from))
                if (!came.containsKey(next)) {
                    came.put(next, from);
                    open.add(next);
                }
        }
        for (var at = came.get(node); at != null; at = came.get(at))
            if (at.unconditional() || at.has(Mark.OFFERS)) {
                standing.deviate(
                        entry,
                        Kind.SKIPPED_OFFER,
                        at,
                        "was passed over: '" + node.name() + "' began although it had not been done.");
                return;
            }
        standing.deviate(entry, Standing.extra(node), node, "began although nothing led to it.");
    }

    /** It must have begun, though no entry says so: the token goes where it would be. */
    void enterMissing(Running around, Active active) {
        var steps = standing.courseOf(around).steps(around.net, active.node);
        if (steps.stream().anyMatch(step -> step.enters() && !step.leaves())) {
            active.placed = true;
            if (!standing.fire(around, steps, step -> step.enters() && !step.leaves())) {
                var place = around.net.place(active.node);
                if (place >= 0) {
                    around.marking.add(place);
                    standing.missing++;
                }
            }
        }
    }
}
