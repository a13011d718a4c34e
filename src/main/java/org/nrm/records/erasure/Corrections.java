package org.nrm.records.erasure;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.Answers;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.nrm.records.file.ReadingPolicy;
import org.nrm.records.file.SealedRow;
import org.nrm.records.file.Speakers;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the person says is wrong is put right (Regulation (EU) 2016/679 art. 16): a new answer with its reason beside the earlier one,
 * which stays in the record as what was written before. It goes by the version of the models by which the earlier answer was written.
 */
@Service
@Transactional
class Corrections {

    /** Ends the name of the field that holds why another was corrected; of the same class, so read by the same people. */
    static final String REASON = "CorrectionReason";

    private final CaseRecords records;
    private final ReadingPolicy policy;
    private final CaseFiles caseFiles;
    private final Speakers speakers;
    private final AnswerCheck forms;
    private final Ledger ledger;

    Corrections(
            CaseRecords records,
            ReadingPolicy policy,
            CaseFiles caseFiles,
            Speakers speakers,
            AnswerCheck forms,
            Ledger ledger) {
        this.records = records;
        this.policy = policy;
        this.caseFiles = caseFiles;
        this.speakers = speakers;
        this.forms = forms;
        this.ledger = ledger;
    }

    /**
     * A correction.
     *
     * @param element where the answer stands: the id of the task in its model, or of the act
     * @param value   of the same kind as the answer that there is
     */
    record Correction(
            @Nullable String element,
            @Nullable String field,
            @Nullable Object value,
            @Nullable String reason) {}

    void correct(Actor actor, String reference, Correction correction) {
        var caseRef = caseFiles.onCase(actor, reference);
        var acting = speakers.speaking(caseRef, actor);
        ledger.lock(caseRef);
        var earlier = earlier(caseRef, actor, correction);
        var reason = DataRights.text("reason", correction.reason());
        var value = value(earlier, correction.value(), actor.region());
        records.write(new Answers(
                caseRef,
                earlier.version(),
                earlier.form(),
                earlier.process(),
                earlier.element(),
                earlier.task(),
                acting,
                actor.user(),
                actor.agency(),
                List.of(
                        new Answers.Field(earlier.field(), earlier.dataClass(), value),
                        new Answers.Field(earlier.field() + REASON, earlier.dataClass(), reason))));
        ledger.append(Act.on(caseRef, EntryType.CORRECTED)
                .by(actor.user(), actor.agency(), acting)
                .at(earlier.process(), earlier.element(), null)
                .with(Map.of("field", earlier.field(), "class", earlier.dataClass())));
    }

    /** The latest answer there. One that the actor does not read is as one that there is not. */
    private SealedRow earlier(CaseRef caseRef, Actor actor, Correction correction) {
        var reading = policy.of(caseRef, actor);
        var found = records.rows(caseRef).stream()
                .filter(row -> row.element().equals(correction.element())
                        && row.field().equals(correction.field())
                        && reading.reads(row.dataClass()))
                .reduce((first, second) -> second)
                .orElseThrow(() -> wrong("field", "There is no such answer, or it is not for you."));
        if (Erasures.NEEDED_WHILE_OPEN.contains(found.dataClass()))
            throw wrong(
                    "field",
                    "What steers the case is changed by its tasks and events, and a decision by an appeal; not here.");
        return found;
    }

    private Object value(SealedRow earlier, @Nullable Object value, String region) {
        if (value == null || value.equals("") || value.equals(List.of()))
            throw wrong("value", "Please give the answer as it should be.");
        if (forms.takes(earlier.version(), earlier.form(), earlier.field(), value, region)) return value;
        if (!(value instanceof String text)) throw wrong("value", "Must be text.");
        return DataRights.text("value", text);
    }

    private static InvalidAnswers wrong(String field, String message) {
        return new InvalidAnswers(List.of(new FieldProblem(field, message)));
    }
}
