package org.nrm.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.keys.KeyStore;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;

/** What changes nothing when it is done again is done twice here: no second entry, task, notice or date. */
@Tag("slow")
class RepeatedTests extends Stories {

    @Autowired
    private Ledger ledger;

    @Autowired
    private CaseFiles caseFiles;

    @Autowired
    private KeyStore keyStore;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void takingBackAConsent() {
        var person = person();
        mechanism.agrees("ngo1", person, "placement");
        withdrawsEachConsent(person);
        assertThat(handled(person)).as("it is handled once").isEqualTo(1);
    }

    @Test
    void takingNoPartAnyMoreUntilSheAgreesToSomethingAnew() {
        var person = person();
        mechanism.agrees("ngo1", person, "placement");
        again(person, "/withdrawals", Map.of("what", "participation"));
        assertThat(handled(person)).isEqualTo(1);

        mechanism.agrees("ngo1", person, "placement");
        again(person, "/withdrawals", Map.of("what", "participation"));
        assertThat(handled(person)).as("what she agreed to since ends too").isEqualTo(2);
        assertThat(mechanism.consents(person)).isEmpty();

        mechanism.agrees("ngo1", person, "placement");
        withdrawsEachConsent(person);
        var handled = handled(person);
        again(person, "/withdrawals", Map.of("what", "participation"));
        assertThat(handled(person)).as("she had taken part anew").isEqualTo(handled + 1);
    }

    private void withdrawsEachConsent(String person) {
        for (var consent :
                mechanism.api().get("ngo1", "/api/v1/cases/" + person).body().path("consents"))
            if (consent.path("withdrawn").isNull())
                again(
                        person,
                        "/withdrawals",
                        Map.of("what", "consent", "consent", consent.path("id").asString()));
    }

    @Test
    void takingNoPartAnyMoreUntilTheCaseIsOpenedAgain() {
        var person = person();
        again(person, "/withdrawals", Map.of("what", "participation"));
        caseFiles.close(new CaseRef(person));
        mechanism.raise("ngo1", person, "reopens");
        var handled = handled(person);
        again(person, "/withdrawals", Map.of("what", "participation"));
        assertThat(handled(person)).isEqualTo(handled + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"testimony", "statement"})
    void takingBackWhatSheSaidUntilSheWishesToTestifyAgain(String what) {
        var person = person();
        again(person, "/withdrawals", Map.of("what", what));
        for (var wish = 0; wish < 2; wish++) {
            mechanism.raise("ngo1", person, "wish-to-testify");
            var handled = handled(person);
            again(person, "/withdrawals", Map.of("what", what));
            assertThat(handled(person)).as("wish %d", wish).isEqualTo(handled + 1);
        }
        mechanism.raise("ngo1", person, "wish-to-testify");
        mechanism.withdraw("ngo1", person, "participation");
        again(person, "/withdrawals", Map.of("what", what));
    }

    private long handled(String person) {
        return mechanism.openTasks(person).stream()
                .filter("Handle withdrawal"::equals)
                .count();
    }

    @Test
    void puttingTheSameAgencyOnTheCase() {
        again(
                person(),
                "/assignments",
                Map.of("role", "legal-adviser", "agency", "legal-aid-clinic", "reason", "she asked"));
    }

    @Test
    void takingATask() {
        var person = person();
        var task = mechanism.tasks(person).stream()
                .filter(open -> open.role().equals("case-manager"))
                .findFirst()
                .orElseThrow();
        againAt(person, "/api/v1/tasks/" + task.id() + "/claim", Map.of());
    }

    @Test
    void takingNoteOfANotice() {
        var person = person();
        var passed = Map.of("role", "police", "classes", List.of("contact"), "ground", "danger-to-life");
        assertThat(mechanism
                        .api()
                        .post("ngo1", "/api/v1/cases/" + person + "/disclosures", passed)
                        .status())
                .isEqualTo(201);
        for (var notice : mechanism.api().get("ngo1", "/api/v1/notices").body().path("items"))
            if (notice.path("caseRef").asString().equals(person))
                againAt(person, "/api/v1/notices/" + notice.path("id").asString() + "/acknowledge", Map.of());
    }

    @Test
    void holdingAndNoLongerHolding() {
        var person = person();
        var hold = again(person, "/holds", Map.of("reason", "complaint-pending"));
        again(person, "/holds/" + hold + "/end", Map.of());
    }

    @Test
    void restrictingLiftingAndErasing() {
        var person = person();
        again(person, "/restrictions", Map.of("classes", List.of("contact")));
        again(person, "/restrictions/lift", Map.of("classes", List.of("contact")));
        again(person, "/erasures", Map.of("classes", List.of("contact"), "reason", "she wants it gone"));
    }

    @Test
    void closingDoesNotKeepItLonger() {
        var person = new CaseRef(person());
        caseFiles.close(person);
        var closed = caseFiles.find(person).orElseThrow().closed();
        mechanism.passes("P30D");
        caseFiles.close(person);
        assertThat(caseFiles.find(person).orElseThrow().closed()).isEqualTo(closed);
        caseFiles.reopen(person);
        caseFiles.reopen(person);
        assertThat(caseFiles.find(person).orElseThrow().closed()).isNull();
    }

    @Test
    void destroyingAKey() {
        var person = new CaseRef(person());
        var keys = keyStore.ids(person, "contact");
        keyStore.destroy(keys);
        keyStore.destroy(keys);
        assertThat(keyStore.destroyed(keys)).isEqualTo(keys);
    }

    @Test
    void decidingOnAnAccess() {
        var person = person();
        var wish = Map.of(
                "purpose", "quality-of-help", "reason", "a reason", "classes", List.of("support"), "length", "P7D");
        var id = mechanism
                .api()
                .post("auditor1", "/api/v1/cases/" + person + "/accesses", wish)
                .body()
                .path("id")
                .asString();
        assertThat(mechanism
                        .api()
                        .post("coordinator1", "/api/v1/accesses/" + id + "/approve", Map.of())
                        .status())
                .isEqualTo(200);
        var entries = entries(person);
        for (var path : List.of("/approve", "/refuse"))
            assertThat(mechanism
                            .api()
                            .post("coordinator2", "/api/v1/accesses/" + id + path, Map.of())
                            .status())
                    .as(path)
                    .isEqualTo(409);
        assertThat(entries(person)).isEqualTo(entries);
    }

    private String again(String person, String path, Map<String, ?> body) {
        return againAt(person, "/api/v1/cases/" + person + path, body);
    }

    /** Does it twice as the case manager; the second time changes nothing. The id that both answer. */
    private String againAt(String person, String path, Map<String, ?> body) {
        var before = entries(person);
        var first = mechanism.api().post("ngo1", path, body);
        assertThat(first.status()).as(first.text()).isBetween(200, 204);
        var once = entries(person);
        assertThat(once).as("it was done").isGreaterThan(before);
        var tasks = mechanism.openTasks(person);
        var second = mechanism.api().post("ngo1", path, body);
        assertThat(second.status()).as(second.text()).isEqualTo(first.status());
        assertThat(entries(person)).as("a second entry of " + path).isEqualTo(once);
        assertThat(mechanism.openTasks(person)).isEqualTo(tasks);
        assertThat(second.text()).isEqualTo(first.text());
        return first.text().isEmpty() ? "" : first.body().path("id").asString("");
    }

    private int entries(String person) {
        return ledger.history(new CaseRef(person)).size();
    }

    private String person() {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("contact", Map.of("safeContact", "knock twice"));
        return mechanism.refer("ngo1", referral);
    }
}
