package org.nrm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import tools.jackson.databind.JsonNode;

/** An auditor asks how a case stood after any of its entries. */
class ReplayTests extends Stories {

    private static final String SETTLE_LANGUAGE = "Settle language and way of communicating";

    @Override
    protected String process() {
        return "";
    }

    @Test
    void atTheEndTheCaseStandsWhereTheEngineHasIt() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(person, Map.of("answerShelter", "accepted"));
        var end = replay(person, "").body();
        assertThat(end.path("step").asLong()).isEqualTo(end.path("steps").asLong());
        assertThat(end.path("tasks")).hasSameSizeAs(mechanism.tasks(person));
        assertThat(texts(end.path("tasks"), "element"))
                .containsExactlyInAnyOrderElementsOf(mechanism.tasks(person).stream()
                        .map(task -> task.element())
                        .toList());
        assertThat(texts(end.path("active"))).contains("immediate-protection");
        assertThat(texts(end.path("completed"))).contains("receive-referral");
        assertThat(end.path("facts").path("answerShelter").asString()).isEqualTo("accepted");
        assertThat(end.path("model").path("version").asInt()).isEqualTo(1);
        assertThat(end.path("model").path("hash").asString()).hasSize(64);
    }

    @Test
    void beforeTheFirstEntryThereIsNothing() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var start = replay(person, "?step=0").body();
        assertThat(start.path("step").asLong()).isZero();
        assertThat(start.path("active")).isEmpty();
        assertThat(start.path("completed")).isEmpty();
        assertThat(start.path("tasks")).isEmpty();
        assertThat(start.path("facts")).isEmpty();
        assertThat(start.path("model").isNull()).isTrue();
    }

    @Test
    void everyStepIsOneEntryFurther() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, SETTLE_LANGUAGE);
        var entries = entries(person).path("entries");
        var completed = StreamSupport.stream(entries.spliterator(), false)
                .filter(entry -> entry.path("type").asString().equals("completed"))
                .filter(entry -> entry.path("element").asString().equals("settle-language"))
                .findFirst()
                .orElseThrow();
        var seq = completed.path("seq").asLong();
        assertThat(texts(replay(person, "?step=" + (seq - 1)).body().path("tasks"), "element"))
                .contains("settle-language");
        assertThat(texts(replay(person, "?step=" + seq).body().path("tasks"), "element"))
                .doesNotContain("settle-language");
    }

    @Test
    void anAgencyIsAmongTheReadersFromItsAssignmentOn() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var entries = entries(person);
        var assigned = StreamSupport.stream(entries.path("entries").spliterator(), false)
                .filter(entry -> entry.path("type").asString().equals("assigned")
                        && entry.path("facts").path("role").asString().equals("case-manager"))
                .findFirst()
                .orElseThrow();
        var agency = assigned.path("facts").path("agency").asString();
        var seq = assigned.path("seq").asLong();
        assertThat(readersOf(person, "identity", seq - 1)).isEmpty();
        assertThat(readersOf(person, "identity", seq)).containsExactly("case-manager:" + agency);
        assertThat(readersOf(person, "privileged", seq)).isEmpty();
    }

    @Test
    void aStepThatThereIsNotIsRefusedWithThoseThatThereAre() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        replay(person, ""); // the auditor's look is an entry too, the first time
        var steps = replay(person, "").body().path("steps").asLong();
        for (var wrong : List.of(-1L, steps + 1)) {
            var answer = replay(person, "?step=" + wrong);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains("There are the steps 0 to " + steps + ".");
        }
        assertThat(replay(person, "?step=last").status()).isEqualTo(400);
    }

    @Test
    void toEverybodyElseThereIsNoSuchCase() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var diagram = entries(person)
                .path("models")
                .path(0)
                .path("processes")
                .path("referral-pathway")
                .asString();
        for (var path : List.of("/replay", "/replay/entries"))
            for (var user : List.of("ngo1", "police1", "coordinator1", "operator1"))
                assertThat(api().get(user, "/api/v1/cases/" + person + path).status())
                        .as(user + " " + path)
                        .isEqualTo(404);
        assertThat(api().get("ngo1", diagram).status()).isEqualTo(404);
        assertThat(api().get("auditor1", "/api/v1/cases/NRM-2026-00000000/replay")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theDiagramsAreThoseThatWereInForce() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var history = entries(person);
        var model = history.path("models").path(0);
        assertThat(model.path("hash").asString())
                .isEqualTo(replay(person, "").body().path("model").path("hash").asString());
        var diagram = api().get(
                        "auditor1",
                        model.path("processes").path("referral-pathway").asString());
        assertThat(diagram.status()).isEqualTo(200);
        assertThat(diagram.text()).contains("<bpmn:process id=\"referral-pathway\"");
        assertThat(api().get(
                                "auditor1",
                                "/api/v1/cases/" + person + "/replay/models/" + "0".repeat(64) + "/referral-pathway")
                        .status())
                .isEqualTo(404);
        var names =
                history.path("names").path("processes").path("referral-pathway").path("elements");
        assertThat(names.path("receive-referral").asString()).isEqualTo("Receive referral");
    }

    private Api.Answer replay(String person, String query) {
        return api().get("auditor1", "/api/v1/cases/" + person + "/replay" + query);
    }

    private JsonNode entries(String person) {
        return api().get("auditor1", "/api/v1/cases/" + person + "/replay/entries")
                .body();
    }

    private List<String> readersOf(String person, String dataClass, long step) {
        var found = List.<String>of();
        for (var change : api().get("auditor1", "/api/v1/cases/" + person + "/replay/entries")
                .body()
                .path("readers"))
            if (change.path("from").asLong() <= step)
                for (var reading : change.path("readers"))
                    if (reading.path("class").asString().equals(dataClass)) found = texts(reading.path("who"));
        return found;
    }

    private Api api() {
        return mechanism.api();
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        for (var item : array) texts.add(item.asString());
        return texts;
    }

    private static List<String> texts(JsonNode array, String member) {
        var texts = new ArrayList<String>();
        for (var item : array) texts.add(item.path(member).asString());
        return texts;
    }
}
