package org.nrm.rights.proof;

import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.InclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: where ways part there is a default, so that no case gets stuck for want of a true condition. */
record Splits() implements Rule.OfElement {

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (!(at.element() instanceof FlowNode node)) return;
        var flows = elements.flows(node);
        var byDefault = Executable.byDefault(node);
        var conditional = !flows.isEmpty() && flows.stream().allMatch(flow -> flow.getConditionExpression() != null);
        if (!(node instanceof ExclusiveGateway || node instanceof InclusiveGateway) || flows.size() < 2) {
            // The engine refuses to go on where no condition holds, whatever the node is.
            if (conditional) elements.find(rule, at, "has no default flow");
            return;
        }
        if (byDefault == null) elements.find(rule, at, "has no default flow");
        var open = flows.stream()
                .filter(flow -> !flow.equals(byDefault) && flow.getConditionExpression() == null)
                .toList();
        // Of an exclusive gateway the engine refuses most of these.
        if (node instanceof InclusiveGateway || (byDefault == null && open.size() == 1))
            open.forEach(
                    flow -> elements.find(rule, at.other(flow), "has neither a condition nor is it the default flow"));
    }

    /** {@code sound}: what runs several times has no default flow of its own. */
    record Repeated() implements Rule.OfElement {

        @Override
        public void judge(Rule rule, Elements elements, At at) {
            if (at.element() instanceof Activity activity
                    && activity.getDefault() != null
                    && activity.getLoopCharacteristics() instanceof MultiInstanceLoopCharacteristics)
                elements.find(
                        rule,
                        at,
                        "runs several times and has a default flow, by which the engine cannot go on; put a gateway behind it");
        }
    }
}
