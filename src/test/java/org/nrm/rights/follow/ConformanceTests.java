package org.nrm.rights.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.CaseState;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.RandomModels;
import org.nrm.rights.follow.Observed.Kind;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Sources;
import org.nrm.rights.proof.SearchOracleTests;
import org.nrm.rights.proof.Verdict;

/**
 * What the real engine does on models made at random fits them, with all that engines allow: rounds, events that run beside
 * themselves, escalations, joins. What somebody changes in such a history does not fit, and neither does it fit a changed model.
 */
@Tag("slow")
class ConformanceTests {

    private static final long FIRST = Long.getLong("nrm.conformance.first", 0);
    private static final int MODELS = Integer.getInteger("nrm.conformance.models", 60);
    private static final int WALKS = Integer.getInteger("nrm.conformance.walks", 4);
    private static final Set<String> RULES = Set.of("R1", "R2", "R3", "R41");
    private static final List<Run> RUNS = new ArrayList<>();
    private static final int STEPS = 14;

    /** One run of the engine. */
    private record Run(
            long seed,
            Map<String, String> files,
            Course course,
            boolean proved,
            List<Observed> history,
            Set<String> running) {
        Conformance follow(List<Observed> changed) {
            return Conformance.of(model -> course, changed);
        }
    }

    private static Sources sources(Map<String, String> files) {
        return new Sources(files, Map.of(), SearchOracleTests.forms());
    }

    private static Course course(Map<String, String> files) throws UnusableFile {
        return Course.of(sources(files), SearchOracleTests.VOCABULARY);
    }

    /** Walks through models at random; those that hold the engine for ever, or that it refuses, are left out. */
    @BeforeAll
    static void walk() throws Exception {
        RUNS.clear();
        try (var engine = new Histories()) {
            for (var seed = FIRST; seed < FIRST + MODELS; seed++) {
                var files = RandomModels.model(seed).files();
                var report = SearchOracleTests.verifier().verify(sources(files));
                if (report.verdict() == Verdict.UNUSABLE
                        || report.findings().stream()
                                .anyMatch(finding -> finding.message().contains("may go round for ever"))) continue;
                var written = new HashMap<String, List<String>>();
                var errors = new HashSet<String>();
                for (var node : SearchOracleTests.facts(files).graph.nodes) {
                    if (node.element instanceof UserTask task && !"form-o".equals(task.getCamundaFormRef()))
                        written.put(node.id(), List.of(task.getCamundaFormRef().substring("form-".length())));
                    if (node.kind == Graph.Kind.BOUNDARY
                            && node.trigger == Graph.Trigger.ERROR
                            && node.attachedTo != null
                            && node.attachedTo.kind == Graph.Kind.WAIT) errors.add(node.attachedTo.id());
                }
                var course = course(files);
                // What a task fails by is no input that can be left out, and what is repeated is one step there.
                var proved = errors.isEmpty()
                        && report.findings().stream().noneMatch(finding -> RULES.contains(finding.rule()))
                        && SearchOracleTests.facts(files).graph.nodes.stream()
                                .allMatch(node -> node.multiInstance() == null);
                var of = seed;
                var histories = new ArrayList<List<Observed>>();
                var running = new ArrayList<Set<String>>();
                engine.with(files, () -> {
                    for (var walk = 0; walk < WALKS; walk++) {
                        histories.add(engine.walk(of * 1_000 + walk, STEPS, written, errors));
                        running.add(engine.running());
                    }
                });
                for (var at = 0; at < histories.size(); at++)
                    if (!histories.get(at).isEmpty())
                        RUNS.add(new Run(seed, files, course, proved, histories.get(at), running.get(at)));
            }
        }
    }

    /** Each run that has a number which is a multiple. */
    private static void each(int multiple, Consumer<Run> work) {
        for (var at = 0; at < RUNS.size(); at += multiple) work.accept(RUNS.get(at));
    }

    @Test
    void whatTheEngineDoesFits() {
        var wrong = new LinkedHashMap<String, String>();
        var entries = new long[1];
        each(1, run -> {
            entries[0] += run.history.size();
            var found = run.follow(run.history);
            if (!found.fits() || found.fitness() != 1) wrong.putIfAbsent("seed " + run.seed, found.toString());
        });
        write("conformance", RUNS.size() + " runs, " + entries[0] + " entries, " + wrong.size() + " do not fit\n");
        assertThat(wrong).isEmpty();
        assertThat(RUNS).hasSizeGreaterThan(MODELS);
    }

