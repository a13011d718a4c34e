package org.nrm.records.print;

import org.jspecify.annotations.Nullable;

/**
 * Who receives something.
 *
 * @param role   as {@code shelter}
 * @param agency its name; null where the role is enough
 */
public record Recipient(String role, @Nullable String agency) {}
