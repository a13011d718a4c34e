package org.nrm.ledger;

import java.util.Locale;

/** What an entry records. A closed list; the word in the store and on screen is the name in lower case with hyphens. */
public enum EntryType {
    CASE_OPENED,
    CASE_CLOSED,
    CASE_REOPENED,
    NOTIFIED,
    ENTERED,
    LEFT,
    CANCELLED,
    FLOW,
    TASK_CREATED,
    CLAIMED,
    UNCLAIMED,
    COMPLETED,
    TASK_CANCELLED,
    MESSAGE,
    ASSIGNED,
    REASSIGNED,
    ESCALATED,
    CONSENT_GIVEN,
    CONSENT_WITHDRAWN,
    WITHDRAWN,
    CONSENT_ENDED,
    DISCLOSED,
    DISCLOSURE_ENDED,
    VIEWED,
    SEARCHED,
    ACCESS_ASKED,
    ACCESS_GIVEN,
    ACCESS_REFUSED,
    ACCESS_REVIEWED,
    ACKNOWLEDGED,
    PRINTED,
    CORRECTED,
    RESTRICTED,
    RESTRICTION_LIFTED,
    HELD,
    HOLD_ENDED,
    ERASED,
    KEYS_ROTATED,
    SIGNED_IN,
    ACCOUNT_CHANGED,
    MODELS_PUBLISHED,
    CLOCK_ADVANCED,
    RECORDED,
    FACT,
    MIGRATED,
    EXPORTED,
    LEDGER_KEY_ROTATED;

    /** As {@code task-created}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type whose word it is. */
    public static EntryType of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
