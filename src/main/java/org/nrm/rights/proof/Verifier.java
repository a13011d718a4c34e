package org.nrm.rights.proof;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.model.DataReader;
import org.nrm.rights.model.Decisions;
import org.nrm.rights.model.Expressions;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.NotModelled;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;

/**
 * Proves of a set of process models that they keep the rights rules, or shows where they do not. Models are judged together: a
 * called process is judged where it is called.
 */
public final class Verifier {

    private final Vocabulary vocabulary;
    private final Rules rules;
    private final Expressions expressions;
    /** What the last run read, of which the next takes what has not changed; a model is for one thread only, so it is taken away. */
    private final AtomicReference<Map<String, ModelFile>> last = new AtomicReference<>(Map.of());

    private volatile Decisions decisions;

    /** A verifier for one configuration. */
    public Verifier(Vocabulary vocabulary, Rules rules) {
        this.vocabulary = vocabulary;
        this.rules = rules;
        expressions = DataReader.expressions(vocabulary);
        decisions = new Decisions(Map.of(), expressions);
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
        var report = run.report((System.nanoTime() - began) / 1_000_000);
        last.set(run.files);
        return report;
    }

    /** A part is called by another process, or started by its own message. */
    private static boolean isPart(Process process) {
        return Annotations.value(process, "part").filter("true"::equals).isPresent();
    }

    /** The tables do not change once they are read, so they are kept. */
    private Decisions decisions(Map<String, String> sources) {
        var known = decisions;
        if (!known.sources().equals(sources)) {
            known = new Decisions(sources, expressions);
            decisions = known;
        }
        return known;
    }

    static String oneLine(@Nullable String text) {
        return String.valueOf(text).replaceAll("\\s+", " ");
    }

    /** One verification. */
    private final class Run implements Judge.Sink {
        private final Sources sources;
        private final Map<String, ModelFile> files = new HashMap<>();
        private final Map<String, BpmnModelInstance> models = new TreeMap<>();
        private final Map<String, Map<String, Integer>> lines = new HashMap<>();
        private final Map<String, Process> processes = new LinkedHashMap<>();
        private final Map<String, String> fileOf = new HashMap<>();
        private final Set<@Nullable String> called = new HashSet<>();
        private final List<Finding> findings = new ArrayList<>();
        private final Set<String> said = new HashSet<>();
        private final Map<String, Long> states = new HashMap<>();
        private final Map<String, Long> millis = new HashMap<>();
        private Decisions tables = decisions;

        Run(Sources sources) {
            this.sources = sources;
        }

        void read() {
            var known = last.getAndSet(Map.of());
            // Meanwhile this thread reads the tables: the stack of a main thread is the deeper one.
            var reading = CompletableFuture.supplyAsync(() ->
                    List.copyOf(sources.processes().entrySet()).parallelStream()
                            .map(entry -> read(entry.getKey(), entry.getValue(), known.get(entry.getKey())))
                            .toList());
            tables = decisions(sources.decisions());
            reading.join().forEach(this::add);
        }

        private static ModelFile read(String file, String text, @Nullable ModelFile known) {
            return known != null && known.text().equals(text) ? known : ModelFile.read(file, text);
        }

        private void add(ModelFile read) {
            files.put(read.file(), read);
            if (read.fault() != null) findings.add(read.fault());
            var model = read.model();
            if (model == null) return;
            models.put(read.file(), model);
            lines.put(read.file(), read.lines());
            for (var call : model.getModelElementsByType(CallActivity.class)) called.add(call.getCalledElement());
            for (var process : model.getModelElementsByType(Process.class)) {
                if (processes.putIfAbsent(process.getId(), process) == null) fileOf.put(process.getId(), read.file());
            }
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
                var file = fileOf.getOrDefault(id, "");
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
            var reader = new DataReader(vocabulary, tables);
            findings.addAll(Declarations.check(models, vocabulary, tables, reader, lines));
            if (findings.stream().anyMatch(finding -> finding.verdict() == Verdict.UNUSABLE)) return;
            var all = new ArrayList<Facts>();
            for (var process : processes.values()) {
                var begins = begins(process);
                if (begins == null) continue;
                try {
                    var graph = new Graph(process, processes, begins);
                    all.add(new Facts(graph, vocabulary, expressions, reader));
                } catch (NotModelled e) {
                    var file = fileOf.getOrDefault(e.process, "");
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
                judge.judge(rules.all());
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
            var file = fileOf.getOrDefault(node.process, "");
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
                    if (!entry.equals(fileOf.get(process.getId()))) continue;
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
                if (!rest.isEmpty() || !fileOf.containsValue(entry)) reported.add(model(entry, null, rest));
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
            var nodes = found == null ? 0 : nodes(models.get(file));
            return new Report.Model(
                    file,
                    process,
                    process == null && own.isEmpty() ? Verdict.UNUSABLE : verdict,
                    own,
                    nodes,
                    states.getOrDefault(String.valueOf(process), 0L),
                    millis.getOrDefault(String.valueOf(process), 0L));
        }

        private static int nodes(@Nullable BpmnModelInstance model) {
            if (model == null) return 0;
            return (int) model.getModelElementsByType(Process.class).stream()
                    .flatMap(process -> Elements.descendants(process).stream())
                    .filter(FlowNode.class::isInstance)
                    .count();
        }
    }
}
