package org.nrm.pathway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;

/**
 * A task that waits to be done.
 *
 * @param process  id of the process in which it stands
 * @param element  id of the task in that process
 * @param role     that does it
 * @param form     id of its form
 * @param assignee login of who holds it; null while nobody does
 * @param agency   of the holder, or the one assigned to the case in the role; null while nobody is
 * @param escalated to whom it was escalated since its date has passed: {@code lead}, {@code coordinator} or null
 * @param version  of the models by which it goes
 */
public record OpenTask(
        String id,
        String name,
        CaseRef caseRef,
        String process,
        String element,
        String strand,
        String role,
        @Nullable String agency,
        String form,
        Instant created,
        @Nullable Instant due,
        @Nullable String assignee,
        @Nullable String escalated,
        int version) {}
