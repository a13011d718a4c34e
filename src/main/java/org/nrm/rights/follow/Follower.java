package org.nrm.rights.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Mark;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.follow.Running.Repetitions;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Marking;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;

/**
 * Follows a history, entry by entry, through the steps of its models. Where an entry is no step that can be taken, this is a
 * deviation; the missing tokens are put, and it goes on, so that all are named.
 */
final class Follower {

    /** What was ended from outside and waits for its reason. */
    private record Ended(
            Running at, @Nullable Active active, @Nullable Running handler, Observed entry) {}

    /** A message that came and has not been taken yet. */
    private static final class Arrived {
        final Observed entry;

        Arrived(Observed entry) {
            this.entry = entry;
        }
    }

    /** What may say why something was broken off, or belongs to that. */
    private static final Set<Observed.Kind> MAY_EXPLAIN =
            Set.of(Observed.Kind.CANCELLED, Observed.Kind.ENTERED, Observed.Kind.FLOW);

    /** An error or escalation on its way to what catches it, in the scope in which that stands. */
    private record Raised(Observed entry, Node thrower, Running at, Node catcher) {}

    private final Function<@Nullable String, @Nullable Course> models;
    private final List<Observed> history;
    /** For each entry that leaves a node the flows that are taken; what joins there before has none. */
    private final Map<Integer, List<String>> ways = new HashMap<>();
    /** Places of entries that belong to a leaving before them. */
    private final Set<Integer> belongs = new HashSet<>();

    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, Repetitions> repetitions = new HashMap<>();
    private final Map<Running, Course> courses = new HashMap<>();
    private final List<Ended> ended = new ArrayList<>();
    private final List<Raised> raised = new ArrayList<>();
    private final List<Arrived> arrived = new ArrayList<>();
    private final Known known = new Known();
    private final List<Deviation> deviations = new ArrayList<>();
    private final Set<Long> imported = new HashSet<>();
    private long produced;
    private long consumed;
    private long missing;
    private long remaining;

    /**
     * Prepares.
     *
     * @param models the set of models by the name that entries give it
     */
    Follower(Function<@Nullable String, @Nullable Course> models, List<Observed> history) {
        this.models = models;
        this.history = history;
    }

    List<Deviation> deviations() {
        return deviations;
    }

    /** Token-replay fitness (Rozinat and van der Aalst, 2008). */
    double fitness() {
        return 0.5 * (1 - ratio(missing, consumed)) + 0.5 * (1 - ratio(remaining, produced));
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? (part == 0 ? 0 : 1) : Math.min(1, (double) part / whole);
    }

    Known known() {
        return known;
    }

    /** The processes of the case that run or have run. */
    List<Running> roots() {
        return running.values().stream().filter(at -> at.around == null).toList();
    }

    void follow() {
        group();
        Observed last = null;
        for (var at = 0; at < history.size(); at++) {
            var entry = history.get(at);
            if (last != null && entry.time().isBefore(last.time()))
                deviate(entry, Kind.OUT_OF_ORDER, null, "Its time is before that of the entry before it.");
            last = entry;
            observe(at, entry);
        }
        if (last != null) end(last);
    }

    // What belongs together

