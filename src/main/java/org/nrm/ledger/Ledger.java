package org.nrm.ledger;

import java.util.List;

/** Append-only history. Appending joins the transaction of the act: there is no act without its entry and no entry without its act. */
public interface Ledger {

    /** Writes the entry at the end of the case's history; acts on one case wait for each other until their transactions end. */
    void append(Act act);

    /** Takes the case's place in the queue now rather than at the first entry, so that two acts on one case do not overlap. */
    void lock(CaseRef caseRef);

    /** The case's entries with {@code seq > after}, in order, at most {@code limit}. */
    List<Entry> history(CaseRef caseRef, long after, int limit);

    /** All entries of this kind in the case, in order. */
    List<Entry> history(CaseRef caseRef, EntryType type);

    /** What the person did of this kind in the case, in order. */
    List<Entry> history(CaseRef caseRef, EntryType type, String actor);

    /** All entries of the case, in order. */
    default List<Entry> history(CaseRef caseRef) {
        return history(caseRef, 0, Integer.MAX_VALUE);
    }
}
