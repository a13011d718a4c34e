package org.nrm.pathway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.Answers;
import org.nrm.records.file.CaseRecords;
import org.nrm.web.Conflict;
import org.nrm.web.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Taking a task, giving it back and doing it. Which tasks there are for somebody is said by {@link OpenTasks}. */
@Component
@Transactional
public class TaskWork {

    private static final String FIRST_RESPONDER = "first-responder";

    private final OpenTasks openTasks;
    private final TaskModels models;
    private final TaskEffects effects;
    private final Assignments assignments;
    private final EscalationDates escalation;
    private final CaseRecords records;
    private final TaskService engine;
    private final HistoryService history;
    private final JdbcClient jdbc;
    private final Ledger ledger;

    TaskWork(
            OpenTasks openTasks,
            TaskModels models,
            TaskEffects effects,
            Assignments assignments,
            EscalationDates escalation,
            CaseRecords records,
            TaskService engine,
            HistoryService history,
            JdbcClient jdbc,
            Ledger ledger) {
        this.openTasks = openTasks;
        this.models = models;
        this.effects = effects;
        this.assignments = assignments;
        this.escalation = escalation;
        this.records = records;
        this.engine = engine;
        this.history = history;
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /**
     * Takes the task. Taking one's own again changes nothing.
     *
     * @throws Refusal NOT_THERE, TAKEN or NOT_INDEPENDENT
     */
    public OpenTask claim(Actor actor, String id) {
        lockCaseOf(id);
        var task = openTasks.find(actor, id).orElseThrow(() -> openTasks.notFor(actor, id));
        if (actor.user().equals(task.assignee())) return task;
        if (task.assignee() != null) throw new Conflict(Conflict.Reason.TAKEN);
        if (!effects.mayTake(actor, task)) throw new Conflict(Conflict.Reason.NOT_INDEPENDENT);
        assignments.assignIfFree(actor, task.caseRef(), task.role());
        hold(actor, task);
        return openTasks.find(actor, id).orElseThrow();
    }

    /** Gives the task back. Refused with NOT_THERE or NOT_HELD. */
    public OpenTask unclaim(Actor actor, String id) {
        lockCaseOf(id);
        var task = openTasks.find(actor, id).orElseThrow(() -> openTasks.notFor(actor, id));
        if (!actor.user().equals(task.assignee())) throw new Conflict(Conflict.Reason.NOT_HELD);
        assignments.release(task);
        escalation.freed(task);
        ledger.append(entry(task, EntryType.UNCLAIMED).by(actor.user(), actor.agency(), task.role()));
        return openTasks.find(actor, id).orElseThrow();
    }

    /**
     * Does the task: answers to the record and to the engine by their class, the entry, what the answers bring about, and the
     * engine's next steps, all or nothing.
     *
     * @param answers of the task that is held, checked against its form, by field key; an unanswered question is missing. Asked
     *     for under the case's lock, so that a task is never done whose answers nobody has checked
     * @throws Refusal NOT_THERE, NOT_HELD or DONE, and what {@link TaskEffects} refuses
     */
    public void complete(Actor actor, String id, Function<OpenTask, Map<String, Object>> answers) {
        lockCaseOf(id);
        var task = openTasks.find(actor, id).orElseThrow(() -> whyGone(actor, id));
        if (!actor.user().equals(task.assignee())) throw new Conflict(Conflict.Reason.NOT_HELD);
        finish(actor, task, answers.apply(task), false);
    }

    /** Why there is no such open task for the actor (any more): NOT_THERE, TAKEN or, if it was the actor who did it, DONE. */
    @Transactional(readOnly = true)
    public Refusal whyGone(Actor actor, String id) {
        return doneBy(actor, id) ? new Conflict(Conflict.Reason.DONE) : openTasks.notFor(actor, id);
    }

    /**
     * Does the first task of a case at once, for the agency that refers. The answers may set what the form only shows.
     *
     * @param role in which the actor refers
     */
    public void completeReferral(Actor actor, CaseRef caseRef, String role, Map<String, Object> answers) {
        var task = openTasks.ofCase(caseRef).stream()
                .filter(open -> open.role().equals(FIRST_RESPONDER))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("The pathway does not begin with a task of the first responder"));
        if (actor.holds(task.role())) assignments.assignIfFree(actor, caseRef, task.role());
        engine.setAssignee(task.id(), actor.user());
        finish(actor, task, answers, true);
    }

    private void finish(Actor actor, OpenTask task, Map<String, Object> answers, boolean readOnlyToo) {
        var done = new TaskDone(actor, task, models.of(task), models.form(task), answers);
        effects.before(done);
        var fields = new ArrayList<Answers.Field>();
        var facts = new HashMap<String, String>();
        Map<String, @Nullable Object> variables = new HashMap<>();
        for (var field : done.form().questions()) {
            if (field.readOnly() && !readOnlyToo) continue;
            var value = answers.get(field.key());
            if (value != null)
                fields.add(new Answers.Field(field.key(), Objects.requireNonNull(field.dataClass()), value));
            if (value != null && field.closed() && "routing".equals(field.dataClass()))
                facts.put(field.key(), String.valueOf(forEngine(value)));
            if (models.heldByEngine(task, field) && !field.readOnly()) variables.put(field.key(), forEngine(value));
        }
        records.write(new Answers(
                task.caseRef(),
                task.version(),
                task.form(),
                task.process(),
                task.element(),
                task.id(),
                task.role(),
                actor.user(),
                actor.agency(),
                fields));
        ledger.append(entry(task, EntryType.COMPLETED)
                .by(actor.user(), actor.agency(), task.role())
                .with(facts));
        effects.after(done);
        engine.complete(task.id(), variables);
    }

    private void hold(Actor actor, OpenTask task) {
        jdbc.sql("update open_task set assignee = :user, agency = :agency where task_id = :id")
                .param("user", actor.user())
                .param("agency", actor.agency())
                .param("id", task.id())
                .update();
        engine.setAssignee(task.id(), actor.user());
        escalation.taken(task);
        ledger.append(entry(task, EntryType.CLAIMED).by(actor.user(), actor.agency(), task.role()));
    }

    private boolean doneBy(Actor actor, String id) {
        return history.createHistoricTaskInstanceQuery()
                        .taskId(id)
                        .taskAssignee(actor.user())
                        .finished()
                        .count()
                > 0;
    }

    /** From here on nobody else changes the case until this transaction ends. */
    private void lockCaseOf(String id) {
        jdbc.sql("select case_ref from open_task where task_id = :id")
                .param("id", id)
                .query(String.class)
                .optional()
                .ifPresent(caseRef -> ledger.lock(new CaseRef(caseRef)));
    }

    private static Act entry(OpenTask task, EntryType type) {
        return Act.on(task.caseRef(), type).at(task.process(), task.element(), task.id());
    }

    /** The engine keeps plain values only; several choices of a list as words apart by spaces. */
    private static @Nullable Object forEngine(@Nullable Object value) {
        if (value instanceof List<?> list) {
            var words = new ArrayList<String>();
            list.forEach(item -> words.add(String.valueOf(item)));
            return String.join(" ", words);
        }
        return value;
    }
}
