package org.nrm.rights.proof;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.Escalation;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.Signal;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.ElementWords;

/**
 * What an element of a process names is of the kind that belongs there: a flow leads to a node, not to a pool. Nothing else of a
 * process can be read before this is so.
 */
final class References {

    private record Wanted(Class<? extends ModelElementInstance> kind, String words) {}

    private static final Wanted NODE = new Wanted(FlowNode.class, "a task, event, gateway or subprocess");

    /** By the attribute that names it. */
    private static final Map<String, Wanted> WANTED = Map.of(
            "sourceRef", NODE,
            "targetRef", NODE,
            "attachedToRef", new Wanted(Activity.class, "a task or subprocess"),
            "activityRef", new Wanted(Activity.class, "a task or subprocess"),
            "default", new Wanted(SequenceFlow.class, "a sequence flow"),
            "messageRef", new Wanted(Message.class, "a message"),
            "signalRef", new Wanted(Signal.class, "a signal"),
            "errorRef", new Wanted(Error.class, "an error"),
            "escalationRef", new Wanted(Escalation.class, "an escalation"));

    private static final Set<String> ENDS = Set.of("sourceRef", "targetRef");

    private final Process process;
    private final Executable.Sink sink;
    private boolean kept = true;

    private References(Process process, Executable.Sink sink) {
        this.process = process;
        this.sink = sink;
    }

    /** Does each name what belongs there? Says where one does not. */
    static boolean kept(Process process, Executable.Sink sink) {
        var check = new References(process, sink);
        check.within(process.getDomElement(), null);
        return check.kept;
    }

    /** @param around id of the nearest element that has one */
    private void within(DomElement element, @Nullable String around) {
        for (var child : element.getChildElements()) {
            if (!BpmnModelConstants.BPMN20_NS.equals(child.getNamespaceURI())) continue;
            var id = child.getAttribute("id");
            var at = id == null ? around : id;
            for (var wanted : WANTED.entrySet()) {
                var name = child.getAttribute(wanted.getKey());
                if (name != null) names(child, at, wanted.getKey(), wanted.getValue(), name);
            }
            within(child, at);
        }
    }

    private void names(DomElement element, @Nullable String at, String attribute, Wanted wanted, String name) {
        ModelElementInstance named = process.getModelInstance().getModelElementById(name);
        if (named == null)
            named = process.getModelInstance().getModelElementById(name.substring(name.indexOf(':') + 1));
        if (named == null) return;
        var association = element.getLocalName().equals("association") && ENDS.contains(attribute);
        var kind = association ? BaseElement.class : wanted.kind();
        if (kind.isInstance(named)) return;
        kept = false;
        var type = named.getDomElement().getLocalName();
        var called = named.getDomElement().getAttribute("name");
        var what = ElementWords.one(type) + " '"
                + (called == null || called.isBlank() ? name : Verifier.oneLine(called)) + "'";
        sink.found(
                at,
                switch (attribute) {
                    case "sourceRef" ->
                        "comes from " + what + ", from which nothing can flow; let it begin at " + wanted.words();
                    case "targetRef" ->
                        "leads to " + what + ", which the engine does not run; let it lead to " + wanted.words();
                    case "attachedToRef" -> "is attached to " + what + "; attach it to " + wanted.words();
                    default -> "names " + what + " as its '" + attribute + "', where " + wanted.words() + " belongs";
                });
    }
}
