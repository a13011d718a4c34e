package org.nrm.rights.model;

import java.util.BitSet;
import org.nrm.rights.model.Net.Transition;

/**
 * The tokens of a net, counted: what an event begins beside the rest may run more than once at a time, and then a place holds more
 * than one. As long as none does it is the state that {@link Transition#fire} makes.
 */
public final class Marking {

    private final int[] tokens;
    private final BitSet marked;

    public Marking(Net net, int... places) {
        tokens = new int[net.places()];
        marked = new BitSet();
        for (var place : places) add(place);
    }

    private Marking(Marking other) {
        tokens = other.tokens.clone();
        marked = (BitSet) other.marked.clone();
    }

    Marking copy() {
        return new Marking(this);
    }

    /** The places that hold a token. */
    public BitSet marked() {
        return (BitSet) marked.clone();
    }

    public int at(int place) {
        return place < 0 ? 0 : tokens[place];
    }

    public void add(int place) {
        tokens[place]++;
        marked.set(place);
    }

    public void remove(int place) {
        if (tokens[place] > 0) tokens[place]--;
        if (tokens[place] == 0) marked.clear(place);
    }

    public boolean enabled(Transition transition) {
        return transition.enabled(marked);
    }

    /** Takes the step; how many tokens went. */
    public int fire(Transition transition) {
        var gone = transition.take().length;
        for (var place : transition.take()) remove(place);
        var clear = transition.clear();
        for (var at = 0; at < clear.length; at += 2)
            for (var place = marked.nextSetBit(clear[at]);
                    place >= 0 && place < clear[at + 1];
                    place = marked.nextSetBit(place)) {
                gone++;
                remove(place);
            }
        for (var place : transition.put()) add(place);
        return gone;
    }

    /** How many tokens are missing for the step; large if something stands in its way. */
    public int missing(Transition transition) {
        var missing = 0;
        for (var place : transition.take()) if (tokens[place] == 0) missing++;
        for (var place : transition.read()) if (tokens[place] == 0) missing++;
        return missing;
    }

    /** Puts what is missing for the step, so that it can be taken; how many that were. */
    public int supply(Transition transition) {
        var put = 0;
        for (var place : transition.take())
            if (tokens[place] == 0) {
                add(place);
                put++;
            }
        for (var place : transition.read())
            if (tokens[place] == 0) {
                add(place);
                put++;
            }
        return put;
    }
}
