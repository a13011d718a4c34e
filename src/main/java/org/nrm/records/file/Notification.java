package org.nrm.records.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An adult who did not consent to be referred: counted, never filed and never linked later but by her own wish.
 *
 * @param agency that notifies
 */
public record Notification(
        String region,
        String channel,
        String agency,
        @Nullable String ageBand,
        @Nullable String sex,
        List<String> indicators) {

    public Notification {
        indicators = List.copyOf(indicators);
    }
}
