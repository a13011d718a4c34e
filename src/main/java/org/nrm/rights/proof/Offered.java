package org.nrm.rights.proof;

import java.util.function.Predicate;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Graph.Node;

/**
 * {@code offered}: no case ends without an offer of help, or the person's own refusal of it.
 *
 * @param kind  of help
 * @param words what it is called in a sentence
 * @param child asked only of the paths of a child or a person of unknown age
 */
record Offered(String kind, String words, boolean child) implements Rule.OfProcess {

    static Offered toEveryone(String kind, String words) {
        return new Offered(kind, words, false);
    }

    static Offered toEveryone(String kind) {
        return toEveryone(kind, kind);
    }

    static Offered toChildren(String kind) {
        return new Offered(kind, kind, true);
    }

    @Override
    public void judge(Rule rule, Judge judge) {
        if (!judge.pathway) return;
        var first = judge.graph.starts.get(0);
        Predicate<Node> offers = this::offers;
        var way = judge.way(judge.initial(child), judge.ends(), judge.without(offers, first), first);
        if (way == null) return;
        var run = way.run();
        var end = run.size() > 1 ? run.get(run.size() - 2).node() : first;
        judge.follows(
                rule,
                end,
                "A case can end, at '" + end.name() + "', without " + words + " having been offered"
                        + (child ? " to a child" : "") + " or refused.",
                "Put the offer, or the record of her refusal, on every path to the end.",
                Traces.of(run),
                way.because());
    }

    private boolean offers(Node node) {
        if (node.has(Mark.REFLECTS) && kind.equals(Kinds.REFLECTION)) return true;
        var asks = (node.has(Mark.REFUSES) && node.strand != Strand.JUSTICE)
                || (node.has(Mark.OFFERS) && node.strand != null && node.strand.unconditional());
        return asks && Steps.kinds(node).contains(kind);
    }
}
