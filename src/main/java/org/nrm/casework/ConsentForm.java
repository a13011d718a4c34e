package org.nrm.casework;

import org.nrm.forms.Form;
import org.nrm.pathway.OpenTask;
import org.nrm.records.file.CaseRecords;
import org.springframework.stereotype.Component;

/** How a consent is given: a child's by the guardian with the child's own assent, an adult's by herself (GDPR art. 8, CRC art. 12). */
@Component
class ConsentForm {

    /** The child agrees and the guardian consents. */
    static final String ASSENT = "assent-and-guardian";

    private static final String QUESTION = "consentForm";

    private final CaseRecords records;

    ConsentForm(CaseRecords records) {
        this.records = records;
    }

    /** The form with those ways of consenting only that are the person's. */
    Form narrowed(Form form, OpenTask task) {
        if (form.question(QUESTION).isEmpty()) return form;
        return ofChild(task)
                ? form.narrowed(QUESTION, ASSENT::equals)
                : form.narrowed(QUESTION, way -> !way.equals(ASSENT));
    }

    /** Is the task one of a child's case? Unknown counts as yes. */
    boolean ofChild(OpenTask task) {
        return !records.routingFact(task.caseRef(), "isChild").orElse("unknown").equals("no");
    }
}
