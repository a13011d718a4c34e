package org.nrm.rights.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;

/** The places of a net: which there are, and for what each stands. */
final class Places {

    /** A range of places. */
    record Range(int from, int to) {}

    /** No place. */
    static final int NONE = -1;

    private final Map<Scope, Range> ranges = new HashMap<>();
    private final Map<Node, Integer> resting = new HashMap<>();
    private final int[] flows;
    private final Map<Scope, Integer> handlers = new HashMap<>();
    private final Map<Node, Integer> spent = new HashMap<>();
    private final Map<Node, Integer> done = new HashMap<>();
    private final Map<Node, int[]> rounds = new HashMap<>();
    private final Map<Node, int[]> waiting = new HashMap<>();
    private final Map<String, Map<Object, Integer>> values = new TreeMap<>();
    private final @Nullable Scope alone;

    /** Marked before anything has happened. */
    final int begin;
    /** Marked while the process runs. */
    final int alive;
    /** Marked once the process is over. */
    final int over;
    /** Marked once a watched node has completed. */
    final int seen;

    private int size;

    /**
     * Gives each thing its place.
     *
     * @param alone   the scope that stands alone; null for the whole of the graph
     * @param tracked variables of which the value is kept
     */
    Places(Graph graph, Facts facts, @Nullable Scope alone, Set<String> tracked) {
        this.alone = alone;
        flows = new int[graph.flows.size()];
        begin = size++;
        alive = size++;
        over = size++;
        seen = size++;
        allocate(alone == null ? graph.root : alone);
        for (var node : graph.nodes) {
            if (node.scope == graph.root && node.kind == Graph.Kind.START) continue;
            if (node.trigger == Graph.Trigger.TIMER && !Net.cycle(node)) spent.put(node, size++);
            if (node.compensation != null) done.put(node, size++);
        }
        for (var variable : tracked) {
            var held = new LinkedHashMap<Object, Integer>();
            held.put(Facts.NOT_KNOWN, size++);
            for (var value : facts.domain(variable)) held.put(value, size++);
            values.put(variable, held);
        }
    }

    /** All places of a scope stand in one row, so that a scope is emptied or found empty at once. */
    private void allocate(Scope scope) {
        var from = size;
        for (var node : scope.nodes) {
            for (var flow : node.out) flows[flow.index] = size++;
            if (mayRest(node)) resting.put(node, size++);
            if (node.kind == Graph.Kind.INCLUSIVE && node.in.size() > 1) {
                var waits = new int[node.in.size()];
                for (var at = 0; at < waits.length; at++) waits[at] = size++;
                waiting.put(node, waits);
            }
            if (node.multiInstance() != null) {
                var turns = new int[Facts.rounds(node)];
                for (var at = 0; at < turns.length; at++) turns[at] = size++;
                rounds.put(node, turns);
            }
            if (node.body != null && alone == null) allocate(node.body);
        }
        if (alone == null)
            for (var handler : scope.handlers) {
                handlers.put(handler, size++);
                allocate(handler);
            }
        ranges.put(scope, new Range(from, size));
    }

    private static boolean mayRest(Node node) {
        return node.kind == Graph.Kind.WAIT
                || node.kind == Graph.Kind.SCOPE
                || node.kind == Graph.Kind.EVENT_GATEWAY
                || node.multiInstance() != null;
    }

    int size() {
        return size;
    }

    /** Marked while a node is active: waiting tasks, subprocesses and calls. {@link #NONE} if it never rests. */
    int of(Node node) {
        return resting.getOrDefault(node, NONE);
    }

    boolean rests(Node node) {
        return resting.containsKey(node);
    }

    /** Marked while the scope is running. */
    int of(Scope scope) {
        if (scope == alone) return alive;
        if (scope.handler) return handlers.getOrDefault(scope, alive);
        return scope.owner == null ? alive : of(scope.owner);
    }

    /** Marked while a token is on its way. */
    int of(Flow flow) {
        return flows[flow.index];
    }

    /** All places of a scope. */
    Range range(Scope scope) {
        var range = ranges.get(scope);
        if (range == null) throw new IllegalStateException("No range of " + scope.process);
        return range;
    }

    /** Is there such a scope here? */
    boolean has(Scope scope) {
        return ranges.containsKey(scope);
    }

    /** Marked while an event subprocess runs. */
    int handler(Scope handler) {
        var place = handlers.get(handler);
        if (place == null) throw new IllegalStateException("No handler " + handler.process);
        return place;
    }

    /** Marked once a timer that comes once has come. */
    int spent(Node timer) {
        return spent.getOrDefault(timer, NONE);
    }

    /** Marked once an activity that can be undone has completed. */
    int done(Node activity) {
        return done.getOrDefault(activity, NONE);
    }

    /** Of what is repeated: which round it is in. */
    int[] turns(Node node) {
        return rounds.getOrDefault(node, new int[0]);
    }

    /** Of an inclusive gateway that joins: what has come by which flow. */
    int[] waits(Node gateway) {
        return waiting.getOrDefault(gateway, new int[0]);
    }

    /** The place of each value of each variable that is kept. */
    Map<String, Map<Object, Integer>> values() {
        return values;
    }

    static int of(Map<Object, Integer> held, Object value) {
        var place = held.get(value);
        if (place == null) throw new IllegalStateException("No value " + value);
        return place;
    }
}
