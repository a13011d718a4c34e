package org.nrm.pathway;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.mechanism.DeadlineTable;
import org.nrm.mechanism.WorkingCalendar;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When a task is escalated next, kept with the task: at its due date, or, as long as nobody has it, after a while if that is earlier. What
 * was escalated because nobody had the task is over when somebody takes it; what was because its date had passed stays until it is done,
 * goes to another agency or gets a new date. Called under the case's lock.
 */
@Component
class EscalationDates {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ModelSets sets;
    private final WorkingCalendar calendar;

    EscalationDates(JdbcClient jdbc, Clock clock, ModelSets sets, WorkingCalendar calendar) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.sets = sets;
        this.calendar = calendar;
    }

    /**
     * Of a new task.
     *
     * @param version  of the models by which it goes
     * @param ofAgency an agency is on the case in the task's role
     */
    @Nullable
    Instant first(int version, @Nullable Instant due, boolean ofAgency) {
        return ofAgency ? due : unlessTaken(version, due);
    }

    /** Somebody has taken the task. */
    void taken(OpenTask task) {
        if (!overdue(task)) begin(task.id(), task.due());
    }

    /** Whoever had the task has given it back, and it waits for a colleague. */
    void freed(OpenTask task) {
        if (!overdue(task)) begin(task.id(), unlessTaken(task.version(), task.due()));
    }

    /** Another agency is on the case in the role: it has the tasks, and its lead is told of those whose date has passed. */
    void toAnotherAgency(CaseRef caseRef, String role) {
        jdbc.sql(
                        "update open_task set escalated = null, escalated_at = null, escalates = due where case_ref = :ref and role = :role")
                .param("ref", caseRef.value())
                .param("role", role)
                .update();
    }

    /**
     * The task has a new date, or none any more.
     *
     * @param version  of the models by which it goes
     * @param ofAgency an agency has it
     */
    void dated(String id, int version, @Nullable Instant due, boolean ofAgency) {
        jdbc.sql("update open_task set due = :due where task_id = :id")
                .param("due", due == null ? null : due.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
        begin(id, first(version, due, ofAgency));
    }

    private boolean overdue(OpenTask task) {
        var due = task.due();
        return due != null && !due.isAfter(clock.instant());
    }

    private Instant unlessTaken(int version, @Nullable Instant due) {
        var unclaimed = sets.version(version).deadlines().after(DeadlineTable.UNCLAIMED, clock.instant(), calendar);
        return due != null && due.isBefore(unclaimed) ? due : unclaimed;
    }

    private void begin(String id, @Nullable Instant next) {
        jdbc.sql("update open_task set escalated = null, escalated_at = null, escalates = :next where task_id = :id")
                .param("next", next == null ? null : next.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }
}
