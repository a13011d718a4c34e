package org.nrm.rights.model;

import java.util.Optional;

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
        return switch (dataClass) {
            case "co-operation" -> Optional.of(CO_OPERATION);
            case "migration" -> Optional.of(MIGRATION);
            case "investigation" -> Optional.of(INVESTIGATION);
            case "health" -> Optional.of(HEALTH);
            case "decision" -> Optional.of(DECISION);
            default -> Optional.empty();
        };
    }
}
