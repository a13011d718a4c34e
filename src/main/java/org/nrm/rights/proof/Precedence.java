package org.nrm.rights.proof;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nrm.rights.model.Graph.Node;

/**
 * {@code precedes}: on every path something is completed before a step.
 *
 * @param steps   before which it must be
 * @param earlier what must be before one of them, each by itself
 * @param child   asked only of the paths of a child or a person of unknown age
 */
record Precedence(BiPredicate<Node, Judge> steps, Function<Node, List<Earlier>> earlier, boolean child)
        implements Rule.OfProcess {

    /**
     * What must have been done.
     *
     * @param words as {@code legal advice}
     */
    record Earlier(String words, Predicate<Node> is) {}

    static Precedence before(Predicate<Node> steps, Earlier... earlier) {
        return before(steps, node -> List.of(earlier));
    }

    /** What must come before one of the steps follows from the step. */
    static Precedence before(Predicate<Node> steps, Function<Node, List<Earlier>> earlier) {
        return new Precedence((node, judge) -> steps.test(node), earlier, false);
    }

    /** Before steps that law enforcement does. */
    static Precedence beforeLawEnforcement(Predicate<Node> steps, Earlier earlier) {
        return new Precedence(
                (node, judge) -> steps.test(node) && judge.lawEnforcement(node.role), node -> List.of(earlier), false);
    }

    static Precedence beforeForChildren(Predicate<Node> steps, Earlier earlier) {
        return new Precedence((node, judge) -> steps.test(node), node -> List.of(earlier), true);
    }

    @Override
    public void judge(Rule rule, Judge judge) {
        for (var node : judge.nodes(node -> steps.test(node, judge)))
            for (var needed : earlier.apply(node)) precedes(rule, judge, node, needed);
    }

    private void precedes(Rule rule, Judge judge, Node node, Earlier needed) {
        var run = judge.run(judge.initial(child), judge.entering(node), judge.without(needed.is(), node), node);
        if (run == null) return;
        judge.find(
                rule,
                node,
                "'" + node.name() + "' can be reached" + (child ? " by a child or a person of unknown age" : "")
                        + " without " + needed.words() + " before it.",
                "Put " + needed.words() + " before it on every path, in the same branch.",
                Traces.of(run));
    }
}
