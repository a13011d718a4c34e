package org.nrm.pathway;

import org.nrm.ledger.CaseRef;
import org.nrm.records.consent.ComingOfAge;
import org.springframework.stereotype.Component;

/** The question begins with a message, as an instance beside the rest of the case; her age is then what is recorded now. */
@Component
class AsksWhoComesOfAge implements ComingOfAge {

    private static final String MESSAGE = "came-of-age";

    private final Pathway pathway;

    AsksWhoComesOfAge(Pathway pathway) {
        this.pathway = pathway;
    }

    @Override
    public void ask(CaseRef caseRef) {
        pathway.bring(caseRef, MESSAGE);
    }
}
