package org.nrm.rights.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph.Node;

/** Tasks that are given and done, messages that come, and the values that are recorded with them. */
final class Work {

    /** A message that came and has not been taken yet. */
    private static final class Arrived {
        final Observed entry;

        Arrived(Observed entry) {
            this.entry = entry;
        }
    }

    private final Standing standing;
    private final List<Arrived> arrived = new ArrayList<>();

    Work(Standing standing) {
        this.standing = standing;
    }

    private @Nullable Active active(Observed entry, Predicate<Active> which) {
        var element = String.valueOf(entry.element());
        Active found = null;
        for (var at : standing.running.values())
            for (var active : at.active.values())
                found = better(found, active, element, entry, at.scope.process, which);
        for (var repeated : standing.repetitions.values())
            for (var active : repeated.active.values())
                found = better(found, active, element, entry, repeated.around.scope.process, which);
        return found;
    }

    private static @Nullable Active better(
            @Nullable Active found,
            Active active,
            String element,
            Observed entry,
            String process,
            Predicate<Active> which) {
        if (!active.node.id().equals(element) || !which.test(active)) return found;
        if (entry.process() != null && !entry.process().equals(process)) return found;
        if (entry.instance() != null) return active.instance.equals(entry.instance()) ? active : found;
        return found == null || active.since < found.since ? active : found;
    }

    private @Nullable Running where(Active active) {
        for (var at : standing.running.values()) if (at.active.containsValue(active)) return at;
        for (var repeated : standing.repetitions.values())
            if (repeated.active.containsValue(active)) return repeated.around;
        return null;
    }

    void created(Observed entry) {
        var active = active(entry, one -> !one.offered);
        if (active == null)
            standing.deviate(entry, Kind.OUT_OF_ORDER, null, "was given to somebody although it had not begun.");
        else active.offered = true;
    }

    void completed(Observed entry) {
        var active = active(entry, one -> !one.done && one.offered);
        if (active == null) {
            standing.deviate(entry, Kind.OUT_OF_ORDER, null, "was done although it had not begun.");
            return;
        }
        active.done = true;
        if (entry.role() != null && active.node.role != null && !entry.role().equals(active.node.role))
            standing.deviate(
                    entry,
                    Kind.WRONG_ROLE,
                    active.node,
                    "was done in the role " + entry.role() + ", but is for " + active.node.role + ".");
        var around = where(active);
        if (around == null) return;
        for (var variable : around.facts.writes(active.node))
            if (!variable.equals(Facts.IS_CHILD)) standing.known.forget(around, variable);
        entry.values().forEach((name, value) -> standing.known.set(around, target(around, active.node, name), value));
    }

    private static String target(Running around, Node node, String name) {
        for (var write : around.facts.assignments())
            if (write.node() == node && write.name().equals(name)) return write.target();
        return around.facts.resolve(around.scope, name);
    }

    void fact(Observed entry, String name, String value) {
        var around = standing.running.get(String.valueOf(entry.instance()));
        if (around == null && entry.instance() != null && !entry.instance().equals(entry.parent())) {
            // Of one task only, or of a scope that is about to begin.
            standing.early
                    .computeIfAbsent(entry.instance(), any -> new HashMap<>())
                    .put(name, value);
            return;
        }
        if (around == null) around = standing.running.get(String.valueOf(entry.parent()));
        if (around != null) {
            standing.known.set(around, around.facts.resolve(around.scope, name), value);
            return;
        }
        var process = String.valueOf(entry.process());
        var of = standing.running.values().stream()
                .filter(at -> at.scope.process.equals(process) && (at.around == null || at.scope.called()))
                .toList();
        if (of.isEmpty())
            standing.early.computeIfAbsent(process, any -> new HashMap<>()).put(name, value);
        // Predicate<Transition> of several runs it is of nobody says.
        for (var at : of) {
            var variable = at.facts.resolve(at.scope, name);
            if (of.size() == 1) standing.known.set(at, variable, value);
            else standing.known.forget(at, variable);
        }
    }

    /** A message event took place; there must have been a message for it. */
    void taken(Observed entry, Node node, Running around) {
        for (var one : arrived) {
            var message = one.entry;
            var meant = message.element() == null
                    ? node.code.equals(message.values().get("message"))
                    : node.id().equals(message.element())
                            && (message.process() == null || message.process().equals(around.scope.process));
            if (meant) {
                arrived.remove(one);
                return;
            }
        }
        standing.deviate(entry, Kind.MANUAL_CORRECTION, node, "happened although no message came.");
    }

    /** A message came. */
    void message(Observed entry) {
        arrived.add(new Arrived(entry));
    }

    /** Messages for one place that nothing has taken. */
    List<Observed> untaken() {
        return arrived.stream()
                .map(one -> one.entry)
                .filter(entry -> entry.element() != null)
                .toList();
    }
}