    @Test
    void theStateRebuiltFromTheEntriesIsTheEnginesOwn() {
        var wrong = new ArrayList<String>();
        each(1, run -> {
            var rebuilt = CaseState.of(
                    run.history.stream().map(ConformanceTests::entry).toList());
            if (!rebuilt.active().keySet().equals(run.running)) wrong.add("seed " + run.seed);
        });
        write("replay", RUNS.size() + " runs rebuilt, " + wrong.size() + " otherwise than the engine\n");
        assertThat(wrong).isEmpty();
    }

    private static Entry entry(Observed seen) {
        var act = Act.on(
                        new CaseRef("NRM-2026-AAAAAAAA"),
                        EntryType.valueOf(seen.kind().name()))
                .at(seen.process(), seen.element(), null);
        var parent = seen.parent();
        return Entry.of(
                seen.seq(),
                seen.time(),
                parent == null ? act : act.in(new Act.Place(1, "models", seen.instance(), parent)),
                Hash.NONE);
    }

    @Test
    void whatIsChangedInAHistoryDoesNotFit() {
        var tried = new TreeMap<String, Integer>();
        var missed = new ArrayList<String>();
        each(5, run -> {
            var random = new Random(run.seed);
            for (var at = 0; at < run.history.size(); at++)
                for (var change : changes(run, at, random).entrySet()) {
                    tried.merge(change.getKey(), 1, Integer::sum);
                    var found = run.follow(change.getValue());
                    if (found.fits())
                        missed.add(change.getKey() + " at " + (at + 1) + " of seed " + run.seed + " "
                                + run.history.get(at));
                }
        });
        write("tampering", tried + ", missed " + missed.size() + "\n");
        assertThat(missed).isEmpty();
        assertThat(tried).hasSizeGreaterThan(20);
    }

    private static Map<String, List<Observed>> changes(Run run, int at, Random random) {
        var entry = run.history.get(at);
        var kind = " " + entry.kind().name().toLowerCase(java.util.Locale.ROOT);
        var changes = new LinkedHashMap<String, List<Observed>>();
        var dropped = new ArrayList<>(run.history);
        dropped.remove(at);
        changes.put("dropped" + kind, dropped);
        var doubled = new ArrayList<>(run.history);
        doubled.add(at + 1 + random.nextInt(run.history.size() - at), entry);
        changes.put("doubled" + kind, doubled);
        var other = run.history.stream()
                .filter(one -> one.kind() == entry.kind()
                        && !String.valueOf(one.element()).equals(entry.element()))
                .findFirst();
        if (other.isPresent()) {
            var renamed = new ArrayList<>(run.history);
            renamed.set(at, named(entry, other.get().element()));
            changes.put("of another element" + kind, renamed);
        }
        if (entry.kind() == Kind.ENTERED) {
            var more = new ArrayList<>(run.history);
            more.add(
                    1 + random.nextInt(run.history.size()),
                    new Observed(
                            entry.seq(),
                            entry.time(),
                            Kind.ENTERED,
                            entry.process(),
                            entry.element(),
                            "inserted",
                            entry.parent(),
                            null,
                            null,
                            Map.of()));
            changes.put("inserted" + kind, more);
        }
        // What goes on in two places at once can be told in either order; what follows from something else cannot.
        for (var next = at + 1; next < run.history.size(); next++) {
            var later = run.history.get(next);
            if (later.instance() == null || !later.instance().equals(entry.instance())) continue;
            if (entry.kind() != Kind.ENTERED && later.kind() != Kind.LEFT) break;
            var swapped = new ArrayList<>(run.history);
            swapped.set(at, later);
            swapped.set(next, entry);
            changes.put("swapped" + kind, swapped);
            break;
        }
        return changes;
    }

    private static Observed named(Observed entry, @Nullable String element) {
        return new Observed(
                entry.seq(),
                entry.time(),
                entry.kind(),
                entry.process(),
                element,
                entry.instance(),
                entry.parent(),
                entry.role(),
                entry.model(),
                entry.values());
    }

    @Test
    void aHistoryDoesNotFitAChangedModel() {
        var tried = new TreeMap<String, Integer>();
        var missed = new ArrayList<String>();
        each(5, run -> {
            var taken = new HashSet<String>();
            for (var entry : run.history)
                if (entry.kind() == Kind.FLOW) taken.add(entry.process() + " " + entry.element());
            for (var flow : taken.stream().sorted().limit(2).toList())
                for (var change : mutants(run, flow).entrySet()) {
                    tried.merge(change.getKey(), 1, Integer::sum);
                    try {
                        var changed = course(change.getValue());
                        if (Conformance.of(model -> changed, run.history).fits())
                            missed.add(change.getKey() + " " + flow + " of seed " + run.seed);
                    } catch (UnusableFile e) {
                        missed.add(change.getKey() + " " + flow + ": " + e.getMessage());
                    }
                }
        });
        write("changed-models", tried + ", missed " + missed.size() + "\n");
        assertThat(missed).isEmpty();
        assertThat(tried).hasSize(2);
    }

