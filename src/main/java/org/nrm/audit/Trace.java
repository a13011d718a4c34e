package org.nrm.audit;

import java.util.List;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;

/** A case and its entries, in order. */
record Trace(CaseRef caseRef, List<Entry> entries) {

    Trace {
        entries = List.copyOf(entries);
    }
}
