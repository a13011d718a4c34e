package org.nrm.rights.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.nrm.rights.model.Graph.Node;

/** The steps of an inclusive gateway, which waits as long as another token can still come. */
final class InclusiveSteps {

    private final Graph graph;
    private final Places places;
    private final Facts facts;
    private final Transitions found;

    InclusiveSteps(Graph graph, Places places, Facts facts, Transitions found) {
        this.graph = graph;
        this.places = places;
        this.facts = facts;
        this.found = found;
    }

    /** Adds its steps: each token that comes goes on, or waits for others. */
    void add(Node node) {
        var waits = places.waits(node);
        if (waits.length == 0) {
            for (var in : node.in)
                for (var way : facts.ways(node))
                    new Step(node, places, found)
                            .take(places.of(in))
                            .way(way)
                            .entersAndLeaves()
                            .add();
            return;
        }
        var upstream = upstream(node);
        for (var at = 0; at < waits.length; at++) {
            var in = places.of(node.in.get(at));
            // It goes on when nothing else can come any more: looked at only when a token arrives.
            for (var way : facts.ways(node)) {
                var fires = new Step(node, places, found).take(in).way(way).entersAndLeaves();
                for (var wait : waits) fires.clearOne(wait);
                var nothing = fires.copy();
                for (var place : upstream) if (place != in) nothing.empty(place);
                nothing.add();
                var all = fires.copy();
                for (var other = 0; other < waits.length; other++) if (other != at) all.read(waits[other]);
                all.add();
                // The engine counts tokens, whichever flows they come by. Here two of one flow are enough: a second
                // token on a flow is a finding already (R41), so nothing is proved of what comes after it.
                fires.copy().read(waits[at]).add();
            }
            for (var place : upstream)
                if (place != in)
                    new Step(node, places, found)
                            .take(in)
                            .read(place)
                            .put(waits[at])
                            .enters()
                            .add();
        }
    }

    /**
     * The places from which a token can still reach an inclusive gateway, as the engine looks for them: along flows and links, not over
     * boundaries; also of tokens that wait at another inclusive gateway.
     */
    private List<Integer> upstream(Node gateway) {
        var found = new ArrayList<Integer>();
        for (var node : gateway.scope.nodes) {
            if (node == gateway || !reaches(node, gateway)) continue;
            if (places.rests(node)) found.add(places.of(node));
            for (var wait : places.waits(node)) found.add(wait);
            for (var flow : node.out) if (flow.to == gateway || reaches(flow.to, gateway)) found.add(places.of(flow));
        }
        return found;
    }

    private boolean reaches(Node from, Node to) {
        var seen = new HashSet<Node>();
        var open = new ArrayDeque<Node>();
        open.add(from);
        while (!open.isEmpty()) {
            var at = open.poll();
            for (var flow : at.out) {
                if (flow.to == to) return true;
                if (seen.add(flow.to)) open.add(flow.to);
            }
            var caught = at.trigger == Graph.Trigger.LINK && at.out.isEmpty() ? graph.linked(at) : null;
            if (caught != null && seen.add(caught)) open.add(caught);
        }
        return false;
    }
}
