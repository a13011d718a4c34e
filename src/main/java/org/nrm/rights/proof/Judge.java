package org.nrm.rights.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.AddedRule;
import org.nrm.mechanism.Length;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.RightsSettings;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.model.ConsentNeeded;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;
import org.nrm.rights.model.Origin;
import org.nrm.rights.model.Vocabulary;
import org.nrm.rights.proof.Explorer.Goal;
import org.nrm.rights.proof.Explorer.TooLarge;

/** Judges one unfolded process by the rights rules. */
final class Judge {

    /** More states than this are not searched; the model is then unusable, never proved. */
    static final int BOUND = 200_000;

    private static final Length REFLECTION = new Length(Duration.ofDays(30).toSeconds());

    /** By whom an event may come that is the person's own. */
    private static final Set<String> FOR_THE_PERSON = Set.of("person", "case-manager", "legal-adviser", "guardian");

    /** Where something is wrong. */
    interface Sink {
        void find(String rule, Node node, String message, String repair, List<String> trace, List<String> otherRun);

        void unusable(Node node, String message);

        /** The search was given up at a node, so nothing is proved. */
        default void tooLarge(Node node, TooLarge given) {
            unusable(
                    node,
                    "has more than " + given.bound
                            + " states here, which is the bound; nothing is proved. Split the process into smaller ones.");
        }
    }

    private final Graph graph;
    private final Facts facts;
    private final Net net;
    private final Explorer explorer;
    private final Dependence dependence;
    private final Vocabulary vocabulary;
    private final RightsSettings settings;
    private final boolean pathway;
    private final Sink sink;
    private long localStates;

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

    long states() {
        return explorer.states() + localStates;
    }

    void judge() {
        independent();
        order();
        performed();
        deadlines();
        bounded();
        if (pathway) {
            offered();
            available();
        }
        interruptions();
        var soundness = new Soundness(facts, sink);
        soundness.judge();
        localStates += soundness.states();
        for (var rule : settings.added()) added(rule);
    }

    // Dependence

    private void independent() {
        for (var node : graph.nodes) {
            var depends = dependence.of(node);
            if (depends.isEmpty()
                    || node.strand == null
                    || !(node.element instanceof org.camunda.bpm.model.bpmn.instance.Activity)) continue;
            for (var origin : depends.keySet()) {
                for (var rule : rulesOf(node, origin)) depends(rule, node, origin);
            }
        }
    }

    private static List<String> rulesOf(Node node, Origin origin) {
        var rules = new ArrayList<String>();
        var strand = Objects.requireNonNull(node.strand);
        var urgent = strand == Strand.PROTECTION || strand == Strand.ASSISTANCE;
        switch (origin) {
            case CO_OPERATION -> {
                if (strand.unconditional()) rules.addAll(List.of("R1", "R5"));
                if (strand == Strand.IDENTIFICATION) rules.add("R6");
            }
            case LAW_ENFORCEMENT -> {
                if (strand.unconditional()) rules.add("R2");
                if (strand == Strand.IDENTIFICATION) rules.add("R6");
                if (strand == Strand.REDRESS) rules.add("R35");
            }
            case MIGRATION -> {
                if (strand.unconditional()) rules.addAll(List.of("R3", "R4"));
            }
            case INVESTIGATION -> {
                if (strand == Strand.IDENTIFICATION) rules.add("R6");
            }
            case HEALTH -> {
                if (strand.unconditional() || strand == Strand.DURABLE_SOLUTION) rules.add("R36");
            }
            case DECISION -> {
                if (urgent) rules.add("R8");
                if (strand == Strand.ASSISTANCE) rules.add("R33");
            }
            case IDENTIFICATION -> {
                if (urgent) rules.add("R8");
            }
        }
        return rules;
    }

