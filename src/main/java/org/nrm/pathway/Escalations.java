package org.nrm.pathway;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tasks past their date: first to the lead of the agency that has the task, a while later (or at once, where no agency has it)
 * to a coordinator. Nothing else happens to them; a task never expires.
 */
@Component
@Transactional
public class Escalations {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Deadlines deadlines;
    private final Ledger ledger;

    Escalations(JdbcClient jdbc, Clock clock, Deadlines deadlines, Ledger ledger) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deadlines = deadlines;
        this.ledger = ledger;
    }

    /** Looks which tasks have passed a date since the last look, and escalates them. */
    public void look() {
        var now = clock.instant();
        for (var task :
                past("t.escalated is null and (t.due < :now or t.assignee is null and a.agency is null)", now)) {
            var due = task.due();
            if (task.agency() == null && task.assignee() == null) {
                if ((due != null && due.isBefore(now))
                        || deadlines.after("unclaimed-task", task.created()).isBefore(now))
                    escalate(task, "coordinator", now);
            } else if (due != null) escalate(task, "lead", now);
        }
        for (var task : past("t.escalated = 'lead' and t.due < :now", now)) {
            var due = task.due();
            if (due != null && deadlines.after("overdue-escalation", due).isBefore(now))
                escalate(task, "coordinator", now);
        }
    }

    private List<OpenTask> past(String condition, Instant now) {
        return jdbc.sql(OpenTasks.SELECT + "where " + condition + " order by t.case_ref, t.task_id")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(OpenTasks::openTask)
                .list();
    }

    private void escalate(OpenTask task, String to, Instant now) {
        jdbc.sql("update open_task set escalated = :to, escalated_at = :now where task_id = :id")
                .param("to", to)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", task.id())
                .update();
        ledger.append(Act.on(task.caseRef(), EntryType.ESCALATED)
                .by(null, task.agency(), task.role())
                .at(task.process(), task.element(), task.id())
                .with(Map.of("to", to)));
    }
}
