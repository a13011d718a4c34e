package org.nrm.rights.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;

/**
 * Searches the states of a net. Of steps that do not touch each other only one order is tried ({@link StubbornSets}), so that parallel
 * branches add up instead of multiplying.
 */
final class Explorer {

    /** The search was given up: nothing is known. */
    static final class TooLarge extends Exception {
        final int bound;

        TooLarge(int bound) {
            super("more than " + bound + " states");
            this.bound = bound;
        }
    }

    private final Net net;
    private final int bound;
    private final StubbornSets sets;
    private final Map<Graph.Scope, List<Transition>> exits = new HashMap<>();
    private long states;

    Explorer(Net net, int bound) {
        this.net = net;
        this.bound = bound;
        this.sets = new StubbornSets(net);
        for (var transition : net.transitions) {
            var exit = net.exit(transition);
            if (exit != null)
                exits.computeIfAbsent(exit, scope -> new ArrayList<>()).add(transition);
        }
    }

    private BitSet allowed(Predicate<Transition> allowed) {
        var set = new BitSet(net.transitions.size());
        for (var transition : net.transitions) if (allowed.test(transition)) set.set(transition.index());
        return set;
    }

    /** How many states were looked at in all searches. */
    long states() {
        return states;
    }

    /**
     * The steps that could happen if tokens were never used up: a set that holds all that can really happen.
     *
     * @param allowed the steps that are not left out
     */
    BitSet possible(List<BitSet> initial, Predicate<Transition> allowed) {
        var permitted = allowed(allowed);
        var reached = new BitSet();
        initial.forEach(reached::or);
        var found = new BitSet();
        var ended = new HashSet<Graph.Scope>();
        var open = new ArrayDeque<>(net.transitions);
        while (!open.isEmpty()) {
            var transition = open.poll();
            if (found.get(transition.index())
                    || !permitted.get(transition.index())
                    || !couldHappen(transition, reached)) continue;
            var exit = net.exit(transition);
            if (exit != null && !ended.contains(exit)) continue;
            found.set(transition.index());
            for (var place : transition.put()) {
                if (reached.get(place)) continue;
                reached.set(place);
                open.addAll(sets.takers(place));
                open.addAll(sets.readers(place));
            }
            var scope = net.ends(transition);
            if (scope != null && ended.add(scope)) open.addAll(exits.getOrDefault(scope, List.of()));
            // What an event subprocess has interrupted ends with it.
            if (exit != null
                    && exit.handler
                    && exit.start().interrupting
                    && exit.parent != null
                    && ended.add(exit.parent)) open.addAll(exits.getOrDefault(exit.parent, List.of()));
        }
        return found;
    }

    /** Could one of the steps happen if tokens were never used up? If not, it cannot. */
    boolean possible(List<BitSet> initial, Predicate<Transition> allowed, Collection<Transition> steps) {
        var found = possible(initial, allowed);
        return steps.stream().anyMatch(step -> found.get(step.index()));
    }

    private static boolean couldHappen(Transition transition, BitSet reached) {
        for (var place : transition.take()) if (!reached.get(place)) return false;
        for (var place : transition.read()) if (!reached.get(place)) return false;
        return true;
    }

    /**
     * Is it plain without a search that the place never gets a second token? It is if it belongs to places that hold one token
     * together in the beginning, and to which no step brings more than it takes from them (Murata 1989, on invariants). Such places
     * are looked for backwards: of what a step takes, one is enough.
     */
    boolean single(int place) {
        var together = new BitSet();
        together.set(place);
        var open = new ArrayDeque<Integer>();
        open.add(place);
        while (!open.isEmpty())
            for (var step : sets.putters(open.poll())) {
                if (count(step.take(), together) > 0) continue;
                if (step.take().length == 0) return false;
                together.set(step.take()[0]);
                open.add(step.take()[0]);
            }
        for (var state : net.initial(any -> true)) {
            state.and(together);
            if (state.cardinality() > 1) return false;
        }
        return together.stream()
                .allMatch(one -> sets.putters(one).stream()
                        .allMatch(step -> count(step.put(), together) <= count(step.take(), together)));
    }

    private static int count(int[] places, BitSet among) {
        var count = 0;
        for (var place : places) if (among.get(place)) count++;
        return count;
    }

    /** What is looked for: one of some steps, while some places are marked and others are not. */
    @SuppressWarnings("ArrayRecordComponent") // never compared or changed
    record Goal(Collection<Transition> steps, int[] marked, int[] unmarked) {
        static Goal step(Collection<Transition> steps) {
            return new Goal(steps, new int[0], new int[0]);
        }

