package org.nrm.pathway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Strand;

/**
 * Which open tasks are asked for.
 *
 * @param claimed null for all
 * @param strand  null for all
 * @param text    part of a case reference; null for all
 * @param after   the last of the page before; null for the first page
 */
public record TaskQuery(
        @Nullable Claimed claimed,
        @Nullable String strand,
        @Nullable String text,
        @Nullable Position after,
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

    /** A place in the order of the inbox: by due date (those without one last), then by id. */
    public record Position(Instant due, String id) {

        /** Stands for no due date. */
        public static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    }
}
