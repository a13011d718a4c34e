package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** Support does not end at the border, and until the end the person can turn back. */
@Tag("slow")
class TransnationalReferralTests extends Stories {

    private static final Map<String, String> EARLIER = Map.of("reflectionChoice", "earlier");

    @Override
    protected String process() {
        return "transnational-referral";
    }

    @Test
    void withoutPartnerConsentOrAgreedPlanThereIsNoJourneyAndNothingIsLost() {
        var person = wishingToGo(Mechanism.adult());
        assertThat(open(person)).containsExactly("Find partner");
        assertThat(role(person, "Find partner")).isEqualTo("coordinator");
        mechanism.completes(person, "Find partner", Map.of("partnerFound", "none"));
        staysForNow(person);

        // nothing is sent without consent
        wishesAgain(person);
        mechanism.completes(person, "Find partner");
        mechanism.completes(person, "Agree on what is passed on", Map.of("consentGiven", "refused"));
        staysForNow(person);
        assertThat(steps(person)).doesNotContain("entered send-referral");
        assertThat(mechanism.consents(person)).doesNotContain("support, contact -> case-manager");

        // the plan is not what the person wishes
        wishesAgain(person);
        referred(person);
        assertThat(mechanism.consents(person)).contains("support, contact -> case-manager");
        mechanism.raise("ngo1", person, "partner-accepts");
        mechanism.completes(person, "Go through the partner's plan", Map.of("planAnswer", "stop"));
        staysForNow(person);

        // a silent partner is reminded, others are found, and the consent is taken back
        wishesAgain(person);
        referred(person);
        mechanism.passes("P5D");
        mechanism.completes(person, "Remind partner", Map.of("partnerAnswer", "waiting"));
        assertThat(open(person)).isEmpty();
        mechanism.passes("P5D");
        mechanism.completes(person, "Remind partner", Map.of("partnerAnswer", "refused"));
        referred(person);
        mechanism.passes("P5D");
        mechanism.completes(person, "Remind partner", Map.of("partnerAnswer", "accepted"));
        mechanism.completes(person, "Go through the partner's plan", Map.of("planAnswer", "other-partner"));
        referred(person);
        var others = otherTasks(person);
        withdrawsConsentToTheReferral(person);
        assertThat(open(person)).containsExactly("Take back the referral");
        assertThat(otherTasks(person)).containsAll(others);
        mechanism.completes(person, "Take back the referral");
        staysForNow(person);
    }

    @Test
    void timeToReflectIsKeptOrGivenUpOnlyAfterAdvice() {
        var person = wishingToGo(Mechanism.adult());
        referred(person);
        mechanism.raise("ngo1", person, "partner-accepts");
        mechanism.completes(person, "Go through the partner's plan", Map.of("reflectionChoice", "wait"));
        mechanism.passes("P29D");
        assertThat(open(person)).isEmpty();
        mechanism.passes("P2D");
        assertThat(role(person, "Review risk of journey and arrival")).isEqualTo("return-counsellor");
        mechanism.completes(person, "Review risk of journey and arrival", Map.of("riskLevel", "high"));
        staysForNow(person);

        wishesAgain(person);
        referred(person);
        mechanism.raise("ngo1", person, "partner-accepts");
        mechanism.completes(person, "Go through the partner's plan", EARLIER);
        assertThat(role(person, "Give up reflection")).isEqualTo("legal-adviser");
        mechanism.completes(person, "Give up reflection", Map.of("reflectionGivenUp", "wait"));
        assertThat(open(person)).isEmpty();
        var others = otherTasks(person);
        mechanism.withdraw("ngo1", person, "participation");
        assertThat(open(person)).containsExactly("Stop the journey");
        assertThat(otherTasks(person)).containsAll(others);
        mechanism.completes(person, "Stop the journey");
        staysForNow(person);
    }