        boolean met(BitSet state) {
            for (var place : marked) if (!state.get(place)) return false;
            for (var place : unmarked) if (state.get(place)) return false;
            return true;
        }
    }

    /**
     * The shortest run that is found to the goal, whose last step is one of the goal's; null if there is none.
     *
     * @param allowed the steps that are not left out
     */
    @Nullable
    List<Transition> find(List<BitSet> initial, Goal goal, Predicate<Transition> allowed) throws TooLarge {
        return search(initial, goal, allowed, 0);
    }

    /** The run on which one of some steps happens more often than allowed; null if there is none. */
    @Nullable
    List<Transition> count(List<BitSet> initial, Collection<Transition> steps, int atMost) throws TooLarge {
        return search(initial, Goal.step(steps), any -> true, atMost);
    }

    private record Came(@Nullable BitSet from, @Nullable Transition by) {}

    private @Nullable List<Transition> search(List<BitSet> initial, Goal goal, Predicate<Transition> allowed, int times)
            throws TooLarge {
        var permitted = allowed(allowed);
        var wanted = new BitSet();
        for (var step : goal.steps()) wanted.set(step.index());
        var counter = net.places();
        var came = new HashMap<BitSet, Came>();
        var open = new ArrayDeque<BitSet>();
        for (var state : initial) {
            came.put(state, new Came(null, null));
            open.add(state);
        }
        while (!open.isEmpty()) {
            var state = open.poll();
            states++;
            var count = Math.max(0, state.length() - 1 - counter);
            for (var transition : sets.towards(state, goal, permitted)) {
                var hit = wanted.get(transition.index()) && goal.met(state);
                if (hit && count >= times) return run(came, state, transition);
                var next = transition.fire(state);
                if (hit) {
                    if (next.length() > counter) next.clear(counter, next.length());
                    next.set(counter + count + 1);
                }
                if (came.putIfAbsent(next, new Came(state, transition)) == null) {
                    if (came.size() > bound) throw new TooLarge(bound);
                    open.add(next);
                }
            }
        }
        return null;
    }

    private static List<Transition> run(Map<BitSet, Came> came, BitSet last, Transition goal) {
        var run = new ArrayList<Transition>();
        run.add(goal);
        for (var at = came.get(last); at != null && at.by != null; at = came.get(at.from)) run.add(at.by);
        Collections.reverse(run);
        return run;
    }

    /**
     * Can the process always still end?
     *
     * @param stuck      the shortest run found after which it cannot; null if there is none
     * @param happened   steps that were seen
     */
    record Completion(@Nullable List<Transition> stuck, Set<Transition> happened) {}

    /** Looks for a state from which the end cannot be reached any more. */
    Completion completion() throws TooLarge {
        var came = new LinkedHashMap<BitSet, Came>();
        var before = new HashMap<BitSet, List<BitSet>>();
        var happened = new HashSet<Transition>();
        var open = new ArrayDeque<BitSet>();
        var whole = new HashSet<BitSet>();
        for (var state : net.initial(any -> true)) {
            came.put(state, new Came(null, null));
            open.add(state);
        }
        while (true) {
            while (!open.isEmpty()) {
                var state = open.poll();
                states++;
                for (var transition : whole.contains(state) ? net.enabled(state) : sets.some(state)) {
                    happened.add(transition);
                    var after = transition.fire(state);
                    before.computeIfAbsent(after, key -> new ArrayList<>(2)).add(state);
                    if (came.putIfAbsent(after, new Came(state, transition)) == null) {
                        if (came.size() > bound) throw new TooLarge(bound);
                        open.add(after);
                    }
                }
            }
            var ends = ending(came.keySet(), before);
            var lost = came.keySet().stream()
                    .filter(state -> !ends.contains(state))
                    .toList();
            if (lost.isEmpty()) return new Completion(null, happened);
            // What was left out of a state may still lead to the end: try all of it before saying that it does not.
            var untried = lost.stream().filter(whole::add).toList();
            if (untried.isEmpty()) {
                var first = lost.get(0);
                var by = came.get(first);
                var run = by == null || by.by == null || by.from == null
                        ? List.<Transition>of()
                        : run(came, by.from, by.by);
                return new Completion(run, happened);
            }
            open.addAll(untried);
        }
    }

    private Set<BitSet> ending(Set<BitSet> states, Map<BitSet, List<BitSet>> before) {
        var ends = new HashSet<BitSet>();
        var open = new ArrayDeque<BitSet>();
        for (var state : states) if (state.get(net.over) && ends.add(state)) open.add(state);
        while (!open.isEmpty())
            for (var state : before.getOrDefault(open.poll(), List.of())) if (ends.add(state)) open.add(state);
        return ends;
    }
}
