package org.nrm.rights.follow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.follow.Inputs.Input;
import org.nrm.rights.follow.Rerun.Answer;
import org.nrm.rights.model.Expressions;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Net.Transition;

/** The values in a case that is run anew: of answers as they were or are said to be, and what is made from them. */
final class RerunValues {

    private static final Pattern NAME = Pattern.compile("\\$\\{\\s*(\\w+)\\s*}");

    /** The variable that a name means. */
    interface Naming {
        String of(String name);
    }

    private final Course course;
    private final Inputs inputs;
    private final Map<Answer, Object> other;
    private final Known known = new Known();
    private final Map<String, Answer> from = new HashMap<>();
    private final Map<Answer, Object> told = new HashMap<>();

    /**
     * Prepares.
     *
     * @param other answers that are other than they were
     */
    RerunValues(Course course, Inputs inputs, Map<Answer, Object> other) {
        this.course = course;
        this.inputs = inputs;
        this.other = other;
    }

    /** The answers as far as the branches taken tell them. */
    Map<Answer, Object> told() {
        return told;
    }

    /** What goes into the body of a node. */
    void into(Running at, Node node, Running inside) {
        var mappings = course.mappings(node);
        if (!(node.element instanceof CallActivity))
            for (var input : mappings.inputs())
                copy(
                        inside,
                        inside.facts.resolve(inside.scope, input.target()),
                        input.source(),
                        name -> at.facts.resolve(at.scope, name),
                        at);
        for (var in : mappings.ins()) {
            var target = inside.facts.resolve(inside.scope, in.target());
            if (!target.equals(Facts.IS_CHILD)) copied(at, at.facts.resolve(at.scope, in.source()), inside, target);
        }
    }

    void set(Running at, Map<String, String> values) {
        values.forEach((name, value) -> known.set(at, at.facts.resolve(at.scope, name), value));
    }

    void answers(Running at, Node node, @Nullable Input input, String path) {
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
        for (var output : course.mappings(node).outputs()) {
            var inner = "@" + node.index + ".";
            copy(
                    at,
                    at.facts.resolve(at.scope, output.target()),
                    output.source(),
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

    /** Gives a variable the value of an expression, as far as it can be told. */
    void copy(Running at, String target, String text, Naming naming, Running source) {
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

    void outs(Running inside, Running around, Node call) {
        for (var out : course.mappings(call).outs()) {
            var source = inside.facts.resolve(inside.scope, out.source());
            copied(inside, source, around, around.facts.resolve(around.scope, out.target()));
        }
    }

    /** Which way: as the values say; where they do not, as it went in the history. */
    @Nullable
    Transition choose(Running at, Node node, List<Transition> steps, String path) {
        if (steps.isEmpty()) return null;
        var ways = new LinkedHashMap<Set<Flow>, Transition>();
        for (var step : steps) {
            var flows = new HashSet<>(step.flows());
            if (Standing.afterGateway(node)) flows.remove(node.in.get(0));
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
}
