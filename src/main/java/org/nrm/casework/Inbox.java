package org.nrm.casework;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.pathway.CaseTasks;
import org.nrm.pathway.CaseTransactions;
import org.nrm.pathway.Escalations;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.Refusal;
import org.nrm.pathway.TaskQuery;
import org.springframework.stereotype.Service;
import org.nrm.mechanism.FreeText;

/** The tasks of somebody at work: listing, opening, taking, doing. */
@Service
class Inbox {

    private static final int PAGE = 50;

    /** How a consent is given: a child's by the guardian with the child's own assent, an adult's by herself (GDPR art. 8, CRC art. 12). */
    private static final String CONSENT_FORM = "consentForm";

    private static final String ASSENT = "assent-and-guardian";

    private static final Pattern TASK_ID = Pattern.compile("[0-9a-f-]{1,64}");

    private final CaseTasks tasks;
    private final CaseTransactions transactions;
    private final CodeLists lists;
    private final Escalations escalations;

    Inbox(CaseTasks tasks, CaseTransactions transactions, CodeLists lists, Escalations escalations) {
        this.tasks = tasks;
        this.escalations = escalations;
        this.transactions = transactions;
        this.lists = lists;
    }

    /** A cursor that this service did not make. */
    static final class UnknownCursor extends RuntimeException {
        UnknownCursor() {
            super("Unknown cursor");
        }
    }

    /**
     * Part of a list.
     *
     * @param next cursor of the next part; null at the end
     */
    record Page(List<OpenTask> tasks, @Nullable String next) {}

    /**
     * A task with its form and what the form shows of earlier answers.
     *
     * @param waitsForConsent it rests on a consent that is not in force, and shows nothing
     */
    record Opened(OpenTask task, Form form, Map<String, Object> data, boolean waitsForConsent) {}

    Page list(
            Actor actor,
            TaskQuery.@Nullable Claimed claimed,
            @Nullable String strand,
            @Nullable String text,
            @Nullable String cursor) {
        if ((strand != null && !TaskQuery.isStrand(strand)) || (text != null && !FreeText.isText(text)))
            return new Page(List.of(), null);
        var found = tasks.inbox(
                actor, new TaskQuery(claimed, strand, text, cursor == null ? null : position(cursor), PAGE + 1));
        return page(found);
    }

    /** What has been escalated to the actor. */
    Page overdue(Actor actor, @Nullable String cursor) {
        return page(escalations.escalatedTo(actor, cursor == null ? null : position(cursor), PAGE + 1));
    }

    private static Page page(List<OpenTask> found) {
        if (found.size() <= PAGE) return new Page(found, null);
        var shown = found.subList(0, PAGE);
        return new Page(shown, cursor(shown.get(PAGE - 1)));
    }

    Opened open(Actor actor, String id) {
        return transactions.run(() -> {
            var task = tasks.find(actor, id).orElseThrow(() -> new Refusal(Refusal.Reason.NOT_THERE));
            var form = form(actor, task);
            return new Opened(task, form, tasks.shown(actor, task, form.shown()), tasks.waitsForConsent(task));
        });
    }

    /** The task with its form, but without earlier answers: nothing of the case is read. */
    Opened blank(Actor actor, String id) {
        var task = tasks.find(actor, id).orElseThrow(() -> new Refusal(Refusal.Reason.NOT_THERE));
        return new Opened(task, form(actor, task), Map.of(), tasks.waitsForConsent(task));
    }

    OpenTask claim(Actor actor, String id) {
        return transactions.run(() -> tasks.claim(actor, id));
    }

    OpenTask unclaim(Actor actor, String id) {
        return transactions.run(() -> tasks.unclaim(actor, id));
    }

    /** Does the task. If the answers do not fit the form, nothing has changed. */
    void complete(Actor actor, String id, Map<String, @Nullable Object> answers) {
        // Who does not hold the task learns nothing of its form.
        transactions.run(
                () -> tasks.complete(actor, id, open -> form(actor, open).take(answers)));
    }

    private Form form(Actor actor, OpenTask task) {
        var form = Form.of(tasks.form(task).schema(), lists, actor.region());
        if (form.question(CONSENT_FORM).isEmpty()) return form;
        return tasks.ofChild(task)
                ? form.narrowed(CONSENT_FORM, ASSENT::equals)
                : form.narrowed(CONSENT_FORM, way -> !way.equals(ASSENT));
    }

    private static String cursor(OpenTask last) {
        var due = Optional.ofNullable(last.due()).orElse(TaskQuery.Position.NEVER);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("1 " + due + " " + last.id()).getBytes(StandardCharsets.UTF_8));
    }

    private static TaskQuery.Position position(String cursor) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length != 3 || !parts[0].equals("1")) throw new UnknownCursor();
            var due = Instant.parse(parts[1]);
            if (due.isBefore(Instant.EPOCH) || due.isAfter(TaskQuery.Position.NEVER)) throw new UnknownCursor();
            if (!TASK_ID.matcher(parts[2]).matches()) throw new UnknownCursor();
            return new TaskQuery.Position(due, parts[2]);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnknownCursor();
        }
    }
}
