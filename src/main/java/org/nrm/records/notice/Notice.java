package org.nrm.records.notice;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;

/**
 * What an agency on a case is to know or to do outside of its tasks. Holds no content.
 *
 * @param agency  null: whoever is on the case in the role
 * @param subject what it is about: the id of a disclosure or access, or a class of data
 */
public record Notice(
        String id,
        CaseRef caseRef,
        String role,
        @Nullable String agency,
        Kind kind,
        @Nullable String subject,
        Instant made,
        @Nullable Instant acknowledged,
        @Nullable String acknowledgedBy) {

    /** Why it was sent. */
    public enum Kind {
        /** A consent was taken back: what was received is deleted, and that is confirmed by acknowledging. */
        DELETE_WHAT_WAS_DISCLOSED,
        /** Something was passed on without consent, on a ground of law: the person is told. */
        TELL_THE_PERSON,
        /** Somebody who is not on the case has read it in imminent danger; it is reviewed. */
        BREAK_GLASS,
        /** An auditor asks to read content. */
        AUDIT_ASKED,
        /** An auditor reads content, with approval. */
        AUDIT_APPROVED,
        /** A class of data will be erased. */
        ERASURE_DUE,
        /** The person has come of age: what the guardian consented to is asked anew. */
        OF_AGE,
        /** A consent ends soon. */
        CONSENT_ENDS;

        /** As {@code break-glass}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
