package org.nrm.rights.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Graph.Node;

/** Predicate<Transition> entries of a history belong together. */
final class Order {

    private final List<Observed> history;
    /** For each entry that leaves a node the flows that are taken; what joins there before has none. */
    private final Map<Integer, List<String>> ways = new HashMap<>();
    /** Places of entries that belong to a leaving before them. */
    private final Set<Integer> belongs = new HashSet<>();

    Order(Function<@Nullable String, @Nullable Course> models, List<Observed> history) {
        this.history = history;
        group(models);
    }

    private void group(Function<@Nullable String, @Nullable Course> models) {
        var open = new HashMap<String, Integer>();
        for (var at = 0; at < history.size(); at++) {
            var entry = history.get(at);
            if (entry.kind() == Observed.Kind.LEFT) {
                open.put(entry.parent() + " " + Course.plain(entry.element()), at);
                ways.put(at, new ArrayList<>());
            } else if (entry.kind() == Observed.Kind.FLOW) {
                var course = models.apply(entry.model());
                var from = course == null ? null : course.source(entry.element());
                var place = from == null ? null : open.get(entry.parent() + " " + from);
                if (place == null) continue;
                ways.computeIfAbsent(place, any -> new ArrayList<>()).add(String.valueOf(entry.element()));
                belongs.add(at);
            }
        }
    }

    boolean joinsOn(int at) {
        if (at + 1 >= history.size()) return false;
        var entry = history.get(at);
        var next = history.get(at + 1);
        return next.kind() == Observed.Kind.LEFT
                && Objects.equals(next.element(), entry.element())
                && Objects.equals(next.parent(), entry.parent());
    }

    boolean fires(int at, Node node) {
        return at + 1 < history.size()
                && history.get(at + 1).kind() == Observed.Kind.LEFT
                && node.id().equals(history.get(at + 1).element())
                && Objects.equals(history.get(at + 1).parent(), history.get(at).parent());
    }

    /** The flows that are taken where the entry at this place leaves a node. */
    List<String> ways(int at) {
        return ways.getOrDefault(at, List.of());
    }

    /** Does the entry at this place belong to a leaving before it? */
    boolean belongs(int at) {
        return belongs.contains(at);
    }
}
