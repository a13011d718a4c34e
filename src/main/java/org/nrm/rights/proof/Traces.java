package org.nrm.rights.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Net.Transition;

/** Runs as findings tell them: element ids in order. */
final class Traces {

    private Traces() {}

    static List<String> ids(Node... nodes) {
        return Arrays.stream(nodes).map(Node::id).toList();
    }

    /** A shortest way through the graph from its start to a node. */
    static List<String> to(Graph graph, Node node) {
        return way(graph, node).stream().map(Node::id).toList();
    }

    /** The nodes of a run, each once for each time that it is entered or left. */
    static List<String> of(List<Transition> run) {
        var told = new ArrayList<String>();
        for (var transition : run) {
            var id = transition.node().id();
            // The end of the whole is a step of its start.
            if (transition.node().trigger == Trigger.NONE && transition.node().kind == Kind.START && told.contains(id))
                continue;
            if (told.isEmpty() || !told.get(told.size() - 1).equals(id)) told.add(id);
        }
        return told;
    }

    /** A shortest way through the graph from its start to a node, as nodes. */
    static List<Node> way(Graph graph, Node to) {
        var came = new LinkedHashMap<Node, Optional<Node>>();
        var open = new ArrayDeque<Node>();
        for (var start : graph.starts) {
            came.put(start, Optional.empty());
            open.add(start);
        }
        for (var handler : graph.root.handlers)
            if (came.putIfAbsent(handler.start(), Optional.empty()) == null) open.add(handler.start());
        while (!open.isEmpty()) {
            var at = open.poll();
            if (at == to) break;
            var next = new ArrayList<>(graph.next(at));
            if (at.body != null) {
                next.add(at.body.start());
                for (var handler : at.body.handlers) next.add(handler.start());
            }
            for (var node : next) if (came.putIfAbsent(node, Optional.of(at)) == null) open.add(node);
        }
        var way = new ArrayList<Node>();
        Collection<Node> seen = new HashSet<>();
        for (Node at = to;
                at != null && seen.add(at);
                at = came.getOrDefault(at, Optional.empty()).orElse(null)) way.add(at);
        Collections.reverse(way);
        return way;
    }
}