    @Test
    void onAProvedModelAllIsOfferedAtTheSameTimeWhateverThePoliceDo() {
        var variants = new int[2];
        var wrong = new ArrayList<String>();
        each(1, run -> {
            if (!run.proved) return;
            variants[0]++;
            var found = Counterfactual.of(model -> run.course, run.history);
            variants[1] += found.variants().size();
            if (!found.same()) wrong.add("seed " + run.seed + " " + found);
        });
        write("counterfactual", variants[0] + " runs, " + variants[1] + " variants, " + wrong.size() + " differ\n");
        assertThat(wrong).isEmpty();
        assertThat(variants[1]).isGreaterThan(10);
    }

    /** The model without a flow that was taken, and with one that leads elsewhere. */
    private static Map<String, Map<String, String>> mutants(Run run, String flow) {
        var file = flow.substring(0, flow.indexOf(' ')) + ".bpmn";
        var id = flow.substring(flow.indexOf(' ') + 1);
        var text = run.files.getOrDefault(file, "");
        var begin = text.indexOf("<bpmn:sequenceFlow id=\"" + id + "\"");
        var end = text.indexOf("</bpmn:sequenceFlow>", begin);
        if (begin < 0) return Map.of();
        var whole = text.substring(begin, end + "</bpmn:sequenceFlow>".length());
        var target = id.substring(id.indexOf('-') + 1);
        var source = id.substring(0, id.indexOf('-'));
        var mutants = new LinkedHashMap<String, Map<String, String>>();
        mutants.put("flow removed", with(run, file, text.replace(whole, "").replace(" default=\"" + id + "\"", "")));
        mutants.put(
                "flow turned back",
                with(
                        run,
                        file,
                        text.replace(
                                whole, whole.replace("targetRef=\"" + target + "\"", "targetRef=\"" + source + "\""))));
        return mutants;
    }

    private static Map<String, String> with(Run run, String file, String text) {
        var files = new TreeMap<>(run.files);
        files.put(file, text);
        return files;
    }

    @Test
    void aHistoryDoesNotFitAValueThatLeadsElsewhere() {
        var tried = new int[1];
        var missed = new ArrayList<String>();
        each(1, run -> {
            var decides = new ArrayList<Integer>();
            for (var at = 0; at < run.history.size(); at++)
                if (!run.history.get(at).values().isEmpty()
                        && run.history.get(at).kind() == Kind.COMPLETED) decides.add(at);
            for (var at : decides) {
                // Where the model decides by it at once.
                var flow = run.history.size() > at + 4 ? run.history.get(at + 4) : null;
                var values = run.history.get(at).values();
                var variable = values.keySet().iterator().next();
                if (flow == null
                        || flow.kind() != Kind.LEFT
                        || !String.valueOf(flow.element()).startsWith("x")) continue;
                var gateway = asked(run, String.valueOf(flow.element()));
                if (!gateway.equals(Set.of(variable))) continue;
                var others = new ArrayList<Boolean>();
                for (var value : List.of("a", "b", "c")) {
                    var changed = new ArrayList<>(run.history);
                    var entry = run.history.get(at);
                    changed.set(
                            at,
                            new Observed(
                                    entry.seq(),
                                    entry.time(),
                                    entry.kind(),
                                    entry.process(),
                                    entry.element(),
                                    entry.instance(),
                                    entry.parent(),
                                    null,
                                    null,
                                    Map.of(variable, value)));
                    others.add(run.follow(changed).deviations().stream()
                            .noneMatch(one -> one.kind() == Deviation.Kind.OTHER_BRANCH));
                }
                tried[0]++;
                if (!others.contains(false)) missed.add("seed " + run.seed + " at " + at);
            }
        });
        assertThat(missed).isEmpty();
        assertThat(tried[0]).isPositive();
    }

    /** What a gateway decides by, where it has several ways on. */
    private static Set<String> asked(Run run, String gateway) {
        var facts = java.util.Objects.requireNonNull(run.course.facts("main"));
        var asked = new HashSet<String>();
        for (var node : facts.graph.nodes)
            if (node.id().equals(gateway) && node.out.size() > 1)
                for (var flow : node.out) asked.addAll(facts.reads(flow));
        return asked;
    }

    private static void write(String name, String text) {
        try {
            Files.createDirectories(Path.of("target"));
            Files.writeString(Path.of("target", name + ".txt"), text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
