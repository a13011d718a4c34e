package org.nrm.ledger;

import java.util.List;

/** Knows something besides the ledger that must agree with it: the engine's own history, what was written down. */
public interface ComparesWithLedger {

    /** What of the case does not agree with its entries. */
    List<LedgerReport.Finding> compare(CaseRef caseRef, List<Entry> entries);
}
