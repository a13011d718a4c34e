package org.nrm.rights.proof;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.mechanism.Strand;
import org.nrm.rights.EngineRuns;
import org.nrm.rights.EngineRuns.State;
import org.nrm.rights.EngineRuns.Step;
import org.nrm.rights.RandomModels;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Sources;

/**
 * The verifier's net does what the engine does: on models made at random, each state that the engine reaches is one that the net
 * reaches, and what the engine shows to be wrong the verifier reports.
 */
@Tag("slow")
class EngineOracleTests {

    private static final long FIRST = Long.getLong("nrm.oracle.first", 0);
    private static final int MODELS = Integer.getInteger("nrm.oracle.models", 60);
    private static final int SECONDS = Integer.getInteger("nrm.oracle.seconds", 600);

    /** Steps from the start. */
    private static final int DEPTH = 6;

    /** Operations of the engine for one model. */
    private static final int OPERATIONS = 60;

    /** States of the net for one step, and ways to see one state of the engine. */
    private static final int STATES = 3_000;

    private static final List<String> VALUES = List.of("a", "b", "c");

    private long states;
    private long steps;
    private final Map<String, Integer> notes = new TreeMap<>();

    /** One model in both. */
    private final class Comparison {
        final Map<String, String> files;
        final Facts facts;
        final Net net;
        final Report report;
        final EngineRuns engine;
        final Map<Integer, String> waiting = new HashMap<>();
        final Set<String> repeated = new HashSet<>();
        final Set<String> calls = new HashSet<>();
        final Set<String> police = new HashSet<>();
        final Set<String> assistance = new HashSet<>();
        final Map<String, List<String>> written = new HashMap<>();
        final Set<String> errors = new HashSet<>();
        final List<String> found = new ArrayList<>();
        final Map<String, Integer> seen = new HashMap<>();
        final Set<String> entered = new TreeSet<>();
        final Map<String, Set<String>> inEngine = new TreeMap<>();
        final Map<String, Set<String>> inNet = new TreeMap<>();
        final List<String> path = new ArrayList<>();
        final boolean reported;
        final Set<Integer> scopes = new HashSet<>();
        boolean merged;
        boolean frozen;
        boolean whole;
        boolean doubled;
        long limit;

        Comparison(Map<String, String> files, EngineRuns engine) throws Exception {
            this.files = files;
            this.engine = engine;
            report = SearchOracleTests.verifier().verify(new Sources(files, Map.of(), SearchOracleTests.forms()));
            facts = SearchOracleTests.facts(files);
            net = Net.of(facts.graph, facts);
            reported = report.findings().stream()
                    .anyMatch(finding ->
                            finding.rule().equals("R41") || finding.message().contains("has no default flow"));
            for (var node : facts.graph.nodes) {
                if (node.kind == Kind.SCOPE) scopes.add(net.place(node));
                var loop = node.multiInstance();
                if (loop != null && !loop.isSequential()) repeated.add(node.id());
                if (node.element instanceof org.camunda.bpm.model.bpmn.instance.CallActivity) calls.add(node.id());
                if ("police".equals(node.role)) police.add(node.id());
                if (node.strand == Strand.ASSISTANCE) assistance.add(node.id());
                if (node.element instanceof org.camunda.bpm.model.bpmn.instance.UserTask task) {
                    var form = String.valueOf(task.getCamundaFormRef());
                    written.put(node.id(), form.equals("form-o") ? List.of() : List.of(form.substring(5)));
                }
                if (node.kind == Kind.BOUNDARY
                        && node.trigger == Graph.Trigger.ERROR
                        && node.attachedTo != null
                        && node.attachedTo.kind == Kind.WAIT) errors.add(node.attachedTo.id());
            }
            for (var transition : net.transitions)
                if (transition.node().kind == Kind.INCLUSIVE && transition.enters() && !transition.leaves())
                    for (var put : transition.put())
                        waiting.put(put, transition.node().id());
        }

        void wrong(String kind, String what) {
            if (found.stream().noneMatch(text -> text.startsWith(kind + ":")))
                found.add(kind + ": " + what + " after " + path);
        }

        /** What a state of the net is in the engine; null if the engine does not rest there. */
        @Nullable
        List<String> leaves(BitSet state) {
            var leaves = new ArrayList<String>();
            for (var node : facts.graph.nodes) {
                var place = net.place(node);
                if (place >= 0 && state.get(place) && (node.kind == Kind.WAIT || node.kind == Kind.EVENT_GATEWAY))
                    leaves.add(node.id());
            }
            for (var flow : facts.graph.flows) {
                if (!state.get(net.place(flow))) continue;
                if (flow.to.kind != Kind.PARALLEL) return null;
                leaves.add(flow.to.id());
            }
            waiting.forEach((place, id) -> {
                if (state.get(place)) leaves.add(id);
            });
            leaves.sort(null);
            return leaves;
        }

