package org.nrm.rights.proof;

import java.util.ArrayDeque;
import java.util.HashSet;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.proof.Elements.At;

/** {@code precedes}: who decides on testimony may refuse, and no flow that is taken by itself leads to it. */
record DecisionToTestify() implements Rule.OfElement {

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (!(at.element() instanceof FlowNode node)
                || !(node instanceof Activity)
                || !Elements.consentsTo(node, Kinds.TESTIMONY)) return;
        if (!Annotations.marks(node).contains(Mark.REFUSES))
            elements.find(rule, at, "records the consent to testify, so it must record the refusal, too ('refuses')");
        var seen = new HashSet<FlowNode>();
        var open = new ArrayDeque<FlowNode>();
        open.add(node);
        while (!open.isEmpty()) {
            var next = open.poll();
            if (!seen.add(next)) continue;
            if (!next.equals(node) && Elements.consentsTo(next, Kinds.TESTIMONY)) continue;
            if (Annotations.marks(next).contains(Mark.TESTIFIES) && !next.equals(node)) {
                elements.find(
                        rule,
                        at.other(next),
                        "follows the decision '" + node.getId()
                                + "' on the default flow, whatever is decided; put it behind a condition");
                return;
            }
            var flows = elements.flows(next);
            for (var flow : flows) if (byItself(next, flow)) open.add(flow.getTarget());
            // Behind the first condition the person has decided.
            if (flows.stream().anyMatch(flow -> flow.getConditionExpression() != null)) {
                flows.stream()
                        .filter(flow -> byItself(next, flow) && leadsToTestimony(elements, flow.getTarget()))
                        .findFirst()
                        .ifPresent(
                                flow -> elements.find(
                                        rule,
                                        at.other(flow),
                                        "the default flow leads to testimony; testifying must be a decision, and refusing the default"));
                return;
            }
        }
    }

    private static boolean byItself(FlowNode node, SequenceFlow flow) {
        return flow.equals(Executable.byDefault(node)) || flow.getConditionExpression() == null;
    }

    private static boolean leadsToTestimony(Elements elements, FlowNode from) {
        var seen = new HashSet<FlowNode>();
        var open = new ArrayDeque<FlowNode>();
        open.add(from);
        while (!open.isEmpty()) {
            var next = open.poll();
            if (!seen.add(next) || Elements.consentsTo(next, Kinds.TESTIMONY)) continue;
            if (Annotations.marks(next).contains(Mark.TESTIFIES)) return true;
            for (var flow : elements.flows(next)) open.add(flow.getTarget());
        }
        return false;
    }
}
