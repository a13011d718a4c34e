package org.nrm.rights.follow;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.model.DataReader;
import org.nrm.rights.model.Decisions;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.NotModelled;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;

/** A published set of models, made ready for following cases through it. For one thread at a time. */
public final class Course {

    /** What the engine adds to the id of an activity that is repeated, for what holds the repetitions. */
    static final String BODY = "#multiInstanceBody";

    private final Vocabulary vocabulary;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<String, String> sources = new HashMap<>();
    private final Set<String> called = new HashSet<>();
    private final Mappings mappings = new Mappings();
    private final DataReader reader;
    private final Map<String, Facts> facts = new HashMap<>();
    private final Map<Scope, Net> nets = new HashMap<>();
    private final Map<Net, Map<Node, List<Transition>>> steps = new HashMap<>();
    private final Map<Scope, Map<String, Node>> nodes = new HashMap<>();

    private Course(Vocabulary vocabulary, Decisions decisions) {
        this.vocabulary = vocabulary;
        reader = new DataReader(vocabulary, decisions);
    }

    /**
     * Reads the models.
     *
     * @throws UnusableFile if a file is no model; what cannot be followed is said only when a case needs it
     */
    public static Course of(Sources files, Vocabulary vocabulary) throws UnusableFile {
        var course = new Course(vocabulary, Decisions.of(files, vocabulary));
        for (var file : files.processes().entrySet()) {
            try {
                var model = Bpmn.readModelFromStream(
                        new ByteArrayInputStream(file.getValue().getBytes(StandardCharsets.UTF_8)));
                for (var process : model.getModelElementsByType(Process.class))
                    course.processes.put(process.getId(), process);
                course.mappings.read(model);
                for (var call : model.getModelElementsByType(CallActivity.class))
                    course.called.add(String.valueOf(call.getCalledElement()));
                for (var flow : model.getModelElementsByType(SequenceFlow.class))
                    course.sources.put(
                            flow.getId(),
                            flow.getSource() == null ? "" : flow.getSource().getId());
            } catch (ModelException e) {
                throw new UnusableFile(file.getKey(), 0, "is not a BPMN model");
            }
        }
        return course;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The process with all that it calls; null if there is no such process, or it is not modelled. */
    @Nullable
    Facts facts(String process) {
        var known = facts.get(process);
        if (known != null) return known;
        var root = processes.get(process);
        if (root == null) return null;
        try {
            var graph = new Graph(root, processes, start -> true);
            var read = new Facts(graph, vocabulary, DataReader.expressions(vocabulary), reader);
            facts.put(process, read);
            return read;
        } catch (NotModelled e) {
            return null;
        }
    }

    /** The processes that can begin a part of a case by a message of this name. */
    List<String> begunBy(String message) {
        return processes.keySet().stream()
                .filter(process -> {
                    var read = facts(process);
                    return read != null
                            && read.graph.starts.stream()
                                    .anyMatch(start ->
                                            start.trigger == Graph.Trigger.MESSAGE && start.code.equals(message));
                })
                .toList();
    }

    /** Is it begun by a call in another process? */
    boolean isCalled(String process) {
        return called.contains(process);
    }

    /** The steps of one scope. */
    Net net(Facts of, Scope scope) {
        return nets.computeIfAbsent(scope, key -> Net.followed(of.graph, of, scope));
    }

    /** Those that happen at a node. */
    List<Transition> steps(Net net, Node node) {
        return steps.computeIfAbsent(net, key -> {
                    var found = new HashMap<Node, List<Transition>>();
                    for (var step : key.transitions)
                        found.computeIfAbsent(step.node(), any -> new java.util.ArrayList<>())
                                .add(step);
                    return found;
                })
                .getOrDefault(node, List.of());
    }

    /** The node of the scope with this id. */
    @Nullable
    Node node(Scope scope, @Nullable String id) {
        return nodes.computeIfAbsent(scope, key -> {
                    var found = new HashMap<String, Node>();
                    for (var node : key.nodes) found.put(node.id(), node);
                    return found;
                })
                .get(id == null ? "" : id);
    }

    /** What goes into the node and comes out of it. */
    Mappings.Of mappings(Node node) {
        return mappings.at(node.element);
    }

    /** Id of the element that the flow leaves. */
    @Nullable
    String source(@Nullable String flow) {
        return flow == null ? null : sources.get(flow);
    }

    static String plain(@Nullable String element) {
        var id = String.valueOf(element);
        return id.endsWith(BODY) ? id.substring(0, id.length() - BODY.length()) : id;
    }
}