    @Test
    void untilThePersonHasTravelledRiskAndWishAreLookedAtAnew() {
        var person = wishingToGo(Mechanism.adult());
        readyForRisk(person);
        mechanism.completes(person, "Review risk of journey and arrival", Map.of("riskLevel", "medium"));
        assertThat(open(person)).containsExactly("Advise before travel");
        mechanism.completes(person, "Advise before travel");
        mechanism.raise("ngo1", person, "risk-changes");
        assertThat(open(person)).containsExactly("Review risk of journey and arrival");
        assertThat(steps(person)).contains("entered protect-again");
        riskLooksLow(person);
        mechanism.completes(person, "Confirm wish to travel", Map.of("travelWish", "other-partner"));
        assertThat(open(person)).containsExactly("Find partner");

        readyForRisk(person);
        riskLooksLow(person);
        mechanism.completes(person, "Confirm wish to travel", Map.of("travelWish", "not-now"));
        staysForNow(person);

        wishesAgain(person);
        readyForRisk(person);
        riskLooksLow(person);
        mechanism.completes(person, "Confirm wish to travel");
        assertThat(open(person)).containsExactly("Travel");
        mechanism.raise("ngo1", person, "risk-changes");
        assertThat(open(person)).containsExactly("Review risk of journey and arrival");
        riskLooksLow(person);
        mechanism.completes(person, "Confirm wish to travel");
        mechanism.completes(person, "Travel", Map.of("travelOutcome", "stayed"));
        staysForNow(person);
    }

    @Test
    void whoDoesNotArriveIsLookedForAndMayComeBack() {
        var person = wishingToGo(Mechanism.adult());
        travelled(person);
        assertThat(role(person, "Confirm arrival")).isEqualTo("case-manager");
        mechanism.completes(person, "Confirm arrival", Map.of("arrivalOutcome", "not-confirmed"));
        assertThat(open(person)).containsExactly("Search for the person");
        mechanism.completes(person, "Search for the person");
        mechanism.completes(person, "Confirm arrival", Map.of("arrivalOutcome", "came-back"));
        staysForNow(person);

        wishesAgain(person);
        travelled(person);
        mechanism.completes(person, "Confirm arrival", Map.of("arrivalOutcome", "not-confirmed"));
        var others = otherTasks(person);
        mechanism.completes(person, "Search for the person", Map.of("searchOutcome", "contact-lost"));
        staysForNow(person);
        assertThat(otherTasks(person)).containsAll(others);
    }

    @Test
    void afterArrivalContactGoesOnAsLongAsItIsWishedAndResponsibilityGoesOverOnlyByAgreement() {
        var child = wishingToGo(Mechanism.child());
        assertThat(open(child)).containsExactly("Confirm guardian");
        mechanism.completes(child, "Confirm guardian");
        readyForRisk(child);
        mechanism.completes(child, "Review risk of journey and arrival");
        assertThat(role(child, "Best interests of the journey")).isEqualTo("guardian");
        mechanism.completes(child, "Best interests of the journey", Map.of("bestInterests", "not-now"));
        staysForNow(child);
        wishesAgain(child);
        mechanism.completes(child, "Confirm guardian");
        readyForRisk(child);
        mechanism.completes(child, "Review risk of journey and arrival");
        mechanism.completes(child, "Best interests of the journey");
        for (var task : List.of("Advise before travel", "Confirm wish to travel", "Travel", "Confirm arrival"))
            mechanism.completes(child, task);

        // the first wishes one follow-up, the last four
        var people = List.of(arrived(), arrived(), arrived(), child);
        var ages = List.of("1 month", "3 months", "6 months", "12 months");
        var times = List.of("P32D", "P63D", "P93D", "P185D");
        for (var stage = 1; stage <= ages.size(); stage++) {
            mechanism.passes(times.get(stage - 1));
            var followUp = "Joint follow-up after " + ages.get(stage - 1);
            for (var wished = 1; wished <= people.size(); wished++) {
                var person = people.get(wished - 1);
                if (wished < stage) {
                    assertThat(open(person)).isEmpty();
                    continue;
                }
                assertThat(open(person)).containsExactly(followUp);
                var last = wished == stage;
                mechanism.completes(person, followUp, Map.of("wantsContact", last ? "no" : "yes"));
                if (!last) continue;
                assertThat(role(person, "Hand over responsibility")).isEqualTo("coordinator");
                var agreed = stage > 1;
                mechanism.completes(
                        person, "Hand over responsibility", Map.of("handoverAnswer", agreed ? "agreed" : "not-agreed"));
                assertThat(steps(person)).contains(agreed ? "entered transferred" : "entered responsibility-stays");
            }
        }
    }

