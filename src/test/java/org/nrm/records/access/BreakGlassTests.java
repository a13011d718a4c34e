package org.nrm.records.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.testing.Api.Answer;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.testing.Tables;
import org.nrm.web.NotAllowed;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In imminent danger the file is read at once by somebody who is not on the case: for hours, in the light, and never by the police. */
@Tag("slow")
class BreakGlassTests extends Stories {

    private static final String NAME = "Example Person in danger";
    private static final String CONTACT = "through the example ferry";
    private static final String REASON = "found unconscious at the example station";

    private static final List<String> NEVER = List.of(
            "police1",
            "border1",
            "labour1",
            "prosecutor1",
            "coordinator1",
            "auditor1",
            "operator1",
            "responder1",
            "authority1",
            "return1",
            "interpreter1");

    @Autowired
    private BreakGlass breakGlass;

    @Autowired
    private NeedToKnow needToKnow;

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void theFileIsOpenAtOnceForFourHoursAndShowsWhatWasAskedFor() {
        var person = refer();
        assertThat(opens("health1", person).status()).isEqualTo(404);
        var access = breaks("health1", person, List.of("contact"));
        var file = opens("health1", person);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.text()).contains(CONTACT).doesNotContain(NAME, "indicators");
        assertThat(file.body().path("tasks")).isEmpty();
        assertThat(file.body().path("consents")).isEmpty();
        assertThat(history(person)).contains("access-given health1", "viewed health1");
        assertThat(why(person, "health1")).containsExactly("break-glass:" + access);