    private void depends(String rule, Node node, Origin origin) {
        var source = dependence.source(node, origin);
        var chain = dependence.chain(node, origin);
        var to = Traces.ids(
                graph.nodes.contains(source.node()) ? Dependence.way(graph, source.node()) : List.of(source.node()));
        var trace = new ArrayList<>(to);
        for (var step : chain) if (!trace.contains(step.id())) trace.add(step.id());
        if (trace.isEmpty() || !trace.get(trace.size() - 1).equals(node.id())) {
            trace.remove(node.id());
            trace.add(node.id());
        }
        var self = source.node() == node;
        var message = source.why() + " "
                + (self
                        ? "So '" + node.name() + "' hangs on it."
                        : "'" + node.name() + "' comes only after it, or because of it.")
                + " " + otherwise(origin, source.node(), node);
        sink.find(rule, node, message, repair(origin, self), trace, to);
    }

    private static String otherwise(Origin origin, Node source, Node node) {
        var same = switch (origin) {
            case CO_OPERATION -> "The same person, but she does not co-operate: ";
            case MIGRATION -> "The same person, but without documents, or she does not wish to return: ";
            case LAW_ENFORCEMENT -> "The same person, but law enforcement and the courts do nothing: ";
            case INVESTIGATION -> "The same person, but there is no case, no suspect: ";
            case HEALTH -> "The same person, but with another state of health: ";
            case DECISION, IDENTIFICATION -> "The same person, but the decision is negative or not yet taken: ";
        };
        return same + "the path stops or turns at '" + source.name() + "', and '" + node.name()
                + "' is never reached, or only later.";
    }

    private static String repair(Origin origin, boolean self) {
        if (self)
            return "Ask for it elsewhere, or make the field optional; let a step be done by whoever can do it at once.";
        return switch (origin) {
            case LAW_ENFORCEMENT ->
                "Put the step on a branch that does not wait for it, in a scope that nothing of it can hold open or end.";
            default -> "Put the step before the condition, or on a branch of its own that no condition guards.";
        };
    }

    // Order

    private void order() {
        for (var node : targets(node -> node.has(Mark.CONSENTS))) {
            if (!earlier(node, Mark.CONSENTS, Mark.INFORMS, Mark.ADVISES))
                precedes("R9", node, "information or advice", done(Mark.INFORMS, Mark.ADVISES));
            precedes(guardian("R20"), node);
        }
        for (var mark : List.of(Mark.INFORMS, Mark.INTERVIEWS, Mark.TESTIFIES))
            for (var node : targets(node -> node.has(mark)))
                if (!earlier(node, mark, Mark.INTERPRETS))
                    precedes("R10", node, "the language being settled", done(Mark.INTERPRETS));
        for (var node : targets(node -> node.has(Mark.DISCLOSES))) disclosed(node);
        for (var node : targets(this::specialised)) {
            var kinds = kinds(node);
            precedes(
                    "R12",
                    node,
                    "a consent to this service",
                    consent -> consent.has(Mark.CONSENTS)
                            && kinds(consent).stream().anyMatch(of -> covers(of, kinds)));
        }
        for (var node : targets(node -> node.has(Mark.TESTIFIES))) {
            precedes("R13", node, "legal advice", done(Mark.ADVISES));
            precedes("R15", node, "the person's own recorded decision to testify", consentTo("testimony"));
            precedes("R16", node, "an assessment of risk", done(Mark.ASSESSES_RISK));
            precedes(guardian("R20"), node);
            precedes(bestInterests(), node);
        }
        for (var node : targets(node -> node.has(Mark.INTERVIEWS))) {
            if (node.role != null && vocabulary.lawEnforcement().contains(node.role))
                precedes("R14", node, "legal advice", done(Mark.ADVISES));
            precedes(guardian("R20"), node);
        }
        for (var node : targets(node -> node.has(Mark.REMOVES))) {
            precedes(
                    "R18",
                    node,
                    "the reflection period, or an informed refusal of it",
                    before -> before.has(Mark.REFLECTS)
                            || (before.has(Mark.REFUSES) && kinds(before).contains("reflection")));
            precedes("R19", node, "an assessment of risk", done(Mark.ASSESSES_RISK));
            precedes("R19", node, "legal advice", done(Mark.ADVISES));
            precedes("R19", node, "consent to the return", consentTo("return"));
            precedes(guardian("R20"), node);
            precedes(bestInterests(), node);
        }
        for (var node : targets(node ->
                node.has(Mark.CONSENTS) && kinds(node).stream().anyMatch(Set.of("return", "placement")::contains))) {
            precedes(bestInterests(), node);
            if (kinds(node).contains("placement"))
                precedes("R29", node, "an assessment of needs", done(Mark.ASSESSES_NEEDS));
        }
        for (var node : targets(node -> node.has(Mark.CLOSES)))
            precedes(
                    "R39",
                    node,
                    "an offer of long-term support, or its refusal",
                    before -> (before.has(Mark.OFFERS) || before.has(Mark.REFUSES))
                            && kinds(before).contains("long-term-support"));
    }