        private List<String> leaves(State state) {
            var leaves = new ArrayList<String>();
            for (var leaf : state.leaves())
                if (!calls.contains(leaf) && !(repeated.contains(leaf) && leaves.contains(leaf))) leaves.add(leaf);
            return leaves;
        }

        /** The net keeps one of what is active twice: of a subprocess all that is in it ends together. */
        private BitSet fire(Net.Transition transition, BitSet state) {
            for (var put : transition.put())
                merged |= state.get(put)
                        && scopes.contains(put)
                        && transition.fire(unmarked(state, put)).get(put);
            return transition.fire(state);
        }

        private BitSet unmarked(BitSet state, int place) {
            var without = (BitSet) state.clone();
            without.clear(place);
            return without;
        }

        /** All states in which nothing more happens by itself. */
        Set<BitSet> rest(Set<BitSet> from) {
            var all = new HashSet<>(from);
            var open = new ArrayDeque<>(from);
            var rests = new HashSet<BitSet>();
            while (!open.isEmpty()) {
                var state = open.poll();
                var quiet = true;
                for (var transition : net.transitions) {
                    if (transition.event() || !transition.enabled(state)) continue;
                    quiet = false;
                    var after = fire(transition, state);
                    if (all.add(after)) open.add(after);
                }
                if (quiet) rests.add(state);
                if (all.size() > STATES) throw new IllegalStateException("too many");
            }
            return rests;
        }

        boolean begins(Node node) {
            return node == facts.graph.starts.get(0);
        }

        void run() {
            var deployed = engine.with(files, () -> {
                explore(false);
                var complete = whole;
                var all = new TreeSet<>(entered);
                if (!doubled) dead(all);
                if (complete && !doubled && !reported && found.isEmpty()) more();
                if (police.isEmpty()) return;
                seen.clear();
                entered.clear();
                explore(true);
                if (!whole) return;
                notes.merge("models compared for R2", 1, Integer::sum);
                for (var id : assistance)
                    if (all.contains(id) && !entered.contains(id))
                        notes.merge("steps that need the police", 1, Integer::sum);
                for (var id : assistance)
                    if (all.contains(id)
                            && !entered.contains(id)
                            && report.findings().stream()
                                    .noneMatch(finding -> finding.rule().equals("R2") && id.equals(finding.element())))
                        wrong("R2", id + " is never reached without the police, but the verifier does not say so");
            });
            if (!deployed) notes.merge("refused by the engine", 1, Integer::sum);
        }

        private void dead(Set<String> all) {
            for (var finding : report.findings())
                if (finding.rule().equals("R41")
                        && finding.message().contains("can never be reached")
                        && all.contains(finding.element())
                        && !joins(String.valueOf(finding.element())))
                    wrong("dead", finding.element() + " is said never to be reached, the engine reaches it");
        }

        /** Those that some condition tells apart. */
        private List<String> values(String variable) {
            var text = String.join("", files.values());
            return VALUES.stream()
                    .filter(value -> value.equals("c")
                            || text.contains(variable + " == '" + value)
                            || text.contains(variable + " != '" + value))
                    .toList();
        }

        private void explore(boolean withoutPolice) {
            frozen = withoutPolice;
            whole = true;
            limit = engine.operations + OPERATIONS;
            for (var x : values("x"))
                for (var y : values("y")) {
                    path.clear();
                    path.add("x=" + x + " y=" + y);
                    var from = new HashSet<BitSet>();
                    for (var state : net.initial(any -> true))
                        for (var transition : net.enabled(state))
                            if (begins(transition.node())) from.add(transition.fire(state));
                    var rests = rest(from);
                    var started = engine.start(Map.of("x", x, "y", y), (state, ids) -> visit(state, ids, rests, 0));
                    if (!started && !reported) wrong("start", "the engine refuses to start, R41 says nothing");
                }
        }

