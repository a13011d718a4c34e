package org.nrm.records;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the person consented to. One per item and purpose, never bundled.
 *
 * @param of        a kind ({@code placement}) or classes ({@code support, contact})
 * @param to        role that receives; null for a service
 * @param until     from then on it is no longer in force
 * @param process   in which it was given
 * @param withdrawn null while it is not withdrawn
 */
public record Consent(
        String id,
        String of,
        @Nullable String to,
        Instant until,
        String process,
        @Nullable Instant withdrawn) {}
