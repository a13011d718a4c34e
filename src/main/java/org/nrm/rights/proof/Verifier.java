package org.nrm.rights.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.UnusableFile;
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
        return verify(sources, List.of());
    }

    /**
     * Judges what can be read of a set.
     *
     * @param unread files beside it that cannot be used
     */
    public Report verify(Sources sources, List<UnusableFile> unread) {
        return verify(sources, unread, false);
    }

    /**
     * Judges the files as what is to run: besides, one process must be the pathway, on which offers and rights at any time are judged, and
     * every part must be called or begin by a message that says who sends it.
     */
    public Report verifyWhole(Sources sources) {
        return verify(sources, List.of(), true);
    }

    private Report verify(Sources sources, List<UnusableFile> unread, boolean whole) {
        var began = System.nanoTime();
        var run = new Run(sources);
        unread.forEach(run::unread);
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
        /** Those that can be read, by id. */
        private final Map<String, Process> processes = new LinkedHashMap<>();
        /** By file, those of an id that another file has, too, included. */
        private final Map<String, List<Process>> processesOf = new TreeMap<>();
        /** All processes of a file that can be told apart in the report. */
        private final Map<String, Set<String>> idsOf = new HashMap<>();
        /** What cannot be used, by id of the process or form, and why. */
        private final Map<String, Finding> lost = new HashMap<>();

        private final Map<String, Finding> lostForms = new HashMap<>();
        private final Map<String, String> fileOf = new HashMap<>();
        private final Set<@Nullable String> called = new HashSet<>();
        private final List<Finding> findings = new ArrayList<>();
        /** The event from which a finding follows. */
        private final Map<Finding, Node> causes = new HashMap<>();

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
            reading.join().forEach(read -> attempt(read.file(), null, () -> add(read)));
        }

        private static ModelFile read(String file, String text, @Nullable ModelFile known) {
            return known != null && known.text().equals(text) ? known : ModelFile.read(file, text);
        }

        private void unread(UnusableFile file) {
            var finding = Finding.unusable(file.file(), file.line(), null, null, oneLine(file.getMessage()));
            findings.add(finding);
            var name = file.file().substring(file.file().lastIndexOf('/') + 1);
            if (name.endsWith(".form")) lostForms.put(name.substring(0, name.length() - ".form".length()), finding);
        }

        private void add(ModelFile read) {
            files.put(read.file(), read);
            findings.addAll(read.faults());
            read.lost().forEach(lost::putIfAbsent);
            var model = read.model();
            if (model == null) return;
            models.put(read.file(), model);
            lines.put(read.file(), read.lines());
            for (var call : model.getModelElementsByType(CallActivity.class)) called.add(call.getCalledElement());
            for (var process : model.getModelElementsByType(Process.class)) add(read.file(), process);
        }

        private void add(String file, Process process) {
            var id = process.getId();
            fileOf.putIfAbsent(id, file);
            idsOf.computeIfAbsent(file, none -> new LinkedHashSet<>()).add(id);
            Executable.Sink sink = (element, message) -> {
                var finding = Finding.unusable(file, line(file, String.valueOf(element)), id, element, message);
                findings.add(finding);
                lost.putIfAbsent(id, finding);
            };
            if (References.kept(process, sink)) {
                processes.putIfAbsent(id, process);
                processesOf.computeIfAbsent(file, none -> new ArrayList<>()).add(process);
            } else Executable.kinds(process, sink);
        }

        void whole() {
            var pathways = processes.values().stream()
                    .filter(process -> !isPart(process))
                    .map(Process::getId)
                    .toList();
            if (pathways.size() != 1)
                findings.add(Finding.of(
                                "R42",
                                sources.processes().keySet().stream()
                                        .findFirst()
                                        .orElse(""),
                                0,
                                null,
                                null,
                                "of all processes exactly one must be the pathway, which has no nrm:part; here they are "
                                        + pathways)
                        .because(missing()));
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
                                    "is a part that nothing calls and that no message of a known sender begins")
                            .because(missing()));
            }
        }

        /** Why a process may be missing; null if none is known to be. */
        private @Nullable Finding missing() {
            return findings.stream()
                    .filter(finding -> finding.verdict() == Verdict.UNUSABLE
                            && !finding.file().endsWith(".form"))
                    .findFirst()
                    .orElse(null);
        }

        void judge() {
            var reader = new DataReader(vocabulary, tables);
            attempt(
                    sources.processes().keySet().stream().findFirst().orElse(""),
                    null,
                    () -> findings.addAll(Declarations.check(
                            processesOf, vocabulary, tables, reader, lines, new Elements.Lost(lost, lostForms))));
            leaveOut();
            var all = new ArrayList<Facts>();
            for (var process : processes.values())
                if (!lost.containsKey(process.getId()))
                    attempt(process.getId(), () -> unfold(process, reader).ifPresent(all::add));
            leaveOut();
            all.removeIf(facts -> lost.containsKey(facts.graph.root.process));
            if (all.isEmpty()) return;
            attempt(all.get(0).graph.root.process, () -> judge(all));
        }

        private Optional<Facts> unfold(Process process, DataReader reader) {
            var begins = begins(process);
            if (begins == null) return Optional.empty();
            try {
                return Optional.of(new Facts(new Graph(process, processes, begins), vocabulary, expressions, reader));
            } catch (NotModelled e) {
                var file = fileOf.getOrDefault(e.process, "");
                findings.add(
                        Finding.unusable(file, line(file, e.element), e.process, e.element, oneLine(e.getMessage())));
                return Optional.empty();
            }
        }

        private void judge(List<Facts> all) {
            var dependence = new Dependence(all, vocabulary);
            for (var facts : all) {
                var began = System.nanoTime();
                var root = facts.graph.root.process;
                var process = processes.get(root);
                attempt(root, () -> {
                    var judge = new Judge(
                            facts, dependence, vocabulary, rules.settings(), process != null && !isPart(process), this);
                    judge.judge(rules.all());
                    states.merge(root, judge.states(), Long::sum);
                });
                millis.merge(root, (System.nanoTime() - began) / 1_000_000, Long::sum);
            }
        }

        /** What cannot be judged is left out with all that calls it; the rest still is judged. */
        private void leaveOut() {
            for (var finding : findings)
                if (finding.verdict() == Verdict.UNUSABLE && finding.process() != null)
                    lost.putIfAbsent(finding.process(), finding);
            var calls = new HashMap<String, List<CallActivity>>();
            for (var process : processes.values())
                for (var element : Elements.descendants(process))
                    if (element instanceof CallActivity call && call.getCalledElement() != null)
                        calls.computeIfAbsent(call.getCalledElement(), none -> new ArrayList<>())
                                .add(call);
            var open = new ArrayDeque<>(lost.keySet());
            while (!open.isEmpty()) {
                var id = open.poll();
                for (var call : calls.getOrDefault(id, List.of())) {
                    var caller = caller(call);
                    if (lost.containsKey(caller)) continue;
                    calls(call, caller, id);
                    open.add(caller);
                }
            }
        }

        private static String caller(CallActivity call) {
            ModelElementInstance at = call;
            while (!(at instanceof Process)) at = at.getParentElement();
            return ((Process) at).getId();
        }

        private void calls(CallActivity call, String caller, String called) {
            var cause = Objects.requireNonNull(lost.get(called));
            var file = fileOf.getOrDefault(caller, "");
            var finding = Finding.unusable(
                            file,
                            line(file, call.getId()),
                            caller,
                            call.getId(),
                            "calls the process '" + called + "', which cannot be judged, so neither can this one")
                    .because(cause.cause() == null ? cause : cause.cause());
            findings.add(finding);
            lost.put(caller, finding);
        }

        /** What fails costs only the process: the others are still judged. */
        private void attempt(String process, Runnable step) {
            attempt(fileOf.getOrDefault(process, ""), process, step);
        }

        private void attempt(String file, @Nullable String process, Runnable step) {
            try {
                step.run();
            } catch (RuntimeException | StackOverflowError e) {
                findings.add(
                        Finding.unusable(file, line(file, String.valueOf(process)), process, process, Elements.FAILED));
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
                String rule,
                Node node,
                String message,
                String repair,
                List<String> trace,
                List<String> otherRun,
                @Nullable Node cause) {
            add(rule, Verdict.VIOLATED, node, message, repair, trace, otherRun, cause);
        }

        @Override
        public void unusable(Node node, String message) {
            add("unusable", Verdict.UNUSABLE, node, message, "", List.of(), List.of(), null);
        }

        private void add(
                String rule,
                Verdict verdict,
                Node node,
                String message,
                String repair,
                List<String> trace,
                List<String> otherRun,
                @Nullable Node cause) {
            if (!said.add(rule + " " + node.process + " " + node.id() + " " + message)) return;
            var file = fileOf.getOrDefault(node.process, "");
            var finding = new Finding(
                    rule,
                    verdict,
                    file,
                    line(file, node.id()),
                    node.process,
                    node.id(),
                    message,
                    repair,
                    trace,
                    otherRun);
            findings.add(finding);
            if (cause != null) causes.put(finding, cause);
        }

        Report report(long took) {
            return new Reporting(sources.processes().keySet(), models, idsOf, states, millis, rules)
                    .of(new Causes(files.values(), causes).of(findings), took);
        }
    }
}
