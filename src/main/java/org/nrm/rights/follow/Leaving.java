package org.nrm.rights.follow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Net.Transition;

/** What ends: sees that all in it has ended and that its work was done, and takes the step on from it. */
final class Leaving {

    private final Standing standing;
    private final Surroundings surroundings;
    private final Entering entering;
    private final Work work;
    private final Order order;

    Leaving(Standing standing, Surroundings surroundings, Entering entering, Work work, Order order) {
        this.standing = standing;
        this.surroundings = surroundings;
        this.entering = entering;
        this.work = work;
        this.order = order;
    }

    void left(int at, Observed entry) {
        var instance = String.valueOf(entry.instance());
        var repeated = standing.repetitions.get(String.valueOf(entry.parent()));
        if (repeated != null) {
            var one = repeated.active.remove(instance);
            if (one == null)
                standing.deviate(entry, Kind.OUT_OF_ORDER, repeated.body.node, "ended without having begun.");
            else {
                standing.named(entry, one);
                finished(entry, repeated.around, one);
                repeated.finished++;
            }
            return;
        }
        var around = standing.running.get(String.valueOf(entry.parent()));
        if (around == null) {
            around = surroundings.around(entry);
            if (around == null) return;
        }
        var handler = Standing.handler(around.scope, Course.plain(entry.element()));
        if (handler != null) {
            var inside = standing.running.get(instance);
            if (inside == null)
                standing.deviate(entry, Kind.OUT_OF_ORDER, handler.start(), "ended without having begun.");
            else standing.closes(entry, inside, handler.start());
            return;
        }
        var node = standing.courseOf(around).node(around.scope, Course.plain(entry.element()));
        if (node == null) {
            standing.unknown(entry);
            return;
        }
        var active = around.active.remove(instance);
        if (active == null) {
            standing.deviate(entry, Kind.OUT_OF_ORDER, node, "ended without having begun.");
            active = new Active(node, instance, entry.seq());
            entering.enterMissing(around, active);
        }
        standing.named(entry, active);
        finished(entry, around, active);
        leave(at, entry, around, active);
    }

    /** What must be true when it ends: its work was done, and nothing in it goes on. */
    private void finished(Observed entry, Running around, Active active) {
        var node = active.node;
        if (node.element instanceof UserTask && !standing.repetitions.containsKey(active.instance)) {
            standing.given(entry, active);
            if (active.offered && !active.done)
                standing.deviate(entry, Kind.MANUAL_CORRECTION, node, "ended although nobody did it.");
        }
        if (node.trigger == Trigger.MESSAGE && node.kind == Graph.Kind.WAIT && !Standing.afterGateway(node))
            work.taken(entry, node, around);
        if (node.element instanceof ReceiveTask) work.taken(entry, node, around);
        var inside = standing.running.get(active.instance);
        if (inside != null && inside.around != null) standing.closes(entry, inside, node);
        var repeated = standing.repetitions.remove(active.instance);
        if (repeated != null) {
            active.placed = true;
            if (!repeated.active.isEmpty() && !Facts.endsEarly(node))
                standing.deviate(entry, Kind.OUT_OF_ORDER, node, "ended although not all of it had.");
            active.rounds = repeated.finished;
        }
        if (!active.done)
            for (var variable : around.facts.writes(node))
                if (!variable.equals(Facts.IS_CHILD)) standing.known.forget(around, variable);
    }

    /** Ends what has been repeated, after as many rounds as there were. */
    private boolean repeat(Running around, Active active, List<Transition> steps, Predicate<Transition> fits) {
        var node = active.node;
        var first =
                steps.stream().filter(step -> step.enters() && !step.leaves()).findFirst();
        if (first.isEmpty()) return false;
        var exact = Facts.cardinality(node);
        if (exact > 0 && active.rounds != exact && !Facts.endsEarly(node)) return false;
        var turn = first.get().put()[1];
        var others = around.marking.at(turn) - 1;
        for (var step : steps) {
            if (!fits.test(step) || step.enters() || !step.leaves()) continue;
            while (around.marking.at(turn) > 0) around.marking.remove(turn);
            for (var place : step.take()) if (place != around.net.place(node)) around.marking.add(place);
            if (!around.marking.enabled(step)) continue;
            standing.fire(around, step);
            for (var other = 0; other < others; other++) around.marking.add(turn);
            return true;
        }
        return false;
    }

