package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Origin;

/**
 * {@code independent}: some steps come whatever is answered, and whoever does nothing.
 *
 * @param steps   of which it is asked
 * @param origins on which they must not depend
 */
record Independence(Predicate<Node> steps, Set<Origin> origins) implements Rule.OfProcess {

    /** Of every unconditional strand. */
    static Independence ofHelp(Origin... origins) {
        return new Independence(node -> activity(node) && node.unconditional(), origins(origins));
    }

    static Independence of(Set<Strand> strands, Origin... origins) {
        return new Independence(node -> activity(node) && strands.contains(node.strand), origins(origins));
    }

    private static Set<Origin> origins(Origin... origins) {
        return EnumSet.copyOf(Arrays.asList(origins));
    }

    private static boolean activity(Node node) {
        return node.element instanceof Activity && node.strand != null;
    }

    @Override
    public void judge(Rule rule, Judge judge) {
        for (var node : judge.nodes(steps))
            for (var origin : judge.dependence.of(node).keySet())
                if (origins.contains(origin)) depends(rule, judge, node, origin);
    }

    private static void depends(Rule rule, Judge judge, Node node, Origin origin) {
        var source = judge.dependence.source(node, origin);
        var to = judge.graph.nodes.contains(source.node())
                ? Traces.to(judge.graph, source.node())
                : Traces.ids(source.node());
        var trace = new ArrayList<>(to);
        for (var step : judge.dependence.chain(node, origin)) if (!trace.contains(step.id())) trace.add(step.id());
        if (trace.isEmpty() || !trace.get(trace.size() - 1).equals(node.id())) {
            trace.remove(node.id());
            trace.add(node.id());
        }
        var self = source.node() == node;
        var message = source.why() + " "
                + (self
                        ? "So '" + node.name() + "' hangs on it."
                        : "'" + node.name() + "' comes only after it, or because of it.")
                + " " + otherwise(origin, source.node(), node);
        judge.find(rule, node, message, repair(origin, self), trace, to);
    }

    private static String otherwise(Origin origin, Node source, Node node) {
        var same = switch (origin) {
            case CO_OPERATION -> "The same person, but she does not co-operate: ";
            case MIGRATION -> "The same person, but without documents, or she does not wish to return: ";
            case LAW_ENFORCEMENT -> "The same person, but law enforcement and the courts do nothing: ";
            case INVESTIGATION -> "The same person, but there is no case, no suspect: ";
            case HEALTH -> "The same person, but with another state of health: ";
            case DECISION, IDENTIFICATION -> "The same person, but the decision is negative or not yet taken: ";
        };
        return same + "the path stops or turns at '" + source.name() + "', and '" + node.name()
                + "' is never reached, or only later.";
    }

    private static String repair(Origin origin, boolean self) {
        if (self)
            return "Ask for it elsewhere, or make the field optional; let a step be done by whoever can do it at once.";
        return switch (origin) {
            case LAW_ENFORCEMENT ->
                "Put the step on a branch that does not wait for it, in a scope that nothing of it can hold open or end.";
            default -> "Put the step before the condition, or on a branch of its own that no condition guards.";
        };
    }
}
