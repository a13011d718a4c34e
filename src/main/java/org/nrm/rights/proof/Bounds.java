package org.nrm.rights.proof;

import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.nrm.mechanism.RightsSettings;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.proof.Explorer.TooLarge;

/**
 * {@code bounded}: on no path is there more of something than so many; loops count.
 *
 * @param counted the steps
 * @param atMost  how many of them
 * @param isChild which answers to the question of age the paths have
 * @param words   what is counted, in a sentence
 */
record Bounds(Predicate<Node> counted, ToIntFunction<RightsSettings> atMost, Predicate<Object> isChild, String words)
        implements Rule.OfProcess {

    static Bounds ofAdults(Predicate<Node> counted, ToIntFunction<RightsSettings> atMost, String words) {
        return new Bounds(counted, atMost, "no"::equals, words);
    }

    static Bounds ofChildren(Predicate<Node> counted, ToIntFunction<RightsSettings> atMost, String words) {
        return new Bounds(counted, atMost, value -> !value.equals("no"), words);
    }

    @Override
    public void judge(Rule rule, Judge judge) {
        var most = atMost.applyAsInt(judge.settings);
        var initial = judge.net.initial(isChild);
        var possible = judge.explorer.possible(initial, any -> true);
        var nodes = judge.nodes(node ->
                counted.test(node) && judge.entering(node).stream().anyMatch(step -> possible.get(step.index())));
        if (nodes.isEmpty() || (nodes.size() <= most && nodes.stream().noneMatch(node -> again(judge.graph, node))))
            return;
        var steps =
                nodes.stream().flatMap(node -> judge.entering(node).stream()).toList();
        try {
            var run = judge.explorer.count(initial, steps, most);
            if (run == null) return;
            var last = run.get(run.size() - 1).node();
            judge.find(
                    rule,
                    last,
                    "There can be more than " + most + " " + words + ": '" + last.name() + "' can be number "
                            + (most + 1) + ".",
                    "Reuse what the person has told, or end the loop.",
                    Traces.of(run));
        } catch (TooLarge e) {
            judge.tooLarge(nodes.get(0), e);
        }
    }

    /** May it happen again in the same case? */
    private static boolean again(Graph graph, Node node) {
        if (node.multiInstance() != null || graph.after(node).contains(node)) return true;
        for (Scope at = node.scope; at != null; at = at.parent) {
            if (at.handler) return true;
            if (at.owner != null
                    && (at.owner.multiInstance() != null
                            || graph.after(at.owner).contains(at.owner))) return true;
        }
        return node.kind == Kind.BOUNDARY
                || graph.nodes.stream()
                        .anyMatch(event -> event.kind == Kind.BOUNDARY
                                && !event.interrupting
                                && graph.after(event).contains(node));
    }
}
