package org.nrm.records.file;

import java.util.Map;
import org.nrm.ledger.CaseRef;

/** Finds the person of a case again: is told of her names and her date of birth, in the transaction in which they are written down. */
public interface IndexesNames {

    /** Is it a field by which a person is found? */
    boolean finds(String field);

    /** Puts the person's names in place of those that were there; erased with the key. */
    void put(CaseRef caseRef, Map<String, String> fields, String keyId);
}
