package org.nrm.rights.proof;

import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.nrm.mechanism.DataClass;
import org.nrm.rights.model.DataFacts.DecisionPoint;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: what an element does with data is allowed, and what decides is declared and may be read. */
record DecidingData() implements Rule.OfElement {

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        var does = elements.does(at);
        if (does == null) return;
        for (var problem : does.problems()) {
            if (problem.unusable()) elements.unusable(at, at.element().getId(), problem.text());
            else elements.find(rule, at, problem.text());
        }
        for (var point : does.points()) point(rule, elements, at, point);
        if (at.element() instanceof BusinessRuleTask task
                && task.getCamundaDecisionRef() != null
                && !"deployment".equals(task.getCamundaDecisionRefBinding()))
            elements.find(rule, at, "camunda:decisionRefBinding must be 'deployment'");
    }

    private static void point(Rule rule, Elements elements, At at, DecisionPoint point) {
        for (var name : point.reads().stream().sorted().toList()) {
            if (point.ofForm() && ofForm(elements, at, name)) continue;
            var reads = "the " + point.what() + " reads '" + name + "'";
            var known = elements.origins.of(at.process(), name);
            if (known.isEmpty())
                elements.find(
                        rule,
                        at,
                        reads
                                + ", which no form of the process, no call and no variable of data-classes.yaml declares");
            for (var origin : known) {
                var allowed =
                        elements.vocabulary.dataClasses().getOrDefault(origin.dataClass(), DataClass.Condition.NEVER);
                if (allowed == DataClass.Condition.NEVER)
                    elements.find(
                            rule,
                            at,
                            reads + " of the class '" + origin.dataClass() + "', which no condition may read");
                else if (!origin.closed()) elements.find(rule, at, reads + ", which is not an answer of a closed list");
            }
        }
    }

    private static boolean ofForm(Elements elements, At at, String name) {
        var form = at.element() instanceof UserTask task ? elements.form(task) : null;
        return form != null && form.question(name).isPresent();
    }
}
