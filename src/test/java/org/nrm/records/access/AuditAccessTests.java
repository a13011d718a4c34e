package org.nrm.records.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.testing.Api.Answer;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.testing.Tables;
import org.nrm.testing.Users;
import org.nrm.web.NotAllowed;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** An auditor reads content: with a reason, for a time, approved by somebody else, in sight of the case manager. */
@Tag("slow")
class AuditAccessTests extends Stories {

    private static final String NAME = "Example Person of the audit";
    private static final String CONTACT = "through the example bakery";
    private static final String REASON = "the example plan is compared with what was done";

    private static final Actor COORDINATOR1 =
            new Actor("coordinator1", "Paula", "national-office", Set.of("coordinator"), "capital", true);

    private static final List<String> OTHERS = Users.but("coordinator1", "coordinator2", "auditor1");

    @Autowired
    private AuditAccess auditAccess;

    @Autowired
    private NeedToKnow needToKnow;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void anAuditorReadsExactlyWhatWasApprovedAndOnlyUntilTheTimeIsOver() {
        var person = refer();
        var access = asks(person, List.of("contact"), "P7D");
        assertThat(opens("auditor1", person).status()).as("nobody has decided").isEqualTo(404);

        assertThat(decides("coordinator1", access, "approve").status()).isEqualTo(200);
        var file = opens("auditor1", person);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.text()).contains(CONTACT).doesNotContain(NAME, "indicators", REASON);
        assertThat(file.body().path("tasks")).isEmpty();
        assertThat(file.body().path("consents")).isEmpty();
        assertThat(why(person, "auditor1")).containsExactly("audit:" + access);

