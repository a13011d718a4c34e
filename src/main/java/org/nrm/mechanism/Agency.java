package org.nrm.mechanism;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An agency of the referral mechanism.
 *
 * @param id    as {@code open-door}
 * @param roles in the order of the directory
 */
public record Agency(String id, String name, String region, Set<String> roles) {

    public Agency {
        roles = Collections.unmodifiableSet(new LinkedHashSet<>(roles));
    }

    public boolean holds(String role) {
        return roles.contains(role);
    }
}