    /** What must come before something in a child's case. */
    private record Ordered(String rule, String words, Predicate<Node> before) {}

    private static Ordered guardian(String rule) {
        return new Ordered(rule, "a guardian being appointed", done(Mark.APPOINTS_GUARDIAN));
    }

    private static Ordered bestInterests() {
        return new Ordered(
                "R22",
                "a determination of best interests by the guardian or social services",
                before -> before.has(Mark.ASSESSES_RISK)
                        && (Objects.equals(before.role, "guardian") || Objects.equals(before.role, "social-services")));
    }

    private static Predicate<Node> done(Mark... marks) {
        return node -> Arrays.stream(marks).anyMatch(node::has);
    }

    private static Predicate<Node> consentTo(String kind) {
        return node -> node.has(Mark.CONSENTS) && kinds(node).contains(kind);
    }

    private static boolean earlier(Node node, Mark mark, Mark... before) {
        var at = node.marks.indexOf(mark);
        return Arrays.stream(before).anyMatch(other -> node.has(other) && node.marks.indexOf(other) < at);
    }

    /** An assistance activity that needs its own consent. */
    private boolean specialised(Node node) {
        return node.element instanceof UserTask && ConsentNeeded.by(node.process, node.strand, node.role, node.marks);
    }

    private static boolean covers(String consent, Collection<String> kinds) {
        return consent.equals("services")
                || kinds.contains(consent)
                || (consent.equals("placement") && kinds.contains("shelter"))
                || (consent.equals("examination") && kinds.contains("health"));
    }

    /** The kinds of {@code nrm:of}, disclosures left out. */
    private static List<String> kinds(Node node) {
        return ConsentNeeded.kinds(node.of);
    }

    private void disclosed(Node node) {
        for (var item :
                Annotations.words(Annotations.value(node.element, "discloses").orElse(""), ";")) {
            var sides = Annotations.words(item, "->");
            if (sides.size() != 2) continue;
            for (var dataClass : Annotations.words(sides.get(0), ","))
                precedes(
                        "R11",
                        node,
                        "a consent to pass '" + dataClass + "' on to '" + sides.get(1) + "'",
                        before -> before.has(Mark.CONSENTS)
                                && before.of.stream().anyMatch(of -> allows(of, dataClass, sides.get(1))));
        }
    }

    private static boolean allows(String of, String dataClass, String role) {
        var sides = Annotations.words(of, "->");
        return sides.size() == 2
                && sides.get(1).equals(role)
                && Annotations.words(sides.get(0), ",").contains(dataClass);
    }

    private List<Node> targets(Predicate<Node> wanted) {
        return graph.nodes.stream().filter(wanted).toList();
    }

    private void precedes(Ordered ordered, Node node) {
        precedes(ordered.rule, node, ordered.words, ordered.before, true);
    }

    private void precedes(String rule, Node node, String words, Predicate<Node> before) {
        precedes(rule, node, words, before, false);
    }

    private void precedes(String rule, Node node, String words, Predicate<Node> before, boolean child) {
        var allowed = without(before, node);
        var initial = initial(child);
        var steps = entering(node);
        try {
            if (!explorer.possible(initial, allowed, steps)) return;
            var run = explorer.find(initial, Goal.step(steps), allowed);
            if (run == null) return;
            sink.find(
                    rule,
                    node,
                    "'" + node.name() + "' can be reached" + (child ? " by a child or a person of unknown age" : "")
                            + " without " + words + " before it.",
                    "Put " + words + " before it on every path, in the same branch.",
                    Traces.of(run),
                    List.of());
        } catch (TooLarge e) {
            sink.tooLarge(node, e);
        }
    }

