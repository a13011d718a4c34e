package org.nrm.rights.proof;

import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: no disclosure tells law enforcement where the person lives. */
record LocationKept() implements Rule.OfElement {

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (!(at.element() instanceof FlowNode node)) return;
        for (var scope : Annotations.scopes(Annotations.discloses(node)))
            if (scope.classes().contains("location")
                    && elements.vocabulary.lawEnforcement().contains(scope.role()))
                elements.find(
                        rule, at, "tells '" + scope.role() + "', which is law enforcement, where the person lives");
    }
}
