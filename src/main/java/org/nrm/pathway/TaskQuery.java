package org.nrm.pathway;

import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Strand;
import org.nrm.web.Cursor;

/**
 * Which open tasks are asked for.
 *
 * @param claimed null for all
 * @param strand  null for all
 * @param text    part of a case reference; null for all
 * @param after   the last of the part before; the list is ordered by due date (those without one last), then by id
 */
public record TaskQuery(
        @Nullable Claimed claimed,
        @Nullable String strand,
        @Nullable String text,
        Cursor after,
        int limit) {

    /** Is there such a strand? */
    public static boolean isStrand(String word) {
        return Strand.of(word).isPresent();
    }

    /** By whom a task is held. */
    public enum Claimed {
        NONE,
        ME,
        /** By anybody of the actor's agency. */
        AGENCY,
        /** By others of the actor's agency. */
        COLLEAGUES
    }
}
