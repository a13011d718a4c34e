package org.nrm.casework;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.forms.Form;
import org.nrm.mechanism.FreeText;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.OpenTasks;
import org.nrm.pathway.TaskModels;
import org.nrm.pathway.TaskQuery;
import org.nrm.pathway.TaskWork;
import org.nrm.records.file.CaseRecords;
import org.nrm.transactions.Transactions;
import org.nrm.web.Cursor;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotThere;
import org.nrm.web.Part;
import org.nrm.web.Refusal;
import org.springframework.stereotype.Service;

/** The tasks of somebody at work: listing, opening, taking, doing. */
@Service
class Inbox {

    private static final int PAGE = 50;

    private final OpenTasks tasks;
    private final TaskWork work;
    private final TaskModels models;
    private final TaskConsents consents;
    private final ConsentForm consentForm;
    private final CaseRecords records;
    private final Transactions transactions;
    private final Choices choices;

    Inbox(
            OpenTasks tasks,
            TaskWork work,
            TaskModels models,
            TaskConsents consents,
            ConsentForm consentForm,
            CaseRecords records,
            Transactions transactions,
            Choices choices) {
        this.tasks = tasks;
        this.work = work;
        this.models = models;
        this.consents = consents;
        this.consentForm = consentForm;
        this.records = records;
        this.transactions = transactions;
        this.choices = choices;
    }

    /**
     * A task with its form and what the form shows of earlier answers.
     *
     * @param waitsForConsent it rests on a consent that is not in force, and shows nothing
     */
    record Opened(OpenTask task, Form form, Map<String, Object> data, boolean waitsForConsent) {}

    Part<OpenTask> list(
            Actor actor,
            TaskQuery.@Nullable Claimed claimed,
            @Nullable String strand,
            @Nullable String text,
            @Nullable String cursor) {
        return holdsNothing(strand, text)
                ? new Part<>(List.of(), null)
                : part(tasks.inbox(
                        actor, new TaskQuery(claimed, strand, text, Cursor.of(cursor, Cursor.OLDEST), PAGE + 1)));
    }

    /** What has been escalated to the actor. */
    Part<OpenTask> overdue(Actor actor, @Nullable String strand, @Nullable String text, @Nullable String cursor) {
        return holdsNothing(strand, text)
                ? new Part<>(List.of(), null)
                : part(tasks.escalatedTo(
                        actor, new TaskQuery(null, strand, text, Cursor.of(cursor, Cursor.OLDEST), PAGE + 1)));
    }

    /** No task can be of that strand, or its case called so. */
    private static boolean holdsNothing(@Nullable String strand, @Nullable String text) {
        return (strand != null && !TaskQuery.isStrand(strand)) || (text != null && !FreeText.isText(text));
    }

    private static Part<OpenTask> part(List<OpenTask> found) {
        return Part.of(found, PAGE, last -> new Cursor(Objects.requireNonNullElse(last.due(), Cursor.LAST), last.id()));
    }

    Opened open(Actor actor, String id) {
        return transactions.run(() -> {
            var task = tasks.find(actor, id).orElseThrow(NotThere::new);
            var form = form(actor, task);
            var waits = consents.missing(task);
            Map<String, Object> shown =
                    waits ? Map.of() : records.forTask(task.caseRef(), actor, task.role(), form.shown());
            return new Opened(task, form, shown, waits);
        });
    }

    /** The task with its form, but without earlier answers: nothing of the case is read. */
    Opened blank(Actor actor, String id) {
        var task = tasks.find(actor, id).orElseThrow(NotThere::new);
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
        transactions.run(() -> work.complete(actor, id, open -> taken(form(actor, open), answers)));
    }

    /** Why the actor no longer sees a task: NOT_THERE, TAKEN or, if it was the actor who did it, DONE. */
    Refusal whyGone(Actor actor, String id) {
        return work.whyGone(actor, id);
    }

    private static Map<String, Object> taken(Form form, Map<String, @Nullable Object> answers) {
        var taken = form.take(answers);
        if (!taken.problems().isEmpty())
            throw new InvalidAnswers(taken.problems().entrySet().stream()
                    .map(problem -> new FieldProblem(problem.getKey(), problem.getValue()))
                    .toList());
        return taken.answers();
    }

    private Form form(Actor actor, OpenTask task) {
        return consentForm.narrowed(choices.expand(models.form(task), actor.region()), task);
    }
}
