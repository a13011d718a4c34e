package org.nrm.rights;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.Graph.Node;
import org.nrm.rights.Graph.NotModelled;

/**
 * Proves of a set of process models that they keep the rights rules, or shows where they do not. Models are judged together: a
 * called process is judged where it is called.
 */
public final class Verifier {

    private final Vocabulary vocabulary;
    private final Rules rules;

    /** A verifier for one configuration. */
    public Verifier(Vocabulary vocabulary, Rules rules) {
        this.vocabulary = vocabulary;
        this.rules = rules;
    }

    /** Judges the files together. Takes no time limit; what is too large to search is unusable. */
    public Report verify(Sources sources) {
        return verify(sources, false);
    }

    /**
     * Judges the files as what is to run: besides, one process must be the pathway, on which offers and rights at any time are judged, and
     * every part must be called or begin by a message that says who sends it.
     */
    public Report verifyWhole(Sources sources) {
        return verify(sources, true);
    }

    private Report verify(Sources sources, boolean whole) {
        var began = System.nanoTime();
        var run = new Run(sources);
        run.read();
        if (whole) run.whole();
        run.judge();
        return run.report((System.nanoTime() - began) / 1_000_000);
    }

    /** A part is called by another process, or started by its own message. */
    private static boolean isPart(Process process) {
        return Annotations.value(process, "part").filter("true"::equals).isPresent();
    }

    /** One verification. */
    private final class Run implements Judge.Sink {
        private final Sources sources;
        private final Map<String, BpmnModelInstance> models = new TreeMap<>();
        private final Map<String, Map<String, Integer>> lines = new HashMap<>();
        private final Map<String, Process> processes = new LinkedHashMap<>();
        private final Map<String, String> files = new HashMap<>();
        private final Set<@Nullable String> called = new HashSet<>();
        private final List<Finding> findings = new ArrayList<>();
        private final Set<String> said = new HashSet<>();
        private final Map<String, Long> states = new HashMap<>();
        private final Map<String, Long> millis = new HashMap<>();

        Run(Sources sources) {
            this.sources = sources;
        }

        void read() {
            sources.processes().forEach((file, text) -> {
                try {
                    lines.put(file, SafeXml.check(file, text));
                    var model =
                            Bpmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
                    models.put(file, model);
                    for (var call : model.getModelElementsByType(CallActivity.class))
                        called.add(call.getCalledElement());
                    for (var process : model.getModelElementsByType(Process.class)) {
                        if (processes.putIfAbsent(process.getId(), process) == null) files.put(process.getId(), file);
                    }
                } catch (UnusableFile e) {
                    findings.add(Finding.unusable(file, e.line(), null, null, oneLine(e.getMessage())));
                } catch (ModelException e) {
                    var cause = e.getCause();
                    findings.add(Finding.unusable(
                            file,
                            0,
                            null,
                            null,
                            "is not a BPMN model: " + oneLine(cause == null ? e.getMessage() : cause.getMessage())));
                }
            });
        }

        private String oneLine(@Nullable String text) {
            return String.valueOf(text).replaceAll("\\s+", " ");
        }

        void whole() {
            var pathways = processes.values().stream()
                    .filter(process -> !isPart(process))
                    .map(Process::getId)
                    .toList();
            if (pathways.size() != 1)
                findings.add(Finding.of(
                        "R42",
                        sources.processes().keySet().stream().findFirst().orElse(""),
                        0,
                        null,
                        null,
                        "of all processes exactly one must be the pathway, which has no nrm:part; here they are "
                                + pathways));
            for (var process : processes.values()) {
                var id = process.getId();
                var begun = process.getChildElementsByType(StartEvent.class).stream()
                        .anyMatch(start -> Annotations.value(start, "sent-by").isPresent());
                var file = files.getOrDefault(id, "");
                if (isPart(process) && !called.contains(id) && !begun)
                    findings.add(Finding.of(
                            "R42",
                            file,
                            line(file, id),
                            id,
                            id,
                            "is a part that nothing calls and that no message of a known sender begins"));
            }
        }

