package org.nrm.rights.follow;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.nrm.rights.follow.Ongoing.Place;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Graph.Trigger;

/** What one part of a case that is run anew tells another. */
final class Sending {

    private final Rerun rerun;
    private final Course course;
    private final Ongoing ongoing;
    private final RerunValues values;

    Sending(Rerun rerun, Course course, Ongoing ongoing, RerunValues values) {
        this.rerun = rerun;
        this.course = course;
        this.ongoing = ongoing;
        this.values = values;
    }

    void send(Running at, Node node, String path) {
        var carried = new TreeMap<String, String>();
        for (var input : course.mappings(node).inputs()) carried.put(input.target(), input.source());
        var begins = course.begunBy(node.code);
        if (begins.isEmpty()) deliver(node, path);
        else begin(at, node, path, begins.get(0), carried);
    }

    /** The message begins a part of the case by itself. */
    private void begin(Running at, Node node, String path, String process, Map<String, String> carried) {
        var read = course.facts(process);
        if (read == null) return;
        for (var start : read.graph.starts)
            if (start.trigger == Trigger.MESSAGE && start.code.equals(node.code)) {
                var key = path + ">" + read.graph.root.process;
                rerun.begin(key, read, start);
                var root = ongoing.running.get(key);
                if (root == null) return;
                carried.forEach((name, text) -> values.copy(
                        root,
                        root.facts.resolve(root.scope, name),
                        text,
                        other -> at.facts.resolve(at.scope, other),
                        at));
                return;
            }
    }

    /** The message reaches all that waits for it. */
    private void deliver(Node node, String path) {
        for (var to : List.copyOf(ongoing.running.values())) {
            if (ongoing.running.get(to.id) != to) continue;
            for (var active : List.copyOf(to.active.values())) {
                var waits = active.node;
                if ((waits.trigger == Trigger.MESSAGE || waits.element instanceof ReceiveTask)
                        && Inputs.waits(waits)
                        && waits.code.equals(node.code)) rerun.done(new Place(to, active), null);
            }
            for (var event : to.scope.nodes)
                if (event.trigger == Trigger.MESSAGE
                        && event.code.equals(node.code)
                        && (event.kind == Kind.BOUNDARY || Standing.afterGateway(event))
                        && ongoing.possible(to, event)) rerun.event(to.id, event, ">" + path);
            for (var handler : to.scope.handlers)
                if (handler.start().trigger == Trigger.MESSAGE
                        && handler.start().code.equals(node.code)
                        && ongoing.possible(to, handler.start())
                        && newest(to, handler))
                    rerun.handler(to, handler, to.id + "/" + ((BaseElement) handler.element).getId() + ">" + path);
        }
    }

    /** Of several runs of one process only the newest opens what goes on beside the rest. */
    private boolean newest(Running at, Scope handler) {
        if (handler.start().interrupting) return true;
        Running last = at;
        for (var other : ongoing.running.values())
            if (other.scope == at.scope && ongoing.possible(other, handler.start())) last = other;
        return last == at;
    }
}