        mechanism.passes("PT3H59M");
        assertThat(opens("health1", person).status()).isEqualTo(200);
        mechanism.passes("PT1M");
        assertThat(opens("health1", person).status()).as("the next click").isEqualTo(404);
    }

    @Test
    void itIsOpenToTheOneWhoOpenedItAndToNobodyElse() {
        var person = refer();
        breaks("shelter1", person, List.of("contact"));
        var colleague = new Actor("shelter2", "Example", "birch-house", Set.of("shelter"), "capital", true);
        var elsewhere = new Actor("shelter1", "Example", "other-house", Set.of("shelter"), "capital", true);
        var police = new Actor("shelter1", "Example", "birch-house", Set.of("shelter", "police"), "capital", true);
        for (var other : List.of(colleague, elsewhere, police))
            assertThat(needToKnow.of(new CaseRef(person), other).nothing()).isTrue();
        assertThat(opens("health1", person).status()).isEqualTo(404);
    }

    @Test
    void theCaseManagerAndTheAuditorsAreToldAtOnce() {
        var person = refer();
        breaks("shelter1", person, List.of("contact", "health"));
        for (var user : List.of("ngo1", "auditor1"))
            assertThat(notices(user, person)).as(user).containsExactly("break-glass");
        for (var user : List.of("ngo2", "police1", "coordinator1", "shelter1"))
            assertThat(notices(user, person)).as(user).isEmpty();
        opens("shelter1", person);
        var reader = mechanism
                .api()
                .get("ngo1", "/api/v1/cases/" + person + "/accesses")
                .body()
                .path("items")
                .path(0);
        assertThat(reader.path("looks")).hasSize(1);
        assertThat(reader.path("access").path("purpose").asString()).isEqualTo("medical-emergency");
    }

    @Test
    void othersAreNotToldThatThereIsSuchAThing() {
        var person = refer();
        var before = Tables.ofCase(jdbc, person);
        for (var user : NEVER) {
            var answer = attempt(user, person, wish(List.of("contact")));
            assertThat(answer.status()).as(user).isEqualTo(404);
            assertThat(answer.text()).as(user).contains("There is no such thing, or it is not for you.");
            assertThat(attempt(user, "NRM-2026-ZZZZZZZZ", wish(List.of("contact")))
                            .status())
                    .isEqualTo(404);
        }
        assertThat(Tables.ofCase(jdbc, person)).isEqualTo(before);
    }

    @Test
    void ofACaseThatThereIsNotNothingIsOpened() {
        assertThat(attempt("health1", "NRM-2026-ZZZZZZZZ", wish(List.of("contact")))
                        .status())
                .isEqualTo(404);
        assertThat(attempt("health1", "nonsense", wish(List.of("contact"))).status())
                .isEqualTo(404);
    }

    @Test
    void whoIsOnTheCaseIsToldThatItIsNotNeeded() {
        var person = refer();
        var answer = attempt("ngo1", person, wish(List.of("contact")));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("Your agency is on this case");
        assertThat(history(person)).noneMatch(entry -> entry.startsWith("access"));
    }

    @Test
    void aWishThatDoesNotFitOpensNothing() {
        var person = refer();
        for (var wish : List.<Map<String, ?>>of(
                Map.of(),
                wish(List.of("account")),
                wish(List.of("complaint")),
                wish(List.of()),
                Map.of("purpose", "curiosity", "reason", REASON, "classes", List.of("contact")),
                Map.of("purpose", "medical-emergency", "reason", " ", "classes", List.of("contact"))))
            assertThat(attempt("health1", person, wish).status())
                    .as(wish.toString())
                    .isEqualTo(422);
        assertThat(opens("health1", person).status()).isEqualTo(404);
    }

    @Test
    void whoHasOpenedItNeedsNotDoSoAgainButForMore() {
        var person = refer();
        breaks("social1", person, List.of("contact"));
        assertThat(attempt("social1", person, wish(List.of("contact"))).status())
                .isEqualTo(409);
        breaks("social1", person, List.of("contact", "identity"));
        assertThat(opens("social1", person).text()).contains(CONTACT, NAME);
    }

    @Test
    void fiveFilesADayAreTheMostAndTheSixthIsNamedInTheHistory() {
        for (var count = 0; count < 5; count++) breaks("guardian1", refer(), List.of("contact"));
        var person = refer();
        var answer = attempt("guardian1", person, wish(List.of("contact")));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("5 files in this way within 24 hours");
        assertThat(history(person)).contains("access-refused guardian1");
        assertThat(opens("guardian1", person).status()).isEqualTo(404);
        assertThat(notices("auditor1", person)).isEmpty();

        mechanism.passes("P1D");
        breaks("guardian1", person, List.of("contact"));
    }

    @Test
    void atOnceNotMoreThanFiveAreOpenedEither() throws Exception {
        var acts = new ArrayList<Callable<Integer>>();
        for (var count = 0; count < 8; count++) {
            var person = refer();
            acts.add(() -> attempt("legal1", person, wish(List.of("contact"))).status());
        }
        assertThat(together(acts)).containsExactlyInAnyOrder(201, 201, 201, 201, 201, 409, 409, 409);
    }

    @Test
    void anAuditorReviewsItOnceAndAfterwards() {
        var person = refer();
        var access = breaks("ngo2", person, List.of("contact"));
        var early = review("auditor1", access, "justified");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.text()).contains("still open");
        mechanism.passes("PT4H");
        for (var user : List.of("ngo1", "coordinator1", "police1", "operator1", "shelter1"))
            assertThat(review(user, access, "justified").status()).as(user).isEqualTo(404);
        assertThat(review("ngo2", access, "justified").status()).isEqualTo(403);
        assertThat(review("auditor1", access, "perhaps").status()).isEqualTo(422);
        assertThat(mechanism
                        .api()
                        .get("auditor1", "/api/v1/accesses/" + access)
                        .body()
                        .path("reason")
                        .asString())
                .isEqualTo(REASON);
        assertThat(why(person, "auditor1")).containsExactly("reviews:" + access);

        assertThat(review("auditor1", access, "not-justified").status()).isEqualTo(200);
        assertThat(review("auditor1", access, "justified").status()).isEqualTo(409);
        assertThat(history(person)).contains("access-reviewed auditor1");
        var read = mechanism.api().get("ngo2", "/api/v1/accesses/" + access).body();
        assertThat(read.path("access").path("review").asString()).isEqualTo("not-justified");
        assertThat(read.path("reason").isNull()).isTrue();
    }

    @Test
    void nobodyReviewsWhatSheOpenedHerself() {
        var person = refer();
        var asked = new AccessWish("medical-emergency", REASON, List.of("contact"), null);
        var then = new Actor("mover1", "Example", "health-centre", Set.of("health"), "capital", false);
        var access = breakGlass.open(then, person, asked);
        mechanism.passes("PT4H");
        var now = new Actor("mover1", "Example", "audit-office", Set.of("auditor"), "capital", false);
        assertThatExceptionOfType(NotAllowed.class).isThrownBy(() -> breakGlass.review(now, access, "justified"));
    }

    @Test
    void nothingOfThePersonStandsInTheHistoryOrInClear() {
        var person = refer();
        breaks("ngo2", person, List.of("contact"));
        opens("ngo2", person);
        assertThat(mechanism
                        .api()
                        .get("auditor1", "/api/v1/cases/" + person + "/history")
                        .text())
                .doesNotContain(REASON, NAME, CONTACT);
        for (var table : Tables.names(jdbc))
            assertThat(Tables.rows(jdbc, table).toString()).as(table).doesNotContain(REASON, NAME);
    }

    private String refer() {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", NAME));
        referral.put("contact", Map.of("safeContact", CONTACT));
        return mechanism.refer("ngo1", referral);
    }

    private static Map<String, Object> wish(List<String> classes) {
        return Map.of("purpose", "medical-emergency", "reason", REASON, "classes", classes);
    }

    private Answer attempt(String user, String person, Map<String, ?> wish) {
        return mechanism.api().post(user, "/api/v1/cases/" + person + "/break-glass", wish);
    }

    private String breaks(String user, String person, List<String> classes) {
        var answer = attempt(user, person, wish(classes));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("id").asString();
    }

    private Answer opens(String user, String person) {
        return mechanism.api().get(user, "/api/v1/cases/" + person);
    }

    private Answer review(String user, String access, String outcome) {
        return mechanism.api().post(user, "/api/v1/accesses/" + access + "/review", Map.of("outcome", outcome));
    }

    private List<String> notices(String user, String person) {
        var kinds = new ArrayList<String>();
        for (var notice : mechanism.api().get(user, "/api/v1/notices").body().path("items"))
            if (notice.path("caseRef").asString().equals(person))
                kinds.add(notice.path("kind").asString());
        return kinds;
    }

    /** Type and actor of each entry. */
    private List<String> history(String person) {
        return jdbc.sql("select type, actor from ledger_entry where stream = :case order by seq")
                .param("case", person)
                .query((row, number) -> row.getString("type") + " " + row.getString("actor"))
                .list();
    }

    private List<String> why(String person, String user) {
        var reasons = new ArrayList<String>();
        for (var entry : mechanism
                .api()
                .get("auditor1", "/api/v1/cases/" + person + "/history")
                .body()
                .path("items"))
            if (entry.path("type").asString().equals("viewed")
                    && user.equals(entry.path("actor").asString()))
                reasons.add(entry.path("facts").path("why").asString());
        return reasons;
    }

    private static List<Integer> together(List<Callable<Integer>> acts) throws Exception {
        var start = new CyclicBarrier(acts.size());
        var threads = Executors.newFixedThreadPool(acts.size());
        try {
            var waiting = new ArrayList<Callable<Integer>>();
            for (var act : acts)
                waiting.add(() -> {
                    start.await();
                    return act.call();
                });
            var answers = new ArrayList<Integer>();
            for (var answer : threads.invokeAll(waiting)) answers.add(answer.get());
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
