package org.nrm.rights.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.TimeDuration;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Length;
import org.nrm.rights.follow.Inputs.Input;
import org.nrm.rights.follow.Inputs.Reached;
import org.nrm.rights.follow.Inputs.Way;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.model.Expressions;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Marking;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;

/** Runs a case anew from its beginning, with the inputs that it had but for some; what it then reaches, and when. */
final class Rerun {

    private static final Pattern NAME = Pattern.compile("\\$\\{\\s*(\\w+)\\s*}");

    private static final Pattern DEADLINE = Pattern.compile("\\$\\{\\s*deadlines\\.duration\\('([\\w-]+)'\\)\\s*}");

    /** More steps than this are not taken without an input. */
    private static final int STEPS = 5_000;

    /** Which answer, by the number of its input and its name. */
    record Answer(long input, String name) {}

    private final Course course;
    private final Inputs inputs;
    private final Instant end;
    private final Set<Long> never;
    private final Map<Answer, Object> other;

    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, Instant> since = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Known known = new Known();
    private final Map<String, Answer> from = new HashMap<>();
    private final Map<Answer, Object> told = new HashMap<>();
    private final Map<String, Reached> reached = new LinkedHashMap<>();
    private Instant now;

    /**
     * Prepares.
     *
     * @param never the inputs that do not come
     * @param other answers that are other than they were
     */
    Rerun(Course course, Inputs inputs, Instant from, Instant end, Set<Long> never, Map<Answer, Object> other) {
        this.course = course;
        this.inputs = inputs;
        this.now = from;
        this.end = end;
        this.never = never;
        this.other = other;
    }

    /** What has been reached of what is compared. */
    Map<String, Reached> run() {
        var left = new ArrayList<Input>();
        for (var input : inputs.all()) if (!never.contains(input.seq())) left.add(input);
        while (true) {
            Input next = null;
            var at = end;
            for (var input : left) {
                var due = due(input);
                if (due != null && !due.isAfter(end) && (next == null || due.isBefore(at))) {
                    next = input;
                    at = due;
                }
            }
            var timer = timer(next == null ? end : at);
            if (timer == null && next == null) return reached;
            if (timer != null) {
                now = timer.due();
                event(timer.at(), timer.node(), "!" + timer.due());
            } else if (next != null) {
                left.remove(next);
                now = at;
                come(next);
            }
            settle();
        }
    }

    /** The answers as far as the branches taken tell them. */
    Map<Answer, Object> told() {
        return told;
    }

    // What comes, and when

    private @Nullable Instant due(Input input) {
        if (input.way() == Way.START) return later(input.time());
        if (input.way() == Way.DONE) {
            var active = active(input.at());
            return active == null
                    ? null
                    : later(max(input.time(), since(input.at()).plus(input.after())));
        }
        var at = running.get(input.at());
        if (at == null || !possible(at, input.node())) return null;
        return later(max(input.time(), host(at, input.node()).plus(input.after())));
    }

