package org.nrm.records.consent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Words;

/**
 * What the person consented to. One per item and purpose, never bundled. How it was explained, and her own words, are in the record under
 * the task (or, of a consent given outside of a task, the consent) as source.
 *
 * @param of        a kind ({@code placement}) or classes ({@code support, contact})
 * @param to        role that receives; null for a service
 * @param agency    the one agency that receives; null for any of the role
 * @param until     from then on it is no longer in force
 * @param form      signature, spoken or assent-and-guardian
 * @param givenBy   person or guardian
 * @param once      for one disclosure only
 * @param process   in which it was given
 * @param source    id of the task, or of the consent itself
 * @param withdrawn null while it is not withdrawn and not ended otherwise
 */
public record Consent(
        String id,
        String of,
        @Nullable String to,
        @Nullable String agency,
        @Nullable String purpose,
        @Nullable String language,
        @Nullable String form,
        String givenBy,
        boolean once,
        @Nullable String recordedBy,
        @Nullable String recordedAgency,
        Instant given,
        Instant until,
        String process,
        String source,
        @Nullable Instant withdrawn) {

    boolean inForce(Instant now) {
        return withdrawn == null && until.isAfter(now);
    }

    /** The kinds or classes, apart. */
    public List<String> items() {
        return Words.of(of, ",");
    }

    /** What may be passed on by it; empty if it is one to a service. */
    Optional<DisclosureScope> scope() {
        return to == null ? Optional.empty() : DisclosureScope.of(of, to);
    }

    /** Does it allow this (and, if it names an agency, to this one)? */
    boolean allows(DisclosureScope wanted, @Nullable String toAgency) {
        return (agency == null || agency.equals(toAgency))
                && scope().filter(given -> given.covers(wanted)).isPresent();
    }

    /** Is it a consent to a service of one of these kinds? A consent to {@code services} is one to all. */
    boolean covers(Set<String> kinds) {
        return to == null && items().stream().anyMatch(item -> Kinds.covers(item, kinds));
    }
}
