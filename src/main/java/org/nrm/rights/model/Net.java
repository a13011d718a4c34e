package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;

/**
 * The meaning of a model: places that hold a token or not, and transitions that move them. A state is the set of marked places; the
 * one step function is {@link Transition#enabled} and {@link Transition#fire}. Everything that reasons about runs uses it.
 */
public final class Net {

    /**
     * One step that can happen.
     *
     * @param take   places that lose their token
     * @param read   places that must hold a token and keep it
     * @param put    places that get one
     * @param empty  ranges of places that must hold none, as pairs from and to, the latter not included
     * @param clear  ranges of places that lose what they hold
     * @param node   where it happens
     * @param event  must something happen outside of the model (a task completed, a message, time)?
     * @param leaves does it complete the node, rather than enter it?
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity, never changed
    public record Transition(
            int index,
            int[] take,
            int[] read,
            int[] put,
            int[] empty,
            int[] clear,
            Node node,
            List<Flow> flows,
            boolean event,
            boolean enters,
            boolean leaves) {

        /** Can it happen in this state? */
        public boolean enabled(BitSet state) {
            for (var place : take) if (!state.get(place)) return false;
            for (var place : read) if (!state.get(place)) return false;
            for (var at = 0; at < empty.length; at += 2) {
                var next = state.nextSetBit(empty[at]);
                if (next >= 0 && next < empty[at + 1]) return false;
            }
            return true;
        }

        /** The state after it has happened. */
        public BitSet fire(BitSet state) {
            var after = (BitSet) state.clone();
            for (var place : take) after.clear(place);
            for (var at = 0; at < clear.length; at += 2) after.clear(clear[at], clear[at + 1]);
            for (var place : put) after.set(place);
            return after;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return index;
        }
    }

    final Graph graph;
    public final List<Transition> transitions;
    /** Marked once the process is over. */
    public final int over;
    /** Marked while the process runs. */
    public final int alive;
    /** Marked once a watched node has completed. */
    public final int seen;
    /** Places whose second token is no fault: of what may happen again beside itself. */
    public final BitSet repeatable = new BitSet();

    private final Places places;
    private final Map<Transition, Scope> exits;

    /** The whole of a graph. */
    public static Net of(Graph graph, Facts facts) {
        return new Net(graph, facts, null, node -> false);
    }

    /** One scope alone: what is in its subprocesses and calls is one step, and its event subprocesses are left out. */
    public static Net alone(Graph graph, Facts facts, Scope scope) {
        return new Net(graph, facts, scope, node -> false);
    }

    /**
     * One scope alone, for following a case of which the values are known: what is in its subprocesses and calls is one step, and the
     * values of variables are kept elsewhere.
     */
    public static Net followed(Graph graph, Facts facts, Scope scope) {
        return new Net(graph, facts, scope, node -> false, Set.of());
    }

    /** The whole of a graph, with a place {@link #seen} that is marked once one of some nodes has completed. */
    public static Net watching(Graph graph, Facts facts, Predicate<Node> watched) {
        return new Net(graph, facts, null, watched);
    }

    private Net(Graph graph, Facts facts, @Nullable Scope alone, Predicate<Node> watched) {
        this(graph, facts, alone, watched, facts.tracked());
    }

    private Net(Graph graph, Facts facts, @Nullable Scope alone, Predicate<Node> watched, Set<String> tracked) {
        this.graph = graph;
        places = new Places(graph, facts, alone, tracked);
        over = places.over;
        alive = places.alive;
        seen = places.seen;
        var found = new NodeSteps(graph, facts, alone, watched, places, repeatable).build();
        transitions = found.all();
        exits = found.exits();
    }

    /**
     * The states in which it can begin: one for each value of {@code isChild}, which is known from the start and constant.
     *
     * @param isChild which values count
     */
    public List<BitSet> initial(Predicate<Object> isChild) {
        var state = new BitSet();
        state.set(places.begin);
        places.values().forEach((variable, held) -> {
            if (!variable.equals(Facts.IS_CHILD)) state.set(Places.of(held, Facts.NOT_KNOWN));
        });
        var held = places.values().get(Facts.IS_CHILD);
        if (held == null) return List.of(state);
        var states = new ArrayList<BitSet>();
        held.forEach((value, place) -> {
            if (value.equals(Facts.NOT_KNOWN) || !isChild.test(value)) return;
            var one = (BitSet) state.clone();
            one.set(place);
            states.add(one);
        });
        return states;
    }

    public int places() {
        return places.size();
    }

    /** Marked while a node is active: waiting tasks, subprocesses and calls. Below 0 if it never rests. */
    public int place(Node node) {
        return places.of(node);
    }

    /** Marked while the scope is running. */
    public int place(Scope scope) {
        return places.of(scope);
    }

    public int place(Flow flow) {
        return places.of(flow);
    }

    /** Does the timer come again? */
    public static boolean cycle(Node node) {
        for (var definition :
                node.element.getChildElementsByType(org.camunda.bpm.model.bpmn.instance.TimerEventDefinition.class))
            return definition.getTimeCycle() != null;
        return false;
    }

    /** One way on from a node: the flows that get a token, and the values of tracked variables that lead there. */
    record Way(List<Flow> flows, Map<String, Object> reads) {}

    /** The steps that can happen in a state. */
    public List<Transition> enabled(BitSet state) {
        return transitions.stream()
                .filter(transition -> transition.enabled(state))
                .toList();
    }

    /** Does the scope end with this step? */
    @Nullable
    public Scope exit(Transition transition) {
        return exits.get(transition);
    }

    /** The scope of which a token ends with this step; null if none does. */
    @Nullable
    public Scope ends(Transition transition) {
        var scope = transition.node.scope;
        if (!places.has(scope) || !transition.leaves) return null;
        var range = places.range(scope);
        for (var put : transition.put) if (put >= range.from() && put < range.to()) return null;
        return scope;
    }
}
