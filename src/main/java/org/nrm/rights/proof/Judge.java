package org.nrm.rights.proof;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.RightsSettings;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;
import org.nrm.rights.model.Vocabulary;
import org.nrm.rights.proof.Explorer.Goal;
import org.nrm.rights.proof.Explorer.TooLarge;

/** Judges one unfolded process by the rights rules: has each rule look at it, and answers what the rules ask of its runs. */
final class Judge {

    /** More states than this are not searched; the model is then unusable, never proved. */
    static final int BOUND = 200_000;

    /** Where something is wrong. */
    interface Sink {
        void find(
                String rule,
                Node node,
                String message,
                String repair,
                List<String> trace,
                List<String> otherRun,
                @Nullable Node cause);

        void unusable(Node node, String message);
    }

    final Graph graph;
    final Facts facts;
    final Net net;
    final Explorer explorer;
    final Dependence dependence;
    final Vocabulary vocabulary;
    final RightsSettings settings;
    /** It is a pathway by itself: what must be offered or possible on the whole of it is judged. */
    final boolean pathway;

    private final Sink sink;
    private long elsewhere;

    Judge(
            Facts facts,
            Dependence dependence,
            Vocabulary vocabulary,
            RightsSettings settings,
            boolean pathway,
            Sink sink) {
        this.facts = facts;
        this.graph = facts.graph;
        this.net = Net.of(graph, facts);
        this.explorer = new Explorer(net, BOUND);
        this.dependence = dependence;
        this.vocabulary = vocabulary;
        this.settings = settings;
        this.pathway = pathway;
        this.sink = sink;
    }

    void judge(List<Rule> rules) {
        for (var rule : rules)
            for (var check : rule.checks()) if (check instanceof Rule.OfProcess asked) asked.judge(rule, this);
    }

    /** How many states were looked at in all searches. */
    long states() {
        return explorer.states() + elsewhere;
    }

    /** Counts what was looked at in a search of a net other than {@link #net}. */
    void searched(Explorer other) {
        elsewhere += other.states();
    }

    List<Node> nodes(Predicate<Node> wanted) {
        return graph.nodes.stream().filter(wanted).toList();
    }

    boolean lawEnforcement(@Nullable String role) {
        return role != null && vocabulary.lawEnforcement().contains(role);
    }

    /** How a case begins: a child's or of unknown age only, or any. */
    List<BitSet> initial(boolean child) {
        return net.initial(value -> !child || !value.equals("no"));
    }

    List<Transition> entering(Node node) {
        return net.transitions.stream()
                .filter(transition -> transition.node() == node && transition.enters())
                .toList();
    }

    /** The steps with which the whole ends. */
    List<Transition> ends() {
        return net.transitions.stream()
                .filter(transition -> Arrays.stream(transition.put()).anyMatch(place -> place == net.over))
                .toList();
    }

    /** All steps but those by which such a node, other than the target, is completed. */
    Predicate<Transition> without(Predicate<Node> done, Node target) {
        var cut = new HashSet<>(nodes(node -> node != target && done.test(node)));
        return transition -> !(transition.leaves() && cut.contains(transition.node()));
    }

    /** A run on which one of the steps happens though only what is allowed does; null if there is none. */
    @Nullable
    List<Transition> run(List<BitSet> initial, List<Transition> steps, Predicate<Transition> allowed, Node at) {
        try {
            return explorer.possible(initial, allowed, steps)
                    ? explorer.find(initial, Goal.step(steps), allowed)
                    : null;
        } catch (TooLarge e) {
            tooLarge(at, e);
            return null;
        }
    }

    /**
     * A run.
     *
     * @param because an event of the person's own that costs her help, without which there is no such run; else null
     */
    record Way(List<Transition> run, @Nullable Node because) {}

    /** As {@link #run}; if there is one in which nothing else is wrong, that one. */
    @Nullable
    Way way(List<BitSet> initial, List<Transition> steps, Predicate<Transition> allowed, Node at) {
        var run = run(initial, steps, allowed, at);
        if (run == null) return null;
        var because = run.stream()
                .map(Transition::node)
                .filter(Availability.NoLoss::costsHelp)
                .findFirst();
        if (because.isEmpty()) return new Way(run, null);
        var other = run(initial, steps, allowed.and(step -> !Availability.NoLoss.costsHelp(step.node())), at);
        return other == null ? new Way(run, because.get()) : new Way(other, null);
    }

    void find(Rule rule, Node node, String message, String repair, List<String> trace) {
        find(rule, node, message, repair, trace, List.of());
    }

    /**
     * Says where a rule is broken.
     *
     * @param trace    a run to it, as element ids; empty if it needs none
     * @param otherRun what happens to the same person in the other case; else empty
     */
    void find(Rule rule, Node node, String message, String repair, List<String> trace, List<String> otherRun) {
        sink.find(rule.id(), node, message, repair, trace, otherRun, null);
    }

    /**
     * Says where a rule is broken.
     *
     * @param cause the event without which it would not be, of which another rule says what is wrong; null if there is none
     */
    void follows(Rule rule, Node node, String message, String repair, List<String> trace, @Nullable Node cause) {
        sink.find(rule.id(), node, message, repair, trace, List.of(), cause);
    }

    /** The search was given up at a node, so nothing is proved. */
    void tooLarge(Node node, TooLarge given) {
        sink.unusable(
                node,
                "has more than " + given.bound
                        + " states here, which is the bound; nothing is proved. Split the process into smaller ones.");
    }
}
