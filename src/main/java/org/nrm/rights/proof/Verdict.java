package org.nrm.rights.proof;

import java.util.Locale;

/** What the verifier says of a model; the order is that of weight. */
public enum Verdict {
    PROVED,
    /** At least one rule is broken. */
    VIOLATED,
    /** It could not be judged: broken, not modelled, missing, or too large. */
    UNUSABLE;

    /** As in reports: {@code proved}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
