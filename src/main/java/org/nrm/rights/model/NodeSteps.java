package org.nrm.rights.model;

import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;

/** Finds the steps that can happen at each node of a graph, as the engine takes them. */
final class NodeSteps {

    private final Graph graph;
    private final Facts facts;
    private final @Nullable Scope alone;
    private final Predicate<Node> watched;
    private final Places places;
    private final BitSet repeatable;
    private final Transitions found = new Transitions();

    /**
     * Prepares.
     *
     * @param alone      the scope that stands alone; null for the whole of the graph
     * @param watched    nodes whose completion is kept
     * @param repeatable takes the places whose second token is no fault
     */
    NodeSteps(
            Graph graph,
            Facts facts,
            @Nullable Scope alone,
            Predicate<Node> watched,
            Places places,
            BitSet repeatable) {
        this.graph = graph;
        this.facts = facts;
        this.alone = alone;
        this.watched = watched;
        this.places = places;
        this.repeatable = repeatable;
    }

    Transitions build() {
        var root = alone == null ? graph.root : alone;
        var starts = root == graph.root ? graph.starts : root.starts;
        for (var start : starts) {
            var step = step(start).take(places.begin).put(places.alive).entersAndLeaves();
            if (start.trigger != Graph.Trigger.NONE) step.event();
            for (var out : ways(start)) completes(step.copy().way(out), start);
        }
        if (!starts.isEmpty())
            step(starts.get(0)).take(places.alive).exit(root).put(places.over).add();
        for (var node : alone == null ? graph.nodes : alone.nodes) node(node);
        if (alone == null) for (var scope : graph.scopes) for (var handler : scope.handlers) handler(scope, handler);
        return found;
    }

    private void node(Node node) {
        switch (node.kind) {
            case START -> {}
            case END -> end(node);
            case WAIT -> waits(node);
            case PASS -> passes(node);
            case EXCLUSIVE -> {
                for (var in : node.in)
                    for (var way : ways(node))
                        step(node)
                                .take(places.of(in))
                                .way(way)
                                .entersAndLeaves()
                                .add();
            }
            case PARALLEL -> parallel(node);
            case INCLUSIVE -> new InclusiveSteps(graph, places, facts, found).add(node);
            case EVENT_GATEWAY -> {
                enter(node, step(node).put(places.of(node)));
                for (var flow : node.out)
                    for (var way : ways(flow.to))
                        completes(
                                step(flow.to)
                                        .take(places.of(node))
                                        .way(way)
                                        .event()
                                        .flow(flow)
                                        .enters(),
                                flow.to);
            }
            case BOUNDARY -> boundary(node);
            case SCOPE -> scope(node);
        }
    }

    /** A step into the node from each of its flows. */
    private void enter(Node node, Step step) {
        if (node.forCompensation()) return;
        var starts = fresh(node);
        for (var in : node.in)
            starts.apply(step.copy()).take(places.of(in)).enters().add();
    }

    /** Timers on an activity run anew each time it is entered. */
    private UnaryOperator<Step> fresh(Node node) {
        return step -> {
            for (var event : node.boundary) step.clearOne(places.spent(event));
            if (node.body != null) for (var handler : node.body.handlers) step.clearOne(places.spent(handler.start()));
            return step;
        };
    }

    private void end(Node node) {
        for (var in : node.in) {
            var step = step(node).take(places.of(in)).entersAndLeaves();
            switch (node.trigger) {
                case TERMINATE -> step.clear(places.range(node.scope)).add();
                case ERROR -> {
                    var catcher = graph.catcher(node);
                    if (catcher != null) caught(step, catcher, true);
                    // Uncaught, the engine refuses the step: the token stays where it was.
                }
                case ESCALATION -> {
                    var catcher = graph.catcher(node);
                    if (catcher == null) step.add();
                    else caught(step, catcher, false);
                }
                default -> step.add();
            }
        }
    }

