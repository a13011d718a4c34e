package org.nrm.mechanism;

/**
 * A deadline or waiting period.
 *
 * @param value  ISO 8601, or {@code P<n>WD} for working days
 * @param limit  {@code at-most} or {@code at-least}
 * @param source the articles on which it rests
 */
public record Deadline(String value, String limit, String source) {}
