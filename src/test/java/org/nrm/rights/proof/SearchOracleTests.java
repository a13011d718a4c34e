package org.nrm.rights.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.forms.Form;
import org.nrm.mechanism.ModelSettings;
import org.nrm.rights.RandomModels;
import org.nrm.rights.model.DataReader;
import org.nrm.rights.model.Decisions;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;
import org.nrm.rights.proof.Explorer.Goal;
import org.nrm.rights.proof.Explorer.TooLarge;

/** The reduced searches find what a plain breadth-first search of the same net finds, on models made at random. */
@Tag("slow")
public class SearchOracleTests {

    private static final int MODELS = Integer.getInteger("nrm.oracle.nets", 150);

    /** More states than this are not searched plainly. */
    private static final int PLAIN = 1_500;

    public static final ModelSettings SETTINGS = settings();
    public static final Vocabulary VOCABULARY = vocabulary();

    private static ModelSettings settings() {
        try {
            return ModelSettings.bounded(CatalogueTests.config());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Vocabulary vocabulary() {
        try {
            return Vocabulary.of(SETTINGS, Form.parseAll(forms()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** One form for each variable, and one that writes none. */
    public static Map<String, String> forms() {
        var forms = new TreeMap<String, String>();
        for (var key : List.of("x", "y", "o"))
            forms.put(
                    "forms/form-" + key + ".form",
                    ("{'id':'form-" + key + "','type':'default','components':[{'type':'radio','key':'" + key
                                    + "','label':'L','values':[{'value':'a','label':'a'},{'value':'b','label':'b'}],"
                                    + "'properties':{'dataClass':'routing'},'validate':{'required':true}}]}")
                            .replace('\'', '"'));
        return forms;
    }

    public static Verifier verifier() {
        return new Verifier(VOCABULARY, new Rules(SETTINGS.rights()));
    }

    public static Facts facts(Map<String, String> files) throws Exception {
        var processes = new LinkedHashMap<String, Process>();
        for (var text : files.values())
            for (var process : Bpmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .getModelElementsByType(Process.class)) processes.put(process.getId(), process);
        var reader = new DataReader(VOCABULARY, new Decisions(Map.of(), DataReader.expressions(VOCABULARY)));
        return new Facts(
                new Graph(Objects.requireNonNull(processes.get("main")), processes, any -> true),
                VOCABULARY,
                DataReader.expressions(VOCABULARY),
                reader);
    }

    /** All that can be reached, step by step. */
    private static final class Plain {
        final Map<BitSet, List<BitSet>> next = new HashMap<>();
        final Map<BitSet, Set<Transition>> steps = new HashMap<>();
        boolean whole = true;
        /** Is a second token lost, other than of what may happen again? Then the model is unsound, and says so, anyway. */
        boolean unsafe;

        Plain(Net net, Predicate<Transition> allowed) {
            var open = new ArrayDeque<BitSet>();
            for (var state : net.initial(any -> true))
                if (next.putIfAbsent(state, new ArrayList<>()) == null) open.add(state);
            while (!open.isEmpty()) {
                var state = open.poll();
                for (var transition : net.enabled(state)) {
                    if (!allowed.test(transition)) continue;
                    steps.computeIfAbsent(state, key -> new HashSet<>()).add(transition);
                    var after = transition.fire(state);
                    for (var put : transition.put())
                        unsafe |= state.get(put) && !net.repeatable.get(put) && loses(transition, put);
                    Objects.requireNonNull(next.get(state)).add(after);
                    if (next.containsKey(after)) continue;
                    if (next.size() >= PLAIN) {
                        whole = false;
                        return;
                    }
                    next.put(after, new ArrayList<>());
                    open.add(after);
                }
            }
        }

        private static boolean loses(Transition transition, int put) {
            for (var take : transition.take()) if (take == put) return false;
            for (var at = 0; at < transition.clear().length; at += 2)
                if (put >= transition.clear()[at] && put < transition.clear()[at + 1]) return false;
            return true;
        }

        boolean meets(Goal goal) {
            for (var at : steps.entrySet())
                for (var transition : at.getValue())
                    if (goal.steps().contains(transition) && goal.met(at.getKey())) return true;
            return false;
        }

        boolean stuck(int over) {
            var before = new HashMap<BitSet, List<BitSet>>();
            next.forEach((state, followers) -> followers.forEach(after ->
                    before.computeIfAbsent(after, key -> new ArrayList<>()).add(state)));
            var ends = new HashSet<BitSet>();
            var open = new ArrayDeque<BitSet>();
            for (var state : next.keySet()) if (state.get(over) && ends.add(state)) open.add(state);
            while (!open.isEmpty())
                for (var state : before.getOrDefault(open.poll(), List.of())) if (ends.add(state)) open.add(state);
            return ends.size() < next.size();
        }
    }

    private int compared;
    private long states;

    /** What is not equal, as text; empty if all is. */
    private List<String> differences(Map<String, String> files, long seed) throws Exception {
        var found = new ArrayList<String>();
        var facts = facts(files);
        var nets = new ArrayList<Net>();
        nets.add(Net.of(facts.graph, facts));
        for (var scope : facts.graph.scopes) nets.add(Net.alone(facts.graph, facts, scope));
        var random = new Random(seed);
        var unsound = verifier().verify(new Sources(files, Map.of(), forms())).findings().stream()
                .filter(finding -> finding.rule().equals("R41") || finding.verdict() == Verdict.UNUSABLE)
                .count();
        for (var net : nets) {
            var plain = new Plain(net, any -> true);
            states += plain.next.size();
            if (!plain.whole || (plain.unsafe && unsound > 0)) continue;
            var name = nets.indexOf(net) == 0 ? "whole" : "scope " + (nets.indexOf(net) - 1);
            try {
                var completion = new Explorer(net, 20_000).completion();
                compared++;
                if ((completion.stuck() != null) != plain.stuck(net.over))
                    found.add(name + ": completion says stuck=" + (completion.stuck() != null));
            } catch (TooLarge e) {
                found.add(name + ": too large");
            }
            var possible = new Explorer(net, 20_000).possible(net.initial(any -> true), any -> true);
            for (var steps : plain.steps.values())
                if (steps.stream().anyMatch(step -> !possible.get(step.index())))
                    found.add(name + ": happens, but is not possible");
            for (var node : facts.graph.nodes) {
                var steps = net.transitions.stream()
                        .filter(step -> step.node() == node && step.enters())
                        .toList();
                same(found, name + " enters " + node, net, plain, Goal.step(steps), any -> true);
                var place = net.place(node);
                if (place >= 0)
                    same(
                            found,
                            name + " second " + node,
                            net,
                            plain,
                            new Goal(steps, new int[] {place}, new int[0]),
                            any -> true);
            }
            var nodes = facts.graph.nodes;
            for (var turn = 0; turn < 3; turn++) {
                var cut = nodes.get(random.nextInt(nodes.size()));
                Predicate<Transition> allowed = step -> !(step.node() == cut && step.leaves());
                var less = new Plain(net, allowed);
                if (!less.whole) continue;
                var ends = net.transitions.stream()
                        .filter(step -> java.util.Arrays.stream(step.put()).anyMatch(put -> put == net.over))
                        .toList();
                same(found, name + " ends without " + cut, net, less, Goal.step(ends), allowed);
                var target = nodes.get(random.nextInt(nodes.size()));
                var steps = net.transitions.stream()
                        .filter(step -> step.node() == target && step.enters())
                        .toList();
                same(found, name + " enters " + target + " without " + cut, net, less, Goal.step(steps), allowed);
                var unmarked = net.place(target);
                var marked = net.place(nodes.get(random.nextInt(nodes.size())));
                if (unmarked >= 0)
                    same(
                            found,
                            name + " any while not " + target,
                            net,
                            less,
                            new Goal(
                                    net.transitions,
                                    marked < 0 || marked == unmarked
                                            ? new int[] {net.alive}
                                            : new int[] {net.alive, marked},
                                    new int[] {unmarked}),
                            allowed);
                counts(found, name, net, steps, random.nextInt(3));
            }
        }
        return found;
    }

    private void counts(List<String> found, String name, Net net, List<Transition> steps, int atMost) {
        var counted = new HashSet<List<Object>>();
        var open = new ArrayDeque<List<Object>>();
        for (var state : net.initial(any -> true)) {
            List<Object> first = List.of(state, 0);
            if (counted.add(first)) open.add(first);
        }
        var more = false;
        while (!open.isEmpty() && !more) {
            var at = open.poll();
            var state = (BitSet) at.get(0);
            var count = (int) at.get(1);
            for (var step : net.enabled(state)) {
                var now = count + (steps.contains(step) ? 1 : 0);
                if (now > atMost) more = true;
                List<Object> after = List.of(step.fire(state), now);
                if (counted.add(after)) open.add(after);
            }
            if (counted.size() > PLAIN) return;
        }
        try {
            compared++;
            var run = new Explorer(net, 20_000).count(net.initial(any -> true), steps, atMost);
            if ((run != null) != more) found.add(name + ": count more than " + atMost + " plain=" + more);
        } catch (TooLarge e) {
            found.add(name + ": count too large");
        }
    }

    private void same(List<String> found, String what, Net net, Plain plain, Goal goal, Predicate<Transition> allowed) {
        try {
            compared++;
            var run = new Explorer(net, 20_000).find(net.initial(any -> true), goal, allowed);
            if ((run != null) != plain.meets(goal)) found.add(what + ": plain=" + plain.meets(goal));
            if (run != null && !replays(net, run, goal, allowed)) found.add(what + ": the run cannot happen");
        } catch (TooLarge e) {
            found.add(what + ": too large");
        }
    }

    private static boolean replays(Net net, List<Transition> run, Goal goal, Predicate<Transition> allowed) {
        for (var state : net.initial(any -> true)) {
            var at = state;
            var good = true;
            for (var index = 0; index < run.size(); index++) {
                var step = run.get(index);
                if (index == run.size() - 1) good &= goal.steps().contains(step) && goal.met(at);
                good &= step.enabled(at) && allowed.test(step);
                at = step.fire(at);
            }
            if (good) return true;
        }
        return false;
    }

    @Test
    void theReducedSearchesFindWhatThePlainOneFinds() throws Exception {
        var failures = new ArrayList<String>();
        for (var seed = 0L; seed < MODELS && failures.size() < 5; seed++) {
            var model = RandomModels.model(seed);
            var at = seed;
            var differences = differences(model.files(), seed);
            if (differences.isEmpty()) continue;
            var least = RandomModels.smallest(model, smaller -> {
                try {
                    return !differences(smaller.files(), at).isEmpty();
                } catch (Exception e) {
                    return false;
                }
            });
            failures.add("seed " + seed + ": " + differences(least.files(), at) + "\n" + least.files());
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(
                Path.of("target", "search-oracle.txt"),
                MODELS + " models, " + states + " states, " + compared + " searches compared, " + failures.size()
                        + " differences\n");
        assertThat(failures).isEmpty();
    }
}
