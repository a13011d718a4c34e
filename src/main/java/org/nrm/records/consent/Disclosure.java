package org.nrm.records.consent;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a role reads of a case beyond the table of classes, for one purpose: under a consent of the person, or on a ground of law.
 *
 * @param consent on which it rests; null if it rests on a ground
 * @param ground  of {@code need-to-know.yaml}; null if it rests on a consent
 * @param agency  the one agency that receives; null for the agency that is on the case in the role
 * @param ended   from then on nothing of it is read; the recipient was told to delete
 */
public record Disclosure(
        String id,
        @Nullable String consent,
        @Nullable String ground,
        String purpose,
        String role,
        @Nullable String agency,
        Set<String> classes,
        Instant made,
        String madeBy,
        @Nullable String element,
        @Nullable Instant ended) {

    public Disclosure {
        classes = Set.copyOf(classes);
    }
}
