package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;

/** Collects one transition. */
final class Step {
    private final Places places;
    private final Transitions into;
    private final Node node;
    private final List<Integer> take = new ArrayList<>();
    private final List<Integer> read = new ArrayList<>();
    private final List<Integer> put = new ArrayList<>();
    private final List<Integer> empty = new ArrayList<>();
    private final List<Integer> clear = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final Map<String, Object> known = new TreeMap<>();
    private boolean event;
    private boolean enters;
    private boolean leaves;
    private @Nullable Scope exit;

    Step(Node node, Places places, Transitions into) {
        this.node = node;
        this.places = places;
        this.into = into;
    }

    Step copy() {
        var copy = new Step(node, places, into);
        copy.take.addAll(take);
        copy.read.addAll(read);
        copy.put.addAll(put);
        copy.empty.addAll(empty);
        copy.clear.addAll(clear);
        copy.flows.addAll(flows);
        copy.known.putAll(known);
        copy.event = event;
        copy.enters = enters;
        copy.leaves = leaves;
        copy.exit = exit;
        return copy;
    }

    Step take(int place) {
        take.add(place);
        return this;
    }

    Step read(int place) {
        read.add(place);
        return this;
    }

    Step put(int place) {
        put.add(place);
        return this;
    }

    /** Marks a place that may be marked already. */
    Step mark(int place) {
        clearOne(place);
        return put(place);
    }

    Step empty(int place) {
        empty.add(place);
        empty.add(place + 1);
        return this;
    }

    Step empty(Places.Range range) {
        empty.add(range.from());
        empty.add(range.to());
        return this;
    }

    /** Needs that nothing is left in a scope. */
    Step exit(Scope scope) {
        exit = scope;
        return empty(places.range(scope));
    }

    Step clear(Places.Range range) {
        clear.add(range.from());
        clear.add(range.to());
        return this;
    }

    Step clearOne(int place) {
        if (place >= 0) {
            clear.add(place);
            clear.add(place + 1);
        }
        return this;
    }

    Step flow(Flow flow) {
        flows.add(flow);
        return this;
    }

    Step way(Net.Way way) {
        for (var flow : way.flows()) {
            put(places.of(flow));
            flows.add(flow);
        }
        known.putAll(way.reads());
        return this;
    }

    Step event() {
        event = true;
        return this;
    }

    Step enters() {
        enters = true;
        return this;
    }

    Step leaves() {
        leaves = true;
        return this;
    }

    Step entersAndLeaves() {
        return enters().leaves();
    }

    /** Adds it; where it reads a variable, once for a value that is known and once for one that is settled now. */
    void add() {
        var variables = new ArrayList<>(known.keySet());
        // What the same step writes is read only after that: any value may be the one that leads here.
        variables.removeIf(variable -> {
            var held = places.values().get(variable);
            return held == null || writes(Places.of(held, Facts.NOT_KNOWN));
        });
        for (var settled = 0; settled < 1 << variables.size(); settled++) {
            var step = copy();
            for (var at = 0; at < variables.size(); at++) {
                var variable = variables.get(at);
                var held = places.values().getOrDefault(variable, Map.of());
                var value = Places.of(held, known.getOrDefault(variable, Facts.NOT_KNOWN));
                if ((settled >> at & 1) == 0) {
                    step.read(value);
                } else {
                    step.take(Places.of(held, Facts.NOT_KNOWN));
                    step.put(value);
                }
            }
            into.add(step);
        }
    }

    /** The step itself, as the one with this number. */
    Net.Transition transition(int index) {
        return new Net.Transition(
                index,
                indices(take),
                indices(read),
                indices(put),
                bounds(empty),
                bounds(clear),
                node,
                List.copyOf(flows),
                event,
                enters,
                leaves);
    }

    /** The scope that ends with it; null if none does. */
    @Nullable
    Scope ending() {
        return exit;
    }

    /** Is this value overwritten by the same step? */
    private boolean writes(int place) {
        for (var at = 0; at < clear.size(); at += 2)
            if (place >= clear.get(at) && place < clear.get(at + 1)) return true;
        return false;
    }

    private static int[] indices(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).distinct().toArray();
    }

    private static int[] bounds(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
