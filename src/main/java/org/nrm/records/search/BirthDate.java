package org.nrm.records.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As much of a date of birth as is known.
 *
 * @param day null if only the year is known
 */
record BirthDate(int year, @Nullable LocalDate day) {

    private static final Pattern YEAR_FIRST = Pattern.compile("(?U)(\\d{4})(?:\\D+(\\d{1,2})(?:\\D+(\\d{1,2}))?)?");
    private static final Pattern YEAR_LAST = Pattern.compile("(?U)(?:(?:(\\d{1,2})\\D+)?(\\d{1,2})\\D+)?(\\d{4})");
    private static final int LONGEST = 40;

    /** From {@code 1990-04-03}, {@code 3.4.1990}, {@code 1990}; a day that does not exist leaves the year. */
    static Optional<BirthDate> of(@Nullable String text) {
        if (text == null || text.length() > LONGEST) return Optional.empty();
        var written = text.strip();
        var yearFirst = YEAR_FIRST.matcher(written);
        if (yearFirst.matches()) return of(yearFirst.group(1), yearFirst.group(2), yearFirst.group(3));
        var yearLast = YEAR_LAST.matcher(written.endsWith(".") ? written.substring(0, written.length() - 1) : written);
        return yearLast.matches() ? of(yearLast.group(3), yearLast.group(2), yearLast.group(1)) : Optional.empty();
    }

    private static Optional<BirthDate> of(String year, @Nullable String month, @Nullable String day) {
        int number = Integer.parseInt(year);
        if (number < 1900 || number > 2100) return Optional.empty();
        if (month == null || day == null) return Optional.of(new BirthDate(number, null));
        int first = Integer.parseInt(month);
        int second = Integer.parseInt(day);
        var date = date(number, first, second).or(() -> date(number, second, first));
        return Optional.of(new BirthDate(number, date.orElse(null)));
    }

    /** The same for a date and for the date with day and month exchanged; empty where there is no such date. */
    Optional<String> whicheverIsTheMonth() {
        if (day == null || day.getDayOfMonth() > 12) return Optional.empty();
        int month = day.getMonthValue();
        var other = LocalDate.of(year, day.getDayOfMonth(), month);
        return Optional.of((other.isBefore(day) ? other : day).toString());
    }

    private static Optional<LocalDate> date(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
