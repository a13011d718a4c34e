package org.nrm.rights.follow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Marking;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;

/**
 * A process, subprocess or event subprocess that runs: its own tokens, and what is active in it. Two runs of one scope are two of
 * these, so that one cannot stand for the other.
 */
final class Running {

    /** An activity or event that has begun and not ended. */
    static final class Active {
        final Node node;
        final String instance;
        final long since;
        /** Were tasks made for it, and done? */
        boolean offered;

        boolean done;
        /** Has its step into the net been taken? */
        boolean placed;
        /** Of what is repeated: how often. */
        int rounds;

        Active(Node node, String instance, long since) {
            this.node = node;
            this.instance = instance;
            this.since = since;
        }
    }

    /** What holds the repetitions of an activity. */
    static final class Repetitions {
        final Running around;
        final Active body;
        final Map<String, Active> active = new LinkedHashMap<>();
        int finished;

        Repetitions(Running around, Active body) {
            this.around = around;
            this.body = body;
        }
    }

    final String id;
    final Facts facts;
    final Scope scope;
    final Net net;
    final Marking marking;
    /** Where it runs; null for the process of a case. */
    final @Nullable Running around;

    final Map<String, Active> active = new LinkedHashMap<>();
    final List<Running> inner = new ArrayList<>();
    /** Timers of event subprocesses that have fired. */
    final List<Scope> begun = new ArrayList<>();

    /** How many have come together at a join that has not gone on yet. */
    final Map<Node, Integer> joining = new LinkedHashMap<>();

    /** Events behind an event-based gateway to which its flow has been taken. */
    final List<Node> chosen = new ArrayList<>();

    /** Flows that should have been taken, and no entry says that they were. */
    final List<Graph.Flow> owed = new ArrayList<>();

    /** Nodes from which nothing says how it goes on. */
    final List<Node> stuck = new ArrayList<>();

    boolean started;

    Running(String id, Facts facts, Scope scope, Net net, @Nullable Running around, Marking marking) {
        this.id = id;
        this.facts = facts;
        this.scope = scope;
        this.net = net;
        this.around = around;
        this.marking = marking;
        if (around != null) around.inner.add(this);
    }

    /** Takes away all tokens but the one that says that it runs; how many those were. */
    int clear() {
        var gone = 0;
        owed.clear();
        chosen.clear();
        for (var place = marking.marked().nextSetBit(0);
                place >= 0;
                place = marking.marked().nextSetBit(place + 1)) {
            if (place == net.alive || place == net.over) continue;
            while (marking.at(place) > 0) {
                marking.remove(place);
                gone++;
            }
        }
        return gone;
    }

    Running root() {
        var at = this;
        while (at.around != null) at = at.around;
        return at;
    }

    /** Is nothing left to do in it? */
    boolean empty() {
        return started && inner.isEmpty() && active.isEmpty() && exit() != null;
    }

    /** The step with which the scope ends, if it can be taken. */
    @Nullable
    Transition exit() {
        for (var step : net.transitions) if (net.exit(step) != null && marking.enabled(step)) return step;
        return null;
    }

    /** Where the variable lives that a name of the facts means here. */
    String holder(String variable) {
        for (var at = this; at != null; at = at.around) {
            if (at.around == null) return at.id;
            if (variable.startsWith("#" + at.scope.index + ".")) return at.id;
            var owner = at.scope.owner;
            if (owner != null && variable.startsWith("@" + owner.index + ".")) return at.id;
        }
        return id;
    }
}
