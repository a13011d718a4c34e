package org.nrm.records.keys;

import java.util.List;
import org.nrm.ledger.CaseRef;

/** Holds values that are sealed under the data keys of cases, and seals them anew when the keys are changed. */
public interface SealedValues {

    /** Every case of which it holds something, in order. */
    List<CaseRef> cases();

    /** Seals every value of the case anew under new keys; how many. The earlier keys still open what is in back-ups. */
    int sealAnew(CaseRef caseRef);
}
