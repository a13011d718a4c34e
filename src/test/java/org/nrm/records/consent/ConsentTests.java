package org.nrm.records.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What the person agrees to opens exactly that, to exactly that recipient, and closes it at once when she takes it back. */
@Tag("slow")
class ConsentTests extends Stories {

    private static final String SAFE_CONTACT = "through the example bakery";
    private static final List<String> ALL_TOLD =
            List.of("who", "what", "why", "how-long", "onward", "no-loss", "withdrawal");

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void whatSheAgreesToIsReadByTheRecipientUntilSheTakesItBack() {
        var person = withSocialServices();
        assertThat(seen("social1", person)).doesNotContain(SAFE_CONTACT);

        assertThat(passOn(person, "social-services", List.of("contact")))
                .as("nobody has asked her")
                .isEqualTo(422);
        mechanism.agrees("ngo1", person, "support", "social-services");
        assertThat(passOn(person, "social-services", List.of("contact")))
                .as("another class")
                .isEqualTo(422);
        mechanism.agrees("ngo1", person, "support, contact", "health");
        assertThat(passOn(person, "social-services", List.of("contact")))
                .as("another recipient")
                .isEqualTo(422);

        mechanism.agrees("ngo1", person, "support, contact", "social-services");
        assertThat(seen("social1", person)).as("agreed, but not passed on").doesNotContain(SAFE_CONTACT);
        assertThat(passOn(person, "social-services", List.of("contact"))).isEqualTo(201);
        assertThat(seen("social1", person)).contains(SAFE_CONTACT);
        assertThat(lastLook(person, "social1").path("facts").path("why").asString())
                .contains("disclosure:");

        withdraw(person, "support, contact", "social-services");
        assertThat(seen("social1", person)).as("at the next look").doesNotContain(SAFE_CONTACT);
        assertThat(passOn(person, "social-services", List.of("contact"))).isEqualTo(422);
    }

    @Test
    void whoReceivedItIsToldToDeleteAndTheAnswerIsTracked() {
        var person = withSocialServices();
        mechanism.agrees("ngo1", person, "contact", "social-services");
        passOn(person, "social-services", List.of("contact"));
        withdraw(person, "contact", "social-services");
        assertThat(passed(person).path("ended").isNull()).isFalse();
        assertThat(passed(person).path("deletionConfirmed").asBoolean()).isFalse();
        assertThat(notices("ngo1", person)).isEmpty();
        for (var notice : notices("social1", person))
            mechanism.api().post("social1", "/api/v1/notices/" + notice + "/acknowledge", Map.of());
        assertThat(passed(person).path("deletionConfirmed").asBoolean()).isTrue();
    }

    @Test
    void aConsentRunsOutByItself() {
        var person = withSocialServices();
        mechanism.agrees("ngo1", person, "contact", "social-services");
        passOn(person, "social-services", List.of("contact"));
        assertThat(seen("social1", person)).contains(SAFE_CONTACT);
        mechanism.passes("P91D");
        assertThat(seen("social1", person)).doesNotContain(SAFE_CONTACT);
    }

    @Test
    void aConsentForOnceIsUsedUp() {
        var person = withSocialServices();
        var once = consent("contact", "social-services");
        once.put("once", true);
        assertThat(record("ngo1", person, once)).isEqualTo(201);
        assertThat(passOn(person, "social-services", List.of("contact"))).isEqualTo(201);
        assertThat(passOn(person, "social-services", List.of("contact"))).isEqualTo(422);
        assertThat(seen("social1", person)).contains(SAFE_CONTACT);
    }

