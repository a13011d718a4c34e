package org.nrm.pathway;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.nrm.mechanism.SettingsFile;
import org.nrm.mechanism.UnusableSettings;

/** The deadlines and waiting periods of one version ({@code config/deadlines.yaml}). A deadline alarms, it never ends a task or a right. */
final class DeadlineTable {

    /** After which a task that nobody has is escalated. */
    static final String UNCLAIMED = "unclaimed-task";

    /** After which the escalation of a task goes on from the agency's lead to a coordinator. */
    static final String OVERDUE = "overdue-escalation";

    private static final Pattern WORKING_DAYS = Pattern.compile("P(\\d+)WD");

    private record Deadline(String value, String limit, String from, String source, String basis) {}

    private record File(List<LocalDate> holidays, Map<String, Deadline> deadlines) {}

    private final Set<LocalDate> holidays;
    private final Map<String, Deadline> deadlines;

    /**
     * Reads the table.
     *
     * @param text of {@code deadlines.yaml}
     */
    DeadlineTable(String text) {
        var file = new SettingsFile("deadlines.yaml").read(text, File.class);
        holidays = Set.copyOf(file.holidays());
        deadlines = Map.copyOf(file.deadlines());
        deadlines.forEach(DeadlineTable::check);
        for (var own : List.of(UNCLAIMED, OVERDUE))
            if (!deadlines.containsKey(own))
                throw new UnusableSettings(
                        "config/deadlines.yaml: '" + own + "' is missing, by which overdue tasks are escalated");
        atLeast("reflection", Period.ofDays(30));
    }

    /**
     * How long a timer waits that is set now, in ISO 8601.
     *
     * @param now of working days, it is counted which lie in between
     */
    String duration(String key, Instant now) {
        var value = get(key).value();
        return WORKING_DAYS.matcher(value).matches()
                ? Duration.between(now, after(key, now)).toString()
                : value;
    }

    /** The end of the deadline that begins at {@code from}. */
    Instant after(String key, Instant from) {
        var value = get(key).value();
        var start = from.atZone(ZoneOffset.UTC);
        var working = WORKING_DAYS.matcher(value);
        if (working.matches())
            return workingDays(start, Integer.parseInt(working.group(1))).toInstant();
        var time = value.indexOf('T');
        var days = time == 0 ? value : time < 0 ? value : value.substring(0, time);
        var end = days.length() > 1 ? start.plus(Period.parse(days)) : start;
        if (time >= 0) end = end.plus(Duration.parse("P" + value.substring(time)));
        return end.toInstant();
    }

    private ZonedDateTime workingDays(ZonedDateTime start, int days) {
        var day = start;
        for (var left = days; left > 0; ) {
            day = day.plusDays(1);
            if (day.getDayOfWeek() != DayOfWeek.SATURDAY
                    && day.getDayOfWeek() != DayOfWeek.SUNDAY
                    && !holidays.contains(day.toLocalDate())) left--;
        }
        return day;
    }

    private Deadline get(String key) {
        var deadline = deadlines.get(key);
        if (deadline == null) throw new IllegalArgumentException("The deadline '" + key + "' is not in deadlines.yaml");
        return deadline;
    }

    /** A statutory waiting period may be lengthened, never shortened. */
    private void atLeast(String key, Period minimum) {
        var start = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        if (after(key, start.toInstant()).isBefore(start.plus(minimum).toInstant()))
            throw new UnusableSettings("config/deadlines.yaml: '" + key + "' is " + get(key).value()
                    + "; it must be at least " + minimum + " (" + get(key).source() + ")");
    }

    private static void check(String key, Deadline deadline) {
        if (!Set.of("at-most", "at-least").contains(deadline.limit()))
            throw new UnusableSettings("config/deadlines.yaml: the limit of '" + key + "' must be at-most or at-least");
        if (WORKING_DAYS.matcher(deadline.value()).matches()) return;
        try {
            var value = deadline.value();
            var time = value.indexOf('T');
            if (time < 0) Period.parse(value);
            else Duration.parse("P" + value.substring(time));
        } catch (DateTimeParseException e) {
            throw new UnusableSettings("config/deadlines.yaml: the value of '" + key + "', '" + deadline.value()
                    + "', is neither an ISO 8601 duration nor P<n>WD");
        }
    }
}
