package org.nrm.rights.proof;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.nrm.mechanism.Kinds;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: what the person wishes, and who stays with her, is asked before a placement is consented to. */
record PlacementWishes() implements Rule.OfElement {

    private static final List<String> ASKED = List.of("placementWish", "dependants");

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (!(at.element() instanceof FlowNode node) || !Elements.consentsTo(node, Kinds.PLACEMENT)) return;
        for (var key : ASKED)
            if (elements.callers(at.process()).stream()
                    .flatMap(caller -> elements.within(caller).stream())
                    .noneMatch(element -> element instanceof UserTask task
                            && asks(elements, task, key)
                            && (task.equals(node) || !Elements.beside(task, node) || reaches(elements, task, node))))
                elements.find(rule, at, "consents to a placement, but no form before it has the field '" + key + "'");
    }

    private static boolean asks(Elements elements, UserTask task, String key) {
        var form = elements.form(task);
        return form != null && form.question(key).isPresent();
    }

    private static boolean reaches(Elements elements, FlowNode from, FlowNode to) {
        var seen = new HashSet<FlowNode>();
        var open = new ArrayDeque<FlowNode>();
        open.add(from);
        while (!open.isEmpty()) {
            var next = open.poll();
            if (!seen.add(next)) continue;
            if (next.equals(to)) return true;
            for (var flow : elements.flows(next)) open.add(flow.getTarget());
        }
        return false;
    }
}
