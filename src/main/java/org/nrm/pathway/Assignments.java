package org.nrm.pathway;

import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.CaseFiles;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which agency is on a case in a role, and so sees and does that role's tasks. */
@Component
@Transactional
public class Assignments {

    private static final String FIRST_RESPONDER = "first-responder";

    private final CaseFiles caseFiles;
    private final OpenTasks openTasks;
    private final EscalationDates escalation;
    private final TaskService engine;
    private final JdbcClient jdbc;
    private final Ledger ledger;

    Assignments(
            CaseFiles caseFiles,
            OpenTasks openTasks,
            EscalationDates escalation,
            TaskService engine,
            JdbcClient jdbc,
            Ledger ledger) {
        this.caseFiles = caseFiles;
        this.openTasks = openTasks;
        this.escalation = escalation;
        this.engine = engine;
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /**
     * Puts another agency on the case; what the earlier one's staff held of the role's tasks is free again. Nor does the earlier one
     * read on as the agency that referred: that work is done.
     */
    public void reassign(Actor actor, CaseRef caseRef, String role, String agency) {
        var earlier = caseFiles.assigned(caseRef, role);
        if (earlier.filter(agency::equals).isPresent()) return;
        caseFiles.assign(caseRef, role, agency);
        escalation.toAnotherAgency(caseRef, role);
        earlier.ifPresent(replaced -> caseFiles.release(caseRef, FIRST_RESPONDER, replaced));
        for (var task : openTasks.ofCase(caseRef))
            if (task.role().equals(role) && task.assignee() != null) release(task);
        ledger.append(Act.on(caseRef, earlier.isPresent() ? EntryType.REASSIGNED : EntryType.ASSIGNED)
                .by(actor.user(), actor.agency(), null)
                .with(Map.of("role", role, "agency", agency)));
    }

    /** Puts an agency on a case that has just been opened. */
    public void assign(Actor actor, CaseRef caseRef, String role, String agency) {
        caseFiles.assign(caseRef, role, agency);
        escalation.toAnotherAgency(caseRef, role);
        ledger.append(Act.on(caseRef, EntryType.ASSIGNED)
                .by(actor.user(), actor.agency(), role)
                .with(Map.of("role", role, "agency", agency)));
    }

    /** Puts the actor's agency on the case, if none is in the role. */
    void assignIfFree(Actor actor, CaseRef caseRef, String role) {
        if (caseFiles.assigned(caseRef, role).isEmpty()) assign(actor, caseRef, role, actor.agency());
    }

    /** Nobody holds the task any more. */
    void release(OpenTask task) {
        jdbc.sql("update open_task set assignee = null, agency = null where task_id = :id")
                .param("id", task.id())
                .update();
        engine.setAssignee(task.id(), null);
    }
}
