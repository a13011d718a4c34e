package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;
import org.nrm.rights.proof.Explorer.Goal;

/**
 * Of the steps that can happen in a state, so many as must be tried: a stubborn set (Valmari 1990), grown from some steps by those that do
 * not commute with them, and by those without which they cannot happen.
 */
final class StubbornSets {

    private final Net net;
    private final List<List<Transition>> takers;
    private final List<List<Transition>> readers;
    private final List<List<Transition>> clearers;
    private final List<List<Transition>> putters;
    private final List<List<Transition>> forbidden;
    private final int[][] conflicts;
    private final Chosen chosen;
    private final BitSet all = new BitSet();

    StubbornSets(Net net) {
        this.net = net;
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
        }
    }

    /** Steps that take a token from a place. */
    List<Transition> takers(int place) {
        return takers.get(place);
    }

    /** Steps that need a token on a place and leave it there. */
    List<Transition> readers(int place) {
        return readers.get(place);
    }

    /** Steps that bring a token to a place. */
    List<Transition> putters(int place) {
        return putters.get(place);
    }

    /** The steps that must be tried in a state to miss no way to a goal. */
    List<Transition> towards(BitSet state, Goal goal, BitSet allowed) {
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

    /** A stubborn set grown from one step that can happen. */
    List<Transition> some(BitSet state) {
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
}
