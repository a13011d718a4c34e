package org.nrm.rights.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Graph.Trigger;

/**
 * What came to a case from outside: work done, messages, time. Each is named by where it came, so that it can come there again when the
 * case is run anew: by the path of elements, each with how often it had begun there, and of what a message or timer began by that.
 */
final class Inputs {

    /** How something comes. */
    enum Way {
        /** A process of the case begins. */
        START,
        /** Work is done, or what is waited for comes. */
        DONE,
        /** An event on an activity, behind a gateway, or of an event subprocess. */
        EVENT
    }

    /**
     * One input.
     *
     * @param at    where: the path of the node that waits, or of the scope in which the event is
     * @param after how long after that, or after the activity of the event, had begun
     */
    record Input(long seq, Instant time, Way way, String at, Node node, Duration after, Map<String, String> values) {
        /** The path of the node itself. */
        String path() {
            return way == Way.EVENT ? at + "/" + node.id() : at;
        }
    }

    /** Something that was reached. */
    record Reached(Node node, String where, Instant time) {}

    private final Function<@Nullable String, @Nullable Course> models;
    private final List<Input> inputs = new ArrayList<>();
    /** Offers and what everybody has, by where they stand, when they were first reached. */
    private final Map<String, Reached> reached = new LinkedHashMap<>();
    /** Flows by which a node was left, by its path. */
    private final Map<String, List<String>> branches = new HashMap<>();
    /** When what begins at a path ended. */
    private final Map<String, Instant> ended = new HashMap<>();

    private final Map<String, String> paths = new HashMap<>();
    private final Map<String, Scope> scopes = new HashMap<>();
    private final Map<String, Facts> facts = new HashMap<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Instant> entered = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, String> lastOf = new HashMap<>();
    private final Map<String, String> lastLeft = new HashMap<>();
    private final Map<String, String> throwing = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> done = new HashMap<>();
    private final Map<String, Map<String, String>> known = new HashMap<>();
    private final Map<String, Map<String, String>> early = new HashMap<>();
    private final Map<String, String> atWork = new HashMap<>();
    /** How many calls of a process go on. */
    private final Map<String, Integer> called = new HashMap<>();

    /** Reads a history. */
    Inputs(Function<@Nullable String, @Nullable Course> models, List<Observed> history) {
        this.models = models;
        for (var entry : history) read(entry);
    }

    List<Input> all() {
        return inputs;
    }

    Map<String, Reached> reached() {
        return reached;
    }

    /** The flows by which the node of this path was left; null if it never was. */
    @Nullable
    List<String> branch(String path) {
        return branches.get(path);
    }

    @Nullable
    Instant ended(String path) {
        return ended.get(path);
    }

    /** Values that were recorded when the scope of this path was about to begin, or while the node of this path was at work. */
    Map<String, String> known(String path) {
        return known.getOrDefault(path, Map.of());
    }

    /** Is it what the person has a right to, so that it is compared? */
    static boolean compared(Node node) {
        return node.unconditional()
                || (node.has(Mark.OFFERS) && node.strand != Strand.JUSTICE && node.strand != Strand.DURABLE_SOLUTION);
    }

    /** The place of a node, however often it is reached. */
    static String where(Node node) {
        var at = new StringBuilder(node.id());
        for (Scope scope = node.scope; scope != null; scope = scope.parent) {
            if (scope.owner != null) at.insert(0, scope.owner.id() + "/");
            else if (scope.handler && scope.element instanceof BaseElement element) at.insert(0, element.getId() + "/");
            else at.insert(0, scope.process + "/");
        }
        return at.toString();
    }

    private void read(Observed entry) {
        var course = models.apply(entry.model());
        if (course == null) return;
        switch (entry.kind()) {
            case ENTERED -> entered(course, entry);
            case LEFT, CANCELLED -> left(entry);
            case FLOW -> {
                var source = course.source(entry.element());
                var path = source == null ? null : lastLeft.get(entry.parent() + " " + source);
                if (path != null)
                    branches.computeIfAbsent(path, any -> new ArrayList<>()).add(String.valueOf(entry.element()));
            }
            case COMPLETED -> completed(entry);
            case FACT -> fact(entry);
            default -> {}
        }
    }

    /** Values of what is about to begin belong to that; later ones to the node that was at work. */
    private void fact(Observed entry) {
        var process = String.valueOf(entry.process());
        var instance = String.valueOf(entry.instance());
        if (paths.containsKey(instance) || called.getOrDefault(process, 0) > 0) {
            var node = atWork.get(process);
            if (node != null)
                known.computeIfAbsent(node, any -> new HashMap<>()).putAll(entry.values());
            return;
        }
        early.computeIfAbsent(instance, any -> new HashMap<>()).putAll(entry.values());
        early.computeIfAbsent(process, any -> new HashMap<>()).putAll(entry.values());
    }

    private void completed(Observed entry) {
        String instance = entry.instance();
        if (instance == null)
            for (var open : nodes.entrySet())
                if (open.getValue().id().equals(entry.element())
                        && open.getValue().process.equals(entry.process())
                        && !done.containsKey(open.getKey())) instance = open.getKey();
        if (instance != null) done.put(instance, entry.values());
    }

