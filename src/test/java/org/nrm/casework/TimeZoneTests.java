package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.mechanism.WorkingCalendar;
import org.nrm.testing.Mechanism;
import org.nrm.testing.PageVisitor;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** A mechanism where it is tomorrow already: days, ages and times are its own, what is stored is in UTC. */
@Tag("slow")
@TestPropertySource(properties = {"nrm.time-zone=Pacific/Kiritimati", "nrm.country=SA"})
class TimeZoneTests extends Stories {

    private static final ZoneId ZONE = ZoneId.of("Pacific/Kiritimati");

    @LocalServerPort
    private int port;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "";
    }

    /** In UTC it is noon or a little later; here the next day has begun. */
    @BeforeEach
    void noonInUtc() {
        var now = clock.instant().atZone(ZoneOffset.UTC);
        var noon = now.with(LocalTime.NOON);
        var next = noon.isAfter(now) ? noon : noon.plusDays(1);
        mechanism.passes(Duration.between(now, next).toString());
        assertThat(today()).isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    @Test
    void sheComesOfAgeWhenHerBirthdayBeginsHere() {
        var born = today().minusYears(18);
        var child = refer("yes", born);
        var younger = refer("yes", born.plusDays(1));
        mechanism.passes("PT1M");
        assertThat(told(child)).isEqualTo(2);
        assertThat(told(younger)).isZero();
    }

    @Test
    void workingDaysAreThoseOfTheCountry() {
        var person = refer("no", LocalDate.of(1990, 4, 3));
        mechanism.bring(person, "Decide reasonable grounds");
        var created = clock.instant();
        var due = mechanism.find(person, "Decide reasonable grounds").due();
        assertThat(due).isNotNull();
        var calendar = WorkingCalendar.of(ZONE.getId(), "SA");
        var day = today();
        for (var left = 5; left > 0; ) {
            day = day.plusDays(1);
            if (calendar.isWorkingDay(day)) left--;
        }
        assertThat(LocalDate.ofInstant(due, ZONE)).isEqualTo(day);
        assertThat(day.getDayOfWeek()).isNotIn(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY);
        assertThat(Duration.between(due, created.plus(Duration.ofDays(60))).toMinutes() % (24 * 60))
                .as("at the same time of day")
                .isBetween(0L, 5L);
    }

    @Test
    void pagesAndPrintsSayTheDayThatItIsHere() throws Exception {
        var person = refer("no", LocalDate.of(1990, 4, 3));
        var here = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(Locale.ENGLISH)
                .format(today());
        assertThat(new PageVisitor(port, "ngo1").open("/cases/" + person).body())
                .contains(here);
        assertThat(new PageVisitor(port, "auditor1")
                        .open("/cases/" + person + "/history")
                        .body())
                .doesNotContain("UTC")
                .contains("datetime=\"" + clock.instant().toString().substring(0, 10));
        try (var document = Loader.loadPDF(new PageVisitor(port, "ngo1").bytes("/cases/" + person + "/copy"))) {
            assertThat(new PDFTextStripper().getText(document).replaceAll("[\\s\u00a0]+", " "))
                    .contains(String.valueOf(today().getDayOfMonth()), String.valueOf(today().getYear()))
                    .doesNotContain(DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH)
                            .format(today().minusDays(1)));
        }
    }

    /** It was closed on the last of August here, on the 30th in UTC: half a year later is the last of February, not the first of March. */
    @Test
    void whatIsKeptForHalfAYearIsKeptByTheDaysHere() {
        var person = refer("no", LocalDate.of(1990, 4, 3));
        jdbc.sql("update case_file set status = 'closed', closed = :closed where case_ref = :ref")
                .param("ref", person)
                .param("closed", Instant.parse("2026-08-30T12:00:00Z").atOffset(ZoneOffset.UTC))
                .update();
        assertThat(new PageVisitor(port, "ngo1")
                        .open("/cases/" + person + "/data")
                        .body())
                .contains("Feb 28, 2027")
                .doesNotContain("Mar 1, 2027");
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZONE);
    }

    private String refer(String isChild, LocalDate born) {
        var referral = new LinkedHashMap<>(isChild.equals("yes") ? Mechanism.child() : Mechanism.adult());
        referral.put("person", Map.of("isChild", isChild, "birthDate", born.toString()));
        return mechanism.refer("ngo1", referral);
    }

    private int told(String person) {
        return jdbc.sql("select count(*) from notice where case_ref = :ref and kind = 'of-age'")
                .param("ref", person)
                .query(Integer.class)
                .single();
    }
}
