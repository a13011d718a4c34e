package org.nrm.mechanism;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A length of time as configuration and models write it, to be compared with another.
 *
 * @param seconds counted from the first of January 2026; five working days are a week
 */
public record Length(long seconds) implements Comparable<Length> {

    private static final Pattern WORKING_DAYS = Pattern.compile("P(\\d{1,4})WD");
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

    /** Of an ISO 8601 duration or {@code P<n>WD}; empty if it is neither, or negative. */
    public static Optional<Length> of(String text) {
        var working = WORKING_DAYS.matcher(text);
        if (working.matches()) {
            var days = Integer.parseInt(working.group(1));
            return Optional.of(
                    new Length(Duration.ofDays(days + 2L * (days / 5)).toSeconds()));
        }
        if (!text.startsWith("P") || text.contains("-")) return Optional.empty();
        try {
            var time = text.indexOf('T');
            var days = time < 0 ? text : text.substring(0, time);
            var end = days.length() > 1 ? START.plus(Period.parse(days)) : START;
            if (time >= 0) end = end.plus(Duration.parse("P" + text.substring(time)));
            return time < 0 && days.length() == 1
                    ? Optional.empty()
                    : Optional.of(new Length(Duration.between(START, end).toSeconds()));
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Length other) {
        return Long.compare(seconds, other.seconds);
    }
}