    private void group() {
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

    private boolean joinsOn(int at) {
        if (at + 1 >= history.size()) return false;
        var entry = history.get(at);
        var next = history.get(at + 1);
        return next.kind() == Observed.Kind.LEFT
                && Objects.equals(next.element(), entry.element())
                && Objects.equals(next.parent(), entry.parent());
    }

    // Entries

    private void observe(int at, Observed entry) {
        if (!MAY_EXPLAIN.contains(entry.kind())) unexplained();
        switch (entry.kind()) {
            case ENTERED -> entered(at, entry);
            case LEFT -> left(at, entry);
            case CANCELLED -> cancelled(entry);
            case FLOW -> flow(at, entry);
            case TASK_CREATED -> created(entry);
            case COMPLETED -> completed(entry);
            case MESSAGE -> arrived.add(new Arrived(entry));
            case FACT -> entry.values().forEach((name, value) -> fact(entry, name, value));
            case MIGRATED -> migrated(entry);
            case CORRECTED -> deviate(entry, Kind.MANUAL_CORRECTION, null, "The case was changed by hand.");
        }
    }

    private void entered(int at, Observed entry) {
        var id = Course.plain(entry.element());
        var instance = String.valueOf(entry.instance());
        var repeated = repetitions.get(String.valueOf(entry.parent()));
        if (repeated != null) {
            repetition(repeated, entry, instance);
            return;
        }
        var around = around(entry);
        if (around == null) return;
        var handler = handler(around.scope, id);
        if (handler != null) {
            begins(entry, around, handler, instance);
            return;
        }
        var node = courseOf(around).node(around.scope, id);
        if (node == null) {
            unexplained();
            unknown(entry);
            return;
        }
        if (node.kind == Graph.Kind.BOUNDARY) explain(around, node);
        if (afterGateway(node)) explainGateway(around, node);
        if (node.trigger == Trigger.TERMINATE) ended.removeIf(one -> isWithin(one.at, around));
        unexplained();
        if (around.root().marking.at(around.root().net.over) > 0)
            deviate(entry, Kind.AFTER_CLOSURE, node, "began although the case's process was over.");
        var active = new Active(node, instance, entry.seq());
        if (around.active.containsKey(instance)) {
            deviate(entry, Kind.OUT_OF_ORDER, node, "began although it had begun already.");
            return;
        }
        enter(at, entry, around, active);
        around.active.put(instance, active);
        if (String.valueOf(entry.element()).endsWith(Course.BODY))
            repetitions.put(instance, new Repetitions(around, active));
        else if (node.body != null) open(around, node.body, instance);
    }

    private void repetition(Repetitions repeated, Observed entry, String instance) {
        unexplained();
        var node = repeated.body.node;
        if (!node.id().equals(entry.element())) {
            unknown(entry);
            return;
        }
        var loop = node.multiInstance();
        if (loop != null && loop.isSequential() && !repeated.active.isEmpty())
            deviate(entry, Kind.OUT_OF_ORDER, node, "began again before the round before it had ended.");
        var most = Facts.cardinality(node);
        if (most > 0 && repeated.active.size() + repeated.finished >= most)
            deviate(entry, extra(node), node, "began more often than the model says.");
        repeated.active.put(instance, new Active(node, instance, entry.seq()));
        if (node.body != null) open(repeated.around, node.body, instance);
    }

    private static Kind extra(Node node) {
        return node.has(Mark.INTERVIEWS) ? Kind.EXTRA_INTERVIEW : Kind.OUT_OF_ORDER;
    }

    private Running open(Running around, Scope body, String instance) {
        var net = courseOf(around).net(around.facts, body);
        var inside = new Running(instance, around.facts, body, net, around, new Marking(net, 0));
        inside.begins();
        produced++;
        running.put(instance, inside);
        courses.put(inside, courseOf(around));
        setEarly(inside, instance);
        if (body.called()) setEarly(inside, body.process);
        return inside;
    }

    /** What surrounds the entry; a process of the case begins with its first entry. */
    private @Nullable Running around(Observed entry) {
        var parent = String.valueOf(entry.parent());
        var around = running.get(parent);
        if (around != null) return around;
        unexplained();
        var process = String.valueOf(entry.process());
        var course = models.apply(entry.model());
        var facts = course == null ? null : course.facts(process);
        if (course == null || facts == null) {
            unknown(entry);
            return null;
        }
        var id = Course.plain(entry.element());
        var scope = facts.graph.root;
        for (var other : facts.graph.scopes)
            if (other.process.equals(process)
                    && course.node(scope, id) == null
                    && handler(scope, id) == null
                    && (course.node(other, id) != null || handler(other, id) != null)) scope = other;
        var net = course.net(facts, scope);
        var made = new Running(parent, facts, scope, net, null, new Marking(net, 0));
        made.begins();
        produced++;
        running.put(parent, made);
        courses.put(made, course);
        setEarly(made, parent);
        setEarly(made, process);
        var node = course.node(scope, id);
        if (node == null
                || node.kind != Graph.Kind.START
                || scope != facts.graph.root
                || (node.trigger == Trigger.NONE && course.isCalled(process))) {
            deviate(
                    entry,
                    Kind.IMPORTED,
                    node,
                    "is the first that this history knows of '" + process + "'; what came before it is not here.");
            imported.add(entry.seq());
            made.marking.remove(0);
            made.marking.add(net.alive);
            made.started = true;
        }
        return made;
    }

    private Course courseOf(Running at) {
        var course = courses.get(at);
        if (course == null) throw new IllegalStateException("No models of " + at.id);
        return course;
    }

    private static @Nullable Scope handler(Scope scope, String id) {
        for (var handler : scope.handlers)
            if (handler.element instanceof BaseElement element && id.equals(element.getId())) return handler;
        return null;
    }

    /** An event subprocess begins. */
    private void begins(Observed entry, Running around, Scope handler, String instance) {
        var start = handler.start();
        if (start.interrupting) {
            for (var one : List.copyOf(ended)) if (isWithin(one.at, around)) ended.remove(one);
            for (var active : List.copyOf(around.active.values())) {
                deviate(
                        entry,
                        Kind.OUT_OF_ORDER,
                        active.node,
                        "went on although '" + start.name() + "' ends all that goes on beside it.");
                close(around, active);
            }
            for (var inner : List.copyOf(around.inner)) drop(inner);
            consumed += around.clear();
        }
        unexplained();
        var thrown = start.trigger == Trigger.ERROR || start.trigger == Trigger.ESCALATION;
        if (around.marking.at(around.net.alive) == 0)
            deviate(entry, Kind.OUT_OF_ORDER, start, "began although what it belongs to was over.");
        else if (around.begun.contains(handler)
                && (start.interrupting || (start.trigger == Trigger.TIMER && !Net.cycle(start))))
            deviate(entry, Kind.OUT_OF_ORDER, start, "began a second time, which it cannot.");
        else if (thrown && !caught(around, start))
            deviate(entry, Kind.OUT_OF_ORDER, start, "began although nothing was raised that it catches.");
        if (running.containsKey(instance)) {
            deviate(entry, Kind.OUT_OF_ORDER, start, "began although it had begun already.");
            return;
        }
        around.begun.add(handler);
        open(around, handler, instance);
    }

    /** The scope in which something raised here is caught. */
    private static @Nullable Running catches(Running from, Node catcher) {
        var scope = catcher.scope.handler ? catcher.scope.parent : catcher.scope;
        for (var at = from; at != null; at = at.around) if (at.scope == scope) return at;
        return null;
    }

    /** Has something been raised that the event catches? It is caught once. */
    private boolean caught(Running around, Node catcher) {
        for (var one : raised)
            if (one.catcher == catcher && one.at == around) {
                raised.remove(one);
                return true;
            }
        return false;
    }

    private static boolean isWithin(Running at, Running other) {
        for (var inner = at; inner != null; inner = inner.around) if (inner == other) return true;
        return false;
    }

    private void drop(Running at) {
        for (var inner : List.copyOf(at.inner)) drop(inner);
        if (at.around != null) at.around.inner.remove(at);
        raised.removeIf(one -> one.at == at);
        consumed += at.clear();
        consumed += at.marking.at(at.net.alive);
        at.marking.remove(at.net.alive);
        at.active.clear();
        running.remove(at.id);
    }

    private void close(Running at, Active active) {
        at.active.remove(active.instance);
        var inside = running.get(active.instance);
        if (inside != null && inside.around != null) drop(inside);
        var repeated = repetitions.remove(active.instance);
        if (repeated != null)
            for (var one : repeated.active.keySet()) {
                var body = running.get(one);
                if (body != null) drop(body);
            }
    }

    /** Takes the step into the node, if it rests there; else sees that a token is there for it. */
    private void enter(int at, Observed entry, Running around, Active active) {
        var node = active.node;
        var steps = courseOf(around).steps(around.net, node);
        if (node.trigger == Trigger.ERROR || node.trigger == Trigger.ESCALATION)
            if (node.kind == Graph.Kind.END || node.kind == Graph.Kind.PASS) {
                var catcher = around.facts.graph.catcher(node);
                var in = catcher == null ? null : catches(around, catcher);
                if (catcher != null && in != null) raised.add(new Raised(entry, node, in, catcher));
            }
        if (node.kind == Graph.Kind.START) {
            if (around.marking.at(0) == 0) {
                deviate(entry, Kind.OUT_OF_ORDER, node, "began although it had begun already.");
                around.marking.add(0);
                missing++;
            }
            if (node.trigger == Trigger.MESSAGE) taken(entry, node, around);
            return;
        }
        if (node.kind == Graph.Kind.BOUNDARY) {
            boundary(entry, around, node);
            return;
        }
        if (afterGateway(node)) {
            if (node.trigger == Trigger.MESSAGE) taken(entry, node, around);
            var gateway = node.in.get(0).from;
            var waiting = around.active.values().stream()
                    .filter(one -> one.node == gateway)
                    .toList();
            if (waiting.size() >= Math.max(1, around.marking.at(around.net.place(gateway)))) {
                deviate(entry, Kind.OUT_OF_ORDER, gateway, "went on although '" + node.name() + "' ends it.");
                around.active.remove(waiting.get(0).instance);
            }
            if (!around.chosen.remove(node))
                deviate(
                        entry,
                        Kind.OUT_OF_ORDER,
                        node,
                        "happened, but no flow from '" + gateway.name() + "' led to it.");
            if (around.marking.at(around.net.place(gateway)) == 0) misses(entry, around, active, steps);
            return;
        }
        if (node.kind == Graph.Kind.INCLUSIVE && node.in.size() > 1) {
            if (fires(at, node)) reserve(entry, around, active);
            else if (!fire(around, steps, step -> step.enters() && !step.leaves())) {
                reserve(entry, around, active);
                deviate(entry, Kind.OUT_OF_ORDER, node, "waited although nothing else could come.");
            } else active.placed = true;
            return;
        }
        var rests = steps.stream().anyMatch(step -> step.enters() && !step.leaves());
        if (!rests) {
            reserve(entry, around, active);
            return;
        }
        active.placed = true;
        if (!fire(around, steps, step -> step.enters() && !step.leaves())) misses(entry, around, active, steps);
    }

    private boolean fires(int at, Node node) {
        return at + 1 < history.size()
                && history.get(at + 1).kind() == Observed.Kind.LEFT
                && node.id().equals(history.get(at + 1).element())
                && Objects.equals(history.get(at + 1).parent(), history.get(at).parent());
    }

    private void boundary(Observed entry, Running around, Node node) {
        var activity = Objects.requireNonNull(node.attachedTo);
        var there = around.marking.at(around.net.place(activity)) > 0;
        if (node.trigger == Trigger.MESSAGE) taken(entry, node, around);
        var raises = node.trigger == Trigger.ESCALATION || (node.trigger == Trigger.ERROR && activity.body != null);
        if (raises && !caught(around, node))
            deviate(entry, Kind.OUT_OF_ORDER, node, "happened although nothing was raised that it catches.");
        else if (!there && !raises)
            deviate(
                    entry,
                    Kind.OUT_OF_ORDER,
                    node,
                    "happened although '" + activity.name() + "', to which it belongs, was not going on.");
        else if (node.interrupting || node.trigger == Trigger.ERROR) {
            var going = around.active.values().stream()
                    .filter(one -> one.node == activity)
                    .count();
            if (going >= around.marking.at(around.net.place(activity)))
                deviate(entry, Kind.OUT_OF_ORDER, activity, "went on although '" + node.name() + "' ends it.");
        }
    }

    private static boolean afterGateway(Node node) {
        return node.in.size() == 1 && node.in.get(0).from.kind == Graph.Kind.EVENT_GATEWAY;
    }

    private interface Which {
        boolean is(Transition step);
    }

    private boolean fire(Running at, List<Transition> steps, Which which) {
        for (var step : steps)
            if (which.is(step) && at.marking.enabled(step)) {
                fire(at, step);
                return true;
            }
        return false;
    }

    private void fire(Running at, Transition step) {
        consumed += at.marking.fire(step);
        produced += step.put().length;
        for (var put : step.put()) if (put == at.net.alive) at.started = true;
    }

    /** A node that does not rest takes its token when it is left; until then it may not be promised to two. */
    private void reserve(Observed entry, Running around, Active active) {
        var node = active.node;
        var tokens = 0;
        for (var in : sources(around, node)) tokens += around.marking.at(around.net.place(in));
        var promised = around.active.values().stream()
                .filter(other -> other.node == node && !other.placed)
                .count();
        if (tokens > promised) return;
        misses(entry, around, active, List.of());
    }

    /** The flows by which a node is reached; for a link that is caught those that lead to where it is thrown. */
    private static List<Flow> sources(Running around, Node node) {
        if (node.trigger != Trigger.LINK || !node.in.isEmpty()) return node.in;
        var found = new ArrayList<Flow>();
        for (var other : node.scope.nodes)
            if (other.trigger == Trigger.LINK && other != node && around.facts.graph.linked(other) == node)
                found.addAll(other.in);
        return found;
    }

    /** Nothing led to it: says so, and puts the token that is missing. */
    private void misses(Observed entry, Running around, Active active, List<Transition> steps) {
        var node = active.node;
        if (!imported.contains(entry.seq())) jump(entry, around, node);
        var enters = steps.stream()
                .filter(step -> step.enters() && !step.leaves())
                .min(java.util.Comparator.comparingInt(around.marking::missing));
        if (enters.isPresent()) {
            var put = around.marking.supply(enters.get());
            missing += put;
            if (around.marking.enabled(enters.get())) fire(around, enters.get());
            else around.marking.add(Math.max(around.net.place(node), 0));
            return;
        }
        missing++;
        if (afterGateway(node)) around.marking.add(around.net.place(node.in.get(0).from));
        else {
            var in = sources(around, node);
            if (!in.isEmpty()) around.marking.add(around.net.place(in.get(0)));
            else if (around.net.place(node) >= 0) around.marking.add(around.net.place(node));
        }
    }

    /** What was passed over on the way to the node, if anything shows it. */
    private void jump(Observed entry, Running around, Node node) {
        var came = new LinkedHashMap<Node, @Nullable Node>();
        var open = new java.util.ArrayDeque<Node>();
        for (var other : around.scope.nodes) {
            var here = around.active.values().stream().anyMatch(one -> one.node == other);
            for (var flow : other.in) here |= around.marking.at(around.net.place(flow)) > 0;
            if (here && other != node && came.putIfAbsent(other, null) == null) open.add(other);
        }
        while (!open.isEmpty() && !came.containsKey(node)) {
            var from = open.poll();
            for (var next : around.facts.graph.next(from))
                if (!came.containsKey(next)) {
                    came.put(next, from);
                    open.add(next);
                }
        }
        for (var at = came.get(node); at != null; at = came.get(at))
            if (at.unconditional() || at.has(Mark.OFFERS)) {
                deviate(
                        entry,
                        Kind.SKIPPED_OFFER,
                        at,
                        "was passed over: '" + node.name() + "' began although it had not been done.");
                return;
            }
        deviate(entry, extra(node), node, "began although nothing led to it.");
    }

    private void left(int at, Observed entry) {
        var instance = String.valueOf(entry.instance());
        var repeated = repetitions.get(String.valueOf(entry.parent()));
        if (repeated != null) {
            var one = repeated.active.remove(instance);
            if (one == null) deviate(entry, Kind.OUT_OF_ORDER, repeated.body.node, "ended without having begun.");
            else {
                named(entry, one);
                finished(entry, repeated.around, one);
                repeated.finished++;
            }
            return;
        }
        var around = running.get(String.valueOf(entry.parent()));
        if (around == null) {
            around = around(entry);
            if (around == null) return;
        }
        var handler = handler(around.scope, Course.plain(entry.element()));
        if (handler != null) {
            var inside = running.get(instance);
            if (inside == null) deviate(entry, Kind.OUT_OF_ORDER, handler.start(), "ended without having begun.");
            else closes(entry, inside, handler.start());
            return;
        }
        var node = courseOf(around).node(around.scope, Course.plain(entry.element()));
        if (node == null) {
            unknown(entry);
            return;
        }
        var active = around.active.remove(instance);
        if (active == null) {
            deviate(entry, Kind.OUT_OF_ORDER, node, "ended without having begun.");
            active = new Active(node, instance, entry.seq());
            enterMissing(around, active);
        }
        named(entry, active);
        finished(entry, around, active);
        leave(at, entry, around, active);
    }

    private void given(Observed entry, Active active) {
        if (active.node.element instanceof UserTask
                && !active.offered
                && !repetitions.containsKey(active.instance)
                && !imported(active.since))
            deviate(entry, Kind.OUT_OF_ORDER, active.node, "ended, but nobody was ever given it to do.");
    }

    /** What is broken off has been broken off in all its parts. */
    private void goesOn(Observed entry, Active active) {
        var parts = new ArrayList<Active>();
        var inside = running.get(active.instance);
        if (inside != null) parts.addAll(inside.active.values());
        var repeated = repetitions.get(active.instance);
        if (repeated != null) parts.addAll(repeated.active.values());
        for (var part : parts)
            deviate(
                    entry,
                    Kind.OUT_OF_ORDER,
                    part.node,
                    "went on although '" + active.node.name() + "' was broken off.");
    }

    private void named(Observed entry, Active active) {
        if (!active.node.id().equals(Course.plain(entry.element()))
                || String.valueOf(entry.element()).endsWith(Course.BODY) != repetitions.containsKey(active.instance))
            deviate(entry, Kind.OUT_OF_ORDER, active.node, "ended under another name.");
    }

    /** It must have begun, though no entry says so: the token goes where it would be. */
    private void enterMissing(Running around, Active active) {
        var steps = courseOf(around).steps(around.net, active.node);
        if (steps.stream().anyMatch(step -> step.enters() && !step.leaves())) {
            active.placed = true;
            if (!fire(around, steps, step -> step.enters() && !step.leaves())) {
                var place = around.net.place(active.node);
                if (place >= 0) {
                    around.marking.add(place);
                    missing++;
                }
            }
        }
    }

    /** What must be true when it ends: its work was done, and nothing in it goes on. */
    private void finished(Observed entry, Running around, Active active) {
        var node = active.node;
        if (node.element instanceof UserTask && !repetitions.containsKey(active.instance)) {
            given(entry, active);
            if (active.offered && !active.done)
                deviate(entry, Kind.MANUAL_CORRECTION, node, "ended although nobody did it.");
        }
        if (node.trigger == Trigger.MESSAGE && node.kind == Graph.Kind.WAIT && !afterGateway(node))
            taken(entry, node, around);
        if (node.element instanceof ReceiveTask) taken(entry, node, around);
        var inside = running.get(active.instance);
        if (inside != null && inside.around != null) closes(entry, inside, node);
        var repeated = repetitions.remove(active.instance);
        if (repeated != null) {
            active.placed = true;
            if (!repeated.active.isEmpty() && !Facts.endsEarly(node))
                deviate(entry, Kind.OUT_OF_ORDER, node, "ended although not all of it had.");
            active.rounds = repeated.finished;
        }
        if (!active.done)
            for (var variable : around.facts.writes(node))
                if (!variable.equals(Facts.IS_CHILD)) known.forget(around, variable);
    }

    private boolean imported(long seq) {
        return imported.contains(seq);
    }

    /** Ends what has been repeated, after as many rounds as there were. */
    private boolean repeat(Running around, Active active, List<Transition> steps, Which fits) {
        var node = active.node;
        var first =
                steps.stream().filter(step -> step.enters() && !step.leaves()).findFirst();
        if (first.isEmpty()) return false;
        var exact = Facts.cardinality(node);
        if (exact > 0 && active.rounds != exact && !Facts.endsEarly(node)) return false;
        var turn = first.get().put()[1];
        var others = around.marking.at(turn) - 1;
        for (var step : steps) {
            if (!fits.is(step) || step.enters() || !step.leaves()) continue;
            while (around.marking.at(turn) > 0) around.marking.remove(turn);
            for (var place : step.take()) if (place != around.net.place(node)) around.marking.add(place);
            if (!around.marking.enabled(step)) continue;
            fire(around, step);
            for (var other = 0; other < others; other++) around.marking.add(turn);
            return true;
        }
        return false;
    }

    private void closes(Observed entry, Running inside, Node node) {
        for (var flow : inside.owed) owes(entry, flow);
        for (var event : inside.chosen) deviate(entry, Kind.UNFINISHED, event, "was chosen, and did not happen.");
        if (!inside.empty()) {
            var first = inside.active.values().stream().findFirst();
            deviate(
                    entry,
                    Kind.UNFINISHED,
                    first.map(active -> active.node).orElse(node),
                    first.isPresent()
                            ? "had not ended when '" + node.name() + "' did."
                            : "ended although something in it had not been done.");
            remaining += inside.marking.marked().cardinality();
        }
        drop(inside);
    }

    private void leave(int at, Observed entry, Running around, Active active) {
        var node = active.node;
        var ids = ways.getOrDefault(at, List.of());
        var flows = new LinkedHashSet<Flow>();
        for (var id : ids) {
            var flow = node.out.stream()
                    .filter(one -> id.equals(one.element.getId()))
                    .findFirst();
            if (flow.isEmpty() || !flows.add(flow.get()))
                deviate(entry, Kind.OUT_OF_ORDER, node, "was left twice by one flow.");
        }
        var course = courseOf(around);
        var join = node.in.size() > 1 && (node.kind == Graph.Kind.PARALLEL || node.kind == Graph.Kind.INCLUSIVE);
        if (join && joinsOn(at)) {
            around.joining.merge(node, 1, Integer::sum);
            return;
        }
        var joined = join ? 1 + Objects.requireNonNullElse(around.joining.remove(node), 0) : 0;
        if (join) together(entry, around, node, joined);
        if (node.trigger == Trigger.TERMINATE) terminate(entry, around, node);
        var steps = new ArrayList<>(course.steps(around.net, node));
        if (node.trigger == Trigger.LINK && node.in.isEmpty())
            for (var other : node.scope.nodes)
                if (other != node && other.trigger == Trigger.LINK && around.facts.graph.linked(other) == node)
                    steps.addAll(course.steps(around.net, other));
        if (Known.decides(around.facts, node) && !known.took(around, node, flows))
            deviate(
                    entry,
                    Kind.OTHER_BRANCH,
                    node,
                    flows.isEmpty()
                            ? "was left by no flow, although what is recorded leads on."
                            : "was left by " + names(flows) + ", although what is recorded leads another way.");
        var gateway = afterGateway(node) ? node.in.get(0) : null;
        Which exactly = step -> step.leaves() && same(step, flows, gateway);
        // What ends the scope on one of several flows keeps the others from being taken.
        Which fits = steps.stream().anyMatch(exactly::is)
                ? exactly
                : step -> step.leaves() && step.flows().containsAll(flows);
        if (node.kind == Graph.Kind.BOUNDARY && node.trigger == Trigger.ESCALATION && !node.interrupting) {
            // The step that raises it starts this, too; what it is attached to may be over by then.
            for (var flow : flows) {
                around.marking.add(around.net.place(flow));
                produced++;
            }
            if (steps.stream().noneMatch(fits::is))
                deviate(
                        entry,
                        Kind.OUT_OF_ORDER,
                        node,
                        "was left by " + names(flows) + ", which is no way on that the model has.");
            return;
        }
        if (node.multiInstance() != null ? repeat(around, active, steps, fits) : fire(around, steps, fits)) {
            if (fits != exactly) owe(around, node, steps, flows);
            return;
        }
        if (node.kind == Graph.Kind.PARALLEL && join && joined == node.in.size() && way(node, flows)) {
            // The engine counts what has come, whichever flows it came by.
            byCount(around, node, joined, flows);
            return;
        }
        if (node.kind == Graph.Kind.END) {
            missing++;
            deviate(entry, Kind.OUT_OF_ORDER, node, "was reached although nothing led to it.");
            return;
        }
        var nearest = steps.stream().filter(fits::is).min(java.util.Comparator.comparingInt(around.marking::missing));
        if (nearest.isEmpty()) {
            deviate(
                    entry,
                    Kind.OUT_OF_ORDER,
                    node,
                    flows.isEmpty()
                            ? "ended, and nothing went on from it."
                            : "was left by " + names(flows) + ", which is no way on that the model has.");
            for (var flow : flows) {
                around.marking.add(around.net.place(flow));
                produced++;
            }
            missing++;
            consume(around, node);
            return;
        }
        var put = around.marking.supply(nearest.get());
        missing += put;
        if (put > 0)
            deviate(
                    entry,
                    extra(node),
                    node,
                    join
                            ? "went on before all had come that it waits for."
                            : "ended although it could not have begun.");
        if (around.marking.enabled(nearest.get())) fire(around, nearest.get());
        else {
            if (put == 0) deviate(entry, Kind.OUT_OF_ORDER, node, "went on although something else was still to come.");
            consumed += around.marking.fire(nearest.get());
            produced += nearest.get().put().length;
        }
    }

    /** What has come to a join ends together. */
    private void together(Observed entry, Running around, Node node, int joined) {
        var waiting =
                around.active.values().stream().filter(one -> one.node == node).toList();
        if (node.kind == Graph.Kind.PARALLEL ? joined >= node.in.size() || waiting.isEmpty() : waiting.isEmpty())
            return;
        deviate(entry, Kind.OUT_OF_ORDER, node, "went on, and one of those that came there did not end.");
        around.active.remove(waiting.get(0).instance);
    }

    /** Flows that should have been taken, too: no token goes there unless an entry says so. */
    private void owe(Running around, Node node, List<Transition> steps, Set<Flow> flows) {
        for (var flow : node.out)
            if (!flows.contains(flow)
                    && around.marking.at(around.net.place(flow)) > 0
                    && steps.stream()
                            .anyMatch(step ->
                                    step.flows().contains(flow) && step.flows().containsAll(flows))) {
                around.marking.remove(around.net.place(flow));
                produced--;
                around.owed.add(flow);
            }
    }

    private void consume(Running around, Node node) {
        var place = around.net.place(node);
        if (place >= 0 && around.marking.at(place) > 0) {
            around.marking.remove(place);
            consumed++;
            return;
        }
        for (var in : node.in)
            if (around.marking.at(around.net.place(in)) > 0) {
                around.marking.remove(around.net.place(in));
                consumed++;
                return;
            }
    }

    private void byCount(Running around, Node node, int joined, Set<Flow> flows) {
        for (var left = joined; left > 0; left--) consume(around, node);
        for (var flow : flows) {
            around.marking.add(around.net.place(flow));
            produced++;
        }
    }

    private static boolean way(Node node, Set<Flow> flows) {
        return flows.equals(Set.copyOf(node.out));
    }

    private static boolean same(Transition step, Set<Flow> flows, @Nullable Flow gateway) {
        var taken = new HashSet<>(step.flows());
        if (gateway != null) taken.remove(gateway);
        return taken.equals(flows);
    }

    private static String names(Set<Flow> flows) {
        var names = new ArrayList<String>();
        for (var flow : flows) {
            var name = flow.element.getName();
            names.add("'" + (name == null || name.isBlank() ? flow.to.name() : name) + "'");
        }
        return String.join(", ", names);
    }

    /** A terminating end takes all with it. */
    private void terminate(Observed entry, Running around, Node end) {
        raised.removeIf(one -> one.at == around);
        around.owed.clear();
        for (var active : List.copyOf(around.active.values())) {
            deviate(entry, Kind.OUT_OF_ORDER, active.node, "went on although '" + end.name() + "' ends all.");
            close(around, active);
        }
        for (var inner : List.copyOf(around.inner)) drop(inner);
    }

    private void cancelled(Observed entry) {
        var instance = String.valueOf(entry.instance());
        var repeated = repetitions.get(String.valueOf(entry.parent()));
        if (repeated != null) {
            var one = repeated.active.remove(instance);
            if (one == null)
                deviate(entry, Kind.OUT_OF_ORDER, repeated.body.node, "was broken off without having begun.");
            else {
                named(entry, one);
                given(entry, one);
                goesOn(entry, one);
            }
            var body = running.get(instance);
            if (body != null) {
                ended.removeIf(other -> isWithin(other.at, body));
                drop(body);
            }
            return;
        }
        var around = running.get(String.valueOf(entry.parent()));
        if (around == null) {
            unknown(entry);
            return;
        }
        var inside = running.get(instance);
        var active = around.active.get(instance);
        if (active == null && handler(around.scope, Course.plain(entry.element())) == null) {
            var node = courseOf(around).node(around.scope, Course.plain(entry.element()));
            if (node == null) unknown(entry);
            else deviate(entry, Kind.OUT_OF_ORDER, node, "was broken off without having begun.");
            return;
        }
        ended.removeIf(one -> inside != null && isWithin(one.at, inside));
        if (active != null) {
            named(entry, active);
            given(entry, active);
            goesOn(entry, active);
            close(around, active);
            ended.add(new Ended(around, active, null, entry));
        } else if (inside != null) {
            drop(inside);
            ended.add(new Ended(around, null, inside, entry));
        }
    }

    /** A boundary event is why its activity ended. */
    private void explain(Running around, Node boundary) {
        if (!boundary.interrupting && boundary.trigger != Trigger.ERROR) return;
        for (var one : ended)
            if (one.at == around && one.active != null && one.active.node == boundary.attachedTo) {
                ended.remove(one);
                return;
            }
    }

    private void explainGateway(Running around, Node event) {
        var gateway = event.in.get(0).from;
        for (var one : ended)
            if (one.at == around && one.active != null && one.active.node == gateway) {
                ended.remove(one);
                return;
            }
    }

    /** What has been broken off and nothing says why. */
    private void unexplained() {
        if (ended.isEmpty()) return;
        for (var one : List.copyOf(ended)) {
            var node = one.active != null ? one.active.node : one.handler != null ? one.handler.scope.start() : null;
            if (node == null) continue;
            deviate(
                    one.entry,
                    Kind.MANUAL_CORRECTION,
                    node,
                    "was broken off, and nothing in the model does that here.");
            if (one.active != null) consume(one.at, node);
        }
        ended.clear();
    }

    private void flow(int at, Observed entry) {
        if (belongs.contains(at)) {
            unexplained();
            return;
        }
        var around = running.get(String.valueOf(entry.parent()));
        var flow = around == null
                ? null
                : around.scope.nodes.stream()
                        .flatMap(node -> node.out.stream())
                        .filter(one -> String.valueOf(entry.element()).equals(one.element.getId()))
                        .findFirst()
                        .orElse(null);
        if (around == null || flow == null) {
            unknown(entry);
            return;
        }
        if (flow.from.kind == Graph.Kind.EVENT_GATEWAY) {
            explainGateway(around, flow.to);
            unexplained();
            if (around.chosen.contains(flow.to)
                    || around.active.values().stream().anyMatch(one -> one.node == flow.to))
                deviate(entry, Kind.OUT_OF_ORDER, flow.from, "was left twice by one flow.");
            around.chosen.add(flow.to);
            if (around.marking.at(around.net.place(flow.from)) == 0)
                deviate(entry, Kind.OUT_OF_ORDER, flow.from, "was left although nothing waited there.");
            return;
        }
        unexplained();
        deviate(entry, Kind.OUT_OF_ORDER, flow.from, "was left by a flow although it had not ended.");
        around.marking.add(around.net.place(flow));
        produced++;
    }

    // Tasks, messages, values

    private @Nullable Active active(Observed entry, Which2 which) {
        var element = String.valueOf(entry.element());
        Active found = null;
        for (var at : running.values())
            for (var active : at.active.values())
                found = better(found, active, element, entry, at.scope.process, which);
        for (var repeated : repetitions.values())
            for (var active : repeated.active.values())
                found = better(found, active, element, entry, repeated.around.scope.process, which);
        return found;
    }

    private interface Which2 {
        boolean is(Active active);
    }

    private static @Nullable Active better(
            @Nullable Active found, Active active, String element, Observed entry, String process, Which2 which) {
        if (!active.node.id().equals(element) || !which.is(active)) return found;
        if (entry.process() != null && !entry.process().equals(process)) return found;
        if (entry.instance() != null) return active.instance.equals(entry.instance()) ? active : found;
        return found == null || active.since < found.since ? active : found;
    }

    private @Nullable Running where(Active active) {
        for (var at : running.values()) if (at.active.containsValue(active)) return at;
        for (var repeated : repetitions.values()) if (repeated.active.containsValue(active)) return repeated.around;
        return null;
    }

    private void created(Observed entry) {
        var active = active(entry, one -> !one.offered);
        if (active == null) deviate(entry, Kind.OUT_OF_ORDER, null, "was given to somebody although it had not begun.");
        else active.offered = true;
    }

    private void completed(Observed entry) {
        var active = active(entry, one -> !one.done && one.offered);
        if (active == null) {
            deviate(entry, Kind.OUT_OF_ORDER, null, "was done although it had not begun.");
            return;
        }
        active.done = true;
        if (entry.role() != null && active.node.role != null && !entry.role().equals(active.node.role))
            deviate(
                    entry,
                    Kind.WRONG_ROLE,
                    active.node,
                    "was done in the role " + entry.role() + ", but is for " + active.node.role + ".");
        var around = where(active);
        if (around == null) return;
        for (var variable : around.facts.writes(active.node))
            if (!variable.equals(Facts.IS_CHILD)) known.forget(around, variable);
        entry.values().forEach((name, value) -> known.set(around, target(around, active.node, name), value));
    }

    private static String target(Running around, Node node, String name) {
        for (var write : around.facts.assignments())
            if (write.node() == node && write.name().equals(name)) return write.target();
        return around.facts.resolve(around.scope, name);
    }

    /** Values that are set for what is about to begin. */
    private final Map<String, Map<String, String>> early = new HashMap<>();

    private void fact(Observed entry, String name, String value) {
        var around = running.get(String.valueOf(entry.instance()));
        if (around == null && entry.instance() != null && !entry.instance().equals(entry.parent())) {
            // Of one task only, or of a scope that is about to begin.
            early.computeIfAbsent(entry.instance(), any -> new HashMap<>()).put(name, value);
            return;
        }
        if (around == null) around = running.get(String.valueOf(entry.parent()));
        if (around != null) {
            known.set(around, around.facts.resolve(around.scope, name), value);
            return;
        }
        var process = String.valueOf(entry.process());
        var of = running.values().stream()
                .filter(at -> at.scope.process.equals(process) && (at.around == null || at.scope.called()))
                .toList();
        if (of.isEmpty()) early.computeIfAbsent(process, any -> new HashMap<>()).put(name, value);
        // Which of several runs it is of nobody says.
        for (var at : of) {
            var variable = at.facts.resolve(at.scope, name);
            if (of.size() == 1) known.set(at, variable, value);
            else known.forget(at, variable);
        }
    }

    private void setEarly(Running at, @Nullable String place) {
        var values = early.remove(String.valueOf(place));
        if (values != null) values.forEach((name, value) -> known.set(at, at.facts.resolve(at.scope, name), value));
    }

    /** A message event took place; there must have been a message for it. */
    private void taken(Observed entry, Node node, Running around) {
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
        deviate(entry, Kind.MANUAL_CORRECTION, node, "happened although no message came.");
    }

    private void migrated(Observed entry) {
        deviate(entry, Kind.MIGRATED, null, "The case goes on in another version of its models.");
        var course = models.apply(entry.model());
        if (course == null) return;
        for (var root : List.copyOf(roots())) {
            if (entry.instance() != null && !entry.instance().equals(root.id)) continue;
            if (entry.instance() == null
                    && entry.process() != null
                    && !entry.process().equals(root.scope.process)) continue;
            var facts = course.facts(root.scope.process);
            if (facts != null) move(root, null, facts, facts.graph.root, course);
        }
    }

    /** Puts what runs into the same places of the other models; what they do not have is lost. */
    private Running move(Running old, @Nullable Running around, Facts facts, Scope scope, Course course) {
        var net = course.net(facts, scope);
        var moved = new Running(old.id, facts, scope, net, around, new Marking(net));
        moved.started = old.started;
        if (old.marking.at(0) > 0) moved.marking.add(0);
        if (old.marking.at(old.net.alive) > 0) moved.marking.add(net.alive);
        if (old.marking.at(old.net.over) > 0) moved.marking.add(net.over);
        for (var node : old.scope.nodes) {
            var same = course.node(scope, node.id());
            for (var flow : node.out)
                for (var count = old.marking.at(old.net.place(flow)); count > 0; count--)
                    if (same != null)
                        same.out.stream()
                                .filter(one -> one.element.getId().equals(flow.element.getId()))
                                .findFirst()
                                .ifPresent(one -> moved.marking.add(net.place(one)));
            if (same != null && old.net.place(node) >= 0 && net.place(same) >= 0)
                for (var count = old.marking.at(old.net.place(node)); count > 0; count--)
                    moved.marking.add(net.place(same));
        }
        running.put(old.id, moved);
        courses.put(moved, course);
        for (var active : old.active.values()) {
            var same = course.node(scope, active.node.id());
            if (same == null) continue;
            var again = new Active(same, active.instance, active.since);
            again.offered = active.offered;
            again.done = active.done;
            again.placed = active.placed;
            moved.active.put(active.instance, again);
        }
        for (var inner : List.copyOf(old.inner)) {
            Scope to = null;
            if (inner.scope.handler && inner.scope.element instanceof BaseElement element)
                to = handler(scope, element.getId());
            else if (inner.scope.owner != null) {
                var owner = course.node(scope, inner.scope.owner.id());
                to = owner == null ? null : owner.body;
            }
            if (to == null) running.remove(inner.id);
            else move(inner, moved, facts, to, course);
        }
        return moved;
    }

    // The end

    private void end(Observed last) {
        unexplained();
        for (var one : raised)
            deviate(
                    one.entry,
                    Kind.UNFINISHED,
                    one.catcher,
                    "should have followed '" + one.thrower.name() + "', and did not happen.");
        for (var one : arrived)
            if (one.entry.element() != null)
                deviate(one.entry, Kind.UNFINISHED, null, "A message came for it, and nothing followed.");
        for (var repeated : repetitions.values())
            for (var active : repeated.active.values())
                if (active.done) deviate(last, Kind.UNFINISHED, active.node, "was done, and nothing went on from it.");
                else if (active.node.element instanceof UserTask && !active.offered && !imported(active.since))
                    deviate(last, Kind.UNFINISHED, active.node, "began, and did not go on.");
        for (var at : running.values()) {
            for (var node : at.scope.nodes) {
                for (var flow : node.out) {
                    var tokens = at.marking.at(at.net.place(flow));
                    if (tokens == 0 || (flow.to.kind == Graph.Kind.PARALLEL && cameTogether(at, flow.to))) continue;
                    remaining += tokens;
                    owes(last, flow);
                }
            }
            for (var flow : at.owed) owes(last, flow);
            for (var event : at.chosen) deviate(last, Kind.UNFINISHED, event, "was chosen, and did not happen.");
            var name = at.scope.owner != null ? at.scope.owner : at.scope.starts.isEmpty() ? null : at.scope.start();
            if (at.marking.at(0) > 0) deviate(last, Kind.UNFINISHED, name, "began, and did not go on.");
            else if (at.around != null && at.empty())
                deviate(last, Kind.UNFINISHED, name, "has nothing left to do, and did not end.");
            for (var active : at.active.values()) {
                var node = active.node;
                var rests = at.net.place(node) >= 0
                        || node.kind == Graph.Kind.PARALLEL
                        || node.kind == Graph.Kind.INCLUSIVE;
                var whole = repetitions.containsKey(active.instance);
                if (rests
                        && !(node.element instanceof UserTask && !whole && !active.offered && !imported(active.since))
                        && !active.done) continue;
                deviate(
                        last,
                        Kind.UNFINISHED,
                        node,
                        active.done ? "was done, and nothing went on from it." : "began, and did not go on.");
            }
        }
    }

    /** Is each token before a join one that is recorded to have come there? */
    private static boolean cameTogether(Running at, Node join) {
        var tokens = 0;
        for (var in : join.in) tokens += at.marking.at(at.net.place(in));
        return tokens
                <= at.active.values().stream().filter(one -> one.node == join).count();
    }

    private void owes(Observed entry, Flow flow) {
        var offer = flow.to.unconditional() || flow.to.has(Mark.OFFERS);
        deviate(
                entry,
                offer ? Kind.SKIPPED_OFFER : Kind.UNFINISHED,
                flow.to,
                "should have followed '" + flow.from.name() + "', and has not begun.");
    }

    private void unknown(Observed entry) {
        deviate(
                entry,
                Kind.UNKNOWN_ELEMENT,
                null,
                "There is no '" + Course.plain(entry.element()) + "' here in the model.");
    }

    private void deviate(Observed entry, Kind kind, @Nullable Node node, String what) {
        var name = node == null ? Course.plain(entry.element()) : node.name();
        deviations.add(new Deviation(
                entry.seq(),
                kind,
                node == null ? entry.process() : node.process,
                node == null ? entry.element() : node.id(),
                name,
                Character.isUpperCase(what.charAt(0)) ? what : "'" + name + "' " + what));
    }
}
