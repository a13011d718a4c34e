package org.nrm.rights.proof;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.SignalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Length;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.proof.Elements.At;

/** {@code declared}: events say when they come, and who sends the message that they wait for. */
record Events() implements Rule.OfElement {

    private static final Set<String> SENDERS_BESIDE_ROLES = Set.of("person", "system");

    private static final Pattern DUE = Pattern.compile("\\$\\{deadlines\\.due\\('([a-z0-9-]+)'\\)}");
    private static final Pattern DURATION = Pattern.compile("\\$\\{deadlines\\.duration\\('([a-z0-9-]+)'\\)}");

    @Override
    public void judge(Rule rule, Elements elements, At at) {
        if (at.element() instanceof CatchEvent || at.element() instanceof ThrowEvent) event(rule, elements, at);
        if (at.element() instanceof ReceiveTask task) message(rule, elements, at, task.getMessage());
    }

    /** The due date of a task is a deadline that is known. */
    static void due(Rule rule, Elements elements, At at, String expression) {
        deadline(rule, elements, at, expression, DUE, "${deadlines.due('<key>')}");
    }

    private static void deadline(
            Rule rule, Elements elements, At at, String expression, Pattern form, String expected) {
        var match = form.matcher(expression.strip());
        if (!match.matches()) elements.find(rule, at, "'" + expression + "' must be " + expected);
        else if (!elements.vocabulary.deadlines().containsKey(match.group(1)))
            elements.find(
                    rule,
                    at,
                    "the deadline '" + match.group(1) + "' is not in deadlines.yaml: "
                            + Allowed.of(
                                    match.group(1),
                                    elements.vocabulary.deadlines().keySet()));
    }

    private static void event(Rule rule, Elements elements, At at) {
        for (var definition : at.element().getChildElementsByType(EventDefinition.class)) {
            if (definition instanceof TimerEventDefinition timer) timer(rule, elements, at, timer);
            if (definition instanceof SignalEventDefinition)
                elements.find(rule, at, "a signal reaches every case, not only this one; use a message");
            if (definition instanceof MessageEventDefinition message) {
                message(rule, elements, at, message.getMessage());
                if (at.element() instanceof ThrowEvent
                        && message.getMessage() != null
                        && !"${sendMessage}".equals(message.getCamundaDelegateExpression()))
                    elements.find(rule, at, "sends a message, so camunda:delegateExpression must be '${sendMessage}'");
            }
        }
    }

    private static void timer(Rule rule, Elements elements, At at, TimerEventDefinition timer) {
        if (timer.getTimeDuration() != null) {
            var text = timer.getTimeDuration().getTextContent().strip();
            if (!duration(text))
                deadline(
                        rule,
                        elements,
                        at,
                        text,
                        DURATION,
                        "an ISO 8601 duration without weeks, as P14D, or ${deadlines.duration('<key>')}");
        } else if (timer.getTimeCycle() != null) {
            var text = timer.getTimeCycle().getTextContent().strip();
            if (!cycle(text))
                elements.find(rule, at, "'" + text + "' must be an ISO 8601 cycle without weeks, as R/P1D");
        } else if (timer.getTimeDate() != null) {
            var text = timer.getTimeDate().getTextContent().strip();
            if (!date(text)) elements.find(rule, at, "'" + text + "' must be an ISO 8601 date with time");
        } else elements.unusable(at, at.element().getId(), "a timer needs a duration, a cycle or a date");
    }

    /** As the engine reads it, which knows no working days. */
    private static boolean duration(String text) {
        return Length.of(text).filter(length -> length.workingDays() == 0).isPresent();
    }

    private static boolean cycle(String text) {
        var parts = text.split("/", -1);
        return parts.length >= 2
                && parts.length <= 3
                && parts[0].startsWith("R")
                && parts[0].substring(1).chars().allMatch(Character::isDigit)
                && (parts.length == 2 || date(parts[1]))
                && duration(parts[parts.length - 1]);
    }

    private static boolean date(String text) {
        try {
            LocalDateTime.parse(text, DateTimeFormatter.ISO_DATE_TIME);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static void message(Rule rule, Elements elements, At at, @Nullable Message message) {
        if (message == null || message.getName() == null) {
            // The engine runs a task like this; who completes it is not known.
            if (at.element() instanceof ReceiveTask) elements.find(rule, at, "has no message");
            else elements.unusable(at, at.element().getId(), "has no message");
            return;
        }
        if (at.element() instanceof ThrowEvent) return;
        var sentBy = Annotations.value(at.element(), "sent-by");
        if (sentBy.isEmpty())
            elements.find(
                    rule,
                    at,
                    "catches a message, so nrm:sent-by must say who sends it: " + Allowed.of(null, senders(elements)));
        else if (!SENDERS_BESIDE_ROLES.contains(sentBy.get())
                && !elements.vocabulary.roles().contains(sentBy.get()))
            elements.find(
                    rule,
                    at,
                    "nrm:sent-by is '" + sentBy.get() + "'; it must be a role, 'person' or 'system': "
                            + Allowed.of(sentBy.get(), senders(elements)));
    }

    private static Set<String> senders(Elements elements) {
        var senders = new HashSet<>(elements.vocabulary.roles());
        senders.addAll(SENDERS_BESIDE_ROLES);
        return senders;
    }
}
