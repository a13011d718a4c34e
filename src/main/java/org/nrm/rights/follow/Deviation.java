package org.nrm.rights.follow;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a history does not fit its model.
 *
 * @param seq      of the entry that does not fit; of the last one, if something is missing at the end
 * @param process  in which it is
 * @param element  what does not fit
 * @param name     of the element, as people call it
 * @param sentence what is wrong, in plain words
 */
public record Deviation(
        long seq,
        Kind kind,
        @Nullable String process,
        @Nullable String element,
        String name,
        String sentence) {

    /** What an auditor looks for. */
    public enum Kind {
        /** Something that the person has whatever she says was passed over. */
        SKIPPED_OFFER,
        /** She was interviewed once more than the model does. */
        EXTRA_INTERVIEW,
        WRONG_ROLE,
        OUT_OF_ORDER,
        /** What was recorded leads another way. */
        OTHER_BRANCH,
        AFTER_CLOSURE,
        MANUAL_CORRECTION,
        MIGRATED,
        /** What came before is not in this history. */
        IMPORTED,
        UNFINISHED,
        /** The model has no such element. */
        UNKNOWN_ELEMENT;

        /** As {@code skipped-offer}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
