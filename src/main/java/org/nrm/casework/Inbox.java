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
import org.nrm.mechanism.FreeText;
import org.nrm.pathway.CaseTransactions;
import org.nrm.pathway.Escalations;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.OpenTasks;
import org.nrm.pathway.Refusal;
import org.nrm.pathway.TaskModels;
import org.nrm.pathway.TaskQuery;
import org.nrm.pathway.TaskWork;
import org.nrm.records.file.CaseRecords;
import org.springframework.stereotype.Service;

/** The tasks of somebody at work: listing, opening, taking, doing. */
@Service
class Inbox {

    private static final int PAGE = 50;

    private static final Pattern TASK_ID = Pattern.compile("[0-9a-f-]{1,64}");

    private final OpenTasks tasks;
    private final TaskWork work;
    private final TaskModels models;
    private final TaskConsents consents;
    private final ConsentForm consentForm;
    private final CaseRecords records;
    private final CaseTransactions transactions;
    private final CodeLists lists;
    private final Escalations escalations;

    Inbox(
            OpenTasks tasks,
            TaskWork work,
            TaskModels models,
            TaskConsents consents,
            ConsentForm consentForm,
            CaseRecords records,
            CaseTransactions transactions,
            CodeLists lists,
            Escalations escalations) {
        this.tasks = tasks;
        this.work = work;
        this.models = models;
        this.consents = consents;
        this.consentForm = consentForm;
        this.records = records;
        this.transactions = transactions;
        this.lists = lists;
        this.escalations = escalations;
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
            var waits = consents.missing(task);
            Map<String, Object> shown =
                    waits ? Map.of() : records.forTask(task.caseRef(), actor, task.role(), form.shown());
            return new Opened(task, form, shown, waits);
        });
    }

    /** The task with its form, but without earlier answers: nothing of the case is read. */
    Opened blank(Actor actor, String id) {
        var task = tasks.find(actor, id).orElseThrow(() -> new Refusal(Refusal.Reason.NOT_THERE));
        return new Opened(task, form(actor, task), Map.of(), consents.missing(task));
    }

    OpenTask claim(Actor actor, String id) {
        return transactions.run(() -> work.claim(actor, id));
    }

    OpenTask unclaim(Actor actor, String id) {
        return transactions.run(() -> work.unclaim(actor, id));
    }

    /** Does the task. If the answers do not fit the form, nothing has changed. */
    void complete(Actor actor, String id, Map<String, @Nullable Object> answers) {
        // Who does not hold the task learns nothing of its form.
        transactions.run(
                () -> work.complete(actor, id, open -> form(actor, open).take(answers)));
    }

    private Form form(Actor actor, OpenTask task) {
        return consentForm.narrowed(Form.of(models.form(task).schema(), lists, actor.region()), task);
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