    private Predicate<Transition> without(Predicate<Node> before, Node target) {
        var cut = new HashSet<Node>();
        for (var node : graph.nodes) if (node != target && before.test(node)) cut.add(node);
        return transition -> !(transition.leaves() && cut.contains(transition.node()));
    }

    /** How a case begins: a child's or of unknown age only, or any. */
    private List<BitSet> initial(boolean child) {
        return net.initial(value -> !child || !value.equals("no"));
    }

    private List<Transition> entering(Node node) {
        return net.transitions.stream()
                .filter(transition -> transition.node() == node && transition.enters())
                .toList();
    }

    private List<Transition> ends() {
        return net.transitions.stream()
                .filter(transition -> Arrays.stream(transition.put()).anyMatch(place -> place == net.over))
                .toList();
    }

    // Offers

    private void offered() {
        offer("R17", "a recovery and reflection period", List.of("reflection"), false);
        for (var kind : List.of("shelter", "material", "health", "psychosocial", "interpretation", "legal-advice"))
            offer("R26", kind, List.of(kind), false);
        offer("R26", "schooling", List.of("schooling"), true);
        offer(
                "R34",
                "help against punishment for what the person was compelled to do",
                List.of("non-punishment"),
                false);
        offer("R35", "redress", List.of("redress"), false);
        offer("R39", "long-term support", List.of("long-term-support"), false);
        offer("R40", "information and advice on asylum", List.of("asylum"), false);
        for (var node : targets(node -> node.has(Mark.IDENTIFIES)))
            if (!told(node, new HashSet<>()))
                sink.find(
                        "R33",
                        node,
                        "After '" + node.name() + "' the case can end without the person being told of the decision.",
                        "Put a step that informs after it on every path.",
                        Traces.ids(Dependence.way(graph, node)),
                        List.of());
    }

    private void offer(String rule, String words, List<String> kinds, boolean child) {
        offer(
                rule,
                words,
                node -> (node.has(Mark.REFLECTS) && kinds.contains("reflection"))
                        || (((node.has(Mark.REFUSES) && node.strand != Strand.JUSTICE)
                                        || (node.has(Mark.OFFERS)
                                                && node.strand != null
                                                && node.strand.unconditional()))
                                && kinds(node).stream().anyMatch(kinds::contains)),
                child);
    }

    private void offer(String rule, String words, Predicate<Node> offers, boolean child) {
        var allowed = without(offers, graph.starts.get(0));
        var initial = initial(child);
        var first = graph.starts.get(0);
        try {
            var ends = ends();
            if (!explorer.possible(initial, allowed, ends)) return;
            var run = explorer.find(initial, Goal.step(ends), allowed);
            if (run == null) return;
            var end = run.size() > 1 ? run.get(run.size() - 2).node() : first;
            sink.find(
                    rule,
                    end,
                    "A case can end, at '" + end.name() + "', without " + words + " having been offered"
                            + (child ? " to a child" : "") + " or refused.",
                    "Put the offer, or the record of her refusal, on every path to the end.",
                    Traces.of(run),
                    List.of());
        } catch (TooLarge e) {
            sink.tooLarge(first, e);
        }
    }

    /** Does every way on from a decision pass a step that informs? */
    private boolean told(Node node, Set<Node> seen) {
        if (!seen.add(node)) return true;
        var next = graph.next(node).stream()
                .filter(after -> after.kind != Kind.BOUNDARY)
                .toList();
        if (next.isEmpty()) {
            var owner = node.scope.owner;
            if (owner == null) return false;
            return told(owner, seen);
        }
        Predicate<Node> good = after -> (after.has(Mark.INFORMS) && after != node) || told(after, seen);
        var oneOnly = node.kind == Kind.EXCLUSIVE || node.kind == Kind.EVENT_GATEWAY;
        return oneOnly ? next.stream().allMatch(good) : next.stream().anyMatch(good);
    }

