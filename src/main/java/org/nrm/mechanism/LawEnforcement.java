package org.nrm.mechanism;

import java.util.Set;

/** The roles that are law enforcement whatever {@code roles.yaml} says: more may be added there, none taken away. */
public final class LawEnforcement {

    public static final Set<String> ROLES = Set.of("police", "border-guard", "labour-inspector", "prosecutor");

    private LawEnforcement() {}
}
