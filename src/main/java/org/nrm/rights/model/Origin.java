package org.nrm.rights.model;

import java.util.Locale;
import java.util.Optional;
import org.nrm.mechanism.DataClasses;

/** On what something may depend. */
public enum Origin {
    CO_OPERATION,
    MIGRATION,
    INVESTIGATION,
    HEALTH,
    DECISION,
    /** Work or messages of law enforcement, and any work of the strand justice: it may never be completed. */
    LAW_ENFORCEMENT,
    /** A step that identifies. */
    IDENTIFICATION;

    /** The origin that a data class is; empty for a class on which anything may depend. */
    public static Optional<Origin> of(String dataClass) {
        return DataClasses.FOLLOWED.contains(dataClass)
                ? Optional.of(valueOf(dataClass.toUpperCase(Locale.ROOT).replace('-', '_')))
                : Optional.empty();
    }
}