    // What can happen at any time

    private void available() {
        possible("R30", Mark.WITHDRAWS, null, "withdrawing");
        possible("R28", Mark.WITHDRAWS, null, "withdrawing");
        possible("R31", Mark.COMPLAINS, null, "complaining");
        possible("R32", Mark.REQUESTS_DATA, null, "asking for one's data");
        possible("R16", Mark.RISK_CHANGES, Mark.ASSESSES_RISK, "saying that the risk has changed");
        possible("R33", Mark.APPEALS, Mark.IDENTIFIES, "appealing");
    }

    private void possible(String rule, Mark mark, @Nullable Mark from, String words) {
        if (rule.equals("R28")
                && graph.nodes.stream().noneMatch(node -> kinds(node).contains("placement"))) return;
        if (from != null && graph.nodes.stream().noneMatch(node -> node.has(from))) return;
        var events = graph.nodes.stream().filter(node -> happens(node, mark)).toList();
        var hosts = new LinkedHashSet<Integer>();
        for (var event : events) hosts.add(host(event, net));
        if (hosts.contains(net.alive)) return;
        var watched = Net.watching(graph, facts, node -> from != null && node.has(from));
        var search = new Explorer(watched, BOUND);
        var marked = from == null ? new int[] {watched.alive} : new int[] {watched.alive, watched.seen};
        Predicate<Transition> allowed =
                transition -> !(transition.leaves() && transition.node().has(Mark.CLOSES));
        var first = graph.starts.get(0);
        try {
            var run = search.find(
                    watched.initial(any -> true),
                    new Goal(
                            watched.transitions,
                            marked,
                            events.stream()
                                    .mapToInt(event -> host(event, watched))
                                    .toArray()),
                    allowed);
            localStates += search.states();
            if (run == null) return;
            var here = run.subList(0, run.size() - 1);
            var at = here.isEmpty() ? first : here.get(here.size() - 1).node();
            sink.find(
                    rule,
                    events.isEmpty() ? at : events.get(0),
                    events.isEmpty()
                            ? "There is no event for " + words + ", by the person, in an event subprocess."
                            : "After '" + at.name() + "' " + words + " is not possible: its event is not open there.",
                    "Put an event subprocess that does not interrupt, started by a message of the person, into the pathway itself.",
                    Traces.of(here),
                    List.of());
        } catch (TooLarge e) {
            sink.tooLarge(first, e);
        }
    }

    private static boolean happens(Node node, Mark mark) {
        if (!node.has(mark)) return false;
        if (node.element instanceof UserTask) return node.role != null && FOR_THE_PERSON.contains(node.role);
        var opens = node.kind == Kind.BOUNDARY || (node.kind == Kind.START && node.scope.handler);
        // What ends the whole pathway can happen once only.
        var endsAll = node.kind == Kind.START
                && node.interrupting
                && node.scope.parent != null
                && node.scope.parent.owner == null;
        return opens
                && node.trigger.external()
                && node.sentBy != null
                && FOR_THE_PERSON.contains(node.sentBy)
                && !endsAll;
    }

    /** The place that is marked while the event can happen. */
    private static int host(Node event, Net net) {
        if (event.kind == Kind.BOUNDARY && event.attachedTo != null) return net.place(event.attachedTo);
        if (event.kind == Kind.START && event.scope.parent != null) return net.place(event.scope.parent);
        return net.place(event);
    }

    /** Rights that can be used at any time must not cost help that is under way. */
    private void interruptions() {
        var rules = Map.of(
                Mark.WITHDRAWS,
                "R30",
                Mark.COMPLAINS,
                "R31",
                Mark.REQUESTS_DATA,
                "R32",
                Mark.RISK_CHANGES,
                "R16",
                Mark.APPEALS,
                "R33");
        for (var event : graph.nodes) {
            if (!event.interrupting || !(event.element instanceof CatchEvent)) continue;
            for (var mark : event.marks) {
                var rule = rules.get(mark);
                if (rule == null) continue;
                for (var lost : ended(event)) {
                    sink.find(
                            rule,
                            event,
                            "'" + event.name() + "' ends '" + lost.name() + "', which is help that must go on.",
                            "Let the event not interrupt, or let it interrupt only a scope without steps of help.",
                            Traces.ids(Dependence.way(graph, event)),
                            List.of());
                    break;
                }
            }
        }
    }