    @Test
    void aConsentIsExplainedHasAnEndAndIsOfOneThing() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        for (var left : List.of("of", "purpose", "duration", "language", "told", "form")) {
            var consent = consent("contact", "social-services");
            consent.remove(left);
            assertThat(problems("ngo1", person, consent)).as("without %s", left).contains(left);
        }
        var bundled = consent("contact", "social-services");
        bundled.remove("to");
        bundled.put("of", "placement, health");
        assertThat(problems("ngo1", person, bundled)).contains("of");
        for (var never : List.of("P0D", "P10Y", "-P3D", "PT5H", "for ever")) {
            var consent = consent("placement", null);
            consent.put("duration", never);
            assertThat(problems("ngo1", person, consent)).as(never).contains("duration");
        }
        var half = consent("placement", null);
        half.put("told", ALL_TOLD.subList(0, 6));
        assertThat(problems("ngo1", person, half)).contains("told");
        assertThat(record("shelter1", person, consent("placement", null)))
                .as("not on the case")
                .isEqualTo(404);
    }

    @Test
    void lawEnforcementGetsAccountHealthAndLocationByHerConsentToThatAlone() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        for (var dataClass : List.of("account", "health", "location")) {
            assertThat(problems("ngo1", person, consent(dataClass + ", identity", "police")))
                    .as("bundled")
                    .contains("of");
            var onGround = Map.of("role", "police", "classes", List.of(dataClass), "ground", "danger-to-life");
            var answer = mechanism.api().post("ngo1", "/api/v1/cases/" + person + "/disclosures", onGround);
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        }
        assertThat(record("ngo1", person, consent("account", "police"))).isEqualTo(201);
        assertThat(passOn(person, "police", List.of("account"))).isEqualTo(201);
        assertThat(mechanism.api().get("police1", "/api/v1/cases/" + person).status())
                .as("the case stays closed to the police")
                .isEqualTo(404);
    }

    @Test
    void onAGroundOfLawOnlyWhatTheGroundNamesAndThePersonIsTold() {
        var person = mechanism.refer("ngo1", referral());
        var path = "/api/v1/cases/" + person + "/disclosures";
        var danger = Map.of("role", "police", "classes", List.of("contact"), "ground", "danger-to-life");
        assertThat(mechanism.api().post("ngo1", path, danger).status()).isEqualTo(201);
        assertThat(passed(person).path("ground").asString()).isEqualTo("danger-to-life");
        var more = Map.of("role", "police", "classes", List.of("support"), "ground", "danger-to-life");
        assertThat(mechanism.api().post("ngo1", path, more).status()).isEqualTo(422);
        var unknown = Map.of("role", "police", "classes", List.of("contact"), "ground", "because");
        assertThat(mechanism.api().post("ngo1", path, unknown).status()).isEqualTo(422);
    }

    @Test
    void forAChildTheGuardianConsentsWithTheChildsView() {
        var child = mechanism.refer("ngo1", Mechanism.child());
        var consent = consent("placement", null);
        assertThat(problems("ngo1", child, consent)).contains("form", "childView");
        consent.put("form", "assent-and-guardian");
        consent.put("childView", "wants to stay near the school");
        assertThat(problems("ngo1", child, consent))
                .as("there is no guardian yet")
                .contains("form");
        var put = Map.of("role", "guardian", "agency", "guardianship-office", "reason", "appointed");
        assertThat(mechanism
                        .api()
                        .post("coordinator1", "/api/v1/cases/" + child + "/assignments", put)
                        .status())
                .isEqualTo(200);
        assertThat(record("guardian1", child, consent)).isEqualTo(201);
        assertThat(jdbc.sql("select given_by from consent where case_ref = :ref and item = 'placement'")
                        .param("ref", child)
                        .query(String.class)
                        .list())
                .containsExactly("guardian");
    }

    @Test
    void refusingEverythingLeavesEveryOfferOfHelp() {
        var agreeing = mechanism.refer("ngo1", Mechanism.adult());
        var refusing = mechanism.refer("ngo1", Mechanism.adult());
        var offered = new ArrayList<Set<String>>();
        for (var person : List.of(agreeing, refusing)) {
            var answer = person.equals(agreeing) ? "given" : "refused";
            var consents = new HashMap<String, Object>();
            for (var service : List.of(
                    "Services", "Material", "Health", "Psychosocial", "Interpretation", "Redress", "LongTermSupport"))
                consents.put("consent" + service, answer);
            mechanism.bring(person, "Record consents", Map.of(), Set.of());
            mechanism.completes(person, "Record consents", consents);
            offered.add(offers(person));
        }
        assertThat(offered.get(1)).containsAll(offered.get(0));
    }

    @Test
    void aWithdrawalDuringDisclosuresLeavesNothingVisible() {
        var person = withSocialServices();
        for (var round = 0; round < 5; round++) {
            mechanism.agrees("ngo1", person, "contact", "social-services");
            var id = consentId(person, "contact", "social-services");
            var gate = new CyclicBarrier(4);
            try (var pool = new Hands()) {
                for (var hand = 0; hand < 3; hand++)
                    pool.does(gate, () -> passOn(person, "social-services", List.of("contact")));
                pool.does(gate, () -> withdraw(person, id));
            }
            assertThat(seen("social1", person)).as("round %s", round).doesNotContain(SAFE_CONTACT);
        }
    }

    private static final class Hands implements AutoCloseable {

        private final ExecutorService pool = Executors.newCachedThreadPool();
        private final List<Future<?>> done = new ArrayList<>();

        void does(CyclicBarrier gate, Runnable act) {
            done.add(pool.submit(() -> {
                gate.await();
                act.run();
                return true;
            }));
        }

        @Override
        public void close() {
            pool.shutdown();
            for (var each : done)
                try {
                    each.get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new AssertionError("A hand failed", e);
                }
        }
    }

    private String withSocialServices() {
        var person = mechanism.refer("ngo1", referral());
        var put = Map.of("role", "social-services", "agency", "social-centre", "reason", "she asked for it");
        assertThat(mechanism
                        .api()
                        .post("ngo1", "/api/v1/cases/" + person + "/assignments", put)
                        .status())
                .isEqualTo(200);
        return person;
    }

    private static Map<String, Object> referral() {
        var referral = new HashMap<>(Mechanism.adult());
        referral.put("contact", Map.of("safeContact", SAFE_CONTACT));
        return referral;
    }

    private static Map<String, Object> consent(String of, @Nullable String to) {
        var consent = new HashMap<String, Object>(Map.of(
                "of",
                of,
                "purpose",
                "referral",
                "duration",
                "P90D",
                "language",
                "en",
                "told",
                ALL_TOLD,
                "form",
                "spoken"));
        if (to != null) consent.put("to", to);
        return consent;
    }

    private int record(String user, String person, Map<String, Object> consent) {
        return mechanism
                .api()
                .post(user, "/api/v1/cases/" + person + "/consents", consent)
                .status();
    }

    private List<String> problems(String user, String person, Map<String, Object> consent) {
        var answer = mechanism.api().post(user, "/api/v1/cases/" + person + "/consents", consent);
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        var fields = new ArrayList<String>();
        for (var problem : answer.body().path("problems"))
            fields.add(problem.path("field").asString());
        return fields;
    }

    private int passOn(String person, String role, List<String> classes) {
        return mechanism
                .api()
                .post("ngo1", "/api/v1/cases/" + person + "/disclosures", Map.of("role", role, "classes", classes))
                .status();
    }

    private List<String> notices(String user, String person) {
        var ids = new ArrayList<String>();
        for (var notice : mechanism.api().get(user, "/api/v1/notices").body().path("items"))
            if (notice.path("caseRef").asString().equals(person))
                ids.add(notice.path("id").asString());
        return ids;
    }

    private JsonNode passed(String person) {
        return mechanism
                .api()
                .get("ngo1", "/api/v1/cases/" + person + "/disclosures")
                .body()
                .path("items")
                .path(0);
    }

    private String seen(String user, String person) {
        return mechanism
                .api()
                .get(user, "/api/v1/cases/" + person)
                .body()
                .path("data")
                .toString();
    }

    private JsonNode lastLook(String person, String user) {
        JsonNode last = mechanism
                .api()
                .get("auditor1", "/api/v1/cases/" + person + "/history")
                .body()
                .path("none");
        for (var entry : mechanism
                .api()
                .get("auditor1", "/api/v1/cases/" + person + "/history")
                .body()
                .path("items"))
            if (entry.path("type").asString().equals("viewed")
                    && entry.path("actor").asString().equals(user)) last = entry;
        return last;
    }

    private void withdraw(String person, String of, String to) {
        withdraw(person, consentId(person, of, to));
    }

    private void withdraw(String person, String id) {
        var answer = mechanism
                .api()
                .post("ngo1", "/api/v1/cases/" + person + "/withdrawals", Map.of("what", "consent", "consent", id));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private String consentId(String person, String of, String to) {
        for (var consent :
                mechanism.api().get("ngo1", "/api/v1/cases/" + person).body().path("consents"))
            if (consent.path("of").asString().equals(of)
                    && consent.path("to").asString("").equals(to)
                    && consent.path("withdrawn").isNull())
                return consent.path("id").asString();
        return "";
    }

    private Set<String> offers(String person) {
        var names = new TreeSet<String>();
        mechanism.tasks(person).stream()
                .filter(task -> task.name().startsWith("Offer"))
                .forEach(task -> names.add(task.name()));
        return names;
    }
}