        private void visit(State state, Set<String> ids, Set<BitSet> candidates, int depth) {
            entered.addAll(ids);
            states++;
            var leaves = leaves(state);
            var matching = new HashSet<BitSet>();
            for (var candidate : candidates)
                if (candidate.get(net.over) == state.over() && leaves.equals(leaves(candidate)))
                    matching.add(candidate);
            var twice = new HashSet<String>();
            for (var leaf : leaves) {
                if (twice.add(leaf)) continue;
                var nodes = facts.graph.nodes.stream()
                        .filter(node -> node.id().equals(leaf))
                        .toList();
                if (nodes.get(0).kind == Kind.PARALLEL || nodes.get(0).kind == Kind.INCLUSIVE) continue;
                doubled = true;
                if (!reported && !repeatable(nodes) && !inHandler(nodes))
                    wrong("second", leaf + " is active twice, R41 says nothing");
                whole = false;
                return;
            }
            if (matching.isEmpty()) {
                // The net keeps no second token on a flow: where that is said to happen, nothing is compared.
                if (reported || merged || twiceRepeated(leaves) || thrownAgain(leaves, candidates)) {
                    whole = false;
                    return;
                }
                wrong("state", leaves + (state.over() ? " over" : "") + ", the net only " + shown(candidates));
                whole = false;
                return;
            }
            if (state.over()) return;
            var left = DEPTH + (frozen ? 4 : 0) - depth;
            var key = state.signature() + matching.hashCode();
            if (seen.getOrDefault(key, -1) >= left) return;
            seen.put(key, left);
            if (left == 0 || engine.operations > limit) {
                whole = false;
                return;
            }
            var taken = 0;
            for (var step : choices(state)) {
                if (frozen
                        && (step.kind().equals("task") || step.kind().equals("error"))
                        && police.contains(step.node())) continue;
                if (engine.operations > limit) {
                    whole = false;
                    return;
                }
                var after = new HashSet<BitSet>();
                for (var one : matching)
                    for (var transition : net.transitions)
                        if (transition.event() && is(transition.node(), step) && transition.enabled(one))
                            after.add(fire(transition, one));
                if (after.isEmpty() && again(step, matching)) {
                    whole = false;
                    continue;
                }
                var rests = rest(after);
                steps++;
                path.add(step.toString());
                var at = path.size();
                var what = leaves + " " + step.kind() + " " + step.node();
                if (engine.take(step, (next, more) -> {
                    inEngine.computeIfAbsent(what, any -> new TreeSet<>())
                            .add(leaves(next) + (next.over() ? " over" : ""));
                    visit(next, more, rests, depth + 1);
                })) taken++;
                for (var rest : rests) {
                    var shown = leaves(rest);
                    if (shown == null) continue;
                    inNet.computeIfAbsent(what, any -> new TreeSet<>())
                            .add(shown + (rest.get(net.over) ? " over" : ""));
                }
                path.subList(at - 1, path.size()).clear();
            }
            if (taken == 0 && !frozen && !reported) wrong("stuck", leaves + " is stuck, R41 says nothing");
        }

        /** What only the net does is no fault: it does not know every value, and tries every order. */
        private void more() {
            inNet.forEach((what, reached) -> {
                var only = new TreeSet<>(reached);
                only.removeAll(inEngine.getOrDefault(what, Set.of()));
                notes.merge("results of steps in the net", reached.size(), Integer::sum);
                if (only.isEmpty()) return;
                notes.merge("of these in the net only", only.size(), Integer::sum);
            });
        }

        /** The engine enters a join with the first token, the net with the last. */
        private boolean joins(String id) {
            return facts.graph.nodes.stream()
                    .anyMatch(node -> node.id().equals(id) && node.kind == Kind.PARALLEL && node.in.size() > 1);
        }

        /** Of what a handler runs more than once at a time the net keeps one. */
        private boolean again(Step step, Set<BitSet> matching) {
            return facts.graph.nodes.stream()
                    .anyMatch(node -> node.id().equals(step.node())
                            && node.kind == Kind.START
                            && !node.interrupting
                            && matching.stream().allMatch(state -> state.get(net.place(node.scope))));
        }

        /** Of an event subprocess that an escalation starts while it runs the net keeps one run, too. */
        private boolean thrownAgain(List<String> leaves, Set<BitSet> candidates) {
            return facts.graph.scopes.stream()
                    .filter(scope -> scope.handler
                            && !scope.start().interrupting
                            && scope.start().trigger == Graph.Trigger.ESCALATION)
                    .anyMatch(scope -> scope.within().stream()
                                            .filter(node -> leaves.contains(node.id()))
                                            .count()
                                    > 1
                            && candidates.stream().allMatch(state -> state.get(net.place(scope))));
        }

        private boolean inHandler(List<Node> nodes) {
            for (var node : nodes)
                for (var at = node.scope; at != null; at = at.parent)
                    if (at.handler && !at.start().interrupting) return true;
            return false;
        }

