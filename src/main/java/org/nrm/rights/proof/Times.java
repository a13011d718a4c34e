package org.nrm.rights.proof;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Length;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Vocabulary;

/** {@code timed}: deadlines that are short enough, waiting periods that are long enough. */
final class Times {

    private Times() {}

    /** The reflection period is a timer of thirty days or more (CETS 197 art. 13(1)). */
    record Reflection() implements Rule.OfProcess {

        private static final Length LEAST = Length.of("P30D").orElseThrow();

        @Override
        public void judge(Rule rule, Judge judge) {
            for (var node : judge.nodes(Steps.with(Mark.REFLECTS))) {
                var timer = timer(judge.vocabulary, node);
                var length = Length.of(timer);
                if (length.isEmpty() || !length.get().atLeast(LEAST))
                    judge.find(
                            rule,
                            node,
                            "'" + node.name() + "' must be a timer of at least 30 days; it is '" + Length.inWords(timer)
                                    + "'.",
                            "Use ${deadlines.duration('reflection')}.",
                            Traces.to(judge.graph, node));
            }
        }
    }

    /** The assessment of risk with the fewest steps before it is due within a day. */
    record FirstLook() implements Rule.OfProcess {

        @Override
        public void judge(Rule rule, Judge judge) {
            var candidates = judge.nodes(node -> node.has(Mark.ASSESSES_RISK)
                    && node.strand == Strand.PROTECTION
                    && node.role != null
                    && !inHandler(node));
            if (candidates.isEmpty()) return;
            var fewest = candidates.stream()
                    .mapToLong(node -> stepsBefore(judge, node))
                    .min()
                    .orElseThrow();
            var waits = Waits.fromTheStart(judge.vocabulary, judge.graph);
            for (var node : candidates)
                if (stepsBefore(judge, node) == fewest && !within(judge.vocabulary, waits, node, "urgent-risk"))
                    judge.find(
                            rule,
                            node,
                            "'" + node.name() + "' is the first look at the risk, but it is not due by 'urgent-risk'"
                                    + timers(waits, node) + ".",
                            "Give it the due date ${deadlines.due('urgent-risk')}, and let no timer go before it.",
                            Traces.to(judge.graph, node));
        }

        private static long stepsBefore(Judge judge, Node node) {
            return Traces.way(judge.graph, node).stream()
                    .filter(before -> before.kind == Kind.WAIT)
                    .count();
        }

        private static boolean inHandler(Node node) {
            for (Scope at = node.scope; at != null; at = at.parent) if (at.handler) return true;
            return false;
        }
    }

    /** Some step of a pathway that offers health care is due at once. */
    record EmergencyCare() implements Rule.OfProcess {

        @Override
        public void judge(Rule rule, Judge judge) {
            if (!judge.pathway) return;
            var waits = Waits.fromTheStart(judge.vocabulary, judge.graph);
            Predicate<Node> inTime = node -> node.has(Mark.OFFERS)
                    && Steps.kinds(node).contains(Kinds.HEALTH)
                    && within(judge.vocabulary, waits, node, "emergency-medical");
            if (judge.nodes(inTime).isEmpty())
                judge.find(
                        rule,
                        judge.graph.starts.get(0),
                        "No step that offers health care is due by 'emergency-medical'.",
                        "Give it the due date ${deadlines.due('emergency-medical')}.",
                        List.of());
        }
    }

    /** Who asks for her data is answered within a month. */
    record Answered() implements Rule.OfProcess {

        @Override
        public void judge(Rule rule, Judge judge) {
            for (var event : judge.nodes(node -> node.has(Mark.REQUESTS_DATA) && node.kind == Kind.START)) {
                var tasks = event.scope.within().stream()
                        .filter(node -> node.element instanceof UserTask)
                        .toList();
                var waits = new Waits(judge.vocabulary, judge.graph, List.of(event));
                if (!tasks.isEmpty()
                        && tasks.stream().noneMatch(task -> within(judge.vocabulary, waits, task, "data-request")))
                    judge.find(
                            rule,
                            tasks.get(0),
                            "After '" + event.name() + "' no task is due by 'data-request' (one month).",
                            "Give the answer the due date ${deadlines.due('data-request')}, and let no timer go before it.",
                            List.of());
            }
        }
    }

    /**
     * Steps are due, at the latest, after so long.
     *
     * @param limit as it is written
     */
    record AtMost(Predicate<Node> steps, String limit) implements Rule.OfProcess {

        @Override
        public void judge(Rule rule, Judge judge) {
            var most = Length.of(limit).orElseThrow();
            for (var node : judge.nodes(steps))
                if (due(judge.vocabulary, node)
                        .filter(length -> length.atMost(most))
                        .isEmpty()) against(rule, judge, node, "at most " + limit);
        }
    }

    /**
     * Timers last at least so long.
     *
     * @param limit as it is written
     */
    record AtLeast(Predicate<Node> steps, String limit) implements Rule.OfProcess {

        @Override
        public void judge(Rule rule, Judge judge) {
            var least = Length.of(limit).orElseThrow();
            for (var node : judge.nodes(steps))
                if (Length.of(timer(judge.vocabulary, node))
                        .filter(length -> length.atLeast(least))
                        .isEmpty()) against(rule, judge, node, "at least " + limit);
        }
    }

    private static void against(Rule rule, Judge judge, Node node, String limit) {
        judge.find(
                rule,
                node,
                "'" + node.name() + "' is against the rule: " + rule.statement() + " (" + limit + ").",
                "Use a deadline that keeps it.",
                Traces.to(judge.graph, node));
    }

    /** Is the task due no later than a deadline, with what timers wait before it? */
    private static boolean within(Vocabulary vocabulary, Waits waits, Node node, String deadline) {
        var limit = vocabulary.deadlines().get(deadline);
        var most = limit == null ? Optional.<Length>empty() : Length.of(limit.value());
        var due = due(vocabulary, node).flatMap(length -> waits.before(node, length));
        return most.isPresent() && due.isPresent() && due.get().atMost(most.get());
    }

    private static String timers(Waits waits, Node node) {
        var nothing = waits.before(node, Length.NONE).filter(Length.NONE::equals);
        return nothing.isPresent() ? "" : ", with the timers before it";
    }

    /** After what time the task is due; empty if it has no deadline. */
    private static Optional<Length> due(Vocabulary vocabulary, Node node) {
        if (!(node.element instanceof UserTask task) || task.getCamundaDueDate() == null) return Optional.empty();
        var key = named(task.getCamundaDueDate(), "due");
        var deadline = key == null ? null : vocabulary.deadlines().get(key);
        return deadline == null ? Optional.empty() : Length.of(deadline.value());
    }

    /** How long the timer lasts, as it is written; empty if it is none. */
    static String timer(Vocabulary vocabulary, Node node) {
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

    private static @Nullable String named(String expression, String method) {
        var start = "${deadlines." + method + "('";
        var text = expression.strip();
        return text.startsWith(start) && text.endsWith("')}")
                ? text.substring(start.length(), text.length() - 3)
                : null;
    }
}
