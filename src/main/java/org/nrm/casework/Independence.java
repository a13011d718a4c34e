package org.nrm.casework;

import org.nrm.access.Accounts;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Mark;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.TaskModels;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.springframework.stereotype.Component;

/** The rules that name somebody who has had no other part in the case. */
@Component
class Independence {

    private final TaskModels models;
    private final CaseFiles caseFiles;
    private final CaseRecords records;
    private final Agencies agencies;
    private final Accounts accounts;
    private final Ledger ledger;

    Independence(
            TaskModels models,
            CaseFiles caseFiles,
            CaseRecords records,
            Agencies agencies,
            Accounts accounts,
            Ledger ledger) {
        this.models = models;
        this.caseFiles = caseFiles;
        this.records = records;
        this.agencies = agencies;
        this.accounts = accounts;
        this.ledger = ledger;
    }

    /**
     * May this person do the task? An interpreter's agency does nothing else on the case (R25). An appeal is decided by others than
     * who decided before (R33), as long as the agency has others. A complaint is not examined by an agency of the kind complained of
     * (R31), as long as there is another.
     */
    boolean allows(Actor actor, OpenTask task) {
        if (task.role().equals("interpreter")) return interpretsOnly(actor, task.caseRef());
        var model = models.of(task);
        if (model.appeals() && model.has(Mark.IDENTIFIES))
            return !decidedBefore(actor, task.caseRef())
                    || accounts.ofAgency(actor.agency()).size() == 1;
        if (task.process().equals("complaint") && task.role().equals("coordinator")) {
            var concerned =
                    records.routingFact(task.caseRef(), "agencyConcerned").orElse("");
            return !actor.holds(concerned)
                    || agencies.holding(task.role(), actor.region()).size() == 1;
        }
        return true;
    }

    private boolean interpretsOnly(Actor actor, CaseRef caseRef) {
        return caseFiles.assignments(caseRef).stream()
                .noneMatch(other ->
                        other.agency().equals(actor.agency()) && !other.role().equals("interpreter"));
    }

    private boolean decidedBefore(Actor actor, CaseRef caseRef) {
        var history = ledger.history(caseRef);
        var tasks = models.made(history);
        return history.stream()
                .map(entry -> entry.act())
                .filter(act -> act.type() == EntryType.COMPLETED && actor.user().equals(act.actor()))
                .map(act -> tasks.get(String.valueOf(act.task())))
                .anyMatch(task -> task != null && task.has(Mark.IDENTIFIES));
    }
}
