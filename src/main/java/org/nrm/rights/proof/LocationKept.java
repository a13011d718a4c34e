package org.nrm.rights.proof;

import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: no disclosure tells law enforcement where the person lives. */
record LocationKept() implements Rule.OfElement {

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (!(at.element() instanceof FlowNode node)) return;
        for (var item : Annotations.words(Annotations.value(node, "discloses").orElse(""), ";")) {
            var sides = Annotations.words(item, "->");
            if (sides.size() == 2
                    && Annotations.words(sides.get(0), ",").contains("location")
                    && elements.vocabulary.lawEnforcement().contains(sides.get(1)))
                elements.find(
                        rule, at, "tells '" + sides.get(1) + "', which is law enforcement, where the person lives");
        }
    }
}
