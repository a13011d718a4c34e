package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EscalationEventDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Annotations;

/**
 * Walks the completion edges of the shipped models: flows, joins, ends of scopes and of calls, messages and escalations. No
 * unconditional activity stands behind a step of law enforcement or of justice.
 */
class NothingWaitsForThePoliceTests {

    private static final Set<String> LAW_ENFORCEMENT =
            Set.of("police", "border-guard", "labour-inspector", "prosecutor");

    @Test
    void noUnconditionalActivityStandsBehindLawEnforcementOrJustice() {
        assertThat(new Walk(models("processes")).waiting()).isEmpty();
    }

    @Test
    void theWalkFindsShelterBehindAStatement() {
        assertThat(walk("""
                <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="statement"/>
                %s<bpmn:sequenceFlow id="f2" sourceRef="statement" targetRef="shelter"/>%s</bpmn:process>""".formatted(
                                task("statement", "police", "justice"), task("shelter", "shelter", "assistance"))))
                .containsExactly("p/shelter");
    }

    @Test
    void theWalkFindsShelterBehindAScopeThatHoldsAPoliceTask() {
        assertThat(walk("""
                <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="scope"/>
                <bpmn:subProcess id="scope"><bpmn:startEvent id="i"/><bpmn:sequenceFlow id="f3" sourceRef="i" targetRef="statement"/>%s</bpmn:subProcess>
                <bpmn:sequenceFlow id="f2" sourceRef="scope" targetRef="shelter"/>%s</bpmn:process>""".formatted(
                                task("statement", "police", "justice"), task("shelter", "shelter", "assistance"))))
                .containsExactly("p/shelter");
    }

    @Test
    void theWalkFindsShelterBehindACallAndBehindAMessage() {
        assertThat(walk("""
                <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="call"/>
                <bpmn:callActivity id="call" calledElement="q"/><bpmn:sequenceFlow id="f2" sourceRef="call" targetRef="shelter"/>%s
                <bpmn:intermediateCatchEvent id="told"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
                <bpmn:sequenceFlow id="f4" sourceRef="told" targetRef="doctor"/>%s</bpmn:process>
                <bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="t"/><bpmn:sequenceFlow id="g1" sourceRef="t" targetRef="statement"/>%s
                <bpmn:sequenceFlow id="g2" sourceRef="statement" targetRef="tell"/>
                <bpmn:intermediateThrowEvent id="tell"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateThrowEvent></bpmn:process>
                <bpmn:message id="m" name="told"/>""".formatted(
                                task("shelter", "shelter", "assistance"),
                                task("doctor", "health", "assistance"),
                                task("statement", "police", "justice"))))
                .containsExactly("p/doctor", "p/shelter");
    }

    @Test
    void theWalkLeavesAloneWhatStandsBesideThePolice() {
        assertThat(walk("""
                <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="both"/>
                <bpmn:parallelGateway id="both"/><bpmn:sequenceFlow id="f2" sourceRef="both" targetRef="statement"/>
                <bpmn:sequenceFlow id="f3" sourceRef="both" targetRef="shelter"/>%s%s</bpmn:process>""".formatted(
                                task("statement", "police", "justice"), task("shelter", "shelter", "assistance"))))
                .isEmpty();
    }

