package org.nrm.pathway;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.DeadlineTable;
import org.nrm.mechanism.WorkingCalendar;
import org.nrm.transactions.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tasks past their date: first to the lead of the agency that has the task, a while later (or at once, where no agency has it)
 * to a coordinator. Nothing else happens to them; a task never expires.
 */
@Component
public class Escalations {

    private static final Logger LOG = LoggerFactory.getLogger(Escalations.class);
    private static final String LEAD = "lead";
    private static final String COORDINATOR = "coordinator";

    /** Tasks read at once. */
    private static final int BATCH = 200;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ModelSets sets;
    private final WorkingCalendar calendar;
    private final Ledger ledger;
    private final Transactions transactions;

    Escalations(
            JdbcClient jdbc,
            Clock clock,
            ModelSets sets,
            WorkingCalendar calendar,
            Ledger ledger,
            Transactions transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.sets = sets;
        this.calendar = calendar;
        this.ledger = ledger;
        this.transactions = transactions;
    }

    /** A task that may be due for it, with its place in the order of dates. */
    private record Candidate(String id, CaseRef caseRef, Instant escalates) {}

    /**
     * Escalates what has passed its date, each case in a short transaction of its own: where one cannot be locked or fails, the others go
     * on, and it is looked at again next time.
     */
    public void look() {
        var now = clock.instant();
        var batch = candidates(now, null);
        while (!batch.isEmpty()) {
            for (var caseRef : batch.stream().map(Candidate::caseRef).distinct().toList())
                try {
                    transactions.run(() -> escalate(caseRef, now));
                } catch (RuntimeException e) {
                    LOG.error(
                            "Overdue tasks of {} are not escalated: {}",
                            caseRef,
                            e.getClass().getName());
                }
            batch = batch.size() < BATCH ? List.of() : candidates(now, batch.get(batch.size() - 1));
        }
    }

    /** When the next task is escalated after that time; empty if none is. */
    Optional<Instant> next(Instant after) {
        return Optional.ofNullable(jdbc.sql("select min(escalates) as next from open_task where escalates > :after")
                        .param("after", after.atOffset(ZoneOffset.UTC))
                        .query((row, number) -> row.getObject("next", OffsetDateTime.class))
                        .list()
                        .get(0))
                .map(OffsetDateTime::toInstant);
    }

    private List<Candidate> candidates(Instant now, @Nullable Candidate after) {
        return jdbc.sql("select task_id, case_ref, escalates from open_task where escalates <= :now "
                        + (after == null
                                ? ""
                                : "and (escalates > :escalates or escalates = :escalates and task_id > :id) ")
                        + "order by escalates, task_id fetch first :limit rows only")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("escalates", after == null ? null : after.escalates().atOffset(ZoneOffset.UTC))
                .param("id", after == null ? null : after.id())
                .param("limit", BATCH)
                .query((row, number) -> new Candidate(
                        row.getString("task_id"),
                        new CaseRef(row.getString("case_ref")),
                        row.getObject("escalates", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Under the lock it is read again: meanwhile somebody may have done a task, taken it, or looked as well. */
    private void escalate(CaseRef caseRef, Instant now) {
        ledger.lock(caseRef);
        for (var task : jdbc.sql(OpenTasks.SELECT
                        + "where t.case_ref = :ref and t.escalates <= :now order by t.escalates, t.task_id")
                .param("ref", caseRef.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(OpenTasks::openTask)
                .list()) {
            var toLead = task.escalated() == null && (task.agency() != null || task.assignee() != null);
            escalate(task, toLead ? LEAD : COORDINATOR, now);
        }
    }

    private void escalate(OpenTask task, String to, Instant now) {
        var deadlines = sets.version(task.version()).deadlines();
        var next = to.equals(LEAD)
                ? deadlines.after(DeadlineTable.OVERDUE, now, calendar).atOffset(ZoneOffset.UTC)
                : null;
        jdbc.sql("update open_task set escalated = :to, escalated_at = :now, escalates = :next where task_id = :id")
                .param("to", to)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("next", next)
                .param("id", task.id())
                .update();
        ledger.append(Act.on(task.caseRef(), EntryType.ESCALATED)
                .by(null, task.agency(), task.role())
                .at(task.process(), task.element(), task.id())
                .with(Map.of("to", to)));
    }
}
