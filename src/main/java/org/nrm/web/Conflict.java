package org.nrm.web;

import java.util.Locale;

/** It cannot be done as things stand, for a reason that the caller may know. */
public final class Conflict extends Refusal {

    /** Why. */
    public enum Reason {
        TAKEN("Already taken", "Somebody else is working on this task."),
        /** The caller does not hold the task. */
        NOT_HELD("Not claimed", "Claim the task first."),
        DONE("Already done", "The task has been completed."),
        NOT_POSSIBLE_NOW("Not possible now", "The case is not at a point where this can happen."),
        NOT_INDEPENDENT("Not independent", "This needs somebody who has had no other part in the case."),
        /** It rests on a consent of the person that is not in force. */
        NO_CONSENT(
                "No consent",
                "The person has not agreed to this, or no longer. The task stays and can be done when she agrees."),
        /** Another interview would be more than the rules allow (R23). */
        TOLD_ENOUGH(
                "Told often enough",
                "The person has been interviewed as often as the rules allow. Use what is recorded."),
        /** Others changed the same case at the same time, again and again. */
        CONFLICT("Changed meanwhile", "Others changed the case at the same time. Please try again.");

        private final String title;
        private final String mend;

        Reason(String title, String mend) {
            this.title = title;
            this.mend = mend;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public Conflict(Reason reason) {
        this(reason, reason.mend);
    }

    /** Not possible now, for a reason of its own. */
    public Conflict(String message) {
        this(Reason.NOT_POSSIBLE_NOW, message);
    }

    private Conflict(Reason reason, String message) {
        super(Kind.CONFLICT, reason.word(), reason.title, message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