    /** The step that throws also starts what catches. */
    private void caught(Step step, Node catcher, boolean error) {
        var interrupts = error || catcher.interrupting;
        if (alone != null && catcher.scope != alone) {
            // Caught further out: there this scope is ended, or nothing happens to it.
            if (interrupts)
                step.clear(places.range(alone))
                        .take(places.alive)
                        .put(places.over)
                        .add();
            else step.add();
            return;
        }
        if (catcher.kind == Graph.Kind.BOUNDARY) {
            var activity = attached(catcher);
            for (var way : ways(catcher)) {
                var caught = step.copy().way(way);
                if (interrupts) leave(caught, activity);
                caught.add();
            }
            return;
        }
        var handler = catcher.scope;
        var scope = outer(handler);
        for (var way : ways(catcher)) {
            var caught = step.copy().put(places.handler(handler));
            if (interrupts) caught.clear(places.range(scope)).way(way).add();
            else caught.way(way).empty(places.handler(handler)).add();
        }
        if (!interrupts) step.copy().read(places.handler(handler)).add();
    }

    private static Scope outer(Scope handler) {
        if (handler.parent == null) throw new IllegalStateException("A handler without scope");
        return handler.parent;
    }

    private static Node attached(Node boundary) {
        if (boundary.attachedTo == null) throw new IllegalStateException("A boundary event without activity");
        return boundary.attachedTo;
    }

    /** Takes away all that an activity has. */
    private void leave(Step step, Node activity) {
        step.take(places.of(activity));
        for (var turn : places.turns(activity)) step.clearOne(turn);
        if (activity.body != null && alone == null) step.clear(places.range(activity.body));
    }

    private void waits(Node node) {
        if (node.trigger == Graph.Trigger.COMPENSATION) {
            compensates(node);
            return;
        }
        var afterGateway = node.in.size() == 1 && node.in.get(0).from.kind == Graph.Kind.EVENT_GATEWAY;
        if (afterGateway) return;
        if (node.forCompensation()) {
            step(node).take(places.of(node)).event().leaves().add();
            return;
        }
        if (node.multiInstance() != null) {
            repeats(node);
            return;
        }
        enter(node, step(node).put(places.of(node)));
        for (var way : ways(node))
            completes(step(node).take(places.of(node)).way(way).event(), node);
    }

    private void completes(Step step, Node node) {
        step.leaves();
        if (watched.test(node)) step.mark(places.seen);
        if (node.compensation != null) step.mark(places.done(node));
        for (var variable : facts.writes(node)) unknown(step, variable);
        step.add();
    }

    private void unknown(Step step, String variable) {
        var held = places.values().get(variable);
        if (held == null) return;
        for (var place : held.values()) step.clearOne(place);
        step.mark(Places.of(held, Facts.NOT_KNOWN));
    }

    private void passes(Node node) {
        if (node.multiInstance() != null) {
            repeats(node);
            return;
        }
        if (node.forCompensation()) return;
        for (var in : node.in) {
            var step = step(node).take(places.of(in)).entersAndLeaves();
            if (node.trigger == Graph.Trigger.LINK) {
                var target = node.out.isEmpty() ? graph.linked(node) : node;
                if (target == null) continue;
                for (var way : ways(target)) step.copy().way(way).add();
                continue;
            }
            var catcher = node.trigger == Graph.Trigger.ESCALATION ? graph.catcher(node) : null;
            if (catcher != null) {
                // The thrower goes on, unless what catches ends it.
                if (catcher.interrupting) caught(step, catcher, false);
                else for (var way : ways(node)) caught(step.copy().way(way), catcher, false);
                continue;
            }
            for (var way : ways(node)) completes(step.copy().way(way), node);
            for (var event : node.boundary)
                if (event.trigger == Graph.Trigger.ERROR)
                    for (var way : ways(event))
                        step(event)
                                .take(places.of(in))
                                .way(way)
                                .entersAndLeaves()
                                .add();
        }
    }

    private void parallel(Node node) {
        if (node.in.isEmpty()) return;
        for (var way : ways(node)) {
            var step = step(node).way(way).entersAndLeaves();
            for (var in : node.in) step.take(places.of(in));
            step.add();
        }
    }

    private void boundary(Node node) {
        var activity = attached(node);
        if (node.trigger == Graph.Trigger.COMPENSATION || !places.rests(activity)) return;
        var errors = node.trigger == Graph.Trigger.ERROR && (activity.body == null || alone != null);
        var thrown = alone != null && node.trigger == Graph.Trigger.ESCALATION;
        if (!node.trigger.external() && !errors && !thrown) return;
        for (var way : ways(node)) {
            var step = step(node).way(way).event().entersAndLeaves();
            if (node.interrupting || errors) leave(step, activity);
            else {
                step.read(places.of(activity));
                for (var flow : node.out) step.empty(places.of(flow));
                var once = places.spent(node);
                if (once >= 0) step.empty(once).mark(once);
                for (var later : graph.after(node)) {
                    for (var flow : later.out) repeatable.set(places.of(flow));
                    if (places.rests(later)) repeatable.set(places.of(later));
                    if (later.body != null && alone == null)
                        repeatable.set(
                                places.range(later.body).from(),
                                places.range(later.body).to());
                }
                for (var flow : node.out) repeatable.set(places.of(flow));
            }
            step.add();
        }
    }

