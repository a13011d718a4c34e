package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.nrm.rights.model.Condition;
import org.nrm.rights.model.Facts;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: only of a person who is known to be no child a condition on the age may be true. */
record AgeInDoubt() implements Rule.OfElement {

    /** More runs than this are not tried; the condition then counts as one that may be true. */
    private static final int RUNS = 4096;

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (at.element() instanceof FlowNode node)
            for (var flow : elements.flows(node)) flow(rule, elements, at.other(flow), flow);
    }

    private static void flow(Rule rule, Elements elements, At at, SequenceFlow flow) {
        if (flow.getConditionExpression() == null) return;
        var condition = new Condition(flow.getConditionExpression().getTextContent(), elements.expressions);
        if (!condition.reads().contains(Facts.IS_CHILD)) return;
        if (!condition.decidable() || holdsForChild(condition))
            elements.find(
                    rule,
                    at,
                    "the condition reads 'isChild' and may be true where the answer is 'yes' or 'unknown'; a condition must be that of"
                            + " the answer 'no', and the default flow that of a child");
    }

    private static boolean holdsForChild(Condition condition) {
        var runs = new ArrayList<Map<String, Object>>();
        runs.add(Map.of(Facts.IS_CHILD, "yes"));
        runs.add(Map.of(Facts.IS_CHILD, "unknown"));
        runs.add(Map.of());
        for (var name : condition.reads()) {
            if (name.equals(Facts.IS_CHILD)) continue;
            var values = new ArrayList<>(condition.literals(name));
            values.add("another value");
            if (runs.size() * values.size() > RUNS) return true;
            for (var run : List.copyOf(runs))
                for (var value : values) {
                    var more = new HashMap<>(run);
                    more.put(name, value);
                    runs.add(more);
                }
        }
        return runs.stream().anyMatch(condition::holds);
    }
}
