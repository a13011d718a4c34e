package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.pathway.OpenTask;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Bad input gets a problem detail that says where and how to mend it, repeats nothing of it, and leaves nothing half-written. */
class BadInputTests extends Stories {

    private static final String CANARY = "Zora Canary";

    private static final List<String> TABLES = List.of(
            "case_file",
            "case_assignment",
            "case_field",
            "consent",
            "notification",
            "ledger_entry",
            "open_task",
            "act_ru_task",
            "act_ru_execution",
            "act_ru_variable",
            "act_hi_varinst");

    @Autowired
    private JdbcClient jdbc;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private String person;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private OpenTask task;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private Map<String, Object> ordinary;

    @Override
    protected String process() {
        return "";
    }

    @BeforeAll
    void aCaseWithAClaimedTask() {
        person = mechanism.refer("ngo1", Mechanism.adult());
        task = mechanism.find(person, "Ask about danger and urgent needs");
        ordinary = mechanism.ordinaryAnswers(task);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{not json", "", "[", "\"text\"{", "{\"data\": {\"dangerNow\": \"yes\"}"})
    void aBodyThatIsNoJsonIsRefused(String body) {
        refused(400, () -> mechanism.api().post("ngo1", "/api/v1/referrals", body));
        refused(400, () -> mechanism.api().post("ngo1", path("/complete"), body));
    }

    @Test
    void aListInsteadOfAnObjectIsRefused() {
        refused(422, () -> mechanism.api().post("ngo1", "/api/v1/referrals", "[]"));
        refused(400, () -> mechanism.api().post("ngo1", path("/complete"), "[]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dangerNow         | perhaps
            dangerNow         | 1
            dangerNow         | ["yes"]
            dangerNow         | true
            dangerNow         | {"yes": true}
            riskFactors       | "weapons"
            riskFactors       | ["no-such-code"]
            riskFactors       | [1]
            riskFactors       | [null]
            threatsWhen       | 7
            threatsWhen       | ["text"]
            safeContact       | true
            noSuchField       | 1
            """)
    void anAnswerThatDoesNotFitIsNamed(String field, String json) {
        var value = json.equals("perhaps") ? "\"perhaps\"" : json;
        var answer = refused(422, () -> complete(field, value));
        assertThat(fields(answer)).containsExactly(field);
    }

    @Test
    void aRequiredAnswerThatIsMissingIsNamed() {
        for (var nothing : List.of("null", "\"\""))
            assertThat(fields(refused(422, () -> complete("riskLevel", nothing))))
                    .containsExactly("riskLevel");
    }

    @Test
    void anEmptyFormNamesEveryRequiredField() {
        for (var body : List.of("{}", "{\"data\": {}}", "{\"data\": null}"))
            assertThat(fields(refused(422, () -> mechanism.api().post("ngo1", path("/complete"), body))))
                    .containsExactlyInAnyOrder("dangerNow", "riskLevel");
    }

    @Test
    void aTextOfTenMegabytesIsRefusedWithItsLength() {
        var answer = refused(422, () -> complete("threatsWhen", "\"" + "x".repeat(10 << 20) + "\""));
        assertThat(fields(answer)).containsExactly("threatsWhen");
        assertThat(answer.text()).contains("10485760").hasSizeLessThan(2000);
    }

    @Test
    void aTextWithAControlCharacterIsRefused() {
        assertThat(fields(refused(422, () -> complete("threatsWhen", "\"a\\u0000b\""))))
                .containsExactly("threatsWhen");
    }

    @Test
    void anAnswerIsNeverRepeatedInTheProblem() {
        var answer = refused(422, () -> complete("dangerNow", "\"" + CANARY + "\""));
        assertThat(answer.text())
                .doesNotContain(CANARY)
                .doesNotContain("\\tat ")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"made-up", "MQ", "!!", "MSAyMDI2LTAxLTAxVDAwOjAwOjAwWg", "bm90IGEgY3Vyc29y"})
    void aMadeUpCursorIsRefused(String cursor) {
        refused(400, () -> mechanism.api().get("ngo1", "/api/v1/tasks?cursor=" + cursor));
    }

    @Test
    void anUnknownWordForClaimedIsRefused() {
        assertThat(fields(refused(422, () -> mechanism.api().get("ngo1", "/api/v1/tasks?claimed=perhaps"))))
                .containsExactly("claimed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%25", "_", "%25%27", "x%27%20or%201=1--"})
    void signsOfTheDatabaseFindNothing(String text) {
        var answer = mechanism.api().get("ngo1", "/api/v1/tasks?q=" + text);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("items").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-task", "1", "%27", "00000000-0000-0000-0000-000000000000"})
    void anIdThatIsNoneIsNotThere(String id) {
        refused(404, () -> mechanism.api().get("ngo1", "/api/v1/tasks/" + id));
        refused(404, () -> mechanism.api().post("ngo1", "/api/v1/tasks/" + id + "/claim", null));
        refused(404, () -> mechanism.api().post("ngo1", "/api/v1/tasks/" + id + "/complete", Map.of("data", Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO-SUCH-CASE", "NRM-2026-AAAAAAAA", "%27", "nrm"})
    void aCaseThatIsNoneIsNotThere(String reference) {
        refused(404, () -> mechanism.api().get("ngo1", "/api/v1/cases/" + reference));
        refused(
                404,
                () -> mechanism
                        .api()
                        .post("ngo1", "/api/v1/cases/" + reference + "/events", Map.of("type", "complains")));
    }

    @Test
    void whatIsNoEventNoWithdrawalOrNoReasonIsNamed() {
        var ofCase = "/api/v1/cases/" + person;
        assertThat(fields(refused(
                        422, () -> mechanism.api().post("ngo1", ofCase + "/events", Map.of("type", "explodes")))))
                .containsExactly("type");
        assertThat(fields(refused(
                        422,
                        () -> mechanism
                                .api()
                                .post(
                                        "ngo1",
                                        ofCase + "/events",
                                        Map.of("type", "complains", "data", Map.of("other", 1))))))
                .containsExactly("data.other");
        assertThat(fields(refused(
                        422, () -> mechanism.api().post("ngo1", ofCase + "/withdrawals", Map.of("what", "all")))))
                .containsExactly("what");
        assertThat(fields(refused(
                        422,
                        () -> mechanism
                                .api()
                                .post("ngo1", ofCase + "/withdrawals", Map.of("what", "consent", "consent", "none")))))
                .containsExactly("consent");
        assertThat(fields(refused(
                        422,
                        () -> mechanism
                                .api()
                                .post(
                                        "ngo1",
                                        ofCase + "/assignments",
                                        Map.of("role", "shelter", "agency", "open-door")))))
                .containsExactlyInAnyOrder("agency", "reason");
    }

    @Test
    void aReferralWithoutWhatIsRequiredNamesIt() {
        assertThat(fields(refused(
                        422, () -> mechanism.api().post("ngo1", "/api/v1/referrals", Map.of("channel", "ngo")))))
                .containsExactlyInAnyOrder("consent.given", "consent.language", "person.isChild");
        var withoutIndicator = new HashMap<>(Mechanism.adult());
        withoutIndicator.remove("indicators");
        assertThat(fields(refused(422, () -> mechanism.api().post("ngo1", "/api/v1/referrals", withoutIndicator))))
                .containsExactly("indicators");
    }

    @Test
    void aReferralWithAMemberThatThereIsNotNamesIt() {
        var referral = new HashMap<>(Mechanism.adult());
        referral.put("willingToTestify", "yes");
        assertThat(fields(refused(422, () -> mechanism.api().post("ngo1", "/api/v1/referrals", referral))))
                .containsExactly("willingToTestify");
    }

    @ParameterizedTest
    @CsvSource({
        "person, name, person.name",
        "person, birthDate, person.birthDate",
        "person, documentNumber, person.documentNumber",
        "contact, safeContact, contact.safeContact",
        "contact, doNotContact, contact.doNotContact",
        ", reason, reason"
    })
    void ofAnAdultWithoutConsentNothingIsTakenByWhichSheCouldBeFound(
            @Nullable String group, String member, String path) {
        var referral = new HashMap<>(Mechanism.adult());
        referral.put("consent", Map.of("given", false, "language", "en"));
        var value = member.equals("birthDate") ? "2000-01-01" : CANARY;
        if (group == null) referral.put(member, value);
        else {
            var inner = new LinkedHashMap<String, Object>();
            if (referral.get(group) instanceof Map<?, ?> there)
                there.forEach((key, old) -> inner.put(String.valueOf(key), old));
            inner.put(member, value);
            referral.put(group, inner);
        }
        var answer = refused(422, () -> mechanism.api().post("responder1", "/api/v1/referrals", referral));
        assertThat(fields(answer)).containsExactly(path);
        assertThat(answer.text()).doesNotContain(CANARY);
    }

    @Test
    void anAdultWithoutConsentIsCountedAndAChildIsACase() {
        var adult = new HashMap<>(Mechanism.adult());
        adult.put("consent", Map.of("given", false, "language", "en"));
        var counted = mechanism.api().post("responder1", "/api/v1/referrals", adult);
        assertThat(counted.status()).isEqualTo(201);
        assertThat(counted.body().path("notificationRef").asString("")).startsWith("NTF-");
        assertThat(counted.body().has("caseRef")).isFalse();
        assertThat(counted.body().path("rightsCard").size()).isEqualTo(7);
        var child = new HashMap<>(Mechanism.child());
        child.put("consent", Map.of("given", false, "language", "en"));
        assertThat(mechanism.refer("responder1", child)).startsWith("NRM-");
    }

    private Api.Answer complete(String field, String json) {
        var answers = new HashMap<String, Object>(ordinary);
        answers.remove(field);
        var others = JsonMapper.shared().writeValueAsString(answers);
        return mechanism
                .api()
                .post(
                        "ngo1",
                        path("/complete"),
                        "{\"data\": {\"" + field + "\": " + json + ", " + others.substring(1) + "}");
    }

    private String path(String action) {
        return "/api/v1/tasks/" + task.id() + action;
    }

    /** A problem detail of this status, and every table as before. */
    private Api.Answer refused(int status, Supplier<Api.Answer> call) {
        var before = rows();
        var answer = call.get();
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.contentType()).contains("problem+json");
        assertThat(answer.body().path("title").asString("")).isNotEmpty();
        assertThat(rows()).isEqualTo(before);
        return answer;
    }

    private Map<String, Long> rows() {
        var rows = new TreeMap<String, Long>();
        for (var table : TABLES)
            rows.put(
                    table,
                    jdbc.sql("select count(*) from " + table).query(Long.class).single());
        return rows;
    }

    private static List<String> fields(Api.Answer answer) {
        var fields = new ArrayList<String>();
        answer.body()
                .path("problems")
                .forEach(problem -> fields.add(problem.path("field").asString()));
        return fields;
    }
}
