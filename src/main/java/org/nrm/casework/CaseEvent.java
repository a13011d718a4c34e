package org.nrm.casework;

import java.util.Arrays;
import java.util.Optional;

/** What can happen to a case at any time, the message that it sends in the models, and the class of a note that goes with it. */
enum CaseEvent {
    COMPLAINS("complains", "complaint-made", "complaint"),
    REQUESTS_DATA("requests-data", "data-requested", "support"),
    RISK_CHANGES("risk-changes", "risk-changed", "support"),
    APPEALS("appeals", "appeal-made", "account"),
    REOPENS("reopens", "case-reopened", "support"),
    CLOSES("closes", "closure-wished", "support"),
    WISH_TO_TESTIFY("wish-to-testify", "wish-to-testify", "privileged"),
    WISH_FOR_A_SOLUTION("wish-for-a-solution", "wish-for-a-solution", "migration"),
    CHANGE_OF_AGENCY("change-of-agency", "agency-change-wished", "support"),
    LANGUAGE_CHANGES("language-changes", "language-changed", "support"),
    CONTACT_LOST("contact-lost", "contact-lost", "contact"),
    CONFERENCE_CALLED("conference-called", "conference-called", "support"),
    PARTNER_ACCEPTS("partner-accepts", "partner-accepted", "support");

    private final String type;
    private final String message;
    private final String noteClass;

    CaseEvent(String type, String message, String noteClass) {
        this.type = type;
        this.message = message;
        this.noteClass = noteClass;
    }

    /** As in the interface. */
    String type() {
        return type;
    }

    /** As in the models. */
    String message() {
        return message;
    }

    String noteClass() {
        return noteClass;
    }

    static Optional<CaseEvent> of(String type) {
        return Arrays.stream(values()).filter(event -> event.type.equals(type)).findFirst();
    }
}
