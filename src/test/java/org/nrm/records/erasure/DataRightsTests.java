package org.nrm.records.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.Upkeep;
import org.nrm.records.keys.KeyStore;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.testing.Tables;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What the person asks of those who keep her data is done at once, to the end, and can be seen in the history. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class DataRightsTests extends Stories {

    private static final String ANSWER = "Answer data request";
    private static final Map<String, Map<String, String>> STAYS =
            Map.of("Review outcome with the person", Map.of("stayOutcome", "lasting"));
    private static final Set<String> LAW_ENFORCEMENT = Set.of("police", "prosecutor");
    private static final String REFERRAL = "receive-referral";

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Ledger ledger;

    @Autowired
    private KeyStore keyStore;

    @Autowired
    private Upkeep upkeep;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void whatIsErasedIsNowhereAndTheRestIsAsItWas(CapturedOutput output) {
        var person = refer("Mila Example", "knock twice");
        var key = keys(person, "contact");
        assertThat(data(person).path(REFERRAL).path("safeContact").asString()).isEqualTo("knock twice");

        assertThat(post("ngo1", person, "erasures", Map.of("classes", List.of("contact"), "reason", "she asks for it"))
                        .status())
                .isEqualTo(200);

        assertThat(data(person).path(REFERRAL).path("safeContact").isMissingNode())
                .isTrue();
        assertThat(data(person).path(REFERRAL).path("name").asString()).isEqualTo("Mila Example");
        assertThat(data(person).path("erasure").path("reason").asString()).isEqualTo("she asks for it");
        assertThat(rows(person, "contact")).isZero();
        assertThat(keyStore.ids(new CaseRef(person), "contact")).isEmpty();
        assertThat(keyStore.destroyed(key)).isEqualTo(key);
        assertThat(facts(person, EntryType.ERASED)).containsExactly(Map.of("classes", "contact", "why", "request"));
        assertThat(output.getAll()).doesNotContain("knock twice", "she asks for it");
        assertThat(jdbc.sql("select count(*) from erasure where case_ref = :ref and key_destroyed is null")
                        .param("ref", person)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whatIsWrittenAfterAnErasureIsKept() {
        var person = refer("Mila Example", "knock twice");
        post("ngo1", person, "erasures", Map.of("classes", List.of("contact", "account"), "reason", "she asks for it"));
        post("ngo1", person, "events", Map.of("type", "contact-lost", "data", Map.of("note", "since Monday")));
        upkeep.look();
        assertThat(data(person).toString()).contains("since Monday").doesNotContain("knock twice");
    }

    @Test
    void whatWasInterruptedBeforeTheKeyWasDestroyedIsDoneLater() {
        var person = refer("Mila Example", "knock twice");
        var key = keys(person, "contact");
        jdbc.sql("delete from case_field where case_ref = :ref and data_class = 'contact'")
                .param("ref", person)
                .update();
        jdbc.sql(
                        "insert into erasure (id, case_ref, data_class, why, erased) values (:id, :ref, 'contact', 'request', current_timestamp)")
                .param("id", person)
                .param("ref", person)
                .update();
        jdbc.sql("insert into erasure_key (erasure, key_id) values (:id, :key)")
                .param("id", person)
                .param("key", key.iterator().next())
                .update();
        upkeep.look();
        assertThat(keyStore.destroyed(key)).isEqualTo(key);
        assertThat(jdbc.sql("select count(*) from erasure where id = :id and key_destroyed is not null")
                        .param("id", person)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void withTheIdentityTheIndexGoes() {
        var person = refer("Mila Example", "knock twice");
        assertThat(indexed(person)).isPositive();
        post("ngo1", person, "erasures", Map.of("classes", List.of("identity"), "reason", "she asks for it"));
        assertThat(indexed(person)).isZero();
    }

    @Test
    void theEngineForgetsWithItAndTheHistoryStaysWhole() {
        var person = refer("Mila Example", "knock twice");
        mechanism.answersOffers(person, Map.of("answerLongTermSupport", "accepted"));
        mechanism.raise("ngo1", person, "wish-for-a-solution");
        mechanism.workOff(person, STAYS, LAW_ENFORCEMENT);
        var entries = ledger.history(new CaseRef(person));
        var consents = mechanism.consents(person);
        var fields = fieldsOf(person, List.of("migration", "co-operation"));
        assertThat(engineHolds(person, fields))
                .as("answers of these classes that the engine holds")
                .isNotEmpty();

        assertThat(post(
                                "ngo1",
                                person,
                                "erasures",
                                Map.of("classes", List.of("migration", "co-operation"), "reason", "she asks for it"))
                        .status())
                .isEqualTo(200);

        assertThat(engineHolds(person, fields)).isEmpty();
        var now = ledger.history(new CaseRef(person));
        assertThat(now.subList(0, entries.size())).isEqualTo(entries);
        assertThat(now.stream().map(entry -> entry.seq()))
                .isEqualTo(LongStream.rangeClosed(1, now.size()).boxed().toList());
        assertThat(mechanism.consents(person)).isEqualTo(consents);
        mechanism.raise("ngo1", person, "risk-changes");
        mechanism.workOff(person, STAYS, LAW_ENFORCEMENT);
    }

    @Test
    void whatAnOpenCaseRestsOnIsNotErased() {
        var person = refer("Mila Example", "knock twice");
        var answer =
                post("ngo1", person, "erasures", Map.of("classes", List.of("routing", "contact"), "reason", "all"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("routing").doesNotContain("contact:");
        assertThat(rows(person, "contact")).isPositive();
    }

    @Test
    void aHoldStopsErasureAndSaysWhy() {
        var person = refer("Mila Example", "knock twice");
        var hold = post("ngo1", person, "holds", Map.of("reason", "claim-pending"));
        assertThat(hold.status()).isEqualTo(201);
        var id = hold.body().path("id").asString();
        assertThat(post("ngo1", person, "holds", Map.of("reason", "claim-pending"))
                        .body()
                        .path("id")
                        .asString())
                .as("the same hold")
                .isEqualTo(id);

        var erase = Map.of("classes", List.of("contact"), "reason", "she asks for it");
        var refused = post("ngo1", person, "erasures", erase);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("claim-pending");
        assertThat(rows(person, "contact")).isPositive();

        assertThat(post("ngo1", person, "holds/" + id + "/end", null).status()).isEqualTo(200);
        assertThat(post("ngo1", person, "holds/" + id + "/end", null).status()).isEqualTo(200);
        assertThat(post("ngo1", person, "erasures", erase).status()).isEqualTo(200);
        assertThat(facts(person, EntryType.HELD)).hasSize(1);
        assertThat(facts(person, EntryType.HOLD_ENDED)).hasSize(1);
        assertThat(post("ngo1", person, "holds", Map.of("reason", "because")).status())
                .isEqualTo(422);
        assertThat(post("ngo1", person, "holds/none/end", null).status()).isEqualTo(422);
    }

    @Test
    void whatIsRestrictedIsKeptButNotUsed() {
        var person = refer("Mila Example", "knock twice");
        assertThat(post("ngo1", person, "restrictions", Map.of("classes", List.of("contact")))
                        .status())
                .isEqualTo(200);
        assertThat(data(person).toString()).contains("Mila Example").doesNotContain("knock twice");
        assertThat(rows(person, "contact")).isPositive();
        for (var needed : List.of("routing", "decision"))
            assertThat(post("ngo1", person, "restrictions", Map.of("classes", List.of(needed)))
                            .status())
                    .isEqualTo(422);
        assertThat(post("ngo1", person, "restrictions/lift", Map.of("classes", List.of("contact")))
                        .status())
                .isEqualTo(200);
        assertThat(data(person).toString()).contains("knock twice");
        assertThat(facts(person, EntryType.RESTRICTED)).containsExactly(Map.of("classes", "contact"));
        assertThat(facts(person, EntryType.RESTRICTION_LIFTED)).containsExactly(Map.of("classes", "contact"));
    }

    @Test
    void aCorrectedAnswerStandsBesideWhatWasWrittenBefore(CapturedOutput output) {
        var person = refer("Mila Example", "knock twice");
        assertThat(correct(person, REFERRAL, "name", "Mira Example", "it was misheard")
                        .status())
                .isEqualTo(200);
        assertThat(data(person).path(REFERRAL).path("name").asString()).isEqualTo("Mira Example");
        assertThat(data(person).path(REFERRAL).path("nameCorrectionReason").asString())
                .isEqualTo("it was misheard");
        assertThat(jdbc.sql("select count(*) from case_field where case_ref = :ref and field = 'name'")
                        .param("ref", person)
                        .query(Long.class)
                        .single())
                .as("the earlier answer is in the record")
                .isEqualTo(2);
        assertThat(facts(person, EntryType.CORRECTED)).containsExactly(Map.of("field", "name", "class", "identity"));
        assertThat(output.getAll()).doesNotContain("Mira Example", "misheard");
    }

    @Test
    void aCorrectionIsAnAnswerThatItsQuestionTakesAndThatOneReads() {
        var person = refer("Mila Example", "knock twice");
        mechanism.completes(person, "Ask about danger and urgent needs", Map.of("injuries", "yes"));
        var risk = mechanism.api().get("ngo1", "/api/v1/cases/" + person).body();
        assertThat(risk.toString()).as("health is not for the case manager").doesNotContain("injuries");
        for (var wrong : List.of(
                List.of("urgent-risk", "injuries", "no"),
                List.of(REFERRAL, "isChild", "yes"),
                List.of(REFERRAL, "birthDate", "long ago"),
                List.of(REFERRAL, "name", "x".repeat(5000)),
                List.of(REFERRAL, "name", ""),
                List.of(REFERRAL, "none", "x"),
                List.of("none", "name", "x")))
            assertThat(correct(person, wrong.get(0), wrong.get(1), wrong.get(2), "so it is")
                            .status())
                    .as("%s", wrong.subList(0, 2))
                    .isEqualTo(422);
        assertThat(correct(person, REFERRAL, "name", "Mira Example", "").status())
                .isEqualTo(422);
        assertThat(data(person).path(REFERRAL).path("name").asString()).isEqualTo("Mila Example");
        assertThat(facts(person, EntryType.CORRECTED)).isEmpty();
    }

    @Test
    void onlyWhoSpeaksForThePersonDoesIt() {
        var person = refer("Mila Example", "knock twice");
        mechanism
                .api()
                .post(
                        "coordinator1",
                        "/api/v1/cases/" + person + "/assignments",
                        Map.of("role", "shelter", "agency", "birch-house", "reason", "a place"));
        var erase = Map.of("classes", List.of("contact"), "reason", "so it is");
        assertThat(post("shelter1", person, "erasures", erase).status()).isEqualTo(403);
        for (var user : List.of("police1", "ngo2", "coordinator1", "auditor1", "operator1", "legal1"))
            for (var act : List.of("erasures", "restrictions", "restrictions/lift", "holds", "corrections"))
                assertThat(post(user, person, act, Map.of()).status())
                        .as("%s %s", user, act)
                        .isEqualTo(404);
        assertThat(rows(person, "contact")).isPositive();
    }

    @Test
    void aGrantedRequestActsWithTheTask() {
        var person = refer("Mila Example", "knock twice");
        mechanism.raise("ngo1", person, "requests-data");
        mechanism.completes(
                person,
                ANSWER,
                Map.of(
                        "dataRequestKind",
                        List.of("erase"),
                        "dataRequestOutcome",
                        "granted",
                        "dataClasses",
                        List.of("contact", "support"),
                        "dataRequestReasons",
                        "all of it was erased"));
        assertThat(data(person).toString())
                .doesNotContain("knock twice")
                .as("what is answered stays")
                .contains("all of it was erased");
        mechanism.raise("ngo1", person, "requests-data");
        mechanism.completes(
                person,
                ANSWER,
                Map.of(
                        "dataRequestKind", List.of("restrict"),
                        "dataRequestOutcome", "granted",
                        "dataClasses", List.of("identity")));
        assertThat(data(person).toString()).doesNotContain("Mila Example");
    }

    @Test
    void aRequestThatIsNotGrantedOrOnlyToSeeErasesNothing() {
        var person = refer("Mila Example", "knock twice");
        for (var answers : List.of(
                Map.of(
                        "dataRequestKind",
                        List.of("erase"),
                        "dataRequestOutcome",
                        "refused",
                        "dataClasses",
                        List.of("contact")),
                Map.of(
                        "dataRequestKind",
                        List.of("erase"),
                        "dataRequestOutcome",
                        "partly",
                        "dataClasses",
                        List.of("contact")),
                Map.of(
                        "dataRequestKind",
                        List.of("see"),
                        "dataRequestOutcome",
                        "granted",
                        "dataClasses",
                        List.of("contact")))) {
            mechanism.raise("ngo1", person, "requests-data");
            mechanism.completes(person, ANSWER, answers);
        }
        assertThat(data(person).toString()).contains("knock twice");
    }

    @Test
    void aRequestThatCannotBeGrantedLeavesTheTaskOpen() {
        var person = refer("Mila Example", "knock twice");
        post("ngo1", person, "holds", Map.of("reason", "appeal-pending"));
        mechanism.raise("ngo1", person, "requests-data");
        var task = mechanism.find(person, ANSWER);
        var answers = new LinkedHashMap<>(mechanism.ordinaryAnswers(task));
        answers.putAll(Map.of(
                "dataRequestKind",
                List.of("erase"),
                "dataRequestOutcome",
                "granted",
                "dataClasses",
                List.of("contact")));
        var refused = mechanism.api().post("ngo1", "/api/v1/tasks/" + task.id() + "/complete", Map.of("data", answers));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("appeal-pending", "dataClasses");
        assertThat(mechanism.openTasks(person)).contains(ANSWER);
        assertThat(rows(person, "contact")).isPositive();
    }

    private String refer(String name, String contact) {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", name, "birthDate", "1990-04-03"));
        referral.put("contact", Map.of("safeContact", contact));
        return mechanism.refer("ngo1", referral);
    }

    private Api.Answer post(String user, String person, String act, @Nullable Object body) {
        return mechanism.api().post(user, "/api/v1/cases/" + person + "/" + act, body);
    }

    private Api.Answer correct(String person, String element, String field, String value, String reason) {
        return post(
                "ngo1",
                person,
                "corrections",
                Map.of("element", element, "field", field, "value", value, "reason", reason));
    }

    private JsonNode data(String person) {
        return mechanism.api().get("ngo1", "/api/v1/cases/" + person).body().path("data");
    }

    private long rows(String person, String dataClass) {
        return jdbc.sql("select count(*) from case_field where case_ref = :ref and data_class = :class")
                .param("ref", person)
                .param("class", dataClass)
                .query(Long.class)
                .single();
    }

    private Set<String> keys(String person, String dataClass) {
        return keyStore.ids(new CaseRef(person), dataClass);
    }

    private long indexed(String person) {
        return jdbc.sql("select count(*) from person_index where case_ref = :ref")
                .param("ref", person)
                .query(Long.class)
                .single();
    }

    private List<Map<String, String>> facts(String person, EntryType type) {
        return ledger.history(new CaseRef(person)).stream()
                .filter(entry -> entry.act().type() == type)
                .map(entry -> entry.act().facts())
                .toList();
    }

    /** Where the engine holds an answer to one of these questions. */
    private List<String> engineHolds(String person, List<String> fields) {
        var found = new ArrayList<String>();
        for (var table : List.of("act_ru_variable", "act_hi_varinst", "act_hi_detail"))
            for (var row : Tables.ofCase(jdbc, person).getOrDefault(table, List.of()))
                for (var field : fields)
                    if (row.contains("name_=" + field + ",") && row.contains("text_=")) found.add(table + " " + field);
        return found;
    }

    private List<String> fieldsOf(String person, List<String> dataClasses) {
        return jdbc.sql("select distinct field from case_field where case_ref = :ref and data_class in (:classes)")
                .param("ref", person)
                .param("classes", dataClasses)
                .query(String.class)
                .list();
    }
}