    @Test
    void aReferralFromAbroadOpensThePathway() {
        var answer = mechanism
                .api()
                .post(
                        "coordinator1",
                        "/api/v1/incoming-referrals",
                        Map.of("isChild", "no", "partner", "Example Mechanism"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        var person = mechanism.follow(answer.body().path("caseRef").asString());
        assertThat(mechanism.openTasks(person)).containsExactly("Accept incoming referral");
        assertThat(role(person, "Accept incoming referral")).isEqualTo("case-manager");

        mechanism.completes(person, "Accept incoming referral");
        assertThat(open(person)).isEmpty();
        assertThat(mechanism.openTasks(person)).contains("Receive referral");
        mechanism.completes(person, "Receive referral");
        assertThat(mechanism.openTasks(person))
                .contains("Ask about danger and urgent needs", "Settle language and way of communicating")
                .doesNotContain("Assign case manager", "Treat as child");
    }

    /** A case in which the papers for a wished journey are ready. */
    private String wishingToGo(Map<String, Object> referral) {
        var person = mechanism.refer("ngo1", referral);
        mechanism.answersOffers(person, Map.of());
        mechanism.raise("ngo1", person, "wish-for-a-solution");
        if (mechanism.openTasks(person, "durable-solution").contains("Confirm guardian"))
            mechanism.completes(person, "Confirm guardian");
        mechanism.completes(person, "Explain options");
        wishesAgain(person);
        return person;
    }

    private void wishesAgain(String person) {
        mechanism.completes(person, "Hear wishes", Map.of("wishedPlace", "return"));
        mechanism.completes(person, "Return risk assessment");
        mechanism.completes(person, "Advise on risk");
        if (mechanism.openTasks(person).contains("Best interests of return"))
            mechanism.completes(person, "Best interests of return");
        mechanism.completes(person, "Decide on return");
        mechanism.completes(person, "Get travel documents");
    }

    /** A partner is found and, with consent, told. */
    private void referred(String person) {
        mechanism.completes(person, "Find partner");
        assertThat(open(person)).containsExactly("Agree on what is passed on");
        mechanism.completes(person, "Agree on what is passed on");
        mechanism.completes(person, "Send referral");
        assertThat(open(person)).isEmpty();
    }

    /** The partner's plan is agreed, and the time to reflect given up. */
    private void readyForRisk(String person) {
        referred(person);
        mechanism.raise("ngo1", person, "partner-accepts");
        mechanism.completes(person, "Go through the partner's plan", EARLIER);
        mechanism.completes(person, "Give up reflection");
    }

    private void riskLooksLow(String person) {
        mechanism.completes(person, "Review risk of journey and arrival");
        mechanism.completes(person, "Advise before travel");
    }

    private void travelled(String person) {
        readyForRisk(person);
        riskLooksLow(person);
        mechanism.completes(person, "Confirm wish to travel");
        mechanism.completes(person, "Travel");
    }

    private String arrived() {
        var person = wishingToGo(Mechanism.adult());
        travelled(person);
        mechanism.completes(person, "Confirm arrival");
        return person;
    }

    private void withdrawsConsentToTheReferral(String person) {
        var file = "/api/v1/cases/" + person;
        for (var consent : mechanism.api().get("ngo1", file).body().path("consents")) {
            if (!consent.path("to").asString("").equals("case-manager")
                    || !consent.path("withdrawn").isNull()) continue;
            var withdrawal =
                    Map.of("what", "consent", "consent", consent.path("id").asString());
            var answer = mechanism.api().post("ngo1", file + "/withdrawals", withdrawal);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
        assertThat(mechanism.consents(person)).doesNotContain("support, contact -> case-manager");
    }

    /** The journey is over for now: nothing of it is open, and the person is heard again. */
    private void staysForNow(String person) {
        assertThat(open(person)).isEmpty();
        assertThat(mechanism.openTasks(person, "durable-solution")).containsExactly("Hear wishes");
    }

    private List<String> open(String person) {
        return mechanism.openTasks(person, process());
    }

    /** What is open for the person beside this process. */
    private List<String> otherTasks(String person) {
        return mechanism.tasks(person).stream()
                .filter(task -> !task.process().equals(process()))
                .map(OpenTask::id)
                .sorted()
                .toList();
    }

    private String role(String person, String task) {
        return mechanism.find(person, task).role();
    }
}
