package org.nrm.mechanism;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A length of time as settings and models write it.
 *
 * @param workingDays if it is counted in working days; else 0
 * @param days        years, months and days, by the calendar
 * @param time        hours, minutes and seconds, by the clock
 */
public record Length(int workingDays, Period days, Duration time) implements Comparable<Length> {

    private static final Pattern WORKING_DAYS = Pattern.compile("P(\\d{1,4})WD");
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

    /** Of an ISO 8601 duration or {@code P<n>WD}; empty if it is neither, or negative. */
    public static Optional<Length> of(String text) {
        var working = WORKING_DAYS.matcher(text);
        if (working.matches())
            return Optional.of(new Length(Integer.parseInt(working.group(1)), Period.ZERO, Duration.ZERO));
        if (!text.startsWith("P") || text.contains("-")) return Optional.empty();
        try {
            var split = text.indexOf('T');
            var days = split < 0 ? text : text.substring(0, split);
            if (split < 0 && days.length() == 1) return Optional.empty();
            var length = new Length(
                    0,
                    days.length() > 1 ? Period.parse(days) : Period.ZERO,
                    split < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(split)));
            length.seconds();
            return Optional.of(length);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Counted from the first of January 2026, to be compared with another; five working days are a week. */
    public long seconds() {
        var all = workingDays + 2L * (workingDays / 5);
        return Duration.between(START, START.plus(days).plus(time))
                .plusDays(all)
                .toSeconds();
    }

    /**
     * The end of what begins at {@code start}.
     *
     * @param holidays that the calendar of the country does not have
     */
    ZonedDateTime after(ZonedDateTime start, WorkingCalendar calendar, Set<LocalDate> holidays) {
        return calendar.after(start, workingDays, holidays).plus(days).plus(time);
    }

    @Override
    public int compareTo(Length other) {
        return Long.compare(seconds(), other.seconds());
    }
}