    /** What has come to a join ends together. */
    private void together(Observed entry, Running around, Node node, int joined) {
        var waiting =
                around.active.values().stream().filter(one -> one.node == node).toList();
        if (node.kind == Graph.Kind.PARALLEL ? joined >= node.in.size() || waiting.isEmpty() : waiting.isEmpty())
            return;
        standing.deviate(entry, Kind.OUT_OF_ORDER, node, "went on, and one of those that came there did not end.");
        around.active.remove(waiting.get(0).instance);
    }

    /** Flows that should have been taken, too: no token goes there unless an entry says so. */
    private void owe(Running around, Node node, List<Transition> steps, Set<Flow> flows) {
        for (var flow : node.out)
            if (!flows.contains(flow)
                    && around.marking.at(around.net.place(flow)) > 0
                    && steps.stream()
                            .anyMatch(step ->
                                    step.flows().contains(flow) && step.flows().containsAll(flows))) {
                around.marking.remove(around.net.place(flow));
                standing.produced--;
                around.owed.add(flow);
            }
    }

    private void byCount(Running around, Node node, int joined, Set<Flow> flows) {
        for (var left = joined; left > 0; left--) standing.consume(around, node);
        put(around, flows);
    }

    private static boolean way(Node node, Set<Flow> flows) {
        return flows.equals(Set.copyOf(node.out));
    }

    private static boolean same(Transition step, Set<Flow> flows, @Nullable Flow gateway) {
        var taken = new HashSet<>(step.flows());
        if (gateway != null) taken.remove(gateway);
        return taken.equals(flows);
    }

    private static String names(Set<Flow> flows) {
        var names = new ArrayList<String>();
        for (var flow : flows) {
            var name = flow.element.getName();
            names.add("'" + (name == null || name.isBlank() ? flow.to.name() : name) + "'");
        }
        return String.join(", ", names);
    }

    /** A terminating end takes all with it. */
    private void terminate(Observed entry, Running around, Node end) {
        standing.raised.removeIf(one -> one.at() == around);
        around.owed.clear();
        for (var active : List.copyOf(around.active.values())) {
            standing.deviate(entry, Kind.OUT_OF_ORDER, active.node, "went on although '" + end.name() + "' ends all.");
            standing.close(around, active);
        }
        for (var inner : List.copyOf(around.inner)) standing.drop(inner);
    }

    private void leave(int at, Observed entry, Running around, Active active) {
        var node = active.node;
        var flows = flows(at, entry, node);
        var join = node.in.size() > 1 && (node.kind == Graph.Kind.PARALLEL || node.kind == Graph.Kind.INCLUSIVE);
        if (join && order.joinsOn(at)) {
            around.joining.merge(node, 1, Integer::sum);
            return;
        }
        var joined = join ? 1 + Objects.requireNonNullElse(around.joining.remove(node), 0) : 0;
        if (join) together(entry, around, node, joined);
        if (node.trigger == Trigger.TERMINATE) terminate(entry, around, node);
        decide(entry, around, node, flows);
        var steps = steps(around, node);
        var gateway = Standing.afterGateway(node) ? node.in.get(0) : null;
        Predicate<Transition> exactly = step -> step.leaves() && same(step, flows, gateway);
        // What ends the scope on one of several flows keeps the others from being taken.
        Predicate<Transition> fits = steps.stream().anyMatch(exactly)
                ? exactly
                : step -> step.leaves() && step.flows().containsAll(flows);
        if (node.kind == Graph.Kind.BOUNDARY && node.trigger == Trigger.ESCALATION && !node.interrupting)
            escalated(entry, around, node, flows, steps.stream().noneMatch(fits));
        else if (node.multiInstance() != null
                ? repeat(around, active, steps, fits)
                : standing.fire(around, steps, fits)) {
            if (fits != exactly) owe(around, node, steps, flows);
        } else if (node.kind == Graph.Kind.PARALLEL && join && joined == node.in.size() && way(node, flows)) {
            // The engine counts what has come, whichever flows it came by.
            byCount(around, node, joined, flows);
        } else if (node.kind == Graph.Kind.END) {
            standing.missing++;
            standing.deviate(entry, Kind.OUT_OF_ORDER, node, "was reached although nothing led to it.");
        } else {
            var nearest = steps.stream().filter(fits).min(Comparator.comparingInt(around.marking::missing));
            if (nearest.isEmpty()) noWay(entry, around, node, flows);
            else force(entry, around, node, nearest.get(), join);
        }
    }

