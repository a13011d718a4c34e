package org.nrm.rights.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.model.ConsentNeeded;
import org.nrm.rights.model.DataFacts;
import org.nrm.rights.model.DataReader;
import org.nrm.rights.model.Expressions;
import org.nrm.rights.model.Origins;
import org.nrm.rights.model.Vocabulary;

/** All elements of a set of models as they are written, what each does with data, and what is wrong with them. */
final class Elements {

    /**
     * What would be there, were it not that its file cannot be used, each with what is wrong.
     *
     * @param processes by id
     * @param forms     by id
     */
    record Lost(Map<String, Finding> processes, Map<String, Finding> forms) {

        static final Lost NOTHING = new Lost(Map.of(), Map.of());

        Lost {
            processes = Map.copyOf(processes);
            forms = Map.copyOf(forms);
        }
    }

    /** One element, where it stands. */
    record At(String file, Process process, BaseElement element) {

        /** Another element of the same process. */
        At other(BaseElement element) {
            return new At(file, process, element);
        }
    }

    /** Nothing of this kind is known; should there be one, it is no verdict. */
    static final String FAILED =
            "the verifier failed here, so nothing is proved of it; this is a fault of the program, not of the file";

    final Vocabulary vocabulary;
    final Lost lost;
    final Expressions expressions;
    final Origins origins;
    private final Map<String, Map<String, Integer>> lines;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<Process, Map<BaseElement, DataFacts>> facts = new HashMap<>();
    /** By the id of a process, those that call it. */
    private final Map<String, Set<Process>> calling = new HashMap<>();
    /** Of each node those that leave it. */
    private final Map<FlowNode, List<SequenceFlow>> leaving = new HashMap<>();

    /** @param lines of each file, by id of the element */
    Elements(
            Map<String, List<Process>> models,
            Vocabulary vocabulary,
            DataReader reader,
            Map<String, Map<String, Integer>> lines,
            Lost lost) {
        this.vocabulary = vocabulary;
        this.lines = lines;
        this.lost = lost;
        expressions = reader.expressions();
        var files = new HashMap<String, String>();
        models.forEach((file, own) -> own.forEach(process -> {
            var id = process.getId();
            if (processes.putIfAbsent(id, process) != null) twice(id, file, files.getOrDefault(id, ""));
            files.putIfAbsent(id, file);
            attempt(new At(file, process, process), () -> read(process, reader));
        }));
        origins = new Origins(vocabulary, processes, facts);
    }

    /** A process of one id in two files: whoever reads either is told of the other. */
    private void twice(String id, String file, String before) {
        add(Finding.of("R42", file, line(file, id), id, id, twice(id, before)));
        add(Finding.of("R42", before, line(before, id), id, id, twice(id, file)));
    }

    private static String twice(String id, String other) {
        return "the file " + other + " has a process of the id '" + id + "', too; give one of them another id";
    }

    /** What fails costs only the process: the others are still judged. */
    void attempt(At at, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | StackOverflowError e) {
            unusable(at, at.process().getId(), FAILED);
        }
    }

    private void read(Process process, DataReader reader) {
        var elements = new LinkedHashMap<BaseElement, DataFacts>();
        elements.put(process, reader.read(process));
        for (var element : descendants(process)) {
            elements.put(element, reader.read(element));
            if (element instanceof SequenceFlow flow
                    && flow.getSource() != null
                    && flow.getTarget() != null
                    && beside(flow, flow.getSource()))
                leaving.computeIfAbsent(flow.getSource(), from -> new ArrayList<>())
                        .add(flow);
            if (element instanceof CallActivity call && call.getCalledElement() != null)
                calling.computeIfAbsent(call.getCalledElement(), called -> new LinkedHashSet<>())
                        .add(process);
        }
        facts.put(process, elements);
    }

    /** All of a process or subprocess, those of subprocesses included. */
    static Collection<FlowElement> descendants(ModelElementInstance scope) {
        var found = new ArrayList<FlowElement>();
        var open = new ArrayDeque<>(scope.getChildElementsByType(FlowElement.class));
        while (!open.isEmpty()) {
            var element = open.poll();
            found.add(element);
            if (element instanceof SubProcess) open.addAll(element.getChildElementsByType(FlowElement.class));
        }
        return found;
    }

    /** Are both in the same process or subprocess? */
    static boolean beside(FlowElement one, FlowElement other) {
        var parent = one.getParentElement();
        return parent != null && parent.equals(other.getParentElement());
    }

    static boolean consentsTo(BaseElement element, String kind) {
        return Annotations.marks(element).contains(Mark.CONSENTS)
                && ConsentNeeded.kinds(Annotations.of(element)).contains(kind);
    }

    boolean hasProcess(String id) {
        return processes.containsKey(id);
    }

    /** A process and all its elements. */
    Set<BaseElement> within(Process process) {
        return facts.getOrDefault(process, Map.of()).keySet();
    }

    /** What an element does with data; null if it is not known. */
    @Nullable
    DataFacts does(At at) {
        return facts.getOrDefault(at.process(), Map.of()).get(at.element());
    }

    /** The flows that leave a node. */
    List<SequenceFlow> flows(FlowNode node) {
        return leaving.getOrDefault(node, List.of());
    }

    /** A process and all that call it, through other processes too. */
    Set<Process> callers(Process process) {
        var callers = new HashSet<Process>();
        var open = new ArrayDeque<Process>();
        open.add(process);
        while (!open.isEmpty()) {
            var next = open.poll();
            if (!callers.add(next)) continue;
            open.addAll(calling.getOrDefault(next.getId(), Set.of()));
        }
        return callers;
    }

    /** The form of a task; null if it has none that is known. */
    @Nullable
    Form form(UserTask task) {
        return vocabulary.forms().get(String.valueOf(task.getCamundaFormRef()));
    }

    void find(Rule rule, At at, String message) {
        var id = at.element().getId();
        add(Finding.of(rule.id(), at.file(), line(at.file(), id), at.process().getId(), id, message));
    }

    void unusable(At at, @Nullable String element, String message) {
        add(Finding.unusable(at.file(), line(at.file(), element), at.process().getId(), element, message));
    }

    /** What is not so only because of something else. */
    void follows(@Nullable Rule rule, At at, String message, Finding cause) {
        var id = at.element().getId();
        var line = line(at.file(), id);
        var process = at.process().getId();
        add((rule == null
                        ? Finding.unusable(at.file(), line, process, id, message)
                        : Finding.of(rule.id(), at.file(), line, process, id, message))
                .because(cause));
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private int line(String file, @Nullable String element) {
        return element == null ? 0 : lines.getOrDefault(file, Map.of()).getOrDefault(element, 0);
    }
}
