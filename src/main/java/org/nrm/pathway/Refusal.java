package org.nrm.pathway;

import java.util.Locale;

/** Something that cannot be done as asked, for a reason that the caller may know. */
public final class Refusal extends RuntimeException {

    /** Why. */
    public enum Reason {
        /** It does not exist, or is not for the caller: the answer is the same. */
        NOT_THERE,
        /** Another holds the task. */
        TAKEN,
        /** The caller does not hold the task. */
        NOT_HELD,
        /** It is done already. */
        DONE,
        /** The case is not at a point where this can happen. */
        NOT_POSSIBLE_NOW,
        /** The rules ask for somebody who has had no other part in the case. */
        NOT_INDEPENDENT,
        /** It rests on a consent of the person that is not in force. */
        NO_CONSENT,
        /** Another interview would be more than the rules allow (R23). */
        TOLD_ENOUGH;

        /** As {@code not-there}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public Refusal(Reason reason) {
        super(reason.word());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
