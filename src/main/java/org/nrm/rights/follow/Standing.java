package org.nrm.rights.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Mark;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.follow.Running.Repetitions;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Marking;
import org.nrm.rights.model.Net.Transition;

/** How a case stands: what runs in it with its tokens, what is known of it, and what in its history was no step. */
final class Standing {

    /** An error or escalation on its way to what catches it, in the scope in which that stands. */
    record Raised(Observed entry, Node thrower, Running at, Node catcher) {}

    final Function<@Nullable String, @Nullable Course> models;
    final Map<String, Running> running = new LinkedHashMap<>();
    final Map<String, Repetitions> repetitions = new HashMap<>();
    final Map<Running, Course> courses = new HashMap<>();
    final List<Raised> raised = new ArrayList<>();
    final Known known = new Known();
    final List<Deviation> deviations = new ArrayList<>();
    /** Numbers of the entries with which something begins that had begun before. */
    final Set<Long> imported = new HashSet<>();
    /** Values that are set for what is about to begin. */
    final Map<String, Map<String, String>> early = new HashMap<>();

    long produced;
    long consumed;
    long missing;
    long remaining;

    Standing(Function<@Nullable String, @Nullable Course> models) {
        this.models = models;
    }

    /** Token-replay fitness (Rozinat and van der Aalst, 2008). */
    double fitness() {
        return 0.5 * (1 - ratio(missing, consumed)) + 0.5 * (1 - ratio(remaining, produced));
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? (part == 0 ? 0 : 1) : Math.min(1, (double) part / whole);
    }

    /** The processes of the case that run or have run. */
    List<Running> roots() {
        return running.values().stream().filter(at -> at.around == null).toList();
    }

    Running open(Running around, Scope body, String instance) {
        var net = courseOf(around).net(around.facts, body);
        var inside = new Running(instance, around.facts, body, net, around, new Marking(net, 0));
        produced++;
        running.put(instance, inside);
        courses.put(inside, courseOf(around));
        setEarly(inside, instance);
        if (body.called()) setEarly(inside, body.process);
        return inside;
    }

    Course courseOf(Running at) {
        var course = courses.get(at);
        if (course == null) throw new IllegalStateException("No models of " + at.id);
        return course;
    }

    static @Nullable Scope handler(Scope scope, String id) {
        for (var handler : scope.handlers)
            if (handler.element instanceof BaseElement element && id.equals(element.getId())) return handler;
        return null;
    }

    static boolean isWithin(Running at, Running other) {
        for (var inner = at; inner != null; inner = inner.around) if (inner == other) return true;
        return false;
    }

    void drop(Running at) {
        for (var inner : List.copyOf(at.inner)) drop(inner);
        if (at.around != null) at.around.inner.remove(at);
        raised.removeIf(one -> one.at == at);
        consumed += at.clear();
        consumed += at.marking.at(at.net.alive);
        at.marking.remove(at.net.alive);
        at.active.clear();
        running.remove(at.id);
    }

    void close(Running at, Active active) {
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

    boolean fire(Running at, List<Transition> steps, Predicate<Transition> which) {
        for (var step : steps)
            if (which.test(step) && at.marking.enabled(step)) {
                fire(at, step);
                return true;
            }
        return false;
    }

    void fire(Running at, Transition step) {
        consumed += at.marking.fire(step);
        produced += step.put().length;
        for (var put : step.put()) if (put == at.net.alive) at.started = true;
    }

    void consume(Running around, Node node) {
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

    void given(Observed entry, Active active) {
        if (active.node.element instanceof UserTask
                && !active.offered
                && !repetitions.containsKey(active.instance)
                && !imported(active.since))
            deviate(entry, Kind.OUT_OF_ORDER, active.node, "ended, but nobody was ever given it to do.");
    }

    void named(Observed entry, Active active) {
        if (!active.node.id().equals(Course.plain(entry.element()))
                || String.valueOf(entry.element()).endsWith(Course.BODY) != repetitions.containsKey(active.instance))
            deviate(entry, Kind.OUT_OF_ORDER, active.node, "ended under another name.");
    }

    boolean imported(long seq) {
        return imported.contains(seq);
    }

    void closes(Observed entry, Running inside, Node node) {
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

    void owes(Observed entry, Flow flow) {
        var offer = flow.to.unconditional() || flow.to.has(Mark.OFFERS);
        deviate(
                entry,
                offer ? Kind.SKIPPED_OFFER : Kind.UNFINISHED,
                flow.to,
                "should have followed '" + flow.from.name() + "', and has not begun.");
    }

    void unknown(Observed entry) {
        deviate(
                entry,
                Kind.UNKNOWN_ELEMENT,
                null,
                "There is no '" + Course.plain(entry.element()) + "' here in the model.");
    }

    void deviate(Observed entry, Kind kind, @Nullable Node node, String what) {
        var name = node == null ? Course.plain(entry.element()) : node.name();
        deviations.add(new Deviation(
                entry.seq(),
                kind,
                node == null ? entry.process() : node.process,
                node == null ? entry.element() : node.id(),
                name,
                Character.isUpperCase(what.charAt(0)) ? what : "'" + name + "' " + what));
    }

    static Kind extra(Node node) {
        return node.has(Mark.INTERVIEWS) ? Kind.EXTRA_INTERVIEW : Kind.OUT_OF_ORDER;
    }

    static boolean afterGateway(Node node) {
        return node.in.size() == 1 && node.in.get(0).from.kind == Graph.Kind.EVENT_GATEWAY;
    }

    void setEarly(Running at, @Nullable String place) {
        var values = early.remove(String.valueOf(place));
        if (values != null) values.forEach((name, value) -> known.set(at, at.facts.resolve(at.scope, name), value));
    }

    /** The scope in which something raised here is caught. */
    static @Nullable Running catches(Running from, Node catcher) {
        var scope = catcher.scope.handler ? catcher.scope.parent : catcher.scope;
        for (var at = from; at != null; at = at.around) if (at.scope == scope) return at;
        return null;
    }

    /** Has something been raised that the event catches? It is caught once. */
    boolean caught(Running around, Node catcher) {
        for (var one : raised)
            if (one.catcher == catcher && one.at == around) {
                raised.remove(one);
                return true;
            }
        return false;
    }
}
