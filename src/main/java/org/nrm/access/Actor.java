package org.nrm.access;

import java.util.Set;

/**
 * A person who is signed in, as the directory has them now. A controller takes it as a parameter.
 *
 * @param user   login
 * @param name   for the screen
 * @param agency id of the agency
 * @param roles  the agency's roles
 * @param region the agency's region
 * @param lead   assigns the agency's tasks to colleagues
 */
public record Actor(String user, String name, String agency, Set<String> roles, String region, boolean lead) {

    public Actor {
        roles = Set.copyOf(roles);
    }

    public boolean holds(String role) {
        return roles.contains(role);
    }
}
