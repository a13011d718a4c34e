package org.nrm.testing;

import java.util.List;

/** Who there is in a demonstration. */
public final class Users {

    /** One of each agency; of the national office both. */
    public static final List<String> ALL = List.of(
            "ngo1",
            "ngo2",
            "responder1",
            "police1",
            "shelter1",
            "legal1",
            "health1",
            "guardian1",
            "authority1",
            "border1",
            "labour1",
            "prosecutor1",
            "return1",
            "social1",
            "interpreter1",
            "coordinator1",
            "coordinator2",
            "auditor1",
            "operator1");

    private Users() {}

    /** All but these. */
    public static List<String> but(String... others) {
        return ALL.stream().filter(user -> !List.of(others).contains(user)).toList();
    }
}
