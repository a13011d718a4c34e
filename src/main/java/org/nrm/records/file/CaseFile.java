package org.nrm.records.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;

/**
 * A case as such, without anything of the person.
 *
 * @param region in which it is handled
 * @param closed null while it is open
 */
public record CaseFile(
        CaseRef caseRef,
        String region,
        Status status,
        Instant opened,
        @Nullable Instant closed) {

    /** A closed case can always be reopened. */
    public enum Status {
        OPEN,
        CLOSED;

        /** As {@code open}. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
