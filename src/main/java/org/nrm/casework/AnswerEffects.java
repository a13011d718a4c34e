package org.nrm.casework;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nrm.access.Actor;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Mark;
import org.nrm.pathway.Assignments;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.TaskDone;
import org.nrm.pathway.TaskEffects;
import org.nrm.pathway.TaskModels;
import org.nrm.records.erasure.DataRights;
import org.nrm.records.file.Interviews;
import org.nrm.web.Conflict;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.springframework.stereotype.Component;

/** What the answers to a task bring about: consents, disclosures, interviews that count, requests that are granted, agencies on the case. */
@Component
class AnswerEffects implements TaskEffects {

    private static final String REPEAT_REASON = "repeatReason";
    private static final String DATA_REQUEST = "data-request";

    private final Independence independence;
    private final TaskConsents consents;
    private final TaskModels models;
    private final ConsentForm consentForm;
    private final Interviews interviews;
    private final DataRights dataRights;
    private final Agencies agencies;
    private final Assignments assignments;

    AnswerEffects(
            Independence independence,
            TaskConsents consents,
            TaskModels models,
            ConsentForm consentForm,
            Interviews interviews,
            DataRights dataRights,
            Agencies agencies,
            Assignments assignments) {
        this.independence = independence;
        this.consents = consents;
        this.models = models;
        this.consentForm = consentForm;
        this.interviews = interviews;
        this.dataRights = dataRights;
        this.agencies = agencies;
        this.assignments = assignments;
    }

    @Override
    public boolean mayTake(Actor actor, OpenTask task) {
        return independence.allows(actor, task);
    }

    /** @throws Refusal NO_CONSENT or TOLD_ENOUGH */
    @Override
    public void before(TaskDone done) {
        if (consents.takenBack(done.task(), done.model())) throw new Conflict(Conflict.Reason.NO_CONSENT);
        countInterview(done);
        if (done.task().form().equals(DATA_REQUEST)) doWhatIsGranted(done);
    }

    /** @throws Refusal NO_CONSENT */
    @Override
    public void after(TaskDone done) {
        consents.record(done);
        consents.disclose(done);
        for (var question : done.form().questions()) {
            var role = question.effects().assigns();
            if (role != null
                    && done.answers().get(question.key()) instanceof String agency
                    && agencies.find(agency).isPresent())
                assignments.reassign(done.actor(), done.task().caseRef(), role, agency);
        }
    }

    /** What happened is told once: every interview counts, a second needs a reason, and there are no more than the rules allow (R23). */
    private void countInterview(TaskDone done) {
        if (!done.model().has(Mark.INTERVIEWS) || !held(done)) return;
        var task = done.task();
        var before = interviews.held(task.caseRef());
        if (before >= models.mostInterviews(task, consentForm.ofChild(task)))
            throw new Conflict(Conflict.Reason.TOLD_ENOUGH);
        if (before > 0 && done.answers().get(REPEAT_REASON) == null)
            throw new InvalidAnswers(List.of(new FieldProblem(
                    REPEAT_REASON,
                    "The person has told it before. Use what is recorded, or say why it must be told again.")));
        interviews.count(task.caseRef(), task.id(), task.role());
    }

    private static boolean held(TaskDone done) {
        return done.form().questions().stream()
                .anyMatch(question -> question.effects()
                        .held()
                        .contains(String.valueOf(done.answers().get(question.key()))));
    }

    /** Before the answers are kept: what is written in answer to the request is not erased with what was there. */
    private void doWhatIsGranted(TaskDone done) {
        if ("granted".equals(done.answers().get("dataRequestOutcome")))
            dataRights.granted(
                    done.task().caseRef(),
                    done.actor(),
                    done.task().role(),
                    words(done, "dataRequestKind"),
                    words(done, "dataClasses"));
    }

    private static Set<String> words(TaskDone done, String key) {
        return done.answers().get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
