package org.nrm.rights.follow;

import java.util.List;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.follow.Running.Active;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Marking;

/** A case goes on in another version of its models. */
final class Moving {

    private final Standing standing;

    Moving(Standing standing) {
        this.standing = standing;
    }

    void migrated(Observed entry) {
        standing.deviate(entry, Kind.MIGRATED, null, "The case goes on in another version of its standing.models.");
        var course = standing.models.apply(entry.model());
        if (course == null) return;
        for (var root : List.copyOf(standing.roots())) {
            if (entry.instance() != null && !entry.instance().equals(root.id)) continue;
            if (entry.instance() == null
                    && entry.process() != null
                    && !entry.process().equals(root.scope.process)) continue;
            var facts = course.facts(root.scope.process);
            if (facts != null) move(root, null, facts, facts.graph.root, course);
        }
    }

    /** Puts what runs into the same places of the other standing.models; what they do not have is lost. */
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
        standing.running.put(old.id, moved);
        standing.courses.put(moved, course);
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
                to = Standing.handler(scope, element.getId());
            else if (inner.scope.owner != null) {
                var owner = course.node(scope, inner.scope.owner.id());
                to = owner == null ? null : owner.body;
            }
            if (to == null) standing.running.remove(inner.id);
            else move(inner, moved, facts, to, course);
        }
        return moved;
    }
}
