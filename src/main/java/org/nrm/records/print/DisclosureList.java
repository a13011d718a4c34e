package org.nrm.records.print;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was passed on to whom, for the person to keep (Regulation (EU) 2016/679 art. 15(1)(c)).
 *
 * @param made         day on which the sheet is made
 * @param complaintsTo where to complain; null where only the sentence on complaints is printed
 */
public record DisclosureList(
        String caseReference,
        LocalDate made,
        List<Disclosure> disclosures,
        @Nullable String complaintsTo) {

    public DisclosureList {
        disclosures = List.copyOf(disclosures);
    }

    /**
     * One handing over.
     *
     * @param classes           of the data that were passed on
     * @param purpose           code, as {@code referral}
     * @param consentGiven      day of the consent on which it rests; null where it rests on a law
     * @param ground            article of the law on which it rests, in free words
     * @param ended             day from which the recipient may no longer use it; null while it may
     * @param deletionConfirmed day on which the recipient confirmed that it is deleted
     */
    public record Disclosure(
            List<String> classes,
            Recipient to,
            LocalDate on,
            @Nullable String purpose,
            @Nullable String purposeInWords,
            @Nullable LocalDate consentGiven,
            @Nullable String ground,
            @Nullable LocalDate ended,
            @Nullable LocalDate deletionConfirmed) {

        public Disclosure {
            classes = List.copyOf(classes);
        }
    }
}
