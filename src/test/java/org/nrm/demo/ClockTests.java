package org.nrm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;

/** The operator of a demo moves the one clock of service and engine forward. */
@Tag("slow")
class ClockTests extends Stories {

    private static final String CLOCK = "/api/v1/demo/clock";

    @Autowired
    private Ledger ledger;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void theOperatorMovesTheClockByWhatIsAsked() {
        var before = now("PT1S");
        assertThat(Duration.between(before, now("P1DT2H"))).isBetween(Duration.ofHours(26), Duration.ofHours(27));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ngo1", "police1", "coordinator1", "auditor1", "shelter1"})
    void nobodyElseDoes(String user) {
        assertThat(mechanism.api().post(user, CLOCK, Map.of("advance", "P1D")).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"-P1D", "P0D", "P3Y", "tomorrow", "PT", "P-1D", "P1DT-3H", "31"})
    void backwardsNowhereTooFarOrInWordsIsRefused(String advance) {
        var answer = mechanism.api().post("operator1", CLOCK, Map.of("advance", advance));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.contentType()).contains("problem+json");
        assertThat(answer.body().path("problems").path(0).path("field").asString())
                .isEqualTo("advance");
    }

    @Test
    void withoutAnAdvanceItIsRefused() {
        assertThat(mechanism.api().post("operator1", CLOCK, Map.of()).status()).isEqualTo(422);
    }

    @Test
    void twentyDaysAtOnceAreAsTwentyDaysOneByOne() {
        var atOnce = mechanism.refer("ngo1", Mechanism.adult());
        var start = opened(atOnce);
        mechanism.workOff(atOnce, Map.of(), Set.of());
        mechanism.passes("P20D");
        var dayByDay = mechanism.refer("ngo1", Mechanism.adult());
        var secondStart = opened(dayByDay);
        mechanism.workOff(dayByDay, Map.of(), Set.of());
        for (var day = 0; day < 20; day++) mechanism.passes("P1D");
        assertThat(timers(dayByDay, secondStart)).isNotEmpty().isEqualTo(timers(atOnce, start));
    }

    @Test
    void whatFollowsFromATimerIsCountedFromWhenItFellDue() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var start = opened(person);
        mechanism.passes("P20D");
        var repeated = ledger.history(new CaseRef(person)).stream()
                .filter(entry -> "repeat-information".equals(entry.act().element()))
                .findFirst()
                .orElseThrow()
                .time();
        assertThat(Duration.between(start, repeated))
                .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusMinutes(5));
    }

    private Instant now(String advance) {
        return Instant.parse(mechanism
                .api()
                .post("operator1", CLOCK, Map.of("advance", advance))
                .body()
                .path("now")
                .asString());
    }

    private Instant opened(String reference) {
        return ledger.history(new CaseRef(reference)).get(0).time();
    }

    /** Which elements were reached after time had passed, and after how many whole days. */
    private List<String> timers(String reference, Instant start) {
        return ledger.history(new CaseRef(reference)).stream()
                .filter(entry -> entry.act().type() == EntryType.ENTERED)
                .filter(entry -> Duration.between(start, entry.time()).toHours() > 1)
                .filter(entry -> Duration.between(start, entry.time()).toDays() <= 20)
                .map(entry -> Duration.between(start, entry.time()).toDays() + " "
                        + entry.act().element())
                .sorted()
                .toList();
    }
}
