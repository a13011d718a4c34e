package org.nrm.mechanism;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and in which time zone the mechanism works: when a day begins, and which are working days. Instants are kept in UTC
 * all the same. Holidays are those of Jollyday.
 */
public final class WorkingCalendar {

    private static final Pattern COUNTRY = Pattern.compile("([A-Z]{2})(?:-([A-Z0-9]{1,3}))?");

    /** Where Friday is a day of rest and Sunday is not: Unicode CLDR, supplemental data, weekData. */
    private static final Set<String> FRIDAY_AND_SATURDAY =
            Set.of("BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "OM", "QA", "SA", "SD", "SY", "YE");

    private final ZoneId zone;
    private final Set<DayOfWeek> weekend;
    private final @Nullable HolidayManager holidays;
    private final String[] part;

    private WorkingCalendar(ZoneId zone, Set<DayOfWeek> weekend, @Nullable HolidayManager holidays, String... part) {
        this.zone = zone;
        this.weekend = weekend;
        this.holidays = holidays;
        this.part = part;
    }

    /**
     * The calendar of a country.
     *
     * @param zone    as {@code Europe/Vienna}
     * @param country ISO 3166-1 or 3166-2, as {@code AT} or {@code DE-BY}; if it is empty, Monday to Friday are working days and there
     *                are no holidays
     * @throws UnusableSettings if one of them is not known
     */
    public static WorkingCalendar of(String zone, String country) {
        var read = zone(zone);
        if (country.isEmpty()) return new WorkingCalendar(read, weekend(""), null);
        var code = COUNTRY.matcher(country);
        if (!code.matches() || !HolidayManager.getSupportedCalendarCodes().contains(code.group(1)))
            throw new UnusableSettings(
                    "nrm.country: '" + country
                            + "' is no country whose holidays are known; give its code of ISO 3166, as AT or DE-BY, or leave it empty");
        var manager = HolidayManager.getInstance(ManagerParameters.create(lower(code.group(1))));
        var part = code.group(2) == null ? new String[0] : new String[] {lower(code.group(2))};
        var parts = manager.getCalendarHierarchy().getChildren();
        if (part.length > 0 && !parts.containsKey(part[0]))
            throw new UnusableSettings("nrm.country: '" + country + "' is no part of " + code.group(1) + "; known are "
                    + parts.values().stream()
                            .map(CalendarHierarchy::getId)
                            .map(id -> code.group(1) + "-" + id.toUpperCase(Locale.ROOT))
                            .sorted()
                            .toList());
        return new WorkingCalendar(read, weekend(code.group(1)), manager, part);
    }

    private static ZoneId zone(String zone) {
        if (!zone.equals("UTC") && !ZoneId.getAvailableZoneIds().contains(zone))
            throw new UnusableSettings(
                    "nrm.time-zone: '" + zone + "' is no time zone; give its name as Europe/Vienna, or UTC");
        return ZoneId.of(zone);
    }

    /** From the same source. */
    private static Set<DayOfWeek> weekend(String country) {
        if (FRIDAY_AND_SATURDAY.contains(country)) return Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY);
        return switch (country) {
            case "AF" -> Set.of(DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
            case "IR" -> Set.of(DayOfWeek.FRIDAY);
            case "IN", "UG" -> Set.of(DayOfWeek.SUNDAY);
            default -> Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        };
    }

    private static String lower(String code) {
        return code.toLowerCase(Locale.ROOT);
    }

    /** By which a day begins, a person comes of age, and times are shown. */
    public ZoneId zone() {
        return zone;
    }

    /** Is it neither of the weekend nor a public holiday? */
    public boolean isWorkingDay(LocalDate day) {
        return !weekend.contains(day.getDayOfWeek())
                && (holidays == null || !holidays.isHoliday(day, HolidayType.PUBLIC_HOLIDAY, part));
    }

    /**
     * The same time of day so many working days later.
     *
     * @param more holidays beside those of the country
     */
    ZonedDateTime after(ZonedDateTime start, int days, Set<LocalDate> more) {
        var day = start;
        for (var left = days; left > 0; ) {
            day = day.plusDays(1);
            if (isWorkingDay(day.toLocalDate()) && !more.contains(day.toLocalDate())) left--;
        }
        return day;
    }
}
