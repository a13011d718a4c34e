package org.nrm.rights.proof;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;

/** {@code offered}: no case ends after a decision on who is identified without the person being told of it. */
record Told() implements Rule.OfProcess {

    @Override
    public void judge(Rule rule, Judge judge) {
        if (!judge.pathway) return;
        for (var node : judge.nodes(Steps.with(Mark.IDENTIFIES)))
            if (!told(judge, node, new HashSet<>()))
                judge.find(
                        rule,
                        node,
                        "After '" + node.name() + "' the case can end without the person being told of the decision.",
                        "Put a step that informs after it on every path.",
                        Traces.to(judge.graph, node));
    }

    /** Does every way on pass a step that informs? */
    private static boolean told(Judge judge, Node node, Set<Node> seen) {
        if (!seen.add(node)) return true;
        var next = judge.graph.next(node).stream()
                .filter(after -> after.kind != Kind.BOUNDARY)
                .toList();
        if (next.isEmpty()) return node.scope.owner != null && told(judge, node.scope.owner, seen);
        Predicate<Node> good = after -> (after.has(Mark.INFORMS) && after != node) || told(judge, after, seen);
        var oneOnly = node.kind == Kind.EXCLUSIVE || node.kind == Kind.EVENT_GATEWAY;
        return oneOnly ? next.stream().allMatch(good) : next.stream().anyMatch(good);
    }
}
