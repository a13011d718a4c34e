package org.nrm.rights.follow;

import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Node;

/** What should have followed by the end of a history, and has not. */
final class Unfinished {

    private final Standing standing;
    private final BrokenOff broken;
    private final Work work;

    Unfinished(Standing standing, BrokenOff broken, Work work) {
        this.standing = standing;
        this.broken = broken;
        this.work = work;
    }

    void end(Observed last) {
        broken.unexplained();
        for (var one : standing.raised)
            standing.deviate(
                    one.entry(),
                    Kind.UNFINISHED,
                    one.catcher(),
                    "should have followed '" + one.thrower().name() + "', and did not happen.");
        for (var message : work.untaken())
            standing.deviate(message, Kind.UNFINISHED, null, "A message came for it, and nothing followed.");
        for (var repeated : standing.repetitions.values())
            for (var active : repeated.active.values())
                if (active.done)
                    standing.deviate(last, Kind.UNFINISHED, active.node, "was done, and nothing went on from it.");
                else if (active.node.element instanceof UserTask && !active.offered && !standing.imported(active.since))
                    standing.deviate(last, Kind.UNFINISHED, active.node, "began, and did not go on.");
        for (var at : standing.running.values()) {
            for (var node : at.scope.nodes) {
                for (var flow : node.out) {
                    var tokens = at.marking.at(at.net.place(flow));
                    if (tokens == 0 || (flow.to.kind == Graph.Kind.PARALLEL && cameTogether(at, flow.to))) continue;
                    standing.remaining += tokens;
                    standing.owes(last, flow);
                }
            }
            for (var flow : at.owed) standing.owes(last, flow);
            for (var event : at.chosen)
                standing.deviate(last, Kind.UNFINISHED, event, "was chosen, and did not happen.");
            var name = at.scope.owner != null ? at.scope.owner : at.scope.starts.isEmpty() ? null : at.scope.start();
            if (at.marking.at(0) > 0) standing.deviate(last, Kind.UNFINISHED, name, "began, and did not go on.");
            else if (at.around != null && at.empty())
                standing.deviate(last, Kind.UNFINISHED, name, "has nothing left to do, and did not end.");
            for (var active : at.active.values()) {
                var node = active.node;
                var rests = at.net.place(node) >= 0
                        || node.kind == Graph.Kind.PARALLEL
                        || node.kind == Graph.Kind.INCLUSIVE;
                var whole = standing.repetitions.containsKey(active.instance);
                if (rests
                        && !(node.element instanceof UserTask
                                && !whole
                                && !active.offered
                                && !standing.imported(active.since))
                        && !active.done) continue;
                standing.deviate(
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
}
