package org.nrm.ledger;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The reference of a case: random, says nothing about the person. All instances of a case have it as business key.
 *
 * @param value as {@code NRM-2026-7K3QX9BD}
 */
public record CaseRef(String value) {

    private static final Pattern FORM = Pattern.compile("NRM-\\d{4}-[0-9A-Z]{8}");

    public CaseRef {
        if (!FORM.matcher(value).matches()) throw new IllegalArgumentException("Not a case reference");
    }

    /** The reference, or empty if the text is not one. */
    public static Optional<CaseRef> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new CaseRef(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
