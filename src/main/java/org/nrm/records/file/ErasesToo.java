package org.nrm.records.file;

import java.util.Set;
import org.nrm.ledger.CaseRef;

/** Holds something of a case beside the record store, and erases it with it. */
public interface ErasesToo {

    /** Erases what it holds of these classes, in the transaction of the erasure. */
    void erase(CaseRef caseRef, Set<String> dataClasses);
}
