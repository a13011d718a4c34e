package org.nrm.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days that count, by country and time zone. */
class WorkingCalendarTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # country, day, working, what it is
            '',    2026-01-01, true,  a Thursday without a country
            '',    2026-01-03, false, a Saturday
            AT,    2026-01-01, false, New Year
            AT,    2026-01-06, false, Epiphany
            AT,    2026-01-07, true,  a Wednesday
            DE,    2026-01-06, true,  Epiphany is none of the whole country
            DE-BY, 2026-01-06, false, Epiphany in Bavaria
            GB,    2026-12-28, false, for Boxing Day that is a Saturday
            SA,    2026-01-09, false, a Friday
            SA,    2026-01-10, false, a Saturday
            SA,    2026-01-11, true,  a Sunday
            IR,    2026-01-10, true,  a Saturday
            IN,    2026-01-10, true,  a Saturday
            AF,    2026-01-08, false, a Thursday
            """)
    void whichDaysAreWorked(String country, LocalDate day, boolean working, String what) {
        assertThat(WorkingCalendar.of("UTC", country).isWorkingDay(day))
                .as(what)
                .isEqualTo(working);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # zone, country, deadline, from, until
            UTC,           '', two,   2026-12-23T10:00:00Z, 2026-12-25T10:00:00Z
            UTC,           AT, two,   2026-12-23T10:00:00Z, 2026-12-28T10:00:00Z
            # after midnight here it is Christmas Day already
            UTC,           AT, two,   2026-12-24T23:30:00Z, 2026-12-29T23:30:00Z
            Europe/Vienna, AT, two,   2026-12-24T23:30:00Z, 2026-12-28T23:30:00Z
            # a day of the calendar has 23 hours when the clock goes forward, 24 hours are 24 hours
            Europe/Vienna, AT, day,   2026-03-28T10:00:00Z, 2026-03-29T09:00:00Z
            Europe/Vienna, AT, hours, 2026-03-28T10:00:00Z, 2026-03-29T10:00:00Z
            UTC,           AT, day,   2026-03-28T10:00:00Z, 2026-03-29T10:00:00Z
            # the month ends where the day ends: it is the 31st of January in Auckland already
            Pacific/Auckland, '', month, 2026-01-30T12:00:00Z, 2026-02-27T12:00:00Z
            UTC,              '', month, 2026-01-30T12:00:00Z, 2026-02-28T12:00:00Z
            UTC,              '', both,  2026-01-30T12:00:00Z, 2026-01-31T14:00:00Z
            # the file names a day beside the country's
            UTC,           '', week,  2026-05-29T10:00:00Z, 2026-06-08T10:00:00Z
            """)
    void whenADeadlineEnds(String zone, String country, String deadline, Instant from, Instant until)
            throws UnusableFile {
        var table = DeadlineTable.read(new SettingsText("config/deadlines.yaml", """
                holidays: [2026-06-01]
                deadlines:
                  two: {value: P2WD, limit: at-most}
                  week: {value: P5WD, limit: at-most}
                  day: {value: P1D, limit: at-most}
                  hours: {value: PT24H, limit: at-most}
                  month: {value: P1M, limit: at-most}
                  both: {value: P1DT2H, limit: at-most}
                """));
        assertThat(table.after(deadline, from, WorkingCalendar.of(zone, country)))
                .isEqualTo(until);
    }

    @Test
    void aCountryOrZoneThatIsNotKnownIsRefused() {
        for (var country : List.of("XX", "at", "Austria", "DE-XX", "AT-", "AT DE", "../x", "NYSE"))
            assertThatThrownBy(() -> WorkingCalendar.of("UTC", country))
                    .as(country)
                    .isInstanceOf(UnusableSettings.class)
                    .hasMessageContaining("nrm.country");
        for (var zone : List.of("", "Vienna", "CEST", "+01:00", "europe/vienna"))
            assertThatThrownBy(() -> WorkingCalendar.of(zone, ""))
                    .as(zone)
                    .isInstanceOf(UnusableSettings.class)
                    .hasMessageContaining("nrm.time-zone");
    }

    @Test
    void everyPartOfACountryIsNamedInTheRefusal() {
        assertThatThrownBy(() -> WorkingCalendar.of("UTC", "DE-XX")).hasMessageContaining("DE-BY");
    }
}
