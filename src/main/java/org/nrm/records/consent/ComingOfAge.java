package org.nrm.records.consent;

import org.nrm.ledger.CaseRef;

/** Asks somebody who has come of age for what her guardian had agreed to: a task for who acts for her, at once. */
public interface ComingOfAge {

    /** Opens the question, in the transaction of the caller; nothing if the published models have none. */
    void ask(CaseRef caseRef);
}
