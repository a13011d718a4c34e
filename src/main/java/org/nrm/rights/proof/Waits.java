package org.nrm.rights.proof;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nrm.mechanism.Length;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Vocabulary;

/**
 * How long timers alone keep a step waiting after one of some events: the least of all ways to it, since what people choose is theirs;
 * where branches come together, the longest of them, since it waits for all.
 */
final class Waits {

    private final Vocabulary vocabulary;
    private final Map<Node, Set<Node>> before = new HashMap<>();
    private final Map<Node, Length> least = new HashMap<>();

    Waits(Vocabulary vocabulary, Graph graph, Collection<Node> from) {
        this.vocabulary = vocabulary;
        var nodes = graph.root.within();
        for (var node : nodes)
            for (var next : next(graph, node)) leadingTo(next).add(node);
        for (var start : from) least.put(start, Length.NONE);
        var starts = new HashSet<>(from);
        for (var changed = true; changed; ) {
            changed = false;
            for (var node : nodes) if (!starts.contains(node)) changed |= shortened(node);
        }
    }

    /** Empty if no way is known, or a timer on each of which nothing is known. */
    Optional<Length> before(Node node, Length then) {
        return Optional.ofNullable(least.get(node)).map(waited -> waited.plus(then));
    }

    private Set<Node> leadingTo(Node node) {
        return before.computeIfAbsent(node, any -> new LinkedHashSet<>());
    }

    private boolean shortened(Node node) {
        var all = leadingTo(node);
        var join = (node.kind == Kind.PARALLEL || node.kind == Kind.INCLUSIVE) && all.size() > 1;
        Length waited = null;
        for (var each : all) {
            var there = least.get(each);
            if (there == null) {
                if (join) return false;
            } else if (waited == null || (join ? longer(there, waited) : longer(waited, there))) waited = there;
        }
        var own = own(node);
        if (waited == null || own.isEmpty()) return false;
        var whole = waited.plus(own.get());
        var known = least.get(node);
        if (known != null && !longer(known, whole)) return false;
        least.put(node, whole);
        return true;
    }

    private static boolean longer(Length one, Length other) {
        return one.longest() > other.longest();
    }

    /** How long it waits itself, if it is a timer. */
    private Optional<Length> own(Node node) {
        return node.trigger == Trigger.TIMER && (node.kind != Kind.START || node.scope.handler)
                ? Length.of(Times.timer(vocabulary, node))
                : Optional.of(Length.NONE);
    }

    /** Through subprocesses and calls, not past them. */
    private static Collection<Node> next(Graph graph, Node node) {
        var next = new LinkedHashSet<Node>();
        if (node.body == null) next.addAll(graph.next(node));
        else {
            next.addAll(node.body.starts);
            next.addAll(node.boundary);
            for (var handler : node.body.handlers) next.addAll(handler.starts);
        }
        var owner = node.scope.owner;
        if (node.out.isEmpty() && owner != null && !node.scope.handler)
            next.addAll(owner.out.stream().map(flow -> flow.to).toList());
        return next;
    }

    /** From the start of the process, and from what comes into it at any time. */
    static Waits fromTheStart(Vocabulary vocabulary, Graph graph) {
        var from = new LinkedHashSet<>(graph.starts);
        for (var handler : graph.root.handlers) if (handler.start().trigger != Trigger.TIMER) from.add(handler.start());
        return new Waits(vocabulary, graph, List.copyOf(from));
    }
}