        void judge() {
            var expressions = DataReader.expressions(vocabulary);
            var decisions = new Decisions(sources.decisions(), expressions);
            findings.addAll(Declarations.check(models, vocabulary, decisions, lines));
            if (findings.stream().anyMatch(finding -> finding.verdict() == Verdict.UNUSABLE)) return;
            var reader = new DataReader(vocabulary, decisions);
            var all = new ArrayList<Facts>();
            for (var process : processes.values()) {
                var begins = begins(process);
                if (begins == null) continue;
                try {
                    var graph = new Graph(process, processes, begins);
                    all.add(new Facts(graph, vocabulary, expressions, reader));
                } catch (NotModelled e) {
                    var file = files.getOrDefault(e.process, "");
                    findings.add(Finding.unusable(
                            file, line(file, e.element), e.process, e.element, oneLine(e.getMessage())));
                }
            }
            if (findings.stream().anyMatch(finding -> finding.verdict() == Verdict.UNUSABLE)) return;
            var dependence = new Dependence(all, vocabulary);
            for (var facts : all) {
                var began = System.nanoTime();
                var root = facts.graph.root.process;
                var process = processes.get(root);
                var judge = new Judge(
                        facts, dependence, vocabulary, rules.settings(), process != null && !isPart(process), this);
                judge.judge();
                states.merge(root, judge.states(), Long::sum);
                millis.merge(root, (System.nanoTime() - began) / 1_000_000, Long::sum);
            }
        }

        /** The start events by which a process is judged by itself; null if it is judged only where it is called. */
        private @Nullable Predicate<StartEvent> begins(Process process) {
            if (!called.contains(process.getId())) return start -> true;
            var other =
                    process.getChildElementsByType(StartEvent.class).stream().anyMatch(start -> !Graph.plain(start));
            return other ? start -> !Graph.plain(start) : null;
        }

        private int line(String file, String element) {
            return lines.getOrDefault(file, Map.of()).getOrDefault(element, 0);
        }

        @Override
        public void find(
                String rule, Node node, String message, String repair, List<String> trace, List<String> otherRun) {
            add(rule, Verdict.VIOLATED, node, message, repair, trace, otherRun);
        }

        @Override
        public void unusable(Node node, String message) {
            add("unusable", Verdict.UNUSABLE, node, message, "", List.of(), List.of());
        }

        private void add(
                String rule,
                Verdict verdict,
                Node node,
                String message,
                String repair,
                List<String> trace,
                List<String> otherRun) {
            if (!said.add(rule + " " + node.process + " " + node.id() + " " + message)) return;
            var file = files.getOrDefault(node.process, "");
            findings.add(new Finding(
                    rule,
                    verdict,
                    file,
                    line(file, node.id()),
                    node.process,
                    node.id(),
                    message,
                    repair,
                    trace,
                    otherRun));
        }

        Report report(long took) {
            var order = Comparator.comparing(Finding::file)
                    .thenComparing(finding -> String.valueOf(finding.process()))
                    .thenComparingInt(Finding::line)
                    .thenComparing(finding -> String.valueOf(finding.element()))
                    .thenComparing(Finding::rule, rules.order())
                    .thenComparing(Finding::message);
            var reported = new ArrayList<Report.Model>();
            var left = new LinkedHashSet<>(findings.stream().sorted(order).toList());
            for (var entry : new TreeMap<>(sources.processes()).keySet()) {
                for (var process : processes.values()) {
                    if (!entry.equals(files.get(process.getId()))) continue;
                    var own = left.stream()
                            .filter(finding -> finding.file().equals(entry)
                                    && process.getId().equals(finding.process()))
                            .toList();
                    own.forEach(left::remove);
                    reported.add(model(entry, process.getId(), own));
                }
                var rest = left.stream()
                        .filter(finding -> finding.file().equals(entry))
                        .toList();
                rest.forEach(left::remove);
                if (!rest.isEmpty() || !files.containsValue(entry)) reported.add(model(entry, null, rest));
            }
            for (var finding : left) reported.add(model(finding.file(), null, List.of(finding)));
            var verdict = reported.stream()
                    .map(Report.Model::verdict)
                    .max(Comparator.naturalOrder())
                    .orElse(Verdict.PROVED);
            return new Report(verdict, reported, rules.all(), took);
        }

        private Report.Model model(String file, @Nullable String process, List<Finding> own) {
            var verdict = own.stream()
                    .map(Finding::verdict)
                    .max(Comparator.naturalOrder())
                    .orElse(Verdict.PROVED);
            var found = process == null ? null : processes.get(process);
            var nodes = found == null
                    ? 0
                    : (int)
                            models
                                    .getOrDefault(file, Bpmn.createEmptyModel())
                                    .getModelElementsByType(FlowNode.class)
                                    .stream()
                                    .count();
            return new Report.Model(
                    file,
                    process,
                    process == null && own.isEmpty() ? Verdict.UNUSABLE : verdict,
                    own,
                    nodes,
                    states.getOrDefault(String.valueOf(process), 0L),
                    millis.getOrDefault(String.valueOf(process), 0L));
        }
    }
}
