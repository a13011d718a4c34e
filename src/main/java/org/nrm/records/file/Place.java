package org.nrm.records.file;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.access.FieldProblem;
import org.nrm.access.InvalidAnswers;

/**
 * Where one is in a list that is ordered by time, then id. A list may have several stretches one after the other.
 *
 * @param stretch number of the stretch, from 0
 */
public record Place(int stretch, Instant time, String id) {

    /** Later than everything, so that a list with the newest first begins here. */
    public static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private static final Pattern CURSOR = Pattern.compile("1 ([0-9]) (\\S{20,30}) ([0-9a-zA-Z-]{1,64})");

    /** Before the first of a stretch with the oldest first. */
    public static Place before(int stretch) {
        return new Place(stretch, Instant.EPOCH, "");
    }

    /** Before the first of a stretch with the newest first. */
    public static Place beforeNewest(int stretch) {
        return new Place(stretch, LAST, "");
    }

    /**
     * The place that a cursor names; the beginning if there is none.
     *
     * @throws InvalidAnswers if this service did not make it
     */
    public static Place of(@Nullable String cursor) {
        if (cursor == null || cursor.isBlank()) return before(0);
        try {
            var parts = CURSOR.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (parts.matches()) {
                var time = Instant.parse(parts.group(2));
                if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LAST))
                    return new Place(Integer.parseInt(parts.group(1)), time, parts.group(3));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // told below, as of any other that is none
        }
        throw new InvalidAnswers(
                List.of(new FieldProblem("cursor", "Is not one that this service has given; begin anew without it.")));
    }

    /** Is it the beginning of its stretch? */
    public boolean isBeginning() {
        return id.isEmpty();
    }

    String cursor() {
        var text = String.format(Locale.ROOT, "1 %d %s %s", stretch, time, id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
