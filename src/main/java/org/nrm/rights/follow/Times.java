package org.nrm.rights.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.instance.TimeDuration;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Length;
import org.nrm.rights.follow.Inputs.Input;
import org.nrm.rights.follow.Inputs.Way;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Net;

/** When things come in a case that is run anew: inputs as long after what they belong to as in the history, timers when they run out. */
final class Times {

    private static final Pattern DEADLINE = Pattern.compile("\\$\\{\\s*deadlines\\.duration\\('([\\w-]+)'\\)\\s*}");

    /** A timer that did not run out in the history, but does here. */
    record Due(String at, Node node, Instant due) {}

    private final Course course;
    private final Inputs inputs;
    private final Ongoing ongoing;
    private final Map<String, Instant> since = new HashMap<>();
    private Instant now;

    Times(Course course, Inputs inputs, Ongoing ongoing, Instant now) {
        this.course = course;
        this.inputs = inputs;
        this.ongoing = ongoing;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    void goOn(Instant to) {
        now = to;
    }

    /** It begins now. */
    void began(String path) {
        since.put(path, now);
    }

    /** When the input comes; null if it cannot now. */
    @Nullable
    Instant due(Input input) {
        if (input.way() == Way.START) return later(input.time());
        if (input.way() == Way.DONE) {
            var active = ongoing.active(input.at());
            return active == null
                    ? null
                    : later(max(input.time(), since(input.at()).plus(input.after())));
        }
        var at = ongoing.running.get(input.at());
        if (at == null || !ongoing.possible(at, input.node())) return null;
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
        var host = node.attachedTo != null ? node.attachedTo : Standing.afterGateway(node) ? node.in.get(0).from : null;
        if (host == null) return since(at.id);
        for (var active : at.active.values()) if (active.node == host) return since(active.instance);
        return now;
    }

    /** The timer that runs out next, before a time; null if none does. */
    @Nullable
    Due timer(Instant before) {
        Due first = null;
        for (var at : List.copyOf(ongoing.running.values())) {
            var events = new ArrayList<Node>();
            for (var node : at.scope.nodes)
                if (node.trigger == Trigger.TIMER && (node.kind == Kind.BOUNDARY || node.kind == Kind.WAIT))
                    events.add(node);
            for (var handler : at.scope.handlers)
                if (handler.start().trigger == Trigger.TIMER) events.add(handler.start());
            for (var node : events) {
                if (Net.cycle(node)) continue;
                var waits = node.kind == Kind.WAIT && !Standing.afterGateway(node);
                if (waits) {
                    for (var active : at.active.values())
                        if (active.node == node)
                            first = sooner(first, due(active.instance, active.instance, node), before);
                } else if (ongoing.possible(at, node) && !recorded(at.id, node))
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
        var host = node.attachedTo != null ? node.attachedTo : Standing.afterGateway(node) ? node.in.get(0).from : null;
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
        if (node.kind == Kind.WAIT && !Standing.afterGateway(node))
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
}
