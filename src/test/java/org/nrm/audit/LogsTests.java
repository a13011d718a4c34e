package org.nrm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.mechanism.Agencies;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cases that were worked on, as event logs. */
@Tag("slow")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false", "nrm.demo-seed=53"})
class LogsTests extends Stories {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final List<String> OTHERS =
            List.of("ngo1", "police1", "shelter1", "authority1", "coordinator1", "operator1");

    @Autowired
    private Agencies agencies;

    @Autowired
    private JdbcClient jdbc;

    private String person = "";

    @Override
    protected String process() {
        return "";
    }

    @BeforeAll
    void somebodyIsReferredAndHelped() {
        person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(person, Map.of("answerShelter", "accepted"));
        mechanism.refer("ngo2", Mechanism.child());
    }

    @Test
    void aCaseIsAValidLogInBothFormats() throws IOException {
        var xes = mechanism.api().get("auditor1", "/api/v1/cases/" + person + "/export?format=xes");
        assertThat(LogChecks.xes(xes.text()).get(person))
                .anyMatch(event -> "Answer offers one by one".equals(event.get("concept:name"))
                        && "complete".equals(event.get("lifecycle:transition")))
                .anyMatch(event -> "exported".equals(event.get("nrm:type")));
        var ocel = mechanism.api().get("auditor1", "/api/v1/cases/" + person + "/export?format=ocel");
        assertThat(LogChecks.ocel(ocel.text()).path("events"))
                .hasSize(steps(person).size());
        for (var text : List.of(xes.text(), ocel.text())) namesNobody(text);
    }

    @Test
    void theLogOfAllCasesIsValidAndNamesNobody() throws IOException {
        var xes = mechanism.api().get("auditor1", "/api/v1/logs?format=xes");
        assertThat(xes.status()).isEqualTo(200);
        assertThat(xes.contentType()).startsWith("application/xml");
        assertThat(LogChecks.xes(xes.text())).hasSizeGreaterThanOrEqualTo(2);
        var ocel = mechanism.api().get("auditor1", "/api/v1/logs?format=ocel&times=hour");
        assertThat(ocel.status()).isEqualTo(200);
        LogChecks.ocel(ocel.text());
        for (var text : List.of(xes.text(), ocel.text())) {
            namesNobody(text);
            assertThat(text).doesNotContain("NRM-20");
            assertThat(HASH.matcher(text).results().map(MatchResult::group)).doesNotContainAnyElementsOf(hashes());
        }
    }

    @Test
    void theLogHoldsTheCasesOfThePeriod() throws IOException {
        var before = mechanism.api().get("auditor1", "/api/v1/logs?format=xes&to=2001-12-31");
        assertThat(LogChecks.xes(before.text())).isEmpty();
        var since = mechanism.api().get("auditor1", "/api/v1/logs?format=xes&from=2002-01-01");
        assertThat(LogChecks.xes(since.text())).isNotEmpty();
    }

    @Test
    void thatItWasTakenIsAnEntry() {
        mechanism.api().get("auditor1", "/api/v1/logs?format=ocel&from=2020-02-01&to=2020-02-29");
        assertThat(jdbc.sql(
                                "select facts from ledger_entry where stream = 'general' and type = 'exported' and actor = 'auditor1'")
                        .query(String.class)
                        .list())
                .anyMatch(facts -> facts.contains("2020-02-29") && facts.contains("\"cases\":\"0\""));
    }

    @Test
    void whatCannotBeMadeIsSaid() {
        var answer = mechanism.api().get("auditor1", "/api/v1/logs?format=mxml&from=yesterday&times=week");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("Must be xes or ocel.", "Must be a day", "Must be day, hour or exact.");
        assertThat(mechanism
                        .api()
                        .get("auditor1", "/api/v1/logs?format=xes&from=2026-02-02&to=2026-02-01")
                        .text())
                .contains("Must not be before from.");
    }

    @Test
    void toEverybodyElseThereIsNone() {
        for (var user : OTHERS)
            assertThat(mechanism.api().get(user, "/api/v1/logs?format=xes").status())
                    .as(user)
                    .isEqualTo(404);
    }

    private void namesNobody(String text) {
        assertThat(text).doesNotContain("ngo1", "ngo2", "shelter1", "auditor1");
        for (var agency : agencies.all()) assertThat(text).doesNotContain(agency.id(), agency.name());
    }

    private List<String> hashes() {
        return jdbc.sql("select hash from ledger_entry").query(String.class).list();
    }
}
