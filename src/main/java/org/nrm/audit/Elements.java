package org.nrm.audit;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Annotations;

/**
 * What an export tells of the elements of one published set of models.
 *
 * @param elements by {@code process element}
 * @param read     variables that a condition reads: of all facts, an export tells these
 */
record Elements(Map<String, Element> elements, Set<String> read) {

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

    /** Of a set that is not there. */
    static final Elements NONE = new Elements(Map.of(), Set.of());

    Elements {
        elements = Map.copyOf(elements);
        read = Set.copyOf(read);
    }

    /** How an element shows in a life cycle. */
    enum Kind {
        USER_TASK,
        /** Takes time: another task, a subprocess, a called process. */
        ACTIVITY,
        /** Waits for something to happen. */
        WAITING_EVENT,
        /** Happens in a moment. */
        EVENT,
        GATEWAY,
        FLOW,
        UNKNOWN
    }

    /**
     * One element.
     *
     * @param name its id, if it has no name
     */
    record Element(Kind kind, String name, @Nullable String strand, List<String> marks) {

        boolean has(Mark mark) {
            return marks.contains(mark.word());
        }
    }

    /** Of a set's files, by path. */
    static Elements of(Map<String, String> files) {
        var elements = new HashMap<String, Element>();
        var read = new HashSet<String>();
        files.forEach((path, text) -> {
            if (!path.endsWith(".bpmn")) return;
            var model = Bpmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            for (var element : model.getModelElementsByType(FlowElement.class))
                elements.put(key(process(element), element.getId()), element(element));
            for (var condition : model.getModelElementsByType(ConditionExpression.class)) {
                var words = VARIABLE.matcher(
                        QUOTED.matcher(condition.getTextContent()).replaceAll(""));
                while (words.find()) read.add(words.group());
            }
        });
        return new Elements(elements, read);
    }

    Element find(@Nullable String process, @Nullable String id) {
        var element = process == null || id == null ? null : elements.get(key(process, id));
        return element == null ? new Element(Kind.UNKNOWN, id == null ? "" : id, null, List.of()) : element;
    }

    private static Element element(FlowElement element) {
        var name = element.getName();
        return new Element(
                kind(element),
                name == null || name.isBlank() ? element.getId() : name.strip().replaceAll("\\s+", " "),
                Annotations.strand(element).map(Strand::word).orElse(null),
                Annotations.marks(element).stream().map(Mark::word).toList());
    }

    private static Kind kind(FlowElement element) {
        if (element instanceof UserTask) return Kind.USER_TASK;
        if (element instanceof Activity) return Kind.ACTIVITY;
        if (element instanceof Gateway) return Kind.GATEWAY;
        if (element instanceof SequenceFlow) return Kind.FLOW;
        return element instanceof IntermediateCatchEvent ? Kind.WAITING_EVENT : Kind.EVENT;
    }

    private static String process(ModelElementInstance element) {
        for (var at = element; at != null; at = at.getParentElement())
            if (at instanceof Process process) return process.getId();
        throw new IllegalStateException("An element outside of any process");
    }

    private static String key(String process, String id) {
        return process + " " + id;
    }
}
