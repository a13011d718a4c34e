package org.nrm.rights.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;

/**
 * What is known of the values of variables: the value where it was recorded; where it was not, those that the branches taken leave
 * possible.
 */
final class Known {

    /** More combinations of values than this are not looked at; then every branch is taken to be possible. */
    private static final int COMBINATIONS = 4_096;

    /** The value of what has none. */
    static final Object NOTHING = "nothing";

    private final Map<String, Set<Object>> possible = new HashMap<>();

    private static String key(Running at, String variable) {
        return variable + " " + at.holder(variable);
    }

    Set<Object> of(Running at, String variable) {
        var known = possible.get(key(at, variable));
        return known == null ? at.facts.domain(variable) : known;
    }

    boolean has(Running at, String variable) {
        return possible.containsKey(key(at, variable));
    }

    void forget(Running at, String variable) {
        possible.remove(key(at, variable));
    }

    void set(Running at, String variable, Object value) {
        possible.put(key(at, variable), Set.of(value));
    }

    void narrow(Running at, String variable, Set<Object> values) {
        possible.put(key(at, variable), Set.copyOf(values));
    }

    /** One way to decide: the flows taken, and the values that lead there. */
    record Outcome(List<Flow> flows, Map<String, Object> values) {}

    /** Does the node decide by values? */
    static boolean decides(Facts facts, Node node) {
        return node.kind != Kind.PARALLEL
                && node.out.stream().anyMatch(flow -> flow != node.byDefault && flow.conditional())
                && node.out.stream()
                        .allMatch(flow -> flow == node.byDefault || !flow.conditional() || facts.decidable(flow));
    }

    /** All that the values leave possible; empty if there are too many to look at. */
    List<Outcome> outcomes(Running at, Node node) {
        var facts = at.facts;
        var candidates =
                node.out.stream().filter(flow -> flow != node.byDefault).toList();
        var variables = new LinkedHashSet<String>();
        for (var flow : candidates) variables.addAll(facts.reads(flow));
        List<Map<String, Object>> combinations = List.of(Map.of());
        for (var variable : variables) {
            var more = new ArrayList<Map<String, Object>>();
            for (var values : combinations)
                for (var value : of(at, variable)) {
                    var extended = new TreeMap<>(values);
                    extended.put(variable, value);
                    more.add(extended);
                }
            if (more.size() > COMBINATIONS) return List.of();
            combinations = more;
        }
        var found = new ArrayList<Outcome>();
        for (var values : combinations) {
            var taken = new ArrayList<Flow>();
            var something = new TreeMap<>(values);
            something.values().removeIf(value -> value == NOTHING);
            for (var flow : candidates) {
                if (!facts.holds(flow, something)) continue;
                taken.add(flow);
                if (node.kind == Kind.EXCLUSIVE) break;
            }
            if (taken.isEmpty() && node.byDefault != null) taken.add(node.byDefault);
            if (!taken.isEmpty()) found.add(new Outcome(taken, values));
        }
        return found;
    }

    /**
     * The branch was taken: only values that lead there stay possible.
     *
     * @return false if none does
     */
    boolean took(Running at, Node node, Set<Flow> flows) {
        var all = outcomes(at, node);
        if (all.isEmpty()) return true;
        var fitting = all.stream()
                .filter(outcome -> Set.copyOf(outcome.flows()).equals(flows))
                .toList();
        // What ends the scope on one of several flows keeps the others from being taken.
        if (fitting.isEmpty() && node.kind != Kind.EXCLUSIVE)
            fitting = all.stream()
                    .filter(outcome -> outcome.flows().containsAll(flows))
                    .toList();
        if (fitting.isEmpty()) return false;
        var left = new HashMap<String, Set<Object>>();
        for (var outcome : fitting)
            outcome.values()
                    .forEach((variable, value) -> left.computeIfAbsent(variable, any -> new LinkedHashSet<>())
                            .add(value));
        left.forEach((variable, values) -> narrow(at, variable, values));
        return true;
    }
}
