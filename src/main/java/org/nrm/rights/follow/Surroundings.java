package org.nrm.rights.follow;

import org.jspecify.annotations.Nullable;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Marking;

/** Finds in what an entry stands; a process of the case begins with its first entry. */
final class Surroundings {

    private final Standing standing;
    private final BrokenOff broken;

    Surroundings(Standing standing, BrokenOff broken) {
        this.standing = standing;
        this.broken = broken;
    }

    /** What surrounds the entry; null if there is no such thing in the models. */
    @Nullable
    Running around(Observed entry) {
        var parent = String.valueOf(entry.parent());
        var around = standing.running.get(parent);
        if (around != null) return around;
        broken.unexplained();
        var process = String.valueOf(entry.process());
        var course = standing.models.apply(entry.model());
        var facts = course == null ? null : course.facts(process);
        if (course == null || facts == null) {
            standing.unknown(entry);
            return null;
        }
        var id = Course.plain(entry.element());
        var scope = facts.graph.root;
        for (var other : facts.graph.scopes)
            if (other.process.equals(process)
                    && course.node(scope, id) == null
                    && Standing.handler(scope, id) == null
                    && (course.node(other, id) != null || Standing.handler(other, id) != null)) scope = other;
        var net = course.net(facts, scope);
        var made = new Running(parent, facts, scope, net, null, new Marking(net, 0));
        standing.produced++;
        standing.running.put(parent, made);
        standing.courses.put(made, course);
        standing.setEarly(made, parent);
        standing.setEarly(made, process);
        var node = course.node(scope, id);
        if (node == null
                || node.kind != Graph.Kind.START
                || scope != facts.graph.root
                || (node.trigger == Trigger.NONE && course.isCalled(process))) {
            standing.deviate(
                    entry,
                    Kind.IMPORTED,
                    node,
                    "is the first that this history knows of '" + process + "'; what came before it is not here.");
            standing.imported.add(entry.seq());
            made.marking.remove(0);
            made.marking.add(net.alive);
            made.started = true;
        }
        return made;
    }
}
