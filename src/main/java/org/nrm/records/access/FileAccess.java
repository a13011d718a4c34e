package org.nrm.records.access;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;

/**
 * Reading of a file by somebody who is not on the case: an auditor, with approval; or anybody of some roles in imminent danger, at once.
 *
 * @param role     in which it is read
 * @param classes  that are read, sorted
 * @param askedFor how long an auditor asked for; null in danger, where the length is fixed
 * @param approved null while nobody has decided, and in danger
 * @param until    null while nobody has decided
 * @param review   justified or not-justified; null while nobody has examined it
 */
record FileAccess(
        String id,
        CaseRef caseRef,
        Kind kind,
        String actor,
        String agency,
        String role,
        String purpose,
        List<String> classes,
        @Nullable String askedFor,
        Instant asked,
        @Nullable Instant approved,
        @Nullable String approvedBy,
        @Nullable Instant until,
        @Nullable Instant refused,
        @Nullable String refusedBy,
        @Nullable Instant reviewed,
        @Nullable String reviewedBy,
        @Nullable String review) {

    FileAccess {
        classes = List.copyOf(classes);
    }

    /** On which of the two ways it is read. */
    enum Kind {
        AUDIT,
        BREAK_GLASS;

        /** As {@code break-glass}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** How far it has come. */
    enum State {
        ASKED,
        REFUSED,
        OPEN,
        OVER;

        /** As {@code open}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    State state(Instant now) {
        if (refused != null) return State.REFUSED;
        if (until == null) return State.ASKED;
        return until.isAfter(now) ? State.OPEN : State.OVER;
    }

    /** As the entry of a look names it. */
    String why() {
        return kind.word() + ":" + id;
    }
}
