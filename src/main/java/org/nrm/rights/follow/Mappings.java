package org.nrm.rights.follow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/** What goes into the nodes of a model and comes out of them by parameters and calls, read once. */
final class Mappings {

    /**
     * One value that is handed on.
     *
     * @param target the variable that gets it
     * @param source a variable for calls, a text or expression for parameters
     */
    record Mapping(String target, String source) {}

    /** All of one node, each in the order of the model. */
    record Of(List<Mapping> inputs, List<Mapping> ins, List<Mapping> outs, List<Mapping> outputs) {

        private static Of none() {
            return new Of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Map<FlowNode, Of> mappings = new HashMap<>();
    private final Of none = Of.none();

    void read(BpmnModelInstance model) {
        for (var input : model.getModelElementsByType(CamundaInputParameter.class))
            of(input).inputs.add(new Mapping(input.getCamundaName(), input.getTextContent()));
        for (var in : model.getModelElementsByType(CamundaIn.class))
            add(of(in).ins, in.getCamundaTarget(), in.getCamundaSource());
        for (var out : model.getModelElementsByType(CamundaOut.class))
            add(of(out).outs, out.getCamundaTarget(), out.getCamundaSource());
        for (var output : model.getModelElementsByType(CamundaOutputParameter.class))
            of(output).outputs.add(new Mapping(output.getCamundaName(), output.getTextContent()));
    }

    Of at(FlowNode node) {
        return mappings.getOrDefault(node, none);
    }

    /** Of the innermost node around the element; what stands in none is of no one. */
    private Of of(ModelElementInstance element) {
        for (var parent = element.getParentElement(); parent != null; parent = parent.getParentElement())
            if (parent instanceof FlowNode node) return mappings.computeIfAbsent(node, any -> Of.none());
        return Of.none();
    }

    private static void add(List<Mapping> list, @Nullable String target, @Nullable String source) {
        if (target != null && source != null) list.add(new Mapping(target, source));
    }
}
