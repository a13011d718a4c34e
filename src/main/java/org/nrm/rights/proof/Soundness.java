package org.nrm.rights.proof;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;
import org.nrm.rights.proof.Explorer.Goal;
import org.nrm.rights.proof.Explorer.TooLarge;

/**
 * Rule R41: what has begun can always end, nothing is dead, and no step begins a second time while the first is under way. Each scope is
 * judged alone, with what is in its subprocesses and calls as one step: sound parts make a sound whole.
 */
final class Soundness {

    /** {@code sound}. */
    record Check() implements Rule.OfProcess {

        @Override
        public void judge(Rule rule, Judge judge) {
            new Soundness(rule, judge).judge();
        }
    }

    private final Rule rule;
    private final Judge judge;
    private final Graph graph;

    private Soundness(Rule rule, Judge judge) {
        this.rule = rule;
        this.judge = judge;
        this.graph = judge.graph;
    }

    private void judge() {
        var happened = new HashSet<Node>();
        for (var scope : graph.scopes) {
            var local = Net.alone(graph, judge.facts, scope);
            var search = new Explorer(local, Judge.BOUND);
            try {
                var completion = search.completion();
                for (var transition : completion.happened()) happened.add(transition.node());
                if (completion.stuck() != null) stuck(scope, completion.stuck());
                else safe(scope, local, search);
                shared(scope);
                restless(scope);
                var begun = scope.begun(graph);
                for (var node : scope.nodes)
                    if (!happened.contains(node)
                            && node.kind != Kind.BOUNDARY
                            && !node.forCompensation()
                            && begun.contains(node)) dead(node, local, search);
            } catch (TooLarge e) {
                judge.tooLarge(scope.starts.isEmpty() ? graph.starts.get(0) : scope.start(), e);
            }
            judge.searched(search);
        }
    }

    /** The engine counts the tokens at a join, whichever flows they come by: two runs beside each other join too early. */
    private void shared(Scope scope) {
        for (var event : scope.nodes) {
            if (event.kind != Kind.BOUNDARY || event.interrupting) continue;
            for (var node : graph.after(event)) {
                if (node.in.size() < 2 || (node.kind != Kind.PARALLEL && node.kind != Kind.INCLUSIVE)) continue;
                judge.find(
                        rule,
                        node,
                        "'" + node.name() + "' joins what may run more than once at a time after '" + event.name()
                                + "': a step that is done in one run can stand for one that another run still waits for.",
                        "Put what follows the event into a subprocess of its own, or make the event start an event subprocess.",
                        Traces.to(graph, node));
            }
        }
    }

    /** A loop in which nothing waits may go round for ever in one step, and holds the engine. */
    private void restless(Scope scope) {
        for (var node : scope.nodes) {
            if (waits(node)) continue;
            var open = new ArrayDeque<>(graph.next(node));
            var seen = new HashSet<Node>();
            while (!open.isEmpty()) {
                var at = open.poll();
                if (waits(at) || !seen.add(at)) continue;
                open.addAll(graph.next(at));
            }
            if (!seen.contains(node)) continue;
            judge.find(
                    rule,
                    node,
                    "'" + node.name()
                            + "' stands in a loop in which nothing waits: it may go round for ever in one step.",
                    "Put a task or an event into the loop.",
                    Traces.to(graph, node));
            return;
        }
    }

    private static boolean waits(Node node) {
        return switch (node.kind) {
            case WAIT, EVENT_GATEWAY -> true;
            case SCOPE -> node.body != null && node.body.within().stream().anyMatch(inner -> inner.kind == Kind.WAIT);
            default -> false;
        };
    }

    private void stuck(Scope scope, List<Transition> run) {
        var last = run.isEmpty() ? scope.start() : run.get(run.size() - 1).node();
        var next = graph.next(last);
        var at = next.isEmpty() ? last : next.get(0);
        judge.find(
                rule,
                at,
                "After '" + last.name() + "' what goes on here can never end any more: at '" + at.name()
                        + "' a token waits for something that does not come.",
                "Join with a gateway of the kind that split, and give every exclusive split a default flow.",
                Traces.of(run));
    }

    private void dead(Node node, Net local, Explorer search) throws TooLarge {
        var steps = local.transitions.stream()
                .filter(transition -> transition.node() == node)
                .toList();
        if (steps.isEmpty() && node.trigger == Trigger.LINK && node.in.isEmpty()) return;
        if (!steps.isEmpty() && search.find(local.initial(any -> true), Goal.step(steps), any -> true) != null) return;
        judge.find(rule, node, "'" + node.name() + "' can never be reached.", "Remove it, or connect it.", List.of());
    }

    /** At most one token on each flow, but for what may happen again beside itself. */
    private void safe(Scope scope, Net local, Explorer search) throws TooLarge {
        var forks = local.transitions.stream().anyMatch(transition -> transition.put().length > 1)
                || scope.nodes.stream().anyMatch(node -> node.kind == Kind.BOUNDARY && !node.interrupting);
        if (!forks) return;
        var trailed = trailed(scope);
        for (var node : scope.nodes) {
            if (node.in.size() < 2 && !trailed.contains(node)) continue;
            if (node.in.size() < 2 && local.place(node) < 0) continue;
            var joins = node.kind == Kind.PARALLEL || node.kind == Kind.INCLUSIVE;
            var after = node.kind == Kind.EXCLUSIVE || node.kind == Kind.PASS
                    ? node.out
                    : joins ? node.in : List.<Flow>of();
            var places = after.isEmpty()
                    ? List.of(local.place(node))
                    : after.stream().map(local::place).toList();
            for (var place : places) {
                if (place < 0 || local.repeatable.get(place) || search.single(place)) continue;
                var steps = local.transitions.stream()
                        .filter(transition -> (joins || transition.node() == node)
                                && Arrays.stream(transition.put()).anyMatch(put -> put == place)
                                && Arrays.stream(transition.take()).noneMatch(take -> take == place))
                        .toList();
                var run = steps.isEmpty()
                        ? null
                        : search.find(
                                local.initial(any -> true),
                                new Goal(steps, new int[] {place}, new int[0]),
                                any -> true);
                if (run == null) continue;
                judge.find(
                        rule,
                        node,
                        "'" + node.name() + "' can be reached a second time while the first is still under way.",
                        "Join the parallel branches before it with a parallel gateway, or take it out of the loop.",
                        Traces.of(run));
                return;
            }
        }
    }

    /** A loop that leaves a token behind brings another to the same place. */
    private Set<Node> trailed(Scope scope) {
        var trailed = new HashSet<Node>();
        for (var node : scope.nodes)
            if (node.out.size() > 1 && node.kind != Kind.EXCLUSIVE && node.kind != Kind.EVENT_GATEWAY) {
                var after = graph.after(node);
                if (after.contains(node)) trailed.addAll(after);
            }
        return trailed;
    }
}
