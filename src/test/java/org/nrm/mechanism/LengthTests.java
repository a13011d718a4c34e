package org.nrm.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import de.focus_shift.jollyday.core.HolidayManager;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.xml.datatype.DatatypeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A month is 28 to 31 days: what is compared by one of them lets a right be shortened. */
class LengthTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # one,   other,  never longer
            P1M,     P1M,    true
            P1M,     P31D,   true
            P1M,     P30D,   false
            P28D,    P1M,    true
            P29D,    P1M,    false
            P30D,    P1M,    false
            P2M,     P62D,   true
            P2M,     P61D,   false
            P59D,    P2M,    true
            P60D,    P2M,    false
            P6M,     P184D,  true
            P6M,     P183D,  false
            P1Y,     P366D,  true
            P1Y,     P365D,  false
            P365D,   P1Y,    true
            P366D,   P1Y,    false
            P1Y,     P12M,   true
            P12M,    P1Y,    true
            P4Y,     P1461D, true
            P1460D,  P4Y,    true
            P1461D,  P4Y,    false
            P1M1D,   P1M2D,  true
            P1M2D,   P1M1D,  false
            PT24H,   P1D,    true
            P1D,     PT24H,  true
            PT1440M, P1D,    true
            PT25H,   P1D,    false
            P3WD,    P5WD,   true
            P5WD,    P3WD,   false
            P5WD,    P7D,    false
            P5WD,    P30D,   true
            P3D,     P3WD,   true
            P4D,     P3WD,   false
            P0D,     PT0S,   true
            """)
    void isNeverLongerThan(String one, String other, boolean never) {
        assertThat(length(one).atMost(length(other))).isEqualTo(never);
        assertThat(length(other).atLeast(length(one))).isEqualTo(never);
    }

    /** What the engine's reader refuses is no length here either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PT",
                "P1",
                "1D",
                "P1W",
                "P1W2D",
                "P-1D",
                "-P1D",
                "+P1D",
                "P+1D",
                "P1DT",
                "PT1.5S",
                "p1d",
                "P1d",
                "P1D ",
                "P1H",
                "PT1D",
                "P1D1M",
                "P1WDT1H",
                "PWD",
                "P99999WD",
                "P٣D",
                "P1Y1WD",
                "soon"
            })
    void isNone(String text) {
        assertThat(Length.of(text)).isEmpty();
    }

    /** The engine reads lengths of time as XML Schema has them. */
    @ParameterizedTest
    @ValueSource(strings = {"P0D", "P1Y2M3D", "P14D", "PT24H", "PT90M", "PT36000S", "P1DT2H3M4S", "P400D"})
    void isOneForTheEngineToo(String text) throws Exception {
        var read = DatatypeFactory.newInstance().newDuration(text);

        assertThat(Length.of(text)).hasValueSatisfying(length -> {
            assertThat(length.days()).isEqualTo(Period.of(read.getYears(), read.getMonths(), read.getDays()));
            assertThat(length.time())
                    .isEqualTo(Duration.ofHours(read.getHours())
                            .plusMinutes(read.getMinutes())
                            .plusSeconds(read.getSeconds()));
        });
    }

    @Test
    void saysHowLongAMonthIs() {
        assertThat(Length.inWords("P1M")).isEqualTo("P1M (28 to 31 days)");
        assertThat(Length.inWords("P1Y")).isEqualTo("P1Y (365 to 366 days)");
        assertThat(Length.inWords("P30D")).isEqualTo("P30D");
    }

    /** Whatever is said of two lengths holds from any day on. */
    @Test
    void holdsWheneverBothBegin() {
        var random = new Random(31);
        var calendar = WorkingCalendar.of("UTC", "");
        var said = 0;
        for (var round = 0; round < 3_000; round++) {
            var one = length(written(random));
            var other = length(written(random));
            if (!one.atMost(other)) continue;
            said++;
            for (var day = 0; day < 12; day++) {
                var begin = LocalDate.of(2026, 1, 1)
                        .plusDays(random.nextInt(3_000))
                        .atTime(LocalTime.NOON)
                        .atZone(ZoneOffset.UTC);
                assertThat(one.after(begin, calendar, Set.of()))
                        .as("%s and %s from %s", one, other, begin)
                        .isBeforeOrEqualTo(other.after(begin, calendar, Set.of()));
            }
        }
        assertThat(said).isGreaterThan(500);
    }

    private static String written(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "P" + (1 + random.nextInt(14)) + "M";
            case 1 -> "P" + (1 + random.nextInt(30)) + "WD";
            case 2 -> "P" + random.nextInt(3) + "M" + random.nextInt(40) + "D";
            default -> "P" + (1 + random.nextInt(400)) + "D";
        };
    }

    /** In no country do holidays make working days longer than is said, however they fall in the next years. */
    @Test
    void workingDaysAreNoLongerThanIsSaidInAnyCountry() {
        var countries = 0;
        for (var country : HolidayManager.getSupportedCalendarCodes()) {
            if (!country.matches("[A-Z]{2}")) continue;
            countries++;
            var calendar = WorkingCalendar.of("UTC", country);
            var working = new ArrayList<LocalDate>();
            for (var day = LocalDate.of(2026, 1, 1); day.getYear() < 2036; day = day.plusDays(1))
                if (calendar.isWorkingDay(day)) working.add(day);
            for (var count : List.of(1, 2, 3, 5, 10, 20, 30)) {
                var most = length("P" + count + "WD").longest() / 86_400 - DeadlineTable.MOST_HOLIDAYS;
                for (var first = 0; first + count < working.size(); first++)
                    assertThat(working.get(first + count).toEpochDay()
                                    - working.get(first).toEpochDay())
                            .as("%s, %d working days from %s", country, count, working.get(first))
                            .isLessThanOrEqualTo(most);
            }
        }
        assertThat(countries).isGreaterThan(50);
    }

    private static Length length(String text) {
        return Length.of(text).orElseThrow();
    }
}
