package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.pathway.OpenTask;
import org.nrm.testing.Api.Answer;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.testing.Tables;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What cannot be taken is refused in a problem detail that names the field, repeats nothing of it, and leaves everything as it was. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class BadInputTests extends Stories {

    /** In whatever is sent; never in an answer or in the log. */
    private static final String WORD = "zzqecho";

    private static final String TEN_MEGABYTES = WORD.repeat(1_500_000);
    private static final String REFERRALS = "/api/v1/referrals";

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    @Override
    protected String process() {
        return "";
    }

    // What is no body at all

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"data\": {\"zzqecho\"",
                "zzqecho",
                "{'data': 'zzqecho'}",
                "[]",
                "[{\"data\": {}}]",
                "\"zzqecho\"",
                "7",
                "null",
                "{\"data\": []}",
                "{\"data\": \"zzqecho\"}",
                "{\"data\": {}} zzqecho",
                "{\"data\": {}, \"data\": {\"zzqecho\": 1}}",
                "{\"data\": {\"zzqecho\": 1, \"zzqecho\": 2}}"
            })
    void aBodyThatIsNoAnswerToAFormIsRefused(String body, CapturedOutput output) {
        var task = held();
        refusedWithoutATrace(output, () -> post("ngo1", "/api/v1/tasks/" + task.id() + "/complete", body), 400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"zzqecho\"",
                "zzqecho",
                "[]",
                "\"zzqecho\"",
                "null",
                "7",
                "{}",
                "{\"channel\": \"ngo\", \"channel\": \"zzqecho\"}"
            })
    void aBodyThatIsNoReferralIsRefused(String body, CapturedOutput output) {
        refusedWithoutATrace(output, () -> post("ngo1", REFERRALS, body), 400, 422);
    }

    @Test
    void nestingWithoutEndIsRefused(CapturedOutput output) {
        var task = held();
        for (var depth : List.of(400, 5_000, 200_000)) {
            var deep = "[".repeat(depth) + "]".repeat(depth);
            refusedWithoutATrace(
                    output,
                    () -> post("ngo1", "/api/v1/tasks/" + task.id() + "/complete", "{\"data\": {\"x\": " + deep + "}}"),
                    400,
                    422);
            refusedWithoutATrace(output, () -> post("ngo1", REFERRALS, "{\"channel\": " + deep + "}"), 400, 422);
        }
    }

    @Test
    void whatIsNotJsonByItsTypeIsRefused() throws Exception {
        var answer = send(HttpRequest.newBuilder(uri(REFERRALS))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("problem+json");
        var deleted = send(HttpRequest.newBuilder(uri(REFERRALS)).DELETE());
        assertThat(deleted.statusCode()).isEqualTo(405);
        assertThat(deleted.headers().firstValue("Content-Type").orElse("")).contains("problem+json");
    }

    // Answers to a form

    @Test
    void eachKindOfQuestionRefusesWhatDoesNotFitAndNamesTheField(CapturedOutput output) {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var kinds = new TreeSet<String>();
        for (var stage : List.of("Ask about danger and urgent needs", "Offer place")) {
            mechanism.bring(person, stage);
            for (var task : ofRole(person, "case-manager")) {
                var data = mechanism.ordinaryAnswers(task);
                var questions = questions(task);
                unchanged(() -> {
                    for (var question : questions) {
                        kinds.add(type(question));
                        for (var wrong : wrong(question)) refuses(task, data, question, wrong);
                        if (question.path("validate").path("required").asBoolean(false)) {
                            refuses(task, data, question, null);
                            refuses(task, data, question, "");
                        }
                    }
                });
            }
        }
        mechanism.workOff(person, Map.of(), java.util.Set.of());
        assertThat(kinds).contains("radio", "select", "checklist", "textarea", "textfield", "datetime");
        assertThat(output.getAll()).doesNotContain(WORD);
    }

    private void refuses(OpenTask task, Map<String, Object> data, JsonNode question, @Nullable Object wrong) {
        var key = question.path("key").asString();
        var answers = new HashMap<String, @Nullable Object>(data);
        answers.put(key, wrong);
        var answer = complete(task, answers);
        assertThat(fields(answer))
                .as("'%s' takes for %s (%s) the answer %s", task.name(), key, type(question), cut(wrong))
                .containsExactly(key);
        repeatsNothing(answer);
    }

    private static List<Object> wrong(JsonNode question) {
        var validate = question.path("validate");
        return switch (type(question)) {
            case "radio", "select" -> List.of(WORD, 7, true, List.of(WORD), Map.of(WORD, 1), "yes\u0000", " ");
            case "checklist", "taglist" ->
                List.of(WORD, List.of(WORD), List.of(1), List.of(List.of()), Map.of(WORD, 1));
            case "checkbox" -> List.of("true", 1, List.of(true));
            case "number" -> List.of("5", 1.5, true, 1e300, validate.path("max").asInt(999_999_999) + 2, -1_000_000);
            case "datetime" -> List.of(WORD, 5, "2026-02-30", "2026-13-01", "31.01.2026", List.of("2026-01-01"));
            default ->
                List.of(
                        5,
                        List.of(WORD),
                        Map.of(WORD, 1),
                        WORD + "\u0000",
                        WORD + "\u001b[31m",
                        WORD.repeat(validate.path("maxLength").asInt(10_000)));
        };
    }

    @Test
    void aFieldThatTheFormDoesNotHaveIsNamed(CapturedOutput output) {
        var task = held();
        var data = mechanism.ordinaryAnswers(task);
        refusedWithoutATrace(
                output,
                () -> {
                    var more = new HashMap<String, @Nullable Object>(data);
                    more.put("isSheLying", WORD);
                    more.put("id", WORD);
                    var answer = complete(task, more);
                    assertThat(fields(answer)).containsExactlyInAnyOrder("isSheLying", "id");
                    return answer;
                },
                422);
    }

    @Test
    void everyProblemOfAFormIsSaidAtOnce() {
        var task = held();
        var required = questions(task).stream()
                .filter(question -> question.path("validate").path("required").asBoolean(false))
                .map(question -> question.path("key").asString())
                .toList();
        assertThat(required).isNotEmpty();
        unchanged(() -> assertThat(fields(complete(task, Map.of()))).containsAll(required));
        unchanged(() -> {
            var without = post("ngo1", "/api/v1/tasks/" + task.id() + "/complete", "{}");
            assertThat(fields(without)).containsAll(required);
        });
    }

    @Test
    void aTextOfTenMegabytesIsRefused(CapturedOutput output) {
        var task = held();
        var person = task.caseRef().value();
        var data = new HashMap<String, @Nullable Object>(mechanism.ordinaryAnswers(task));
        var key = questions(task).get(0).path("key").asString();
        data.put(key, TEN_MEGABYTES);
        refusedWithoutATrace(output, () -> complete(task, data), 422);
        var named = new HashMap<String, @Nullable Object>(mechanism.ordinaryAnswers(task));
        named.put(TEN_MEGABYTES, "x");
        refusedWithoutATrace(output, () -> complete(task, named), 400, 422);
        for (var field : List.of("reason", "channel", "date", "language")) {
            var referral = new HashMap<>(Mechanism.adult());
            referral.put(field, TEN_MEGABYTES);
            refusedWithoutATrace(output, () -> mechanism.api().post("ngo1", REFERRALS, referral), 422);
        }
        refusedWithoutATrace(
                output,
                () -> event(person, Map.of("type", "language-changes", "data", Map.of("note", TEN_MEGABYTES))),
                422);
        refusedWithoutATrace(output, () -> event(person, Map.of("type", TEN_MEGABYTES)), 422);
        refusedWithoutATrace(
                output,
                () -> assign(person, Map.of("role", "shelter", "agency", "birch-house", "reason", TEN_MEGABYTES)),
                422);
        refusedWithoutATrace(
                output,
                () -> assign(person, Map.of("role", TEN_MEGABYTES, "agency", TEN_MEGABYTES, "reason", "x")),
                422);
        refusedWithoutATrace(output, () -> withdraw(person, Map.of("what", TEN_MEGABYTES)), 422);
        refusedWithoutATrace(output, () -> withdraw(person, Map.of("what", "consent", "consent", TEN_MEGABYTES)), 422);
    }

    @Test
    void aMemberThatACallDoesNotHaveIsNamed() {
        var task = held();
        var person = task.caseRef().value();
        unchanged(() -> {
            assertThat(fields(post("ngo1", "/api/v1/tasks/" + task.id() + "/complete", "{\"data\": {}, \"more\": 1}")))
                    .containsExactly("more");
            assertThat(fields(event(person, Map.of("type", "complains", "note", "x"))))
                    .containsExactly("note");
            assertThat(fields(withdraw(person, Map.of("what", "consent", "id", "x"))))
                    .containsExactly("id");
            assertThat(fields(assign(person, Map.of("role", "shelter", "agency", "birch-house", "why", "x"))))
                    .containsExactly("why");
            assertThat(fields(withdraw(person, Map.of("what", List.of("consent")))))
                    .containsExactly("what");
            assertThat(fields(event(person, Map.of("type", "complains", "data", "x"))))
                    .containsExactly("data");
        });
    }

    // Referrals

    @Test
    void aReferralNamesAllThatItLacks() {
        unchanged(() -> {
            assertThat(fields(mechanism.api().post("ngo1", REFERRALS, Map.of("channel", "ngo"))))
                    .containsExactlyInAnyOrder("consent.given", "consent.language", "person.isChild");
            var withoutIndicators = new HashMap<>(Mechanism.adult());
            withoutIndicators.remove("indicators");
            assertThat(fields(mechanism.api().post("ngo1", REFERRALS, withoutIndicators)))
                    .containsExactly("indicators");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            channel           | "zzqecho"
            channel           | 7
            channel           | ["ngo"]
            consent           | "zzqecho"
            consent           | []
            consent.given     | "zzqecho"
            consent.given     | 7
            consent.language  | "zzqecho"
            person            | "zzqecho"
            person.isChild    | "zzqecho"
            person.isChild    | true
            person.isChild    | null
            person.name       | 7
            person.name       | "zzqecho\\u0000"
            person.birthDate  | "zzqecho"
            person.zzq        | "zzqecho"
            contact           | 7
            contact.safeTimes | ["zzqecho"]
            indicators        | "D2"
            indicators        | ["zzqecho"]
            indicators        | [["D2"]]
            indicators        | []
            urgentNeeds       | {"shelter": true}
            date              | "31.01.2026"
            reason            | {"zzqecho": 1}
            nothingLikeThat   | "zzqecho"
            """)
    void aReferralThatDoesNotFitIsRefusedAndTheMemberIsNamed(String path, String value, CapturedOutput output) {
        var json = """
                {"channel": "ngo", "consent": {"given": true, "language": "en"}, "person": {"isChild": "no"}, "contact": {},
                 "indicators": ["D2"]}""";
        var body = (tools.jackson.databind.node.ObjectNode)
                tools.jackson.databind.json.JsonMapper.shared().readTree(json);
        var parts = path.split("\\.", 2);
        var parent = parts.length == 1 ? body : (tools.jackson.databind.node.ObjectNode) body.path(parts[0]);
        parent.set(
                parts[parts.length - 1],
                tools.jackson.databind.json.JsonMapper.shared().readTree(value));
        refusedWithoutATrace(
                output,
                () -> {
                    var answer = post("ngo1", REFERRALS, body.toString());
                    assertThat(fields(answer)).as("%s: %s", path, value).contains(path);
                    return answer;
                },
                422);
    }

    @ParameterizedTest
    @CsvSource({
        "name, person.name, Ada zzqecho",
        "birthDate, person.birthDate, 1990-01-01",
        "documentKind, person.documentKind, passport",
        "documentNumber, person.documentNumber, zzqecho",
        "safeContact, contact.safeContact, zzqecho",
        "doNotContact, contact.doNotContact, zzqecho",
        "safeTimes, contact.safeTimes, zzqecho",
        "reason, reason, zzqecho"
    })
    void ofAnAdultWhoDoesNotConsentNothingIsTakenByWhichSheCouldBeFound(
            String member, String path, String value, CapturedOutput output) {
        var referral = withoutConsent("no");
        if (path.startsWith("person.")) referral.put("person", Map.of("isChild", "no", member, value));
        else if (path.startsWith("contact.")) referral.put("contact", Map.of(member, value));
        else referral.put(member, value);
        refusedWithoutATrace(
                output,
                () -> {
                    var answer = mechanism.api().post("ngo1", REFERRALS, referral);
                    assertThat(fields(answer)).containsExactly(path);
                    return answer;
                },
                422);
    }

    @Test
    void anAdultWhoDoesNotConsentIsCountedAndNoCaseBegins() {
        var cases = count("case_file");
        var notifications = count("notification");
        var instances = count("act_hi_procinst");
        var answer = mechanism.api().post("ngo1", REFERRALS, withoutConsent("no"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.body().path("notificationRef").asString()).startsWith("NTF-");
        assertThat(answer.body().has("caseRef")).isFalse();
        assertThat(answer.body().path("rightsCard").size())
                .as("sentences to hand over")
                .isEqualTo(7);
        assertThat(count("notification")).isEqualTo(notifications + 1);
        assertThat(count("case_file")).isEqualTo(cases);
        assertThat(count("act_hi_procinst")).isEqualTo(instances);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "unknown"})
    void aChildAndWhoMayBeOneIsACaseWithoutConsentToo(String isChild) {
        var referral = withoutConsent(isChild);
        referral.put("person", Map.of("isChild", isChild, "name", "Ada Example"));
        referral.put("reason", "Found alone at the station");
        var person = mechanism.refer("police1", referral);
        assertThat(steps(person)).contains("entered child-safeguards");
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinator1", "coordinator2", "auditor1", "operator1", "interpreter1"})
    void whoDoesNotReferIsToldSoWhateverIsSent(String user) {
        unchanged(() -> {
            for (var body : List.<Map<String, Object>>of(Mechanism.adult(), Map.of())) {
                var answer = mechanism.api().post(user, REFERRALS, body);
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.contentType()).isEqualTo("application/problem+json");
            }
        });
    }

    // What happens to a case

    @Test
    void eventsWithdrawalsAndAssignmentsThatDoNotFitAreRefused(CapturedOutput output) {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var bodies = new LinkedHashMap<Map<String, ?>, String>();
        bodies.put(Map.of(), "type");
        bodies.put(Map.of("type", WORD), "type");
        bodies.put(Map.of("type", ""), "type");
        bodies.put(Map.of("type", "language-changes", "data", Map.of("note", 7)), "data.note");
        bodies.put(Map.of("type", "language-changes", "data", Map.of("note", List.of(WORD))), "data.note");
        bodies.put(Map.of("type", "language-changes", "data", Map.of("note", WORD + "\u0000")), "data.note");
        bodies.put(Map.of("type", "language-changes", "data", Map.of("note", WORD.repeat(600))), "data.note");
        bodies.put(Map.of("type", "language-changes", "data", Map.of("other", WORD)), "data.other");
        bodies.forEach((body, field) -> refusedWithoutATrace(
                output,
                () -> {
                    var answer = event(person, body);
                    assertThat(fields(answer)).containsExactly(field);
                    return answer;
                },
                422));
        for (var what : List.of("", WORD, "everything", "Consent"))
            refusedWithoutATrace(output, () -> withdraw(person, Map.of("what", what)), 422);
        for (var consent : List.of("", WORD, "' or 1=1 --", "00000000-0000-0000-0000-000000000000"))
            refusedWithoutATrace(output, () -> withdraw(person, Map.of("what", "consent", "consent", consent)), 422);
        refusedWithoutATrace(output, () -> withdraw(person, Map.of("what", "consent")), 422);
        refusedWithoutATrace(output, () -> withdraw(person, Map.of("what", List.of(WORD))), 400, 422);
        refusedWithoutATrace(
                output, () -> event(person, Map.of("type", "language-changes", "data", List.of(WORD))), 400, 422);
        refusedWithoutATrace(
                output,
                () -> assign(person, Map.of("role", "shelter", "agency", "birch-house", "reason", WORD + "\u0000")),
                422);
        for (var event : List.of("reopens", "partner-accepts"))
            refusedWithoutATrace(output, () -> event(person, Map.of("type", event, "data", Map.of("note", WORD))), 409);
    }

    // Addresses

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "zzqecho",
                "00000000-0000-0000-0000-000000000000",
                "-1",
                "null",
                "1%27%20or%20%271%27=%271",
                "%F0%9F%98%80",
                "zzqecho%20zzqecho"
            })
    void anIdThatIsNoneIsNotFound(String id) {
        unchanged(() -> {
            notFound(mechanism.api().get("ngo1", "/api/v1/tasks/" + id));
            notFound(post("ngo1", "/api/v1/tasks/" + id + "/claim", ""));
            notFound(post("ngo1", "/api/v1/tasks/" + id + "/unclaim", ""));
            notFound(post("ngo1", "/api/v1/tasks/" + id + "/complete", "{\"data\": {}}"));
            notFound(post("ngo1", "/api/v1/tasks/" + id + "/advice", "{\"data\": {}}"));
            notFound(mechanism.api().get("ngo1", "/api/v1/cases/" + id));
            notFound(mechanism.api().get("auditor1", "/api/v1/cases/" + id + "/history"));
            notFound(event(id, Map.of("type", "complains")));
            notFound(withdraw(id, Map.of("what", "participation")));
            notFound(assign(id, Map.of("role", "shelter", "agency", "birch-house", "reason", "x")));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tasks/..%2f..%2fcases",
                "/api/v1/tasks/%2e%2e/cases",
                "/api/v1/tasks/../../../etc/passwd",
                "/api/v1/tasks/..;/cases",
                "/api/v1/tasks/a;zzqecho=1",
                "/api/v1/tasks//x",
                "/api/v1/tasks/%00",
                "/api/v1/tasks/%25",
                "/api/v1/tasks/a%00zzqecho",
                "/api/v1/tasks/a%0azzqecho",
                "/api/v1/cases/%2e%2e%2fzzqecho",
                "/api/v1/cases/NRM-2026-ZZZZZZZZ%00",
                "/api/v1/cases/%5c..%5czzqecho",
                "/api/v1/tasks/zzqecho.json/..",
                "/api/v2/tasks/zzqecho"
            })
    void aTrickWithThePathLeadsNowhere(String path, CapturedOutput output) throws Exception {
        for (var method : List.of("GET", "POST")) {
            var answer = send(HttpRequest.newBuilder(uri(path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, answer.body())
                    .isBetween(400, 405);
            assertThat(answer.body())
                    .doesNotContain("Exception", "at org.", "root:")
                    .doesNotContain("\"items\"");
        }
        assertThat(output.getAll()).doesNotContain(WORD);
    }

    // Lists

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "zzqecho",
                "!!!",
                "=",
                "MSAyMDI2",
                "1 2026-01-01T00:00:00Z",
                "1 zzqecho x",
                "2 2026-01-01T00:00:00Z x",
                "1 2026-01-01T00:00:00Z x y",
                "1 +1000000000-12-31T23:59:59.999999999Z x",
                "1 -1000000000-01-01T00:00:00Z x",
                "1 2026-01-01T00:00:00Z \u0000",
                "1 2026-01-01T00:00:00Z zzqecho'--"
            })
    void aCursorThatThisServiceDidNotMakeIsRefused(String cursor, CapturedOutput output) {
        var encoded = cursor.contains(" ")
                ? Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.getBytes(StandardCharsets.UTF_8))
                : URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        refusedWithoutATrace(output, () -> mechanism.api().get("ngo1", "/api/v1/tasks?cursor=" + encoded), 400);
    }

    @ParameterizedTest
    @CsvSource({
        "claimed, zzqecho",
        "claimed, NONE",
        "strand, zzqecho",
        "strand, Assistance",
        "strand, %00",
        "claimed, %00"
    })
    void aValueOutsideTheListIsRefused(String parameter, String value, CapturedOutput output) {
        refusedWithoutATrace(
                output,
                () -> {
                    var answer = mechanism.api().get("ngo1", "/api/v1/tasks?" + parameter + "=" + value);
                    assertThat(fields(answer)).containsExactly(parameter);
                    return answer;
                },
                422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%25",
                "_",
                "%25%25",
                "NRM_",
                "!",
                "!!",
                "%5C",
                "%27",
                "%27%20or%20%271%27=%271",
                "%00",
                "zzqecho",
                "%F0%9F%98%80",
                "%3Cscript%3E"
            })
    void aSearchFindsPartsOfReferencesAndNothingByTricks(String q, CapturedOutput output) {
        mechanism.refer("ngo1", Mechanism.adult());
        assertThat(mechanism
                        .api()
                        .get("ngo1", "/api/v1/tasks?q=NRM-")
                        .body()
                        .path("items")
                        .size())
                .isPositive();
        var answer = mechanism.api().get("ngo1", "/api/v1/tasks?q=" + q);
        assertThat(answer.status()).as(answer.text()).isIn(200, 422);
        assertThat(answer.body().path("items").size()).isZero();
        assertThat(output.getAll()).doesNotContain(WORD);
    }

    @Test
    void aVeryLongSearchFindsNothing() throws Exception {
        var answer = mechanism.api().get("ngo1", "/api/v1/tasks?q=" + "x".repeat(5_000));
        assertThat(answer.status()).isIn(200, 422);
        assertThat(answer.body().path("items").size()).isZero();
        var longer = send(HttpRequest.newBuilder(uri("/api/v1/tasks?q=" + "x".repeat(100_000)))
                .GET());
        assertThat(longer.statusCode()).isBetween(400, 431);
        assertThat(longer.body()).doesNotContain("Exception", "xxxx");
    }

    @ParameterizedTest
    @CsvSource({"after, zzqecho", "after, 99999999999999999999", "limit, zzqecho", "limit, 1.5"})
    void aPlaceInAHistoryIsANumber(String parameter, String value, CapturedOutput output) {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        refusedWithoutATrace(
                output,
                () -> mechanism
                        .api()
                        .get("auditor1", "/api/v1/cases/" + person + "/history?" + parameter + "=" + value),
                400);
    }

    @Test
    void aHistoryIsReadInPartsHoweverTheyAreAskedFor() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var path = "/api/v1/cases/" + person + "/history";
        var all = mechanism.api().get("auditor1", path).body();
        assertThat(all.path("next").isNull()).isTrue();
        var size = all.path("items").size();
        assertThat(size).isGreaterThan(10);

        var seen = new ArrayList<Long>();
        for (var next = "0"; next != null; ) {
            var part = mechanism
                    .api()
                    .get("auditor1", path + "?limit=7&after=" + next)
                    .body();
            part.path("items").forEach(entry -> seen.add(entry.path("seq").asLong()));
            next = part.path("next").asString(null);
        }
        assertThat(seen).hasSize(size).doesNotHaveDuplicates().isSorted();

        for (var strange :
                List.of("?after=999999&limit=0", "?after=-5&limit=-5", "?limit=2147483647", "?after=999999")) {
            var part = mechanism.api().get("auditor1", path + strange);
            assertThat(part.status()).as("%s: %s", strange, part.text()).isEqualTo(200);
        }
    }

    /** The act is refused with one of the statuses, in a problem detail, and nothing of what was sent is anywhere. */
    private void refusedWithoutATrace(
            CapturedOutput output, java.util.function.Supplier<Answer> act, Integer... statuses) {
        unchanged(() -> {
            var answer = act.get();
            assertThat(answer.status()).as(cut(answer.text())).isIn((Object[]) statuses);
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
            var problem = answer.body();
            assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
            assertThat(problem.path("title").asString("")).isNotBlank();
            assertThat(problem.path("detail").asString("")).isNotBlank();
            repeatsNothing(answer);
        });
        assertThat(output.getAll().contains(WORD))
                .as("the log repeats what was sent")
                .isFalse();
    }

    private static void repeatsNothing(Answer answer) {
        assertThat(answer.text()).doesNotContain(WORD, "Exception", "at org.", "at java.", "SQL");
    }

    private static void notFound(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body().path("type").asString()).isEqualTo("urn:nrm:problem:not-found");
    }

    /** No table has a row more or less. */
    private void unchanged(Runnable act) {
        var before = everything();
        act.run();
        assertThat(everything()).isEqualTo(before);
    }

    private Map<String, Long> everything() {
        return Tables.counts(jdbc, table -> !table.startsWith("act_re_") && !table.startsWith("act_id_"));
    }

    /** The fields that a refusal names. */
    private static List<String> fields(Answer answer) {
        assertThat(answer.status()).as(cut(answer.text())).isEqualTo(422);
        return answer.body().path("problems").findValuesAsString("field");
    }

    /** A task that ngo1 holds. */
    private OpenTask held() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        mechanism.ordinaryAnswers(task);
        return mechanism.find(person, task.name());
    }

    private List<OpenTask> ofRole(String person, String role) {
        return mechanism.tasks(person).stream()
                .filter(task -> task.role().equals(role))
                .toList();
    }

    /** The questions of the task's form that are always shown and can be changed. */
    private List<JsonNode> questions(OpenTask task) {
        var questions = new ArrayList<JsonNode>();
        collect(mechanism.api().get("ngo1", "/api/v1/tasks/" + task.id()).body().path("form"), questions);
        return questions;
    }

    private static void collect(JsonNode parent, List<JsonNode> questions) {
        for (var component : parent.path("components")) {
            if (component.has("conditional")) continue;
            if (component.hasNonNull("key") && !component.path("readonly").asBoolean(false)) questions.add(component);
            collect(component, questions);
        }
    }

    private static String type(JsonNode question) {
        return question.path("type").asString();
    }

    private Answer complete(OpenTask task, Map<String, ? extends @Nullable Object> data) {
        return mechanism.api().post("ngo1", "/api/v1/tasks/" + task.id() + "/complete", Map.of("data", data));
    }

    private Answer event(String person, Map<String, ?> body) {
        return mechanism.api().post("ngo1", "/api/v1/cases/" + person + "/events", body);
    }

    private Answer withdraw(String person, Map<String, ?> body) {
        return mechanism.api().post("ngo1", "/api/v1/cases/" + person + "/withdrawals", body);
    }

    private Answer assign(String person, Map<String, ?> body) {
        return mechanism.api().post("ngo1", "/api/v1/cases/" + person + "/assignments", body);
    }

    private Answer post(String user, String path, String body) {
        return mechanism.api().post(user, path, body);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        var credentials = Base64.getEncoder().encodeToString("ngo1:demo".getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(
                        request.header("Authorization", "Basic " + credentials).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, Object> withoutConsent(String isChild) {
        var referral = new LinkedHashMap<String, Object>();
        referral.put("channel", "ngo");
        referral.put("consent", Map.of("given", false, "language", "en"));
        referral.put("person", Map.of("isChild", isChild));
        referral.put("indicators", List.of("D2"));
        return referral;
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static String cut(@Nullable Object text) {
        var shown = String.valueOf(text);
        return shown.length() > 300 ? shown.substring(0, 300) : shown;
    }
}