        mechanism.passes("P6D");
        assertThat(opens("auditor1", person).status()).isEqualTo(200);
        mechanism.passes("P1D");
        assertThat(opens("auditor1", person).status()).as("the next click").isEqualTo(404);
        assertThat(mechanism
                        .api()
                        .get("auditor1", "/api/v1/accesses/" + access)
                        .body()
                        .path("access")
                        .path("state")
                        .asString())
                .isEqualTo("over");
    }

    @Test
    void theTimeBeginsWithTheApproval() {
        var person = refer();
        var access = asks(person, List.of("contact"), "PT2H");
        mechanism.passes("P1D");
        assertThat(decides("coordinator1", access, "approve").status()).isEqualTo(200);
        assertThat(opens("auditor1", person).status()).isEqualTo(200);
        mechanism.passes("PT2H");
        assertThat(opens("auditor1", person).status()).isEqualTo(404);
    }

    @Test
    void whoIsRefusedReadsNothingAndCanAskAgain() {
        var person = refer();
        var access = asks(person, List.of("contact"), "P7D");
        assertThat(ask("auditor1", person, wish(List.of("support"), "P1D")).status())
                .as("once at a time")
                .isEqualTo(409);
        assertThat(decides("coordinator1", access, "refuse").status()).isEqualTo(200);
        assertThat(opens("auditor1", person).status()).isEqualTo(404);
        asks(person, List.of("support"), "P1D");
        assertThat(steps(person)).contains("access-refused null").doesNotContain("access-given null");
    }

    @Test
    void aWishThatDoesNotFitIsRefusedWithAllThatIsWrong() {
        var person = refer();
        var before = Tables.ofCase(jdbc, person);
        assertThat(problems(person, Map.of())).containsExactlyInAnyOrder("purpose", "reason", "classes", "length");
        assertThat(problems(person, wish(List.of("contact", "complaint"), "P7D")))
                .containsExactly("classes");
        assertThat(problems(person, wish(List.of("privileged"), "P7D"))).containsExactly("classes");
        assertThat(problems(person, wish(List.of("everything"), "P7D"))).containsExactly("classes");
        for (var length : List.of("P15D", "P14DT1S", "P0D", "P-1D", "PT-1H", "a week", "", "P999999999Y", "P1M"))
            assertThat(problems(person, wish(List.of("contact"), length)))
                    .as(length)
                    .containsExactly("length");
        for (var reason : List.of(" ", "x".repeat(4001), "bell \u0007")) {
            var wish = new HashMap<String, Object>(wish(List.of("contact"), "P7D"));
            wish.put("reason", reason);
            assertThat(problems(person, wish)).containsExactly("reason");
        }
        assertThat(Tables.ofCase(jdbc, person)).isEqualTo(before);
    }

    @Test
    void nobodyElseAsksAndOfACaseThatThereIsNotNobodyDoes() {
        var person = refer();
        var wish = wish(List.of("contact"), "P7D");
        for (var user : OTHERS)
            assertThat(ask(user, person, wish).status()).as(user).isEqualTo(404);
        assertThat(ask("coordinator1", person, wish).status()).isEqualTo(404);
        assertThat(ask("auditor1", "NRM-2026-ZZZZZZZZ", wish).status()).isEqualTo(404);
        assertThat(ask("auditor1", "nonsense", wish).status()).isEqualTo(404);
    }

    @Test
    void onlyACoordinatorDecidesAndNeverWhoAsked() {
        var person = refer();
        var access = asks(person, List.of("contact"), "P7D");
        for (var act : List.of("approve", "refuse", "review")) {
            for (var user : OTHERS)
                assertThat(decides(user, access, act).status())
                        .as("%s %s", user, act)
                        .isEqualTo(404);
            assertThat(decides("auditor1", access, act).status()).isIn(403, 404);
        }
        assertThat(mechanism.api().get("police1", "/api/v1/accesses/" + access).status())
                .isEqualTo(404);

        var both =
                new Actor("auditor9", "Example", "national-office", Set.of("auditor", "coordinator"), "capital", false);
        var own = auditAccess.ask(both, person, new AccessWish("quality-of-help", REASON, List.of("contact"), "P7D"));
        assertThatExceptionOfType(NotAllowed.class).isThrownBy(() -> auditAccess.approve(both, own));
        assertThat(needToKnow.of(new CaseRef(person), both).nothing()).isTrue();
        assertThat(decides("coordinator2", own, "approve").status()).isEqualTo(200);
        assertThat(needToKnow.of(new CaseRef(person), both).classes()).containsOnlyKeys("contact");
    }

    @Test
    void aDecisionIsMadeOnce() {
        var person = refer();
        var access = asks(person, List.of("contact"), "P7D");
        assertThat(decides("coordinator1", access, "approve").status()).isEqualTo(200);
        for (var act : List.of("approve", "refuse")) {
            var again = decides("coordinator2", access, act);
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.text()).contains("This has been decided already.");
        }
        assertThat(opens("auditor1", person).status()).isEqualTo(200);
    }

    @Test
    void ofTwoDecisionsAtOnceOneCounts() throws Exception {
        var person = refer();
        var access = asks(person, List.of("contact"), "P7D");
        var threads = Executors.newSingleThreadExecutor();
        try {
            var second = transaction.execute(status -> {
                auditAccess.approve(COORDINATOR1, access);
                var refusal = threads.submit(() -> decides("coordinator2", access, "refuse"));
                assertThatExceptionOfType(TimeoutException.class)
                        .as("the second waits for the first")
                        .isThrownBy(() -> refusal.get(2, TimeUnit.SECONDS));
                return refusal;
            });
            assertThat(Objects.requireNonNull(second).get().status()).isEqualTo(409);
        } finally {
            threads.shutdownNow();
        }
        assertThat(steps(person)).contains("access-given null").doesNotContain("access-refused null");
        assertThat(opens("auditor1", person).status()).isEqualTo(200);
    }

    @Test
    void theCaseManagerIsToldAndSeesWhoReadWhenAndWhatFor() {
        var person = refer();
        var access = asks(person, List.of("contact", "support"), "P7D");
        assertThat(notices(person)).containsExactly("audit-asked");
        decides("coordinator1", access, "approve");
        assertThat(notices(person)).containsExactly("audit-asked", "audit-approved");
        assertThat(readers("ngo1", person).body().path("items").path(0).path("looks"))
                .isEmpty();

        opens("auditor1", person);
        var reader = readers("ngo1", person).body().path("items").path(0);
        assertThat(reader.path("looks")).hasSize(1);
        assertThat(texts(reader.path("saw"))).contains("contact");
        assertThat(reader.path("access").path("actor").asString()).isEqualTo("auditor1");
        assertThat(reader.path("access").path("purpose").asString()).isEqualTo("quality-of-help");
        assertThat(reader.path("access").path("decidedBy").asString()).isEqualTo("coordinator1");
        for (var user : List.of("ngo2", "police1", "coordinator1", "operator1"))
            assertThat(readers(user, person).status()).as(user).isEqualTo(404);
        assertThat(readers("auditor1", person).status()).isEqualTo(403);
    }

    @Test
    void theReasonIsReadByWhoDecidesWhileItWaitsAndThatIsAnEntry() {
        var person = refer();
        var access = asks(person, List.of("contact"), "P7D");
        assertThat(mechanism.api().get("coordinator1", "/api/v1/accesses").text())
                .contains(access)
                .doesNotContain(REASON);
        assertThat(one("coordinator1", access).path("reason").asString()).isEqualTo(REASON);
        assertThat(why(person, "coordinator1")).containsExactly("decides:" + access);
        assertThat(one("auditor1", access).path("reason").isNull()).isTrue();
        decides("coordinator2", access, "refuse");
        assertThat(one("coordinator1", access).path("reason").isNull()).isTrue();
        assertThat(why(person, "coordinator1")).hasSize(1);
        for (var table : Tables.names(jdbc))
            assertThat(Tables.rows(jdbc, table).toString()).as(table).doesNotContain(REASON, NAME);
    }

    @Test
    void theHistoryTellsAllOfItAndNothingOfThePerson() {
        var person = refer();
        var access = asks(person, List.of("contact"), "P7D");
        decides("coordinator1", access, "approve");
        opens("auditor1", person);
        var history = mechanism.api().get("auditor1", "/api/v1/cases/" + person + "/history");
        assertThat(history.text())
                .contains("access-asked", "access-given", "viewed", "quality-of-help")
                .doesNotContain(REASON, NAME, CONTACT);
        assertThat(opens("auditor1", person).text()).contains(CONTACT);
    }

    private String refer() {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", NAME));
        referral.put("contact", Map.of("safeContact", CONTACT));
        return mechanism.refer("ngo1", referral);
    }

    private static Map<String, Object> wish(List<String> classes, String length) {
        return Map.of("purpose", "quality-of-help", "reason", REASON, "classes", classes, "length", length);
    }

    private Answer ask(String user, String person, Map<String, ?> wish) {
        return mechanism.api().post(user, "/api/v1/cases/" + person + "/accesses", wish);
    }

    private String asks(String person, List<String> classes, String length) {
        var answer = ask("auditor1", person, wish(classes, length));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.body().path("state").asString()).isEqualTo("asked");
        return answer.body().path("id").asString();
    }

    private Answer decides(String user, String access, String act) {
        return mechanism.api().post(user, "/api/v1/accesses/" + access + "/" + act, Map.of());
    }

    private Answer opens(String user, String person) {
        return mechanism.api().get(user, "/api/v1/cases/" + person);
    }

    private Answer readers(String user, String person) {
        return mechanism.api().get(user, "/api/v1/cases/" + person + "/accesses");
    }

    private JsonNode one(String user, String access) {
        return mechanism.api().get(user, "/api/v1/accesses/" + access).body();
    }

    private List<String> problems(String person, Map<String, ?> wish) {
        var answer = ask("auditor1", person, wish);
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.text()).doesNotContain(REASON);
        var fields = new ArrayList<String>();
        answer.body()
                .path("problems")
                .forEach(problem -> fields.add(problem.path("field").asString()));
        return fields;
    }

    /** Kinds of the open notices of the case manager about the case. */
    private List<String> notices(String person) {
        var kinds = new ArrayList<String>();
        for (var notice : mechanism.api().get("ngo1", "/api/v1/notices").body().path("items"))
            if (notice.path("caseRef").asString().equals(person))
                kinds.add(notice.path("kind").asString());
        return kinds;
    }

    /** Why the user looked, each time. */
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

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