        /** May it, or the activity in which it is, happen again beside itself? */
        private boolean repeatable(List<Node> nodes) {
            for (var node : nodes)
                for (Node at = node; at != null; at = at.scope.owner)
                    for (var event : at.scope.nodes)
                        if (event.kind == Kind.BOUNDARY
                                && !event.interrupting
                                && facts.graph.after(event).contains(at)) return true;
            return false;
        }

        /** Two runs of one that is repeated look like one in the engine's list of what is active. */
        private boolean twiceRepeated(List<String> leaves) {
            return leaves.stream()
                    .filter(repeated::contains)
                    .anyMatch(leaf -> repeatable(facts.graph.nodes.stream()
                            .filter(node -> node.id().equals(leaf))
                            .toList()));
        }

        private boolean is(Node node, Step step) {
            if (step.kind().equals("error"))
                return node.kind == Kind.BOUNDARY
                        && node.trigger == Graph.Trigger.ERROR
                        && node.attachedTo != null
                        && node.attachedTo.id().equals(step.node());
            return node.id().equals(step.node());
        }

        private List<Step> choices(State state) {
            var choices = new ArrayList<Step>();
            for (var step : state.steps()) {
                var writes =
                        step.kind().equals("task") ? written.getOrDefault(step.node(), List.of()) : List.<String>of();
                if (writes.isEmpty()) choices.add(step);
                else
                    for (var value : values(writes.get(0)))
                        choices.add(new Step(step.kind(), step.node(), step.handle(), Map.of(writes.get(0), value)));
                if (step.kind().equals("task") && errors.contains(step.node()))
                    choices.add(new Step("error", step.node(), step.handle(), Map.of()));
            }
            return choices;
        }

        private Set<String> shown(Set<BitSet> candidates) {
            var shown = new TreeSet<String>();
            for (var candidate : candidates) {
                var leaves = leaves(candidate);
                var flows = facts.graph.flows.stream()
                        .filter(flow -> candidate.get(net.place(flow)))
                        .map(flow -> flow.element.getId())
                        .toList();
                shown.add((leaves == null ? "token on " + flows : leaves.toString())
                        + (candidate.get(net.over) ? " over" : ""));
            }
            return shown;
        }
    }

    private List<String> disagreements(Map<String, String> files, EngineRuns engine) throws Exception {
        var comparison = new Comparison(files, engine);
        if (comparison.report.verdict() == Verdict.UNUSABLE) {
            notes.merge("unusable", 1, Integer::sum);
            return List.of();
        }
        // The engine would not come back.
        if (comparison.report.findings().stream()
                .anyMatch(finding -> finding.message().contains("may go round for ever"))) {
            notes.merge("loops in which nothing waits", 1, Integer::sum);
            return List.of();
        }
        try {
            comparison.run();
        } catch (IllegalStateException e) {
            notes.merge("too large", 1, Integer::sum);
        }
        return comparison.found;
    }

    @Test
    void theNetDoesWhatTheEngineDoes() throws Exception {
        var failures = new LinkedHashMap<String, String>();
        var count = new TreeMap<String, Integer>();
        var models = 0;
        try (var engine = new EngineRuns()) {
            var until = System.nanoTime() + SECONDS * 1_000_000_000L;
            for (var seed = FIRST; seed < FIRST + MODELS && System.nanoTime() < until; seed++) {
                var model = RandomModels.model(seed);
                models++;
                for (var found : disagreements(model.files(), engine)) {
                    var kind = found.substring(0, found.indexOf(':'));
                    if (count.merge(kind, 1, Integer::sum) > Integer.getInteger("nrm.oracle.each", 1)) continue;
                    var enough = System.nanoTime() + 20_000_000_000L;
                    var least = RandomModels.smallest(model, smaller -> {
                        try {
                            if (System.nanoTime() > enough) return false;
                            return disagreements(smaller.files(), engine).stream()
                                    .anyMatch(text -> text.startsWith(kind + ":"));
                        } catch (Exception e) {
                            return false;
                        }
                    });
                    failures.put(
                            kind + " of seed " + seed, disagreements(least.files(), engine) + "\n" + least.files());
                }
            }
            Files.createDirectories(Path.of("target"));
            Files.writeString(
                    Path.of("target", "oracle.txt"),
                    models + " models, " + states + " states, " + steps + " steps compared, " + engine.operations
                            + " operations of the engine; " + count + " disagreements, " + notes + "\n");
        }
        assertThat(failures).isEmpty();
    }
}
