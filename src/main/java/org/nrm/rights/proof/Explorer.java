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
 * Searches the states of a net. Of steps that do not touch each other only one order is tried: a stubborn set (Valmari 1990) of steps
 * is followed in each state, grown from those that every way to the goal must pass, so that parallel branches add up instead of
 * multiplying.
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
    private final List<List<Transition>> takers;
    private final List<List<Transition>> readers;
    private final List<List<Transition>> clearers;
    private final List<List<Transition>> putters;
    private final List<List<Transition>> forbidden;
    private final int[][] conflicts;
    private final Map<Graph.Scope, List<Transition>> exits = new HashMap<>();
    private final Chosen chosen;
    private final BitSet all = new BitSet();
    private long states;

    Explorer(Net net, int bound) {
        this.net = net;
        this.bound = bound;
        all.set(0, net.transitions.size());
        conflicts = new int[net.transitions.size()][];
        chosen = new Chosen(net.transitions.size());
        takers = lists();
        readers = lists();
        clearers = lists();
        putters = lists();
        forbidden = lists();
        for (var transition : net.transitions) {
            for (var place : transition.take()) takers.get(place).add(transition);
            for (var place : transition.read()) readers.get(place).add(transition);
            for (var place : transition.put()) putters.get(place).add(transition);
            ranged(transition, transition.empty(), forbidden);
            ranged(transition, transition.clear(), clearers);
            var exit = net.exit(transition);
            if (exit != null)
                exits.computeIfAbsent(exit, scope -> new ArrayList<>()).add(transition);
        }
    }

    /** Steps that are in a stubborn set, and those of them that are still to be looked at. */
    private static final class Chosen {
        private final BitSet in;
        private final int[] queue;
        private int first;
        private int last;

        Chosen(int transitions) {
            in = new BitSet(transitions);
            queue = new int[transitions];
        }

        Chosen none() {
            in.clear();
            first = 0;
            last = 0;
            return this;
        }

        void add(int transition, BitSet allowed) {
            if (!allowed.get(transition) || in.get(transition)) return;
            in.set(transition);
            queue[last++] = transition;
        }

        void add(Collection<Transition> transitions, BitSet allowed) {
            for (var transition : transitions) add(transition.index(), allowed);
        }

        /** Negative if none is left. */
        int next() {
            return first < last ? queue[first++] : -1;
        }
    }

    private BitSet allowed(Predicate<Transition> allowed) {
        var set = new BitSet(net.transitions.size());
        for (var transition : net.transitions) if (allowed.test(transition)) set.set(transition.index());
        return set;
    }

    private List<List<Transition>> lists() {
        var lists = new ArrayList<List<Transition>>(net.places());
        for (var place = 0; place < net.places(); place++) lists.add(new ArrayList<>(2));
        return lists;
    }

    private static void ranged(Transition transition, int[] ranges, List<List<Transition>> lists) {
        for (var at = 0; at < ranges.length; at += 2)
            for (var place = ranges[at]; place < ranges[at + 1]; place++)
                lists.get(place).add(transition);
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
                open.addAll(takers.get(place));
                open.addAll(readers.get(place));
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
            for (var step : putters.get(open.poll())) {
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
                .allMatch(one -> putters.get(one).stream()
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
            for (var transition : steps(state, goal, permitted)) {
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

    /** The steps that must be tried in a state to miss no way to the goal. */
    private List<Transition> steps(BitSet state, Goal goal, BitSet allowed) {
        chosen.none();
        var missing = -1;
        for (var place : goal.marked()) if (!state.get(place)) missing = place;
        var tooMuch = -1;
        for (var place : goal.unmarked()) if (state.get(place)) tooMuch = place;
        if (missing >= 0) chosen.add(putters.get(missing), allowed);
        else if (tooMuch >= 0) {
            chosen.add(takers.get(tooMuch), allowed);
            chosen.add(clearers.get(tooMuch), allowed);
        } else chosen.add(goal.steps(), allowed);
        return close(state, allowed);
    }

    private List<Transition> close(BitSet state, BitSet allowed) {
        var steps = new BitSet();
        for (var next = chosen.next(); next >= 0; next = chosen.next()) {
            var transition = net.transitions.get(next);
            if (transition.enabled(state)) {
                steps.set(next);
                for (var other : conflicts(transition)) chosen.add(other, allowed);
            } else causes(transition, state, allowed);
        }
        var list = new ArrayList<Transition>(steps.cardinality());
        for (var at = steps.nextSetBit(0); at >= 0; at = steps.nextSetBit(at + 1)) list.add(net.transitions.get(at));
        return list;
    }

    /** Steps that do not commute with an enabled one. */
    private int[] conflicts(Transition transition) {
        var known = conflicts[transition.index()];
        if (known != null) return known;
        var found = new BitSet();
        for (var place : transition.take()) {
            include(found, takers.get(place));
            include(found, readers.get(place));
            include(found, clearers.get(place));
        }
        for (var place : transition.read()) {
            include(found, takers.get(place));
            include(found, clearers.get(place));
        }
        for (var place : transition.put()) {
            include(found, forbidden.get(place));
            include(found, clearers.get(place));
        }
        for (var at = 0; at < transition.empty().length; at += 2)
            for (var place = transition.empty()[at]; place < transition.empty()[at + 1]; place++)
                include(found, putters.get(place));
        for (var at = 0; at < transition.clear().length; at += 2)
            for (var place = transition.clear()[at]; place < transition.clear()[at + 1]; place++) {
                include(found, putters.get(place));
                include(found, takers.get(place));
                include(found, readers.get(place));
            }
        var all = found.stream().toArray();
        conflicts[transition.index()] = all;
        return all;
    }

    private static void include(BitSet set, Collection<Transition> transitions) {
        for (var transition : transitions) set.set(transition.index());
    }

    /** Steps without which a disabled one stays so: for one reason, the one that needs the fewest. */
    private void causes(Transition transition, BitSet state, BitSet allowed) {
        List<Transition> fewest = null;
        for (var place : transition.take()) fewest = fewer(place, state, fewest);
        for (var place : transition.read()) fewest = fewer(place, state, fewest);
        for (var at = 0; at < transition.empty().length && fewest == null; at += 2) {
            for (var place = state.nextSetBit(transition.empty()[at]);
                    place >= 0 && place < transition.empty()[at + 1];
                    place = state.nextSetBit(place + 1)) {
                var removers = new ArrayList<>(takers.get(place));
                removers.addAll(clearers.get(place));
                removers.removeIf(remover -> !allowed.get(remover.index()));
                if (fewest == null || removers.size() < fewest.size()) fewest = removers;
            }
        }
        if (fewest != null) chosen.add(fewest, allowed);
    }

    private @Nullable List<Transition> fewer(int place, BitSet state, @Nullable List<Transition> fewest) {
        if (state.get(place)) return fewest;
        var putters = this.putters.get(place);
        return fewest == null || putters.size() < fewest.size() ? putters : fewest;
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
                for (var transition : whole.contains(state) ? net.enabled(state) : some(state)) {
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

    /** A stubborn set grown from one step that can happen. */
    private List<Transition> some(BitSet state) {
        List<Transition> fewest = List.of();
        var tried = 0;
        for (var transition : net.transitions) {
            if (!transition.enabled(state)) continue;
            chosen.none().add(transition.index(), all);
            var steps = close(state, all);
            if (fewest.isEmpty() || steps.size() < fewest.size()) fewest = steps;
            if (fewest.size() == 1 || ++tried == 3) break;
        }
        return fewest;
    }
}
