package org.nrm.rights.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.follow.Inputs.Input;
import org.nrm.rights.follow.Inputs.Reached;
import org.nrm.rights.follow.Ongoing.Place;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Marking;
import org.nrm.rights.model.Net.Transition;

/** Runs a case anew from its beginning, with the inputs that it had but for some; what it then reaches, and when. */
final class Rerun {

    /** More steps than this are not taken without an input. */
    private static final int STEPS = 5_000;

    /** Which answer, by the number of its input and its name. */
    record Answer(long input, String name) {}

    private final Course course;
    private final Inputs inputs;
    private final Instant end;
    private final Set<Long> never;

    private final Ongoing ongoing;
    private final Times times;
    private final RerunValues values;
    private final Sending sending;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Reached> reached = new LinkedHashMap<>();

    /**
     * Prepares.
     *
     * @param never the inputs that do not come
     * @param other answers that are other than they were
     */
    Rerun(Course course, Inputs inputs, Instant from, Instant end, Set<Long> never, Map<Answer, Object> other) {
        this.course = course;
        this.inputs = inputs;
        this.end = end;
        this.never = never;
        ongoing = new Ongoing(course);
        times = new Times(course, inputs, ongoing, from);
        values = new RerunValues(course, inputs, other);
        sending = new Sending(this, course, ongoing, values);
    }

    /** What has been reached of what is compared. */
    Map<String, Reached> run() {
        var left = new ArrayList<Input>();
        for (var input : inputs.all()) if (!never.contains(input.seq())) left.add(input);
        while (true) {
            Input next = null;
            var at = end;
            for (var input : left) {
                var due = times.due(input);
                if (due != null && !due.isAfter(end) && (next == null || due.isBefore(at))) {
                    next = input;
                    at = due;
                }
            }
            var timer = times.timer(next == null ? end : at);
            if (timer == null && next == null) return reached;
            if (timer != null) {
                times.goOn(timer.due());
                event(timer.at(), timer.node(), "!" + timer.due());
            } else if (next != null) {
                left.remove(next);
                times.goOn(at);
                come(next);
            }
            settle();
        }
    }

    /** The answers as far as the branches taken tell them. */
    Map<Answer, Object> told() {
        return values.told();
    }

    // What comes

    private void come(Input input) {
        switch (input.way()) {
            case START -> {
                var read = course.facts(input.node().process);
                if (read == null) return;
                for (var start : read.graph.starts)
                    if (start.id().equals(input.node().id())) begin(input.at(), read, start);
            }
            case DONE -> {
                var active = ongoing.active(input.at());
                if (active != null) done(active, input);
            }
            case EVENT -> event(input.at(), input.node(), String.valueOf(input.seq()));
        }
    }

    void begin(String path, Facts read, Node start) {
        var root = new Running(
                path,
                read,
                read.graph.root,
                course.net(read, read.graph.root),
                null,
                new Marking(course.net(read, read.graph.root), 0));
        ongoing.running.put(path, root);
        times.began(path);
        values.set(root, inputs.known(path));
        for (var step : course.steps(root.net, start))
            if (root.marking.enabled(step)) {
                fire(root, step);
                return;
            }
    }

    /** Work is done: its answers are known, and it goes on. */
    void done(Place place, @Nullable Input input) {
        var at = place.at();
        var node = place.active().node;
        at.active.remove(place.active().instance);
        values.answers(at, node, input, place.active().instance);
        leave(at, node, place.active().instance);
    }

    /** An event happens. */
    void event(String path, Node node, String by) {
        if (node.kind == Kind.WAIT && !Standing.afterGateway(node)) {
            var active = ongoing.active(path);
            if (active != null) done(active, null);
            return;
        }
        var at = ongoing.running.get(path);
        if (at == null || !ongoing.possible(at, node)) return;
        if (node.kind == Kind.START) {
            handler(at, node.scope, at.id + "/" + ((BaseElement) node.scope.element).getId() + "@" + by);
            return;
        }
        if (Standing.afterGateway(node)) {
            drop(at, node.in.get(0).from);
            for (var step : course.steps(at.net, node))
                if (step.event() && at.marking.enabled(step)) {
                    reach(node);
                    fire(at, step);
                    return;
                }
            return;
        }
        boundary(at, node);
    }

    private void boundary(Running at, Node node) {
        var steps =
                course.steps(at.net, node).stream().filter(at.marking::enabled).toList();
        if (steps.isEmpty()) return;
        if (node.interrupting || node.trigger == Trigger.ERROR) drop(at, Objects.requireNonNull(node.attachedTo));
        reach(node);
        var step = values.choose(at, node, steps, at.id + "/" + node.id());
        if (step != null) fire(at, step);
    }

    private void drop(Running at, Node node) {
        for (var active : List.copyOf(at.active.values()))
            if (active.node == node) {
                at.active.remove(active.instance);
                var inside = ongoing.running.get(active.instance);
                if (inside != null) drop(inside);
                return;
            }
    }

    private void drop(Running at) {
        for (var inner : List.copyOf(at.inner)) drop(inner);
        if (at.around != null) at.around.inner.remove(at);
        ongoing.running.remove(at.id);
    }

    void handler(Running at, Scope handler, String path) {
        if (handler.start().interrupting) {
            at.active.clear();
            for (var inner : List.copyOf(at.inner)) drop(inner);
            at.clear();
        }
        at.begun.add(handler);
        var net = course.net(at.facts, handler);
        var inside = new Running(path, at.facts, handler, net, at, new Marking(net, 0));
        ongoing.running.put(path, inside);
        times.began(path);
        values.set(inside, inputs.known(path));
    }

    // What follows by itself

    private void settle() {
        for (var count = 0; count < STEPS; count++) if (!once()) return;
    }