    private static List<Node> ended(Node event) {
        var ended = new ArrayList<Node>();
        if (event.kind == Kind.BOUNDARY && event.attachedTo != null) {
            ended.add(event.attachedTo);
            if (event.attachedTo.body != null) ended.addAll(event.attachedTo.body.within());
        } else if (event.kind == Kind.START && event.scope.parent != null)
            for (var node : event.scope.parent.within()) if (!node.scope.isWithin(event.scope)) ended.add(node);
        ended.removeIf(node -> !node.unconditional());
        return ended;
    }

    // By whom

    private void performed() {
        for (var node : graph.nodes) {
            var role = node.role;
            if (role == null) continue;
            var lawEnforcement = vocabulary.lawEnforcement().contains(role);
            if (node.has(Mark.IDENTIFIES) && !role.equals("competent-authority"))
                by(
                        "R7",
                        node,
                        "decides who is identified; only the competent authority, several agencies together, may do so.");
            if (node.has(Mark.INTERVIEWS)
                    && role.equals("police")
                    && Annotations.value(node.element, "interview").orElse("").equals("first"))
                by("R24", node, "is the first interview; the police may not hold it.");
            if (node.has(Mark.INTERPRETS) && lawEnforcement)
                by("R25", node, "settles the language; law enforcement may not.");
            if (lawEnforcement
                    && (node.process.equals("shelter-placement")
                            || kinds(node).contains("shelter")
                            || kinds(node).contains("placement")))
                by("R28", node, "has to do with a shelter; law enforcement has no part in it.");
        }
    }

    private void by(String rule, Node node, String why) {
        sink.find(
                rule,
                node,
                "'" + node.name() + "', done by the role " + node.role + ", " + why,
                "Give the task to another role.",
                List.of(),
                List.of());
    }

    // Deadlines

    private void deadlines() {
        for (var node : targets(node -> node.has(Mark.REFLECTS))) {
            var length = Length.of(timer(node));
            if (length.isEmpty() || length.get().compareTo(REFLECTION) < 0)
                sink.find(
                        "R17",
                        node,
                        "'" + node.name() + "' must be a timer of at least 30 days; it is '" + timer(node) + "'.",
                        "Use ${deadlines.duration('reflection')}.",
                        Traces.ids(Dependence.way(graph, node)),
                        List.of());
        }
        first();
        if (pathway
                && graph.nodes.stream()
                        .noneMatch(node -> node.has(Mark.OFFERS)
                                && kinds(node).contains("health")
                                && within(node, "emergency-medical")))
            sink.find(
                    "R27",
                    graph.starts.get(0),
                    "No step that offers health care is due by 'emergency-medical'.",
                    "Give it the due date ${deadlines.due('emergency-medical')}.",
                    List.of(),
                    List.of());
        for (var event : targets(node -> node.has(Mark.REQUESTS_DATA) && node.kind == Kind.START)) {
            var tasks = event.scope.within().stream()
                    .filter(node -> node.element instanceof UserTask)
                    .toList();
            if (!tasks.isEmpty() && tasks.stream().noneMatch(task -> within(task, "data-request")))
                sink.find(
                        "R32",
                        tasks.get(0),
                        "After '" + event.name() + "' no task is due by 'data-request' (one month).",
                        "Give the answer the due date ${deadlines.due('data-request')}.",
                        List.of(),
                        List.of());
        }
    }