    private Instant later(Instant time) {
        return max(now, time);
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Instant since(String path) {
        return since.getOrDefault(path, now);
    }

    /** When that began on which the event waits. */
    private Instant host(Running at, Node node) {
        var host = node.attachedTo != null ? node.attachedTo : afterGateway(node) ? node.in.get(0).from : null;
        if (host == null) return since(at.id);
        for (var active : at.active.values()) if (active.node == host) return since(active.instance);
        return now;
    }

    private static boolean afterGateway(Node node) {
        return node.in.size() == 1 && node.in.get(0).from.kind == Kind.EVENT_GATEWAY;
    }

    private boolean possible(Running at, Node node) {
        if (node.kind == Kind.START) {
            if (at.marking.at(at.net.alive) == 0) return false;
            var handler = node.scope;
            if (at.begun.contains(handler)
                    && (node.interrupting || (node.trigger == Trigger.TIMER && !Net.cycle(node)))) return false;
            for (var inner : at.inner) if (inner.scope.handler && inner.scope.start().interrupting) return false;
            return true;
        }
        if (node.kind == Kind.BOUNDARY) return step(at, node) != null;
        return afterGateway(node) && at.marking.at(at.net.place(node.in.get(0).from)) > 0;
    }

    private @Nullable Transition step(Running at, Node node) {
        for (var step : course.steps(at.net, node)) if (step.event() && at.marking.enabled(step)) return step;
        return null;
    }

    /** A timer that did not run out in the history, but does here. */
    private record Due(String at, Node node, Instant due) {}

    private @Nullable Due timer(Instant before) {
        Due first = null;
        for (var at : List.copyOf(running.values())) {
            var events = new ArrayList<Node>();
            for (var node : at.scope.nodes)
                if (node.trigger == Trigger.TIMER && (node.kind == Kind.BOUNDARY || node.kind == Kind.WAIT))
                    events.add(node);
            for (var handler : at.scope.handlers)
                if (handler.start().trigger == Trigger.TIMER) events.add(handler.start());
            for (var node : events) {
                if (Net.cycle(node)) continue;
                var waits = node.kind == Kind.WAIT && !afterGateway(node);
                if (waits) {
                    for (var active : at.active.values())
                        if (active.node == node)
                            first = sooner(first, due(active.instance, active.instance, node), before);
                } else if (possible(at, node) && !recorded(at.id, node))
                    first = sooner(first, due(at.id, hostPath(at, node), node), before);
            }
        }
        return first;
    }

    private static @Nullable Due sooner(@Nullable Due one, @Nullable Due other, Instant before) {
        if (other == null || !other.due.isBefore(before)) return one;
        return one == null || other.due.isBefore(one.due) ? other : one;
    }

    private String hostPath(Running at, Node node) {
        var host = node.attachedTo != null ? node.attachedTo : afterGateway(node) ? node.in.get(0).from : null;
        if (host != null) for (var active : at.active.values()) if (active.node == host) return active.instance;
        return at.id;
    }

    /** Does the history have this event at this place? Then it comes as it came. */
    private boolean recorded(String at, Node node) {
        for (var input : inputs.all())
            if (input.way() == Way.EVENT && input.at().equals(at) && input.node() == node) return true;
        return false;
    }

    private @Nullable Due due(String at, String host, Node node) {
        if (node.kind == Kind.WAIT && !afterGateway(node))
            for (var input : inputs.all())
                if (input.way() == Way.DONE && input.at().equals(at)) return null;
        var length = length(node);
        if (length == null) return null;
        var due = since(host).plus(length);
        // In the history it had not run out when what it belongs to ended.
        var until = inputs.ended(host);
        return new Due(at, node, later(until == null ? due : max(due, until.plusMillis(1))));
    }

    private @Nullable Duration length(Node node) {
        for (var text : node.element.getModelInstance().getModelElementsByType(TimeDuration.class)) {
            var definition = text.getParentElement();
            if (definition == null || !node.element.equals(definition.getParentElement())) continue;
            var value = text.getTextContent().strip();
            var named = DEADLINE.matcher(value);
            if (named.matches()) {
                var deadline = course.vocabulary().deadlines().get(named.group(1));
                if (deadline == null) return null;
                value = deadline.value();
            }
            return Length.of(value)
                    .map(length -> Duration.ofSeconds(length.seconds()))
                    .orElse(null);
        }
        return null;
    }

    private void come(Input input) {
        switch (input.way()) {
            case START -> {
                var read = course.facts(input.node().process);
                if (read == null) return;
                for (var start : read.graph.starts)
                    if (start.id().equals(input.node().id())) begin(input.at(), read, start);
            }
            case DONE -> {
                var active = active(input.at());
                if (active != null) done(active, input);
            }
            case EVENT -> event(input.at(), input.node(), String.valueOf(input.seq()));
        }
    }

    private void begin(String path, Facts read, Node start) {
        var root = new Running(
                path,
                read,
                read.graph.root,
                course.net(read, read.graph.root),
                null,
                new Marking(course.net(read, read.graph.root), 0));
        running.put(path, root);
        since.put(path, now);
        set(root, inputs.known(path));
        for (var step : course.steps(root.net, start))
            if (root.marking.enabled(step)) {
                fire(root, step);
                return;
            }
    }

    private void set(Running at, Map<String, String> values) {
        values.forEach((name, value) -> known.set(at, at.facts.resolve(at.scope, name), value));
    }

    private @Nullable Place active(String path) {
        for (var at : running.values()) {
            var active = at.active.get(path);
            if (active != null) return new Place(at, active);
        }
        return null;
    }

    private record Place(Running at, Active active) {}

    /** Work is done: its answers are known, and it goes on. */
    private void done(Place place, @Nullable Input input) {
        var at = place.at;
        var node = place.active.node;
        at.active.remove(place.active.instance);
        answers(at, node, input, place.active.instance);
        leave(at, node, place.active.instance);
    }

    private void answers(Running at, Node node, @Nullable Input input, String path) {
        for (var write : at.facts.assignments()) {
            if (write.node() != node || write.target().equals(Facts.IS_CHILD)) continue;
            known.forget(at, write.target());
            from.remove(write.target() + " " + at.holder(write.target()));
            if (input == null) continue;
            var answer = new Answer(input.seq(), write.name());
            from.put(write.target() + " " + at.holder(write.target()), answer);
            var value = other.containsKey(answer)
                    ? other.get(answer)
                    : input.values().get(write.name());
            if (value != null) known.set(at, write.target(), value);
        }
        for (var output : node.element.getModelInstance().getModelElementsByType(CamundaOutputParameter.class))
            if (of(output, node.element)) {
                var inner = "@" + node.index + ".";
                copy(
                        at,
                        at.facts.resolve(at.scope, output.getCamundaName()),
                        output.getTextContent(),
                        name -> {
                            var local = inner + name;
                            return at.facts.writes(node).contains(local) ? local : at.facts.resolve(at.scope, name);
                        },
                        at);
            }
        // What a table or an expression gave is as it was, unless what it was made from is known to be other.
        inputs.known(path).forEach((name, value) -> {
            for (var write : at.facts.assignments())
                if (write.node() == node && write.name().equals(name) && !known.has(at, write.target()))
                    known.set(at, write.target(), value);
        });
    }

    private static boolean of(ModelElementInstance parameter, FlowNode element) {
        for (var parent = parameter.getParentElement(); parent != null; parent = parent.getParentElement())
            if (parent instanceof FlowNode) return parent.equals(element);
        return false;
    }

    private interface Naming {
        String of(String name);
    }

    /** Gives a variable the value of an expression, as far as it can be told. */
    private void copy(Running at, String target, String text, Naming naming, Running source) {
        if (target.equals(Facts.IS_CHILD)) return;
        var expression = text.strip();
        var name = NAME.matcher(expression);
        if (!Expressions.evaluated(expression)) known.set(at, target, expression);
        else if (expression.equals("${null}")) known.set(at, target, Known.NOTHING);
        else if (name.matches()) copied(source, naming.of(name.group(1)), at, target);
        else known.forget(at, target);
    }

    private void copied(Running source, String variable, Running at, String target) {
        if (known.has(source, variable)) known.narrow(at, target, known.of(source, variable));
        else known.forget(at, target);
        var answer = from.get(variable + " " + source.holder(variable));
        if (answer != null) from.put(target + " " + at.holder(target), answer);
        else from.remove(target + " " + at.holder(target));
    }

    /** An event happens. */
    private void event(String path, Node node, String by) {
        if (node.kind == Kind.WAIT && !afterGateway(node)) {
            var active = active(path);
            if (active != null) done(active, null);
            return;
        }
        var at = running.get(path);
        if (at == null || !possible(at, node)) return;
        if (node.kind == Kind.START) {
            handler(at, node.scope, at.id + "/" + ((BaseElement) node.scope.element).getId() + "@" + by);
            return;
        }
        if (afterGateway(node)) {
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
        var step = choose(at, node, steps, at.id + "/" + node.id());
        if (step != null) fire(at, step);
    }

    private void drop(Running at, Node node) {
        for (var active : List.copyOf(at.active.values()))
            if (active.node == node) {
                at.active.remove(active.instance);
                var inside = running.get(active.instance);
                if (inside != null) drop(inside);
                return;
            }
    }

    private void drop(Running at) {
        for (var inner : List.copyOf(at.inner)) drop(inner);
        if (at.around != null) at.around.inner.remove(at);
        running.remove(at.id);
    }

    private void handler(Running at, Scope handler, String path) {
        if (handler.start().interrupting) {
            at.active.clear();
            for (var inner : List.copyOf(at.inner)) drop(inner);
            at.clear();
        }
        at.begun.add(handler);
        var net = course.net(at.facts, handler);
        var inside = new Running(path, at.facts, handler, net, at, new Marking(net, 0));
        running.put(path, inside);
        since.put(path, now);
        set(inside, inputs.known(path));
    }

    // What follows by itself

    private void settle() {
        for (var count = 0; count < STEPS; count++) if (!once()) return;
    }

    private boolean once() {
        for (var at : List.copyOf(running.values())) {
            if (running.get(at.id) != at) continue;
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
            running.remove(at.id);
            return true;
        }
        var owner = at.scope.owner;
        if (owner == null) {
            drop(at);
            return true;
        }
        var active = around.active.get(at.id);
        if (active == null) return false;
        outs(at, around, owner);
        drop(at);
        done(new Place(around, active), null);
        return true;
    }

    private void outs(Running inside, Running around, Node call) {
        for (var out : call.element.getModelInstance().getModelElementsByType(CamundaOut.class))
            if (of(out, call.element) && out.getCamundaTarget() != null && out.getCamundaSource() != null) {
                var source = inside.facts.resolve(inside.scope, out.getCamundaSource());
                copied(inside, source, around, around.facts.resolve(around.scope, out.getCamundaTarget()));
            }
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
        var chosen = choose(at, node, enabled, path);
        if (chosen == null) {
            at.stuck.add(node);
            return true;
        }
        path(at, node, true);
        reach(node);
        if (node.trigger == Trigger.MESSAGE && node.element instanceof ThrowEvent) {
            fire(at, chosen);
            send(at, node, path);
            return true;
        }
        answers(at, node, null, path);
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
        since.put(path, now);
        at.active.put(path, new Active(node, path, 0));
        reach(node);
        if (node.body == null || node.multiInstance() != null) return;
        var net = course.net(at.facts, node.body);
        var inside = new Running(path, at.facts, node.body, net, at, new Marking(net, 0));
        running.put(path, inside);
        for (var input : node.element.getModelInstance().getModelElementsByType(CamundaInputParameter.class))
            if (of(input, node.element) && !(node.element instanceof CallActivity))
                copy(
                        inside,
                        inside.facts.resolve(inside.scope, input.getCamundaName()),
                        input.getTextContent(),
                        name -> at.facts.resolve(at.scope, name),
                        at);
        for (var in : node.element.getModelInstance().getModelElementsByType(CamundaIn.class))
            if (of(in, node.element) && in.getCamundaTarget() != null && in.getCamundaSource() != null) {
                var target = inside.facts.resolve(inside.scope, in.getCamundaTarget());
                if (!target.equals(Facts.IS_CHILD))
                    copied(at, at.facts.resolve(at.scope, in.getCamundaSource()), inside, target);
            }
        set(inside, inputs.known(path));
    }

    private void fire(Running at, Transition step) {
        at.marking.fire(step);
        for (var put : step.put()) if (put == at.net.alive) at.started = true;
    }

    private void reach(Node node) {
        if (Inputs.compared(node)) reached.putIfAbsent(Inputs.where(node), new Reached(node, Inputs.where(node), now));
    }

    /** Goes on from a node that has rested. */
    private void leave(Running at, Node node, String path) {
        var steps = course.steps(at.net, node).stream()
                .filter(step -> step.leaves() && !step.enters())
                .toList();
        var repeated = node.multiInstance() != null;
        var enabled =
                repeated ? steps : steps.stream().filter(at.marking::enabled).toList();
        var chosen = choose(at, node, enabled, path);
        if (chosen != null) {
            // All its rounds are one here.
            if (repeated) at.marking.supply(chosen);
            fire(at, chosen);
        } else if (at.net.place(node) >= 0) at.marking.remove(at.net.place(node));
    }

    /** Which way: as the values say; where they do not, as it went in the history. */
    private @Nullable Transition choose(Running at, Node node, List<Transition> steps, String path) {
        if (steps.isEmpty()) return null;
        var ways = new LinkedHashMap<Set<Flow>, Transition>();
        for (var step : steps) {
            var flows = new HashSet<>(step.flows());
            if (afterGateway(node)) flows.remove(node.in.get(0));
            ways.putIfAbsent(flows, step);
        }
        if (ways.size() == 1) return ways.values().iterator().next();
        var possible = new HashSet<Set<Flow>>();
        if (Known.decides(at.facts, node))
            for (var outcome : known.outcomes(at, node)) possible.add(Set.copyOf(outcome.flows()));
        if (possible.size() == 1) return ways.get(possible.iterator().next());
        var taken = inputs.branch(path);
        if (taken == null) return null;
        for (var way : ways.entrySet()) {
            var ids = new HashSet<String>();
            for (var flow : way.getKey()) ids.add(flow.element.getId());
            if (!ids.equals(Set.copyOf(taken)) || !(possible.isEmpty() || possible.contains(way.getKey()))) continue;
            known.took(at, node, way.getKey());
            tell(at, node);
            return way.getValue();
        }
        return null;
    }

    private void tell(Running at, Node node) {
        for (var flow : node.out)
            for (var variable : at.facts.reads(flow)) {
                var answer = from.get(variable + " " + at.holder(variable));
                var values = known.of(at, variable);
                if (answer != null && values.size() == 1)
                    told.putIfAbsent(answer, values.iterator().next());
            }
    }

    // What one part tells another

    private void send(Running at, Node node, String path) {
        var carried = new TreeMap<String, String>();
        for (var input : node.element.getModelInstance().getModelElementsByType(CamundaInputParameter.class))
            if (of(input, node.element)) carried.put(input.getCamundaName(), input.getTextContent());
        var begins = course.begunBy(node.code);
        if (!begins.isEmpty()) {
            var read = course.facts(begins.get(0));
            if (read == null) return;
            for (var start : read.graph.starts)
                if (start.trigger == Trigger.MESSAGE && start.code.equals(node.code)) {
                    var key = path + ">" + read.graph.root.process;
                    begin(key, read, start);
                    var root = running.get(key);
                    if (root == null) return;
                    carried.forEach((name, text) -> copy(
                            root,
                            root.facts.resolve(root.scope, name),
                            text,
                            other -> at.facts.resolve(at.scope, other),
                            at));
                    return;
                }
            return;
        }
        for (var to : List.copyOf(running.values())) {
            if (running.get(to.id) != to) continue;
            for (var active : List.copyOf(to.active.values())) {
                var waits = active.node;
                if ((waits.trigger == Trigger.MESSAGE || waits.element instanceof ReceiveTask)
                        && Inputs.waits(waits)
                        && waits.code.equals(node.code)) done(new Place(to, active), null);
            }
            for (var event : to.scope.nodes)
                if (event.trigger == Trigger.MESSAGE
                        && event.code.equals(node.code)
                        && (event.kind == Kind.BOUNDARY || afterGateway(event))
                        && possible(to, event)) event(to.id, event, ">" + path);
            for (var handler : to.scope.handlers)
                if (handler.start().trigger == Trigger.MESSAGE
                        && handler.start().code.equals(node.code)
                        && possible(to, handler.start())
                        && newest(to, handler))
                    handler(to, handler, to.id + "/" + ((BaseElement) handler.element).getId() + ">" + path);
        }
    }

    /** Of several runs of one process only the newest opens what goes on beside the rest. */
    private boolean newest(Running at, Scope handler) {
        if (handler.start().interrupting) return true;
        Running last = at;
        for (var other : running.values())
            if (other.scope == at.scope && possible(other, handler.start())) last = other;
        return last == at;
    }

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
