package org.nrm.mechanism;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A length of time as settings and models write it. How long it lasts depends on when it begins: a month has 28 to 31 days, and
 * holidays come between working days. So two are compared by their shortest and longest.
 *
 * @param workingDays if it is counted in working days; else 0
 * @param days        years, months and days, by the calendar
 * @param time        hours, minutes and seconds, by the clock
 */
public record Length(int workingDays, Period days, Duration time) {

    public static final Length NONE = new Length(0, Period.ZERO, Duration.ZERO);

    /** As XML Schema has it, by which the engine reads: no weeks, no sign, no fraction. */
    private static final Pattern DURATION = Pattern.compile(
            "P(?=\\d|T\\d)(?:(\\d{1,4})Y)?(?:(\\d{1,4})M)?(?:(\\d{1,6})D)?(?:T(?=\\d)(?:(\\d{1,6})H)?(?:(\\d{1,6})M)?(?:(\\d{1,8})S)?)?");

    private static final Pattern WORKING_DAYS = Pattern.compile("P(\\d{1,4})WD");
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final long DAY = 86_400;

    /** After so many months the calendar begins anew. */
    private static final int CYCLE = 400 * 12;

    private static final YearMonth FIRST = YearMonth.of(2000, 1);

    /** Public holidays add no more days than this to thirty working days, in any country that Jollyday knows (largest seen: 13). */
    private static final int HOLIDAYS = 14;

    /** Of an ISO 8601 duration without weeks or {@code P<n>WD}; empty if it is neither, or negative. */
    public static Optional<Length> of(String text) {
        var working = WORKING_DAYS.matcher(text);
        if (working.matches()) return Optional.of(new Length(number(working, 1), Period.ZERO, Duration.ZERO));
        var duration = DURATION.matcher(text);
        if (!duration.matches()) return Optional.empty();
        return Optional.of(new Length(
                0,
                Period.of(number(duration, 1), number(duration, 2), number(duration, 3)),
                Duration.ofHours(number(duration, 4))
                        .plusMinutes(number(duration, 5))
                        .plusSeconds(number(duration, 6))));
    }

    private static int number(MatchResult parts, int group) {
        var digits = parts.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /**
     * Does it never last longer than the other, whenever both begin? The hour by which a day is longer or shorter when the clocks are
     * changed is not counted.
     */
    public boolean atMost(Length other) {
        var inEachPart = workingDays <= other.workingDays
                && days.toTotalMonths() <= other.days.toTotalMonths()
                && rest() <= other.rest();
        return inEachPart || longest() <= other.shortest();
    }

    /** One after the other. */
    public Length plus(Length other) {
        return new Length(workingDays + other.workingDays, days.plus(other.days), time.plus(other.time));
    }

    /** Does it never last shorter than the other, whenever both begin? */
    public boolean atLeast(Length other) {
        return other.atMost(this);
    }

    /** In seconds. Where only one day of the week is free, six working days in a row have none between. */
    private long shortest() {
        var working = workingDays == 0 ? 0 : workingDays + (workingDays - 1) / 6;
        return (ofMonths().min().orElse(0) + working) * DAY + rest();
    }

    /** How long it lasts at most, in seconds. Five working days are a week, and then come holidays: those of the country and those that the mechanism lists. */
    public long longest() {
        var working =
                7 * ((workingDays + 4) / 5) + (HOLIDAYS + DeadlineTable.MOST_HOLIDAYS) * ((workingDays + 29) / 30);
        return (ofMonths().max().orElse(0) + working) * DAY + rest();
    }

    /** A length as it is written, with how long it lasts if that depends on when it begins: {@code P1M (28 to 31 days)}. */
    public static String inWords(String written) {
        var length = of(written).orElse(null);
        if (length == null) return written;
        var least = length.shortest() / DAY;
        var most = length.longest() / DAY;
        return least == most ? written : written + " (" + least + " to " + most + " days)";
    }

    private long rest() {
        return days.get(ChronoUnit.DAYS) * DAY + time.toSeconds();
    }

    /** The days that its years and months last, from each day on which they can begin. */
    private LongStream ofMonths() {
        var months = days.toTotalMonths();
        if (months == 0) return LongStream.of(0);
        return IntStream.range(0, CYCLE).mapToObj(FIRST::plusMonths).flatMapToLong(begin -> {
            var end = begin.plusMonths(months);
            var whole = ChronoUnit.DAYS.between(begin.atDay(1), end.atDay(1));
            // From the 31st to the end of a shorter month.
            return LongStream.of(whole, whole - Math.max(0, begin.lengthOfMonth() - end.lengthOfMonth()));
        });
    }

    /** Counted from the first of January 2026, where a case is only thought; five working days are a week. */
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
}
