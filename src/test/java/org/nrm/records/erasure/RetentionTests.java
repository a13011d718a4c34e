package org.nrm.records.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.consent.Consents;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.Notices;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nothing is kept longer than it may be, nothing goes without a word before, and a right that begins by time begins in time. */
@Tag("slow")
class RetentionTests extends Stories {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Notices notices;

    @Autowired
    private Consents consents;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Clock clock;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void whatMayNoLongerBeKeptGoesAfterTheCaseManagerWasTold() {
        var person = closed();
        mechanism.passes("P4M");
        assertThat(told(person, Notice.Kind.ERASURE_DUE)).isEmpty();
        mechanism.passes("P1M10D");
        assertThat(told(person, Notice.Kind.ERASURE_DUE)).contains("contact").doesNotContain("identity", "account");
        assertThat(kept(person)).contains("contact");
        mechanism.passes("P31D");
        assertThat(kept(person)).doesNotContain("contact").contains("identity", "account", "routing");
        var erased = ledger.history(new CaseRef(person)).stream()
                .map(entry -> entry.act())
                .filter(act -> act.type() == EntryType.ERASED)
                .toList();
        assertThat(erased).isNotEmpty().allSatisfy(act -> {
            assertThat(act.actor()).isNull();
            assertThat(act.facts()).containsEntry("why", "retention");
        });
        assertThat(mechanism.api().get("ngo1", "/api/v1/cases/" + person).text())
                .contains("Mila Example")
                .doesNotContain("knock twice");
    }

    @Test
    void howeverFarTheClockIsMovedTheNoticeComesFirst() {
        var person = closed();
        mechanism.passes("P1Y");
        assertThat(told(person, Notice.Kind.ERASURE_DUE)).contains("contact");
        assertThat(kept(person)).contains("contact");
        mechanism.passes("P29D");
        assertThat(kept(person)).contains("contact");
        mechanism.passes("P2D");
        assertThat(kept(person)).doesNotContain("contact");
    }

    @Test
    void aCaseThatIsHeldOrOpenAgainKeepsWhatItHas() {
        var held = closed();
        var hold = mechanism.api().post("ngo1", "/api/v1/cases/" + held + "/holds", Map.of("reason", "claim-pending"));
        var reopened = closed();
        mechanism.passes("P1Y");
        mechanism.raise("ngo1", reopened, "reopens");
        mechanism.passes("P1Y6M");
        assertThat(kept(held)).as("held").contains("contact", "account");
        assertThat(kept(reopened)).as("open").contains("contact", "account");
        mechanism
                .api()
                .post(
                        "ngo1",
                        "/api/v1/cases/" + held + "/holds/"
                                + hold.body().path("id").asString() + "/end",
                        null);
        mechanism.passes("P1D");
        mechanism.passes("P31D");
        assertThat(kept(held)).doesNotContain("contact");
    }

    @Test
    void aConsentThatEndsSoonIsToldOfOnce() {
        var person = refer("1990-04-03", "no");
        mechanism.agrees("ngo1", person, "support, contact", "social-services");
        mechanism.passes("P70D");
        assertThat(told(person, Notice.Kind.CONSENT_ENDS)).isEmpty();
        mechanism.passes("P10D");
        mechanism.passes("P1D");
        var consent = consents.of(new CaseRef(person)).get(0).id();
        assertThat(told(person, Notice.Kind.CONSENT_ENDS)).containsExactly(consent);
    }

    @Test
    void whoComesOfAgeIsAskedHerselfOnce() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var child = refer(today.minusYears(18).plusDays(3).toString(), "yes");
        var younger = refer(today.minusYears(17).toString(), "yes");
        for (var each : List.of(child, younger)) {
            mechanism.completes(each, "Treat as child");
            mechanism.completes(each, "Appoint guardian");
            agreesForTheChild(each);
        }
        mechanism.passes("P1D");
        assertThat(told(child, Notice.Kind.OF_AGE)).isEmpty();
        mechanism.passes("P3D");
        mechanism.passes("P1D");
        assertThat(notices.of(new CaseRef(child)).stream()
                        .filter(notice -> notice.kind() == Notice.Kind.OF_AGE)
                        .map(Notice::role))
                .as("once")
                .containsExactlyInAnyOrder("case-manager", "guardian");
        for (var each : List.of(child, younger))
            assertThat(mechanism.consents(each))
                    .as("a date ends nothing")
                    .contains("support, contact -> social-services");
        assertThat(mechanism.openTasks(child, "coming-of-age")).containsExactly("Ask the person anew");
        assertThat(mechanism.openTasks(younger, "coming-of-age")).isEmpty();
    }

    @Test
    void ofANotificationWithoutConsentNoWordsAreKept() {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("consent", Map.of("given", false, "language", "en"));
        assertThat(mechanism.api().post("ngo1", "/api/v1/referrals", referral).status())
                .isEqualTo(201);
        referral.put("reason", "a word of hers");
        assertThat(mechanism.api().post("ngo1", "/api/v1/referrals", referral).status())
                .isEqualTo(422);
        assertThat(jdbc.sql("select * from notification").query().listOfRows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.values().stream().map(String::valueOf))
                        .noneMatch(content -> content.contains("a word of hers")));
    }

    private String closed() {
        var person = refer("1990-04-03", "no");
        mechanism.answersOffers(person, Map.of("answerLongTermSupport", "accepted"));
        mechanism.raise("ngo1", person, "closes");
        mechanism.completes(person, "Review for closure");
        mechanism.completes(person, "Approve closure", Map.of("caseClosed", "close"));
        return person;
    }

    private String refer(String birthDate, String isChild) {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", isChild, "name", "Mila Example", "birthDate", birthDate));
        referral.put("contact", Map.of("safeContact", "knock twice"));
        referral.put("reason", "what she told");
        return mechanism.refer("ngo1", referral);
    }

    private void agreesForTheChild(String child) {
        var consent = new HashMap<String, Object>(Map.of(
                "of", "support, contact",
                "to", "social-services",
                "purpose", "referral",
                "duration", "P90D",
                "language", "en",
                "form", "assent-and-guardian",
                "childView", "wants it",
                "told", List.of("who", "what", "why", "how-long", "onward", "no-loss", "withdrawal")));
        var answer = mechanism.api().post("ngo1", "/api/v1/cases/" + child + "/consents", consent);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private List<String> told(String person, Notice.Kind kind) {
        return notices.of(new CaseRef(person)).stream()
                .filter(notice -> notice.kind() == kind)
                .map(notice -> String.valueOf(notice.subject()))
                .toList();
    }

    private List<String> kept(String person) {
        return jdbc.sql("select distinct data_class from case_field where case_ref = :ref")
                .param("ref", person)
                .query(String.class)
                .list();
    }
}
