package org.nrm.records.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.records.consent.Consents;
import org.nrm.records.consent.Disclosures;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.web.Cursor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Notices reach those whom they concern, tell nothing of the case, and stay until they are acknowledged. */
class NoticesTests extends Stories {

    private static final String NAME = "Example Person of the notices";

    private static final Actor NGO1 =
            new Actor("ngo1", "Amina", "open-door", Set.of("case-manager", "first-responder"), "capital", true);

    @Autowired
    private Consents consents;

    @Autowired
    private Disclosures disclosures;

    @Autowired
    private Notices notices;

    @Autowired
    private TransactionTemplate transaction;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void aNoticeStandsUntilSomebodyOfTheAgencyAcknowledgesIt() {
        var person = refer();
        send(person, "case-manager", Notice.Kind.ERASURE_DUE, "contact");
        var notice = only("ngo1", person);
        assertThat(notice.path("kind").asString()).isEqualTo("erasure-due");
        assertThat(notice.path("classes").toString()).isEqualTo("[\"contact\"]");
        var id = notice.path("id").asString();
        for (var user : List.of("ngo2", "police1", "auditor1", "operator1", "shelter1"))
            assertThat(acknowledge(user, id)).as(user).isEqualTo(404);
        assertThat(acknowledge("ngo1", "nonsense")).isEqualTo(404);

        assertThat(acknowledge("ngo1", id)).isEqualTo(200);
        assertThat(of("ngo1", person)).isEmpty();
        assertThat(acknowledge("ngo1", id)).as("again changes nothing").isEqualTo(200);
        assertThat(steps(person))
                .filteredOn(step -> step.equals("acknowledged null"))
                .hasSize(1);
    }

    @Test
    void theCountIsThatOfTheList() {
        var person = refer();
        var before = notices.count(NGO1);
        send(person, "case-manager", Notice.Kind.OF_AGE, null);
        send(person, "case-manager", Notice.Kind.CONSENT_ENDS, null);
        assertThat(notices.count(NGO1))
                .isEqualTo(before + 2)
                .isEqualTo(notices.open(NGO1, Cursor.OLDEST).items().size());
    }

    @Test
    void thePoliceConfirmThatWhatTheyReceivedIsDeletedAndSeeNothingElse() {
        var person = refer();
        var consent = disclosesTo("police", "capital-police", person, "identity");
        assertThat(of("police1", person)).isEmpty();
        var withdrawn = mechanism
                .api()
                .post(
                        "ngo1",
                        "/api/v1/cases/" + person + "/withdrawals",
                        Map.of("what", "consent", "consent", consent));
        assertThat(withdrawn.status()).as(withdrawn.text()).isEqualTo(200);

        var notice = only("police1", person);
        assertThat(notice.propertyNames())
                .containsExactlyInAnyOrder("id", "caseRef", "kind", "role", "classes", "made");
        assertThat(notice.path("kind").asString()).isEqualTo("delete-what-was-disclosed");
        assertThat(notice.path("classes").toString()).isEqualTo("[\"identity\"]");
        assertThat(notice.toString()).doesNotContain(NAME);
        for (var path : List.of("", "/history", "/accesses"))
            assertThat(mechanism
                            .api()
                            .get("police1", "/api/v1/cases/" + person + path)
                            .status())
                    .as(path)
                    .isIn(403, 404);
        assertThat(acknowledge("border1", notice.path("id").asString())).isEqualTo(404);
        assertThat(acknowledge("police1", notice.path("id").asString())).isEqualTo(200);
        assertThat(of("police1", person)).isEmpty();
    }

    @Test
    void everyKindHasItsWords() throws Exception {
        var words = new Properties();
        try (var file = Objects.requireNonNull(getClass().getResourceAsStream("/messages.properties"))) {
            words.load(file);
        }
        for (var kind : Notice.Kind.values())
            for (var part : List.of("", ".meaning", ".submit"))
                assertThat(words).containsKey("records.notice." + kind.word() + part);
    }

    private String refer() {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", NAME));
        return mechanism.refer("ngo1", referral);
    }

    private void send(String person, String role, Notice.Kind kind, @Nullable String subject) {
        transaction.executeWithoutResult(status -> notices.send(new CaseRef(person), role, null, kind, subject));
    }

    /** Consent and disclosure to one agency; the id of the consent. */
    private String disclosesTo(String role, String agency, String person, String dataClass) {
        var caseRef = new CaseRef(person);
        return Objects.requireNonNull(transaction.execute(status -> {
            var id = consents.give(
                    caseRef,
                    new Consents.Given(
                            dataClass, role, agency, "referral", Period.ofDays(30), false, "en", "spoken", "person"),
                    new Consents.Source("case", "consent", null, "case-manager"),
                    NGO1);
            var consent = consents.of(caseRef).stream()
                    .filter(given -> given.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            var disclosure = disclosures.under(
                    caseRef,
                    consent,
                    Set.of(dataClass),
                    NGO1,
                    new Disclosures.Source(null, null, null, "case-manager"));
            assertThat(disclosure).isNotEmpty();
            return id;
        }));
    }

    private JsonNode only(String user, String person) {
        var found = of(user, person);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<JsonNode> of(String user, String person) {
        var found = new ArrayList<JsonNode>();
        for (var notice : mechanism.api().get(user, "/api/v1/notices").body().path("items"))
            if (notice.path("caseRef").asString().equals(person)) found.add(notice);
        return found;
    }

    private int acknowledge(String user, String id) {
        return mechanism
                .api()
                .post(user, "/api/v1/notices/" + id + "/acknowledge", null)
                .status();
    }
}
