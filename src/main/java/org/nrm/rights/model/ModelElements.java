package org.nrm.rights.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;

/** What the processes of a set and their elements are and are called, for everybody who tells of them. */
public final class ModelElements {

    /** How an element shows in the course of a case. */
    public enum Kind {
        USER_TASK,
        /** Takes time: another task, a subprocess, a called process. */
        ACTIVITY,
        /** Waits for something to happen. */
        WAITING_EVENT,
        /** Happens in a moment. */
        EVENT,
        GATEWAY,
        FLOW
    }

    /**
     * One node or flow.
     *
     * @param name    its own, in one line; null if it has none
     * @param inWords as people are told of it: its name, else its id; of a flow, what it leads from and to
     */
    public record Element(
            String process,
            String id,
            Kind kind,
            @Nullable String name,
            @Nullable Strand strand,
            List<Mark> marks,
            String inWords) {

        public Element {
            marks = List.copyOf(marks);
        }

        public boolean has(Mark mark) {
            return marks.contains(mark);
        }
    }

    private final Map<String, String> processes;
    private final Map<String, Map<String, Element>> elements;

    private ModelElements(Map<String, String> processes, Map<String, Map<String, Element>> elements) {
        this.processes = Map.copyOf(processes);
        var copied = new HashMap<String, Map<String, Element>>();
        elements.forEach((process, of) -> copied.put(process, Map.copyOf(of)));
        this.elements = Map.copyOf(copied);
    }

    /** Of models that were read together. */
    public static ModelElements of(Collection<BpmnModelInstance> models) {
        var processes = new TreeMap<String, String>();
        var elements = new TreeMap<String, Map<String, Element>>();
        for (var model : models) {
            for (var process : model.getModelElementsByType(Process.class)) {
                var name = oneLine(process.getName());
                processes.put(process.getId(), name == null ? process.getId() : name);
            }
            for (var element : model.getModelElementsByType(FlowElement.class)) {
                var read = element(element);
                elements.computeIfAbsent(read.process(), none -> new HashMap<>())
                        .put(read.id(), read);
            }
        }
        return new ModelElements(processes, elements);
    }

    /** The name of each process by its id, which stands for a name that it does not have. */
    public Map<String, String> processes() {
        return processes;
    }

    /** The nodes and flows of a process, also those of its subprocesses, by id. */
    public Map<String, Element> of(String process) {
        return elements.getOrDefault(process, Map.of());
    }

    public Optional<Element> find(String process, String id) {
        return Optional.ofNullable(of(process).get(id));
    }

    private static Element element(FlowElement element) {
        return new Element(
                process(element),
                element.getId(),
                kind(element),
                oneLine(element.getName()),
                Annotations.strand(element).orElse(null),
                Annotations.marks(element),
                element instanceof SequenceFlow flow ? way(flow) : name(element));
    }

    /** A flow is called after what it leads from and to: few have a name, and that is the answer at a gateway. */
    private static String way(SequenceFlow flow) {
        var way = end(flow.getSource()) + " → " + end(flow.getTarget());
        var name = oneLine(flow.getName());
        return name == null ? way : way + " (" + name + ")";
    }

    private static String end(@Nullable FlowNode node) {
        return node == null ? "" : name(node);
    }

    private static String name(FlowElement element) {
        var name = oneLine(element.getName());
        return name == null ? element.getId().replace('-', ' ') : name;
    }

    private static Kind kind(FlowElement element) {
        if (element instanceof UserTask) return Kind.USER_TASK;
        if (element instanceof Activity) return Kind.ACTIVITY;
        if (element instanceof Gateway) return Kind.GATEWAY;
        if (element instanceof SequenceFlow) return Kind.FLOW;
        return element instanceof IntermediateCatchEvent ? Kind.WAITING_EVENT : Kind.EVENT;
    }

    /** The id of the process in which an element stands. */
    private static String process(ModelElementInstance element) {
        for (var at = element; at != null; at = at.getParentElement())
            if (at instanceof Process process) return process.getId();
        throw new IllegalStateException("An element outside of any process");
    }

    private static @Nullable String oneLine(@Nullable String name) {
        return name == null || name.isBlank() ? null : name.strip().replaceAll("\\s+", " ");
    }
}