    /** The assessment of risk with the fewest steps before it must be due within a day. */
    private void first() {
        var candidates = targets(node -> node.has(Mark.ASSESSES_RISK)
                && node.strand == Strand.PROTECTION
                && node.role != null
                && !inHandler(node));
        var fewest = candidates.stream().mapToLong(this::stepsBefore).min().orElse(0);
        for (var node : candidates)
            if (stepsBefore(node) == fewest && !within(node, "urgent-risk"))
                sink.find(
                        "R27",
                        node,
                        "'" + node.name() + "' is the first look at the risk, but it is not due by 'urgent-risk'.",
                        "Give it the due date ${deadlines.due('urgent-risk')}.",
                        Traces.ids(Dependence.way(graph, node)),
                        List.of());
    }

    private long stepsBefore(Node node) {
        return Dependence.way(graph, node).stream()
                .filter(before -> before.kind == Kind.WAIT)
                .count();
    }

    private static boolean inHandler(Node node) {
        for (Scope at = node.scope; at != null; at = at.parent) if (at.handler) return true;
        return false;
    }

    /** Is the task due no later than a deadline? */
    private boolean within(Node node, String deadline) {
        var limit = vocabulary.deadlines().get(deadline);
        var most = limit == null ? Optional.<Length>empty() : Length.of(limit.value());
        var due = due(node);
        return most.isPresent() && due.isPresent() && due.get().compareTo(most.get()) <= 0;
    }

    /** After what time the task is due; empty if it has no deadline. */
    private Optional<Length> due(Node node) {
        if (!(node.element instanceof UserTask task) || task.getCamundaDueDate() == null) return Optional.empty();
        var key = named(task.getCamundaDueDate(), "due");
        var deadline = key == null ? null : vocabulary.deadlines().get(key);
        return deadline == null ? Optional.empty() : Length.of(deadline.value());
    }

    private static @Nullable String named(String expression, String method) {
        var start = "${deadlines." + method + "('";
        var text = expression.strip();
        return text.startsWith(start) && text.endsWith("')}")
                ? text.substring(start.length(), text.length() - 3)
                : null;
    }

    private String timer(Node node) {
        for (var definition : node.element.getChildElementsByType(TimerEventDefinition.class)) {
            if (definition.getTimeDuration() == null) return "";
            var text = definition.getTimeDuration().getTextContent().strip();
            var key = named(text, "duration");
            if (key == null) return text;
            var deadline = vocabulary.deadlines().get(key);
            return deadline == null ? "" : deadline.value();
        }
        return "";
    }

    // Counting

    private void bounded() {
        bounded("R23", node -> node.has(Mark.INTERVIEWS), settings.interviewsAdult(), "no"::equals, "interviews");
        bounded(
                "R23",
                node -> node.has(Mark.INTERVIEWS),
                settings.interviewsChild(),
                value -> !value.equals("no"),
                "interviews of a child");
        Predicate<Node> first = node -> node.has(Mark.INTERVIEWS)
                && Annotations.value(node.element, "interview").orElse("").equals("first");
        bounded("R23", first, 1, "no"::equals, "first interviews");
        bounded("R23", first, 1, value -> !value.equals("no"), "first interviews of a child");
    }

    private void bounded(String rule, Predicate<Node> counted, int atMost, Predicate<Object> isChild, String words) {
        var initial = net.initial(isChild);
        var possible = explorer.possible(initial, any -> true);
        var nodes = targets(
                node -> counted.test(node) && entering(node).stream().anyMatch(step -> possible.get(step.index())));
        if (nodes.isEmpty() || (nodes.size() <= atMost && nodes.stream().noneMatch(this::again))) return;
        var steps = nodes.stream().flatMap(node -> entering(node).stream()).toList();
        try {
            var run = explorer.count(initial, steps, atMost);
            if (run == null) return;
            var last = run.get(run.size() - 1).node();
            sink.find(
                    rule,
                    last,
                    "There can be more than " + atMost + " " + words + ": '" + last.name() + "' can be number "
                            + (atMost + 1) + ".",
                    "Reuse what the person has told, or end the loop.",
                    Traces.of(run),
                    List.of());
        } catch (TooLarge e) {
            sink.tooLarge(nodes.get(0), e);
        }
    }

