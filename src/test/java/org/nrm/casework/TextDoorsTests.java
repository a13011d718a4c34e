package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.testing.Api.Answer;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Half a character, a text of nothing, a thing said twice: refused at its field, at every door of the interface. */
@Tag("slow")
class TextDoorsTests extends Stories {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** As it stands in a body; Java would send a question mark in its place. */
    private static final String HALF = "\\ud83d";

    private static final List<String> USERS = List.of("ngo1", "auditor1", "operator1", "coordinator1");

    @Override
    protected String process() {
        return "";
    }

    @Test
    void everyMemberThatIsTextRefusesHalfACharacter() {
        var docs = mechanism.api().get("coordinator1", "/v3/api-docs").body();
        var doors = new TreeSet<String>();
        docs.path("paths").properties().forEach(path -> {
            var schema = path.getValue().at("/post/requestBody/content/application~1json/schema");
            for (var member : texts(docs, schema, "")) {
                doors.add(path.getKey() + " " + member);
                var body = body(member, HALF);
                var address = path.getKey().replaceAll("\\{size}", "1").replaceAll("\\{[a-z]+}", "none");
                var told = USERS.stream()
                        .map(user -> mechanism.api().post(user, address, body))
                        .filter(answer -> answer.status() == 422)
                        .findFirst();
                assertThat(told).as("%s %s", path.getKey(), member).isPresent();
                assertThat(fields(told.get()))
                        .as("%s %s", path.getKey(), member)
                        .containsExactly(member);
            }
        });
        assertThat(doors)
                .contains(
                        "/api/v1/cases/{ref}/assignments reason",
                        "/api/v1/cases/{ref}/corrections reason",
                        "/api/v1/cases/{ref}/break-glass reason",
                        "/api/v1/incoming-referrals partner",
                        "/api/v1/searches name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            person.name         | {"channel": "ngo", "consent": {"given": true, "language": "en"}, "person": {"isChild": "no", "name": "Ana \\ud83d"}, "indicators": ["D2"]}
            channel             | {"channel": "\\ud83d", "consent": {"given": true, "language": "en"}, "person": {"isChild": "no"}, "indicators": ["D2"]}
            indicators          | {"channel": "ngo", "consent": {"given": true, "language": "en"}, "person": {"isChild": "no"}, "indicators": ["\\ud83d"]}
            person.isChild      | {"channel": "ngo", "consent": {"given": true, "language": "en"}, "person": {"isChild": "yes"}, "person.isChild": "no", "indicators": ["D2"]}
            consent.given       | {"channel": "ngo", "consent.given": true, "consent": {"given": false, "language": "en"}, "person": {"isChild": "no"}}
            person.contact.safe | {"channel": "ngo", "consent": {"given": true, "language": "en"}, "person": {"isChild": "no", "contact.safe": "x"}, "indicators": ["D2"]}
            """)
    void aReferralIsRefusedAtTheMember(String field, String body) {
        var answer = mechanism.api().post("ngo1", "/api/v1/referrals", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(fields(answer)).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\u00a0\\u200b\\u2800", "\\u0000", "   "})
    void aReasonOfNothingIsNone(String reason) {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var answer = mechanism
                .api()
                .post(
                        "ngo1",
                        "/api/v1/cases/" + person + "/assignments",
                        "{\"role\": \"legal-adviser\", \"agency\": \"legal-aid-clinic\", \"reason\": \"" + reason
                                + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(fields(answer)).containsExactly("reason");
    }

    @Test
    void aNoteThatIsNoTextAndAMemberThatIsCalledSoAreRefused() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var note = mechanism
                .api()
                .post(
                        "ngo1",
                        "/api/v1/cases/" + person + "/events",
                        "{\"type\": \"language-changes\", \"data\": {\"note\": \"" + HALF + "\"}}");
        assertThat(note.status()).as(note.text()).isEqualTo(422);
        assertThat(fields(note)).containsExactly("data.note");

        var task = mechanism
                .api()
                .get("ngo1", "/api/v1/tasks")
                .body()
                .findValue("id")
                .asString();
        mechanism.api().post("ngo1", "/api/v1/tasks/" + task + "/claim", Map.of());
        var answer = mechanism
                .api()
                .post("ngo1", "/api/v1/tasks/" + task + "/complete", "{\"data\": {\"" + HALF + "\": 1}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tasks?q=%ED%A0%BD",
                "/api/v1/tasks?q=%00",
                "/api/v1/tasks?strand=%ED%A0%BD",
                "/api/v1/tasks?claimed=%ED%A0%BD",
                "/api/v1/tasks?cursor=%ED%A0%BD",
                "/api/v1/overdue?cursor=%ED%A0%BD"
            })
    void noParameterIsAFaultOfOurs(String address) {
        var answer = mechanism.api().get("ngo1", address);
        if (address.contains("%00")) assertThat(answer.status()).isLessThan(500);
        else {
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
            assertThat(address).contains("?" + fields(answer).get(0) + "=");
        }
    }

    private static List<String> fields(Answer answer) {
        var fields = new ArrayList<String>();
        answer.body()
                .path("problems")
                .forEach(problem -> fields.add(problem.path("field").asString("")));
        return fields;
    }

    /** The paths of the members that are text without a form of its own. */
    private static List<String> texts(JsonNode docs, JsonNode schema, String prefix) {
        var reference = schema.path("$ref").asString("");
        if (!reference.isEmpty()) return texts(docs, docs.at(reference.substring(1)), prefix);
        var found = new ArrayList<String>();
        schema.path("properties").properties().forEach(property -> {
            var member = property.getValue();
            var path = prefix + property.getKey();
            if (member.path("type").toString().contains("string") && !member.has("format") && !member.has("enum"))
                found.add(path);
            else found.addAll(texts(docs, member, path + "."));
        });
        return found;
    }

    private static String body(String path, String text) {
        ObjectNode body = JSON.createObjectNode();
        var at = body;
        var names = path.split("\\.", -1);
        for (var i = 0; i < names.length - 1; i++) at = at.putObject(names[i]);
        at.put(names[names.length - 1], "@");
        return body.toString().replace("@", text);
    }
}
