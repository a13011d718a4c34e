package org.nrm.rights.follow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.follow.Ongoing.Place;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;

/** What runs in a case that is run anew. */
final class Ongoing {

    /** Something active, and in what. */
    record Place(Running at, Active active) {}

    final Map<String, Running> running = new LinkedHashMap<>();
    private final Course course;

    Ongoing(Course course) {
        this.course = course;
    }

    /** Can the event happen now? */
    boolean possible(Running at, Node node) {
        if (node.kind == Kind.START) {
            if (at.marking.at(at.net.alive) == 0) return false;
            var handler = node.scope;
            if (at.begun.contains(handler)
                    && (node.interrupting || (node.trigger == Trigger.TIMER && !Net.cycle(node)))) return false;
            for (var inner : at.inner) if (inner.scope.handler && inner.scope.start().interrupting) return false;
            return true;
        }
        if (node.kind == Kind.BOUNDARY) return step(at, node) != null;
        return Standing.afterGateway(node) && at.marking.at(at.net.place(node.in.get(0).from)) > 0;
    }

    private @Nullable Transition step(Running at, Node node) {
        for (var step : course.steps(at.net, node)) if (step.event() && at.marking.enabled(step)) return step;
        return null;
    }

    @Nullable
    Place active(String path) {
        for (var at : running.values()) {
            var active = at.active.get(path);
            if (active != null) return new Place(at, active);
        }
        return null;
    }
}