    private boolean once() {
        for (var at : List.copyOf(ongoing.running.values())) {
            if (ongoing.running.get(at.id) != at) continue;
            for (var step : at.net.transitions) {
                if ((step.event() && step.node().kind != Kind.START) || !at.marking.enabled(step)) continue;
                var node = step.node();
                if (at.net.exit(step) != null || at.stuck.contains(node)) continue;
                if (node.kind == Kind.START && at.around == null) continue;
                if (step(at, node, step)) return true;
            }
            if (over(at)) return true;
        }
        return false;
    }

    /** A scope in which nothing is left ends, and what it is the body of is done. */
    private boolean over(Running at) {
        if (!at.started || !at.inner.isEmpty() || !at.active.isEmpty() || at.exit() == null) return false;
        var around = at.around;
        if (around == null) {
            ongoing.running.remove(at.id);
            return true;
        }
        var owner = at.scope.owner;
        if (owner == null) {
            drop(at);
            return true;
        }
        var active = around.active.get(at.id);
        if (active == null) return false;
        values.outs(at, around, owner);
        drop(at);
        done(new Place(around, active), null);
        return true;
    }

    private boolean step(Running at, Node node, Transition step) {
        if (node.kind == Kind.BOUNDARY) return false;
        if (step.enters() && !step.leaves()) {
            if (node.kind == Kind.INCLUSIVE) {
                for (var fires : course.steps(at.net, node))
                    if (fires.leaves() && at.marking.enabled(fires)) return false;
                fire(at, step);
                return true;
            }
            enter(at, node, step);
            return true;
        }
        if (!step.enters() && !step.leaves()) return false;
        if (node.multiInstance() != null) return false;
        if (!step.enters()) return false;
        var path = path(at, node, false);
        var enabled = course.steps(at.net, node).stream()
                .filter(one -> one.leaves() && (!one.event() || node.kind == Kind.START) && at.marking.enabled(one))
                .toList();
        if (node.kind == Kind.END && (node.trigger == Trigger.ERROR || node.trigger == Trigger.ESCALATION)) {
            path(at, node, true);
            raise(at, node, enabled);
            return true;
        }
        var chosen = values.choose(at, node, enabled, path);
        if (chosen == null) {
            at.stuck.add(node);
            return true;
        }
        path(at, node, true);
        reach(node);
        if (node.trigger == Trigger.MESSAGE && node.element instanceof ThrowEvent) {
            fire(at, chosen);
            sending.send(at, node, path);
            return true;
        }
        values.answers(at, node, null, path);
        if (node.trigger == Trigger.TERMINATE) {
            at.active.clear();
            for (var inner : List.copyOf(at.inner)) drop(inner);
        }
        fire(at, chosen);
        if (node.trigger == Trigger.ESCALATION) escalate(at, node);
        return true;
    }

    private String path(Running at, Node node, boolean taken) {
        var key = at.id + "/" + node.id();
        var count = counts.getOrDefault(key, 0) + 1;
        if (taken) counts.put(key, count);
        return key + "." + count;
    }

    private void enter(Running at, Node node, Transition step) {
        var path = path(at, node, true);
        fire(at, step);
        times.began(path);
        at.active.put(path, new Active(node, path, 0));
        reach(node);
        if (node.body == null || node.multiInstance() != null) return;
        var net = course.net(at.facts, node.body);
        var inside = new Running(path, at.facts, node.body, net, at, new Marking(net, 0));
        ongoing.running.put(path, inside);
        values.into(at, node, inside);
        values.set(inside, inputs.known(path));
    }

    private void fire(Running at, Transition step) {
        at.marking.fire(step);
        for (var put : step.put()) if (put == at.net.alive) at.started = true;
    }

    private void reach(Node node) {
        if (Inputs.compared(node))
            reached.putIfAbsent(Inputs.where(node), new Reached(node, Inputs.where(node), times.now()));
    }

    /** Goes on from a node that has rested. */
    private void leave(Running at, Node node, String path) {
        var steps = course.steps(at.net, node).stream()
                .filter(step -> step.leaves() && !step.enters())
                .toList();
        var repeated = node.multiInstance() != null;
        var enabled =
                repeated ? steps : steps.stream().filter(at.marking::enabled).toList();
        var chosen = values.choose(at, node, enabled, path);
        if (chosen != null) {
            // All its rounds are one here.
            if (repeated) at.marking.supply(chosen);
            fire(at, chosen);
        } else if (at.net.place(node) >= 0) at.marking.remove(at.net.place(node));
    }

    // What one part tells another

    private void raise(Running at, Node node, List<Transition> steps) {
        for (var in : node.in)
            if (at.marking.at(at.net.place(in)) > 0) {
                at.marking.remove(at.net.place(in));
                break;
            }
        if (steps.isEmpty() && node.trigger == Trigger.ERROR && at.facts.graph.catcher(node) == null) return;
        escalate(at, node);
    }

    private void escalate(Running at, Node node) {
        var catcher = at.facts.graph.catcher(node);
        if (catcher == null) return;
        var scope = catcher.scope.handler ? catcher.scope.parent : catcher.scope;
        for (var in = at; in != null; in = in.around) {
            if (in.scope != scope) continue;
            if (catcher.scope.handler) {
                var id = in.id + "/" + ((BaseElement) catcher.scope.element).getId();
                handler(in, catcher.scope, id + "." + counts.merge(id, 1, Integer::sum));
            } else if (catcher.interrupting || catcher.trigger == Trigger.ERROR) boundary(in, catcher);
            else {
                reach(catcher);
                for (var flow : catcher.out) in.marking.add(in.net.place(flow));
            }
            return;
        }
    }
}