    private static Set<String> walk(String processes) {
        var xml = """
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">%s</bpmn:definitions>""".formatted(processes);
        return new Walk(List.of(
                        Bpmn.readModelFromStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))))
                .waiting();
    }

    private static String task(String id, String role, String strand) {
        return """
                <bpmn:userTask id="%s" camunda:candidateGroups="%s"><bpmn:extensionElements><camunda:properties><camunda:property name="nrm:strand" value="%s"/></camunda:properties></bpmn:extensionElements></bpmn:userTask>""".formatted(id, role, strand);
    }

    private static List<BpmnModelInstance> models(String folder) {
        var models = new ArrayList<BpmnModelInstance>();
        var files = new File(folder).listFiles((parent, name) -> name.endsWith(".bpmn"));
        assertThat(files).hasSize(16);
        for (var file : files) models.add(Bpmn.readModelFromFile(file));
        return models;
    }

    /**
     * What comes after what. Every element has a beginning and an end; an activity's end comes after its beginning, the end of a
     * scope or call after the end of everything in it.
     */
    private static final class Walk {

        private final Map<String, Set<String>> after = new HashMap<>();
        private final Map<String, FlowNode> nodes = new LinkedHashMap<>();
        private final Map<String, List<CallActivity>> callers = new HashMap<>();
        private final Map<String, Process> processes = new HashMap<>();

        Walk(List<BpmnModelInstance> models) {
            for (var model : models) {
                for (var process : model.getModelElementsByType(Process.class)) processes.put(process.getId(), process);
                for (var node : model.getModelElementsByType(FlowNode.class)) nodes.put(key(node), node);
                for (var call : model.getModelElementsByType(CallActivity.class))
                    callers.computeIfAbsent(call.getCalledElement(), name -> new ArrayList<>())
                            .add(call);
            }
            nodes.values().forEach(this::edges);
            for (var model : models)
                for (var flow : model.getModelElementsByType(SequenceFlow.class))
                    edge(end(flow.getSource()), begin(flow.getTarget()));
        }

        /** Unconditional tasks behind a step of law enforcement or justice, {@code process/element}. */
        Set<String> waiting() {
            var reached = new HashSet<String>();
            var open = new ArrayDeque<String>();
            nodes.values().stream().filter(Walk::mayNeverComplete).forEach(node -> open.add(end(node)));
            while (!open.isEmpty()) {
                var point = open.poll();
                if (reached.add(point)) open.addAll(after.getOrDefault(point, Set.of()));
            }
            var waiting = new TreeSet<String>();
            nodes.forEach((key, node) -> {
                if (node instanceof UserTask
                        && Annotations.strand(node)
                                .filter(Strand::unconditional)
                                .isPresent()
                        && reached.contains(begin(node))) waiting.add(key);
            });
            return waiting;
        }

        private static boolean mayNeverComplete(FlowNode node) {
            return (node instanceof UserTask task && LAW_ENFORCEMENT.contains(task.getCamundaCandidateGroups()))
                    || (node instanceof Activity
                            && Annotations.strand(node)
                                    .filter(Strand.JUSTICE::equals)
                                    .isPresent());
        }

        private void edges(FlowNode node) {
            if (node instanceof SubProcess scope) {
                for (var start : scope.getChildElementsByType(StartEvent.class)) edge(begin(scope), begin(start));
            } else if (node instanceof CallActivity call) {
                var called = processes.get(call.getCalledElement());
                if (called != null)
                    for (var start : called.getChildElementsByType(StartEvent.class))
                        if (start.getEventDefinitions().isEmpty()) edge(begin(call), begin(start));
            } else edge(begin(node), end(node));
            var parent = node.getParentElement();
            if (parent instanceof SubProcess scope) edge(end(node), end(scope));
            if (parent instanceof Process process)
                for (var call : callers.getOrDefault(process.getId(), List.of())) edge(end(node), end(call));
            if (node instanceof BoundaryEvent event) {
                edge(begin(event.getAttachedTo()), begin(event));
                if (mayNeverComplete(event.getAttachedTo())) edge(end(event.getAttachedTo()), begin(event));
            }
            if (node instanceof ThrowEvent event) thrown(event);
        }

        private void thrown(ThrowEvent event) {
            for (var other : nodes.values()) {
                if (!(other instanceof CatchEvent)) continue;
                for (var sent : event.getChildElementsByType(MessageEventDefinition.class))
                    for (var received : other.getChildElementsByType(MessageEventDefinition.class))
                        if (sent.getMessage()
                                .getName()
                                .equals(received.getMessage().getName())) edge(end(event), begin(other));
                for (var raised : event.getChildElementsByType(EscalationEventDefinition.class))
                    for (var caught : other.getChildElementsByType(EscalationEventDefinition.class))
                        if (raised.getEscalation()
                                .getEscalationCode()
                                .equals(caught.getEscalation().getEscalationCode())) edge(end(event), begin(other));
            }
        }

        private void edge(String from, String to) {
            after.computeIfAbsent(from, point -> new HashSet<>()).add(to);
        }

        private static String begin(FlowNode node) {
            return "begin " + key(node);
        }

        private static String end(FlowNode node) {
            return "end " + key(node);
        }

        private static String key(FlowNode node) {
            ModelElementInstance parent = node;
            while (!(parent instanceof Process)) parent = parent.getParentElement();
            return ((Process) parent).getId() + "/" + node.getId();
        }
    }
}
