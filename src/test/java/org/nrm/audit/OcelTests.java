package org.nrm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.pathway.ShippedModels;
import tools.jackson.databind.JsonNode;

/** A case in OCEL 2.0: valid by its schema, each entry an event with what it is about. */
class OcelTests {

    private static final String PROCESS = "identification";

    private final Histories history = Histories.of(Histories.CASE)
            .then(Histories.act(EntryType.CASE_OPENED))
            .then(
                    Histories.act(EntryType.ASSIGNED).by("ngo1", "open-hands", null),
                    Map.of("role", "case-manager", "agency", "open-hands"))
            .then(hearing(EntryType.TASK_CREATED).by(null, null, "case-manager"))
            .then(hearing(EntryType.COMPLETED).by("ngo1", "open-hands", "case-manager"), Map.of("isChild", "unknown"))
            .then(
                    Histories.act(EntryType.CONSENT_GIVEN).by("ngo1", "open-hands", "case-manager"),
                    Map.of("consent", "consent-one", "of", "support", "to", "shelter"))
            .then(
                    Histories.act(EntryType.DISCLOSED).by("ngo1", "open-hands", "case-manager"),
                    Map.of("disclosure", "passed-on", "classes", "support", "to", "shelter", "consent", "consent-one"))
            .then(Histories.step(EntryType.FLOW, PROCESS, "is-there-an-indication-to-identification-goes-on", "a3"))
            .then(hearing(EntryType.COMPLETED).by("ngo1", "open-hands", "case-manager"), Map.of("isChild", "no"))
            .then(Histories.act(EntryType.CASE_CLOSED));

    @Test
    void everyEntryIsAnEventUnderItsHash() throws IOException {
        var log = log(ofCase());
        var entries = history.trace().entries();
        assertThat(log.path("events")).hasSize(entries.size());
        for (var i = 0; i < entries.size(); i++)
            assertThat(log.path("events").path(i).path("id").asString(""))
                    .isEqualTo(entries.get(i).hash().toString());
    }

    @Test
    void anEventNamesWhatItIsAbout() throws IOException {
        var log = log(ofCase());
        assertThat(links(log, 5))
                .contains(
                        "case case:NRM-2026-AAAA1111",
                        "authorised-by consent:consent-one",
                        "concerns disclosure:passed-on",
                        "sent-to role:shelter")
                .anyMatch(link -> link.startsWith("performed-by user:user-"))
                .anyMatch(link -> link.startsWith("performed-by agency:agency-"));
        assertThat(links(log, 3))
                .contains("concerns task:t1", "concerns interview:t1", "under-model model:" + "ab".repeat(32));
        assertThat(log.path("events").path(6).path("type").asString(""))
                .isEqualTo("flow is-there-an-indication-to-identification-goes-on");
    }

    @Test
    void factsOfTheCaseChangeWithTime() throws IOException {
        assertThat(values(log(ofCase()), "case:NRM-2026-AAAA1111"))
                .containsExactlyInAnyOrder(
                        "fact.isChild 2026-03-02T23:01:30.250Z unknown",
                        "fact.isChild 2026-03-02T23:05:30.250Z no",
                        "state 2026-03-02T22:58:30.250Z open",
                        "state 2026-03-02T23:06:30.250Z closed");
    }

    @Test
    void withinADayTheLastValueHolds() throws IOException {
        var log = log(Disguise.ofLog(new Pseudonyms(new SecureRandom()), agency -> false, Times.DAY));
        var ofCase = log.path("objects").path(0);
        assertThat(values(log, ofCase.path("id").asString("")))
                .containsExactlyInAnyOrder("fact.isChild 2026-03-02T00:00:00Z no", "state 2026-03-02T00:00:00Z closed");
        assertThat(log.toString()).doesNotContain("NRM-2026", "t1", "consent-one", "passed-on", "ngo1", "open-hands");
        for (var entry : history.trace().entries())
            assertThat(log.toString()).doesNotContain(entry.hash().toString());
    }

    @Test
    void usersAndAgenciesHaveOtherNamesInEachExport() throws IOException {
        var one = log(ofCase()).toString();
        var two = log(ofCase()).toString();
        assertThat(one).isNotEqualTo(two).doesNotContain("ngo1", "open-hands");
    }

    private static Act hearing(EntryType type) {
        return Histories.task(type, PROCESS, "hear-the-person-once", "t1");
    }

    private static Disguise ofCase() {
        return Disguise.ofCase(new Pseudonyms(new SecureRandom()), agency -> false);
    }

    private JsonNode log(Disguise disguise) throws IOException {
        var out = new ByteArrayOutputStream();
        new Ocel(model -> Optional.of(ShippedModels.SET), disguise).write(List.of(history.trace()), out);
        return LogChecks.ocel(out.toString(StandardCharsets.UTF_8));
    }

    private static List<String> links(JsonNode log, int event) {
        var links = new ArrayList<String>();
        for (var link : log.path("events").path(event).path("relationships"))
            links.add(link.path("qualifier").asString("") + " "
                    + link.path("objectId").asString(""));
        return links;
    }

    private static List<String> values(JsonNode log, String id) {
        var values = new ArrayList<String>();
        for (var object : log.path("objects"))
            if (id.equals(object.path("id").asString("")))
                for (var value : object.path("attributes"))
                    values.add(value.path("name").asString("") + " "
                            + value.path("time").asString("") + " "
                            + value.path("value").asString(""));
        return values;
    }
}
