package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.mechanism.Strand;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** Who wants justice can seek it safely; who does not, or stops, loses nothing. Nothing else of the case waits for it. */
@Tag("slow")
class TestimonyTests extends Stories {

    @Override
    protected String process() {
        return "testimony";
    }

    @Test
    void onlyThePersonBeginsNeverThePoliceOrTheProsecutor() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        for (var authority : List.of("police1", "prosecutor1", "border1", "labour1"))
            assertThat(mechanism
                            .api()
                            .post(
                                    authority,
                                    "/api/v1/cases/" + person + "/events",
                                    Map.of("type", "wish-to-testify", "data", Map.of()))
                            .status())
                    .as(authority)
                    .isEqualTo(404);
        assertThat(inTestimony(person)).isEmpty();
        mechanism.raise("ngo1", person, "wish-to-testify");
        assertThat(inTestimony(person)).containsExactly("Settle language");
    }

    @Test
    void whoTestifiesInCourtIsAdvisedProtectedAndPreparedAnewBeforeEachHearing() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var help = outsideTestimony(person);
        mechanism.raise("ngo1", person, "wish-to-testify");
        mechanism.completes(person, "Settle language");
        mechanism.completes(person, "Advise on testimony");
        mechanism.completes(person, "Assess risk of testifying");
        mechanism.passes("P2D");
        assertThat(inTestimony(person)).as("time to think it over").isEmpty();
        mechanism.passes("P2D");
        assertThat(mechanism.find(person, "Person decides").role()).isEqualTo("legal-adviser");
        mechanism.completes(person, "Person decides");
        assertThat(mechanism.consents(person)).containsExactly("testimony");
        mechanism.completes(person, "Consent to disclosure to police");
        assertThat(mechanism.consents(person)).containsExactlyInAnyOrder("testimony", "account -> police");
        mechanism.completes(person, "Hand over statement material");
        assertThat(inTestimony(person)).containsExactlyInAnyOrder("Take statement", "Provide witness protection");

        mechanism.completes(person, "Take statement");
        assertThat(inTestimony(person))
                .containsExactlyInAnyOrder(
                        "Provide witness protection",
                        "Debrief after statement",
                        "Provide witness protection in court",
                        "Prosecutor's decision");
        mechanism.completes(person, "Debrief after statement");
        mechanism.completes(person, "Prosecutor's decision", Map.of("prosecutionOutcome", "still-open"));
        mechanism.completes(person, "Informed of progress");
        mechanism.completes(person, "Explain progress");
        mechanism.raise("ngo1", person, "risk-changes");
        assertThat(inTestimony(person)).contains("Assess changed risk of testifying", "Prosecutor's decision");
        mechanism.completes(person, "Assess changed risk of testifying");
        mechanism.completes(person, "Prosecutor's decision");
        mechanism.completes(person, "Informed of progress");
        mechanism.completes(person, "Explain progress");

        mechanism.completes(person, "Prepare for hearing");
        mechanism.completes(person, "Testify at hearing", Map.of("furtherHearing", "another"));
        assertThat(inTestimony(person)).contains("Prepare for hearing").doesNotContain("Testify at hearing");
        mechanism.completes(person, "Prepare for hearing");
        mechanism.completes(person, "Testify at hearing");
        mechanism.completes(person, "Debrief and safety review");
        assertThat(steps(person)).contains("entered testimony-completed");
        assertThat(inTestimony(person))
                .as("protection goes on after the hearing")
                .containsExactlyInAnyOrder("Provide witness protection", "Provide witness protection in court");
        mechanism.completes(person, "Provide witness protection");
        mechanism.completes(person, "Provide witness protection in court");
        assertThat(inTestimony(person)).isEmpty();
        assertThat(outsideTestimony(person)).containsAll(help);
    }

    @Test
    void noMoreIsTakenThanThePersonHasDecidedToGive() {
        var information = aboutToDecide();
        var statement = aboutToDecide();
        var court = aboutToDecide();
        mechanism.passes("P3D");

        mechanism.completes(information, "Person decides", Map.of("testimonyDecision", "information-only"));
        mechanism.completes(information, "Consent to disclosure to police");
        mechanism.completes(information, "Hand over statement material");
        assertThat(inTestimony(information)).isEmpty();
        assertThat(steps(information)).contains("entered information-given").doesNotContain("entered take-statement");

        mechanism.completes(statement, "Person decides", Map.of("testimonyDecision", "written-statement"));
        mechanism.completes(statement, "Consent to disclosure to police", Map.of("consentGiven", "refused"));
        assertThat(mechanism.consents(statement)).containsExactly("testimony");
        assertThat(inTestimony(statement)).doesNotContain("Hand over statement material");
        goesToTheProsecutor(statement, "charges");
        assertThat(inTestimony(statement)).contains("Debrief and safety review").doesNotContain("Prepare for hearing");

        mechanism.completes(court, "Person decides");
        mechanism.completes(court, "Consent to disclosure to police");
        mechanism.completes(court, "Hand over statement material");
        goesToTheProsecutor(court, "charges");
        mechanism.completes(court, "Prepare for hearing", Map.of("hearingWish", "unsure"));
        assertThat(inTestimony(court)).contains("Debrief and safety review").doesNotContain("Testify at hearing");
    }

    @Test
    void aDiscontinuedProsecutionIsExplainedAndEndsNothingElse() {
        var person = aboutToDecide();
        var help = outsideTestimony(person);
        mechanism.passes("P3D");
        mechanism.completes(person, "Person decides");
        mechanism.completes(person, "Consent to disclosure to police");
        mechanism.completes(person, "Hand over statement material");
        goesToTheProsecutor(person, "discontinued");
        mechanism.completes(person, "Debrief and safety review");
        assertThat(steps(person)).contains("entered testimony-completed").doesNotContain("entered prepare-for-hearing");
        assertThat(outsideTestimony(person)).containsAll(help);
    }

    @Test
    void aRefusalEndsThisProcessOnlyAndTheDoorStaysOpen() {
        var person = aboutToDecide();
        var help = outsideTestimony(person);
        mechanism.passes("P3D");
        mechanism.completes(person, "Person decides", Map.of("testimonyConsent", "refused"));
        assertThat(steps(person)).contains("entered nothing-given");
        assertThat(mechanism.consents(person)).isEmpty();
        assertThat(inTestimony(person)).isEmpty();
        assertThat(outsideTestimony(person)).containsAll(help);
        mechanism.raise("ngo1", person, "wish-to-testify");
        assertThat(inTestimony(person)).containsExactly("Settle language");
    }

    @Test
    void aChildTestifiesOnlyWithAGuardianAndInItsBestInterests() {
        var child = mechanism.refer("ngo1", Mechanism.child());
        mechanism.raise("ngo1", child, "wish-to-testify");
        mechanism.completes(child, "Settle language");
        mechanism.completes(child, "Confirm guardian");
        assertThat(mechanism.find(child, "Best interests of testifying").role()).isEqualTo("guardian");
        mechanism.completes(child, "Best interests of testifying", Map.of("bestInterests", "not-now"));
        assertThat(steps(child)).contains("entered put-off-for-the-child");
        assertThat(inTestimony(child)).isEmpty();

        mechanism.raise("ngo1", child, "wish-to-testify");
        mechanism.completes(child, "Settle language");
        mechanism.completes(child, "Confirm guardian");
        mechanism.completes(child, "Best interests of testifying");
        assertThat(inTestimony(child)).containsExactly("Advise on testimony");
    }

    @Test
    void takingBackStatementTestimonyOrConsentEndsTestifyingAndNothingElse() {
        var statement = aboutToDecide();
        var testimony = aboutToDecide();
        var consent = aboutToDecide();
        assertEnds(testimony, () -> mechanism.withdraw("ngo1", testimony, "testimony"));

        mechanism.passes("P3D");
        assertThat(inTestimony(testimony))
                .as("no decision is asked for any more")
                .isEmpty();
        for (var person : List.of(statement, consent)) {
            mechanism.completes(person, "Person decides");
            mechanism.completes(person, "Consent to disclosure to police");
            mechanism.completes(person, "Hand over statement material");
        }
        assertEnds(statement, () -> mechanism.withdraw("legal1", statement, "statement"));
        assertThat(mechanism.openTasks(statement)).doesNotContain("Take statement", "Provide witness protection");

        mechanism.completes(consent, "Take statement");
        assertEnds(consent, () -> withdrawConsent(consent, "testimony"));
        assertThat(mechanism.consents(consent)).doesNotContain("testimony").contains("account -> police");
    }

    @Test
    void whoNoLongerTakesPartIsAskedForNothingMoreAndKeepsAllHelp() {
        var person = aboutToDecide();
        mechanism.passes("P3D");
        mechanism.completes(person, "Person decides");
        assertThat(mechanism.consents(person)).isNotEmpty();
        assertEnds(person, () -> mechanism.withdraw("ngo1", person, "participation"));
        assertThat(mechanism.consents(person)).isEmpty();
    }

    @Test
    void everythingElseComesToRestWhileThePoliceNeverAct() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.raise("ngo1", person, "wish-to-testify");
        mechanism.workOff(person, Map.of(), Set.of());
        mechanism.passes("P4D");
        mechanism.workOff(person, Map.of(), Set.of("police", "border-guard", "labour-inspector", "prosecutor"));
        assertThat(inTestimony(person)).containsExactlyInAnyOrder("Take statement", "Provide witness protection");
        assertThat(mechanism.tasks(person))
                .filteredOn(task -> task.process().equals("testimony"))
                .allSatisfy(task -> assertThat(
                                Strand.of(task.strand()).orElseThrow().unconditional())
                        .isFalse());
        assertThat(steps(person)).contains("entered welcome", "entered reflection-granted");
    }

    /** What was taken back ends testifying at once; all else that is open stays open. */
    private void assertEnds(String person, Runnable takenBack) {
        var help = outsideTestimony(person);
        takenBack.run();
        assertThat(inTestimony(person)).containsExactly("Handle withdrawal");
        assertThat(outsideTestimony(person)).containsAll(help);
        var handling = mechanism.tasks(person).stream()
                .filter(task -> task.process().equals(process()))
                .findFirst()
                .orElseThrow();
        assertThat(handling.role()).isEqualTo("legal-adviser");
        while (mechanism.openTasks(person).contains("Handle withdrawal"))
            mechanism.completes(person, "Handle withdrawal");
        mechanism.completes(person, "Debrief after withdrawal");
        assertThat(inTestimony(person)).isEmpty();
        assertThat(steps(person)).contains("entered withdrawal-handled");
        assertThat(outsideTestimony(person)).containsAll(help);
    }

    private void withdrawConsent(String person, String of) {
        var path = "/api/v1/cases/" + person;
        for (var consent : mechanism.api().get("ngo1", path).body().path("consents"))
            if (consent.path("of").asString("").equals(of))
                assertThat(mechanism
                                .api()
                                .post(
                                        "ngo1",
                                        path + "/withdrawals",
                                        Map.of(
                                                "what",
                                                "consent",
                                                "consent",
                                                consent.path("id").asString()))
                                .status())
                        .isEqualTo(200);
    }

    /** An adult has wished to testify, is advised, and thinks it over. */
    private String aboutToDecide() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.raise("ngo1", person, "wish-to-testify");
        mechanism.completes(person, "Settle language");
        mechanism.completes(person, "Advise on testimony");
        mechanism.completes(person, "Assess risk of testifying");
        return person;
    }

    private void goesToTheProsecutor(String person, String outcome) {
        mechanism.completes(person, "Take statement");
        mechanism.completes(person, "Prosecutor's decision", Map.of("prosecutionOutcome", outcome));
        mechanism.completes(person, "Informed of progress");
        mechanism.completes(person, "Explain progress");
    }

    private List<String> inTestimony(String person) {
        return mechanism.tasks(person).stream()
                .filter(task -> task.process().equals(process()))
                .map(OpenTask::name)
                .toList();
    }

    /** Ids of the tasks that are open in the rest of the case. */
    private List<String> outsideTestimony(String person) {
        return mechanism.tasks(person).stream()
                .filter(task -> !task.process().equals(process()))
                .map(OpenTask::id)
                .toList();
    }
}
