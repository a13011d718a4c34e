package org.nrm.rights.proof;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: an annotation is known, says something and stands once; a mark stands where somebody does what it says. */
record AnnotatedOnce() implements Rule.OfElement {

    private static final String OURS = "nrm:";

    private static final Set<String> KNOWN =
            Set.of("nrm:strand", "nrm:marks", "nrm:of", "nrm:discloses", "nrm:interview", "nrm:sent-by", "nrm:part");

    /** What comes from outside, as an event or as a task of somebody who takes it down. */
    private static final Set<Mark> HAPPENS = EnumSet.of(
            Mark.WITHDRAWS, Mark.COMPLAINS, Mark.APPEALS, Mark.REQUESTS_DATA, Mark.RISK_CHANGES, Mark.REOPENS);

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        properties(rule, elements, at);
        for (var mark : Annotations.marks(at.element()))
            if (!stands(mark, at.element()))
                elements.find(
                        rule,
                        at,
                        "has the mark '" + mark.word() + "', but nobody does it here; put the mark on "
                                + (HAPPENS.contains(mark)
                                        ? "an event that waits for it, or a user task"
                                        : "a user task"));
    }

    private static void properties(Rule rule, Elements elements, At at) {
        var extensions = at.element().getExtensionElements();
        if (extensions == null) return;
        var seen = new HashSet<String>();
        for (var properties : extensions
                .getElementsQuery()
                .filterByType(CamundaProperties.class)
                .list())
            for (var property : properties.getCamundaProperties()) {
                var name = property.getCamundaName();
                if (name == null || !name.strip().toLowerCase(Locale.ROOT).startsWith(OURS)) continue;
                var value = property.getCamundaValue();
                if (!KNOWN.contains(name))
                    elements.find(rule, at, "the annotation '" + name + "' is not known: " + Allowed.of(name, KNOWN));
                else if (value == null || value.isBlank())
                    elements.find(rule, at, "the annotation '" + name + "' is empty; say something or take it out");
                else if (name.equals("nrm:part") && !value.equals("true"))
                    elements.find(rule, at, "the annotation 'nrm:part' must be 'true', or not be there");
                else if (!seen.add(name))
                    elements.find(
                            rule,
                            at,
                            "the annotation '" + name + "' stands twice, and only one would count; take one out");
            }
    }

    private static boolean stands(Mark mark, BaseElement element) {
        if (element instanceof UserTask) return true;
        if (HAPPENS.contains(mark) || mark == Mark.REFLECTS) return element instanceof CatchEvent;
        return mark == Mark.CLOSES && element instanceof EndEvent;
    }
}
