package org.nrm.mechanism;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an element does for or to the person ({@code nrm:marks}); the rules speak of marks. */
public enum Mark {
    INFORMS,
    /** The language is settled. */
    INTERPRETS,
    CONSENTS,
    ADVISES,
    APPOINTS_GUARDIAN,
    ASSESSES_RISK,
    ASSESSES_NEEDS,
    IDENTIFIES,
    OFFERS,
    /** The person's informed refusal is recorded. */
    REFUSES,
    /** The recovery and reflection period. */
    REFLECTS,
    INTERVIEWS,
    TESTIFIES,
    DISCLOSES,
    /** Any step of removal or return. */
    REMOVES,
    CLOSES,
    WITHDRAWS,
    COMPLAINS,
    APPEALS,
    REQUESTS_DATA,
    RISK_CHANGES,
    REOPENS;

    /** As in the model: {@code appoints-guardian}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Mark> of(String word) {
        return Arrays.stream(values()).filter(mark -> mark.word().equals(word)).findFirst();
    }
}
