package org.nrm.rights.follow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Trigger;

/** What is broken off, and why: something in the model must have done it. */
final class BrokenOff {

    /** What was ended from outside and waits for its reason. */
    private record Ended(
            Running at, @Nullable Active active, @Nullable Running handler, Observed entry) {}

    private final Standing standing;
    private final List<Ended> ended = new ArrayList<>();

    BrokenOff(Standing standing) {
        this.standing = standing;
    }

    void cancelled(Observed entry) {
        var instance = String.valueOf(entry.instance());
        var repeated = standing.repetitions.get(String.valueOf(entry.parent()));
        if (repeated != null) {
            var one = repeated.active.remove(instance);
            if (one == null)
                standing.deviate(entry, Kind.OUT_OF_ORDER, repeated.body.node, "was broken off without having begun.");
            else {
                standing.named(entry, one);
                standing.given(entry, one);
                goesOn(entry, one);
            }
            var body = standing.running.get(instance);
            if (body != null) {
                ended.removeIf(other -> Standing.isWithin(other.at, body));
                standing.drop(body);
            }
            return;
        }
        var around = standing.running.get(String.valueOf(entry.parent()));
        if (around == null) {
            standing.unknown(entry);
            return;
        }
        var inside = standing.running.get(instance);
        var active = around.active.get(instance);
        if (active == null && Standing.handler(around.scope, Course.plain(entry.element())) == null) {
            var node = standing.courseOf(around).node(around.scope, Course.plain(entry.element()));
            if (node == null) standing.unknown(entry);
            else standing.deviate(entry, Kind.OUT_OF_ORDER, node, "was broken off without having begun.");
            return;
        }
        ended.removeIf(one -> inside != null && Standing.isWithin(one.at, inside));
        if (active != null) {
            standing.named(entry, active);
            standing.given(entry, active);
            goesOn(entry, active);
            standing.close(around, active);
            ended.add(new Ended(around, active, null, entry));
        } else if (inside != null) {
            standing.drop(inside);
            ended.add(new Ended(around, null, inside, entry));
        }
    }

    /** What is broken off has been broken off in all its parts. */
    private void goesOn(Observed entry, Active active) {
        var parts = new ArrayList<Active>();
        var inside = standing.running.get(active.instance);
        if (inside != null) parts.addAll(inside.active.values());
        var repeated = standing.repetitions.get(active.instance);
        if (repeated != null) parts.addAll(repeated.active.values());
        for (var part : parts)
            standing.deviate(
                    entry,
                    Kind.OUT_OF_ORDER,
                    part.node,
                    "went on although '" + active.node.name() + "' was broken off.");
    }

    /** A boundary event is why its activity ended. */
    void explain(Running around, Node boundary) {
        if (!boundary.interrupting && boundary.trigger != Trigger.ERROR) return;
        for (var one : ended)
            if (one.at == around && one.active != null && one.active.node == boundary.attachedTo) {
                ended.remove(one);
                return;
            }
    }

    void explainGateway(Running around, Node event) {
        var gateway = event.in.get(0).from;
        for (var one : ended)
            if (one.at == around && one.active != null && one.active.node == gateway) {
                ended.remove(one);
                return;
            }
    }

    /** What has been broken off and nothing says why. */
    void unexplained() {
        if (ended.isEmpty()) return;
        for (var one : List.copyOf(ended)) {
            var node = one.active != null ? one.active.node : one.handler != null ? one.handler.scope.start() : null;
            if (node == null) continue;
            standing.deviate(
                    one.entry,
                    Kind.MANUAL_CORRECTION,
                    node,
                    "was broken off, and nothing in the model does that here.");
            if (one.active != null) standing.consume(one.at, node);
        }
        ended.clear();
    }

    /** What was ended in it needs no reason any more. */
    void endedIn(Running at) {
        ended.removeIf(one -> Standing.isWithin(one.at, at));
    }
}