    /** The flows by which the entry says that the node is left. */
    private Set<Flow> flows(int at, Observed entry, Node node) {
        var flows = new LinkedHashSet<Flow>();
        for (var id : order.ways(at)) {
            var flow = node.out.stream()
                    .filter(one -> id.equals(one.element.getId()))
                    .findFirst();
            if (flow.isEmpty() || !flows.add(flow.get()))
                standing.deviate(entry, Kind.OUT_OF_ORDER, node, "was left twice by one flow.");
        }
        return flows;
    }

    /** The steps of the node; of a link that is caught also those of where it is thrown. */
    private List<Transition> steps(Running around, Node node) {
        var course = standing.courseOf(around);
        var steps = new ArrayList<>(course.steps(around.net, node));
        if (node.trigger == Trigger.LINK && node.in.isEmpty())
            for (var other : node.scope.nodes)
                if (other != node && other.trigger == Trigger.LINK && around.facts.graph.linked(other) == node)
                    steps.addAll(course.steps(around.net, other));
        return steps;
    }

    /** Do the values that are recorded lead by these flows? */
    private void decide(Observed entry, Running around, Node node, Set<Flow> flows) {
        if (Known.decides(around.facts, node) && !standing.known.took(around, node, flows))
            standing.deviate(
                    entry,
                    Kind.OTHER_BRANCH,
                    node,
                    flows.isEmpty()
                            ? "was left by no flow, although what is recorded leads on."
                            : "was left by " + names(flows) + ", although what is recorded leads another way.");
    }

    /** The step that raises it starts this, too; what it is attached to may be over by then. */
    private void escalated(Observed entry, Running around, Node node, Set<Flow> flows, boolean noWay) {
        put(around, flows);
        if (noWay)
            standing.deviate(
                    entry,
                    Kind.OUT_OF_ORDER,
                    node,
                    "was left by " + names(flows) + ", which is no way on that the model has.");
    }

    private void noWay(Observed entry, Running around, Node node, Set<Flow> flows) {
        standing.deviate(
                entry,
                Kind.OUT_OF_ORDER,
                node,
                flows.isEmpty()
                        ? "ended, and nothing went on from it."
                        : "was left by " + names(flows) + ", which is no way on that the model has.");
        put(around, flows);
        standing.missing++;
        standing.consume(around, node);
    }

    /** Puts the tokens that are missing for the step, and takes it. */
    private void force(Observed entry, Running around, Node node, Transition nearest, boolean join) {
        var put = around.marking.supply(nearest);
        standing.missing += put;
        if (put > 0)
            standing.deviate(
                    entry,
                    Standing.extra(node),
                    node,
                    join
                            ? "went on before all had come that it waits for."
                            : "ended although it could not have begun.");
        if (around.marking.enabled(nearest)) standing.fire(around, nearest);
        else {
            if (put == 0)
                standing.deviate(entry, Kind.OUT_OF_ORDER, node, "went on although something else was still to come.");
            standing.consumed += around.marking.fire(nearest);
            standing.produced += nearest.put().length;
        }
    }

    private void put(Running around, Set<Flow> flows) {
        for (var flow : flows) {
            around.marking.add(around.net.place(flow));
            standing.produced++;
        }
    }
}