    /** May it happen again in the same case? */
    private boolean again(Node node) {
        if (node.multiInstance() != null || graph.after(node).contains(node)) return true;
        for (Scope at = node.scope; at != null; at = at.parent) {
            if (at.handler) return true;
            if (at.owner != null
                    && (at.owner.multiInstance() != null
                            || graph.after(at.owner).contains(at.owner))) return true;
        }
        return node.kind == Kind.BOUNDARY
                || graph.nodes.stream()
                        .anyMatch(event -> event.kind == Kind.BOUNDARY
                                && !event.interrupting
                                && graph.after(event).contains(node));
    }

    // Rules of the configuration

    private void added(AddedRule rule) {
        switch (rule.kind()) {
            case "precedes" -> {
                var before = marks(rule, "before");
                var after = marks(rule, "after");
                for (var node : targets(node -> hasMark(node, after) && isOf(node, rule)))
                    precedes(rule.id(), node, String.join(" or ", before), other -> hasMark(other, before));
            }
            case "offered" -> {
                var kind = String.valueOf(rule.parameters().get("kind"));
                if (pathway) offer(rule.id(), kind, List.of(kind), false);
            }
            case "bounded" -> {
                var mark = List.of(String.valueOf(rule.parameters().get("mark")));
                if (rule.parameters().get("at-most") instanceof Number most)
                    bounded(
                            rule.id(),
                            node -> hasMark(node, mark),
                            most.intValue(),
                            any -> true,
                            "steps marked " + mark);
            }
            case "performed-by", "not-performed-by" -> {
                var roles = marks(rule, "roles");
                var mark = rule.parameters().get("mark");
                for (var node : targets(node -> node.role != null
                        && isOf(node, rule)
                        && (mark == null || hasMark(node, List.of(String.valueOf(mark))))))
                    if (roles.contains(String.valueOf(node.role)) != rule.kind().equals("performed-by"))
                        by(rule.id(), node, "is against the rule: " + rule.statement() + ".");
            }
            case "independent" -> {
                var strands = marks(rule, "strands");
                for (var node : targets(node -> node.strand != null && strands.contains(node.strand.word())))
                    for (var origin : dependence.of(node).keySet())
                        if (forbids(rule, origin)) depends(rule.id(), node, origin);
            }
            case "timed" -> timed(rule);
            default -> throw new IllegalStateException("No kind " + rule.kind());
        }
    }

    private static boolean forbids(AddedRule rule, Origin origin) {
        return marks(rule, "classes").stream()
                        .anyMatch(
                                named -> Origin.of(named).filter(origin::equals).isPresent())
                || (origin == Origin.LAW_ENFORCEMENT && !marks(rule, "work-of").isEmpty());
    }

    private void timed(AddedRule rule) {
        var mark = List.of(String.valueOf(rule.parameters().get("mark")));
        var least = rule.parameters().get("at-least");
        var most = rule.parameters().get("at-most");
        for (var node : targets(node -> hasMark(node, mark))) {
            var limit = Length.of(String.valueOf(least == null ? most : least)).orElseThrow();
            var length = least == null ? due(node) : Length.of(timer(node));
            var kept = length.isPresent()
                    && (least == null
                            ? length.get().compareTo(limit) <= 0
                            : length.get().compareTo(limit) >= 0);
            if (!kept)
                sink.find(
                        rule.id(),
                        node,
                        "'" + node.name() + "' is against the rule: " + rule.statement() + " ("
                                + (least == null ? "at most " + most : "at least " + least) + ").",
                        "Use a deadline that keeps it.",
                        Traces.ids(Dependence.way(graph, node)),
                        List.of());
        }
    }

    private static boolean hasMark(Node node, Collection<String> marks) {
        return node.marks.stream().map(Mark::word).anyMatch(marks::contains);
    }

    /** Does it have the strand and the role that the rule names, if it does? */
    private static boolean isOf(Node node, AddedRule rule) {
        var strand = rule.parameters().get("strand");
        var role = rule.parameters().get("role");
        return (strand == null || (node.strand != null && node.strand.word().equals(strand)))
                && (role == null || role.equals(node.role));
    }

    private static List<String> marks(AddedRule rule, String name) {
        return rule.parameters().get(name) instanceof Collection<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