    private void entered(Course course, Observed entry) {
        var instance = String.valueOf(entry.instance());
        var parent = String.valueOf(entry.parent());
        var id = Course.plain(entry.element());
        var scope = scopes.get(parent);
        if (scope == null) {
            // A process of the case begins, unless it is a round of something that is repeated: that is one step here.
            if (paths.containsKey(parent)) return;
            var read = course.facts(String.valueOf(entry.process()));
            if (read == null) return;
            var start = course.node(read.graph.root, id);
            if (start == null) return;
            scope = read.graph.root;
            var by = thrown(start.code);
            var path = by == null ? "@" + entry.seq() : by + ">" + read.graph.root.process;
            begin(parent, path, scope, read, entry.time());
            if (by == null)
                inputs.add(new Input(entry.seq(), entry.time(), Way.START, path, start, Duration.ZERO, entry.values()));
        }
        var at = paths.getOrDefault(parent, "");
        var read = facts.get(parent);
        if (read == null) return;
        for (var handler : scope.handlers)
            if (handler.element instanceof BaseElement element && id.equals(element.getId())) {
                handler(entry, handler, read, parent, instance);
                return;
            }
        var node = course.node(scope, id);
        if (node == null) return;
        var path = at + "/" + id + "." + counts.merge(at + "/" + id, 1, Integer::sum);
        paths.put(instance, path);
        nodes.put(instance, node);
        atWork.put(node.process, path);
        entered.put(instance, entry.time());
        lastOf.put(parent + " " + id, instance);
        if (compared(node)) reached.putIfAbsent(where(node), new Reached(node, where(node), entry.time()));
        if (node.body != null && node.multiInstance() == null) begin(instance, path, node.body, read, entry.time());
        if (node.trigger == Trigger.MESSAGE && node.element instanceof ThrowEvent) throwing.put(instance, node.code);
        var gateway = node.in.size() == 1 && node.in.get(0).from.kind == Kind.EVENT_GATEWAY;
        if (!node.trigger.external() || (node.kind != Kind.BOUNDARY && !gateway)) return;
        if (node.trigger == Trigger.MESSAGE && thrown(node.code) != null) return;
        var host = node.attachedTo != null ? node.attachedTo : gateway ? node.in.get(0).from : null;
        var since = host == null ? null : entered.get(lastOf.getOrDefault(parent + " " + host.id(), ""));
        inputs.add(new Input(
                entry.seq(),
                entry.time(),
                Way.EVENT,
                at,
                node,
                since == null ? Duration.ZERO : Duration.between(since, entry.time()),
                Map.of()));
    }

    private void handler(Observed entry, Scope handler, Facts read, String parent, String instance) {
        var start = handler.start();
        var at = paths.getOrDefault(parent, "");
        var id = ((BaseElement) handler.element).getId();
        var by = start.trigger == Trigger.MESSAGE ? thrown(start.code) : null;
        if (by != null) begin(instance, at + "/" + id + ">" + by, handler, read, entry.time());
        else if (start.trigger.external()) {
            begin(instance, at + "/" + id + "@" + entry.seq(), handler, read, entry.time());
            inputs.add(new Input(
                    entry.seq(),
                    entry.time(),
                    Way.EVENT,
                    at,
                    start,
                    Duration.between(entered.getOrDefault(parent, entry.time()), entry.time()),
                    Map.of()));
        } else
            begin(
                    instance,
                    at + "/" + id + "." + counts.merge(at + "/" + id, 1, Integer::sum),
                    handler,
                    read,
                    entry.time());
    }

    private void begin(String instance, String path, Scope scope, Facts read, Instant time) {
        paths.put(instance, path);
        scopes.put(instance, scope);
        facts.put(instance, read);
        entered.putIfAbsent(instance, time);
        var values = early.remove(instance);
        if (scope.called() || scope.parent == null) {
            var begun = early.remove(scope.process);
            if (values == null && scope.called()) values = begun;
        }
        if (values != null) known.put(path, values);
        if (scope.called()) called.merge(scope.process, 1, Integer::sum);
    }

    private @Nullable String thrown(String code) {
        String found = null;
        for (var open : throwing.entrySet()) if (open.getValue().equals(code)) found = paths.get(open.getKey());
        return found;
    }

    private void left(Observed entry) {
        var instance = String.valueOf(entry.instance());
        throwing.remove(instance);
        var node = nodes.remove(instance);
        var path = paths.get(instance);
        if (path != null) ended.put(path, entry.time());
        if (node == null || path == null) return;
        atWork.put(node.process, path);
        if (node.body != null && node.body.called() && node.multiInstance() == null)
            called.merge(node.body.process, -1, Integer::sum);
        lastLeft.put(entry.parent() + " " + node.id(), path);
        branches.computeIfAbsent(path, any -> new ArrayList<>());
        if (entry.kind() == Observed.Kind.CANCELLED) {
            branches.remove(path);
            return;
        }
        if (!waits(node)) return;
        if (node.trigger == Trigger.MESSAGE && thrown(node.code) != null) return;
        var values = done.remove(instance);
        inputs.add(new Input(
                entry.seq(),
                entry.time(),
                Way.DONE,
                path,
                node,
                Duration.between(entered.getOrDefault(instance, entry.time()), entry.time()),
                values == null ? Map.of() : values));
    }

    /** Does it end only by what comes from outside? */
    static boolean waits(Node node) {
        if (node.multiInstance() != null) return true;
        if (node.kind != Kind.WAIT) return false;
        var gateway = node.in.size() == 1 && node.in.get(0).from.kind == Kind.EVENT_GATEWAY;
        return !gateway && node.trigger != Trigger.COMPENSATION;
    }
}
