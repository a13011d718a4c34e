package org.nrm.records.file;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;

/** Who reads what of a case. There is one policy, and it is asked anew at every read; whoever opens a value asks it first. */
public interface ReadingPolicy {

    /**
     * What somebody may read of one case.
     *
     * @param as      the roles in which her agency is on the case
     * @param classes each with why: {@code assigned}, or the disclosure or access that allows it
     */
    record Reading(Set<String> as, Map<String, String> classes) {

        public static final Reading NOTHING = new Reading(Set.of(), Map.of());

        public Reading {
            as = Set.copyOf(as);
            classes = Map.copyOf(classes);
        }

        /** Is there no such case for her? */
        public boolean nothing() {
            return as.isEmpty() && classes.isEmpty();
        }

        public boolean reads(String dataClass) {
            return classes.containsKey(dataClass);
        }

        /** The first of her roles by name, for the entry of a look; null if she is not on the case. */
        @Nullable
        String role() {
            return as.stream().sorted().findFirst().orElse(null);
        }
    }

    /** Of the case as a whole. Nothing for law enforcement, whatever was disclosed to it: that is in the form of its own task. */
    Reading of(CaseRef caseRef, Actor actor);

    /** In the form of a task of this role: nothing unless the actor's agency is on the case in it. */
    Reading ofTask(CaseRef caseRef, Actor actor, String role);
}