    private void scope(Node node) {
        if (node.multiInstance() != null) {
            repeats(node);
            return;
        }
        var body = body(node);
        if (alone != null) {
            enter(node, step(node).put(places.of(node)));
            for (var way : ways(node))
                completes(step(node).take(places.of(node)).way(way).event(), node);
            return;
        }
        for (var begins : ways(body.start()))
            enter(node, step(node).put(places.of(node)).way(begins));
        for (var way : ways(node))
            completes(step(node).take(places.of(node)).exit(body).way(way), node);
    }

    private static Scope body(Node node) {
        if (node.body == null) throw new IllegalStateException("No body of " + node);
        return node.body;
    }

    /** Several instances, one after the other: those that run beside each other pass the same steps. */
    private void repeats(Node node) {
        var turns = places.turns(node);
        var exact = Facts.cardinality(node) > 0 && Facts.cardinality(node) == turns.length;
        var early = Facts.endsEarly(node);
        var body = alone == null ? node.body : null;
        var begins = body == null ? List.of(List.<Flow>of()) : flows(ways(body.start()));
        for (var begin : begins) enter(node, put(step(node).put(places.of(node)).put(turns[0]), begin));
        if (!exact)
            for (var in : node.in)
                for (var way : ways(node))
                    step(node).take(places.of(in)).way(way).add();
        for (var at = 0; at < turns.length; at++) {
            var last = at == turns.length - 1;
            var ends = step(node).take(turns[at]);
            if (body != null) ends.exit(body);
            if (node.kind == Graph.Kind.WAIT) ends.event();
            if (last || early || !exact)
                for (var way : ways(node)) {
                    var completes = ends.copy().take(places.of(node)).way(way);
                    for (var turn : turns) if (turn != turns[at]) completes.clearOne(turn);
                    completes(completes, node);
                }
            if (!last || !exact)
                for (var begin : begins) {
                    var again = put(ends.copy().read(places.of(node)).put(turns[last ? at : at + 1]), begin);
                    again.entersAndLeaves();
                    for (var variable : facts.writes(node)) unknown(again, variable);
                    again.add();
                }
        }
    }

    private static List<List<Flow>> flows(List<Net.Way> ways) {
        return ways.stream().map(Net.Way::flows).toList();
    }

    private Step put(Step step, List<Flow> flows) {
        for (var flow : flows) step.put(places.of(flow));
        return step;
    }

    private void handler(Scope scope, Scope handler) {
        var start = handler.start();
        var running = places.handler(handler);
        step(start).take(running).exit(handler).add();
        if (!start.trigger.external()) return;
        for (var way : ways(start)) {
            var step = step(start)
                    .read(places.of(scope))
                    .empty(running)
                    .put(running)
                    .way(way)
                    .event()
                    .entersAndLeaves();
            for (var other : scope.handlers) if (other.start().interrupting) step.empty(places.handler(other));
            if (start.interrupting) step.clear(places.range(scope));
            var once = places.spent(start);
            if (once >= 0) step.empty(once).mark(once);
            step.add();
        }
    }

    private void compensates(Node node) {
        enter(node, step(node).put(places.of(node)));
        if (node.kind == Graph.Kind.WAIT && node.in.isEmpty()) return;
        var finished = step(node).take(places.of(node)).leaves();
        for (var activity : node.scope.within()) {
            var undo = activity.compensation;
            var mark = places.done(activity);
            if (undo == null || mark == Places.NONE) continue;
            var undoes = step(undo).read(places.of(node)).take(mark);
            if (places.rests(undo)) undoes.put(places.of(undo));
            undoes.enters().add();
            finished.empty(mark);
            if (places.rests(undo)) finished.empty(places.of(undo));
        }
        for (var way : ways(node)) finished.copy().way(way).add();
    }

    private List<Net.Way> ways(Node node) {
        return facts.ways(node);
    }

    private Step step(Node node) {
        return new Step(node, places, found);
    }
}
