package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** One case from first contact to follow-up: everything opens at once, anything can happen at any time, and nothing is lost by it. */
@Tag("slow")
class ReferralPathwayTests extends Stories {

    private static final String ASK = "Ask about danger and urgent needs";
    private static final String LANGUAGE = "Settle language and way of communicating";
    private static final String REPEAT = "Repeat information";
    private static final String CONFERENCE = "Hold case conference";
    private static final String TRY = "Try to reach the person";

    @Override
    protected String process() {
        return "referral-pathway";
    }

    @Test
    void helpOpensAtOnceWhoeverRefersAndACaseManagerIsFoundBesideIt() {
        var referredByManager = mechanism.refer("ngo1", Mechanism.adult());
        assertThat(mechanism.openTasks(referredByManager))
                .containsExactlyInAnyOrder(ASK, LANGUAGE, "Screen by indicators", "Offer a lawyer");

        var person = mechanism.refer("responder1", Mechanism.adult());
        assertThat(mechanism.openTasks(person))
                .containsExactlyInAnyOrder(
                        ASK, LANGUAGE, "Screen by indicators", "Offer a lawyer", "Assign case manager");
        assertThat(mechanism.find(person, "Assign case manager").role()).isEqualTo("coordinator");
        var urgent = mechanism.find(person, ASK);
        assertThat(sees("ngo1", urgent))
                .as("every agency of the region may begin")
                .isTrue();
        assertThat(sees("ngo2", urgent)).isTrue();

        mechanism.completes(person, "Assign case manager", Map.of("caseManagerAgency", "safe-harbour"));
        assertThat(mechanism.find(person, ASK).agency()).isEqualTo("safe-harbour");
        assertThat(sees("ngo1", urgent)).isFalse();
        assertThat(sees("ngo2", urgent)).isTrue();
    }

    @Test
    void whateverHappensOpensItsOwnTasksAndTakesNothingAway() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var help = new ArrayList<>(mechanism.openTasks(person));
        mechanism.answersOffers(person, Map.of());
        help.remove(LANGUAGE);
        help.addAll(List.of(
                "Offer shelter again",
                "Offer health care again",
                "Offer redress again",
                "Offer long-term support again"));
        assertThat(mechanism.openTasks(person)).containsExactlyInAnyOrderElementsOf(help);

        withdrawConsent(person, "health");
        assertThat(mechanism.consents(person))
                .contains("services", "psychosocial")
                .doesNotContain("health");
        assertOpens(person, help, "Handle withdrawal", "case-manager");
        mechanism.withdraw("ngo1", person, "participation");
        assertThat(mechanism.consents(person)).isEmpty();
        assertOpens(person, help, "Handle withdrawal", "case-manager");

        mechanism.raise("ngo1", person, "requests-data");
        assertOpens(person, help, "Answer data request", "case-manager");
        mechanism.raise("ngo1", person, "language-changes");
        assertOpens(person, help, "Settle new language", "case-manager");
        assertOpens(person, help, "Explain rights in the new language", "case-manager");
        mechanism.raise("ngo1", person, "conference-called");
        assertOpens(person, help, "Hold called conference", "case-manager");
        mechanism.raise("ngo1", person, "appeals");
        assertOpens(person, help, "File appeal", "legal-adviser");
        assertOpens(person, help, "Decide appeal", "competent-authority");
        assertOpens(person, help, "Explain decision", "case-manager");
        mechanism.raise("ngo1", person, "complains");
        assertOpens(person, help, "Record complaint (case manager)", "case-manager");
        mechanism.raise("ngo1", person, "risk-changes");
        assertThat(mechanism.openTasks(person).stream().filter(ASK::equals)).hasSize(2);
        assertThat(mechanism.openTasks(person)).containsAll(help);
    }

    @Test
    void rightsAreExplainedAgainAndThePlanIsTalkedOverAsLongAsIsWished() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.passes("P6D");
        assertThat(mechanism.openTasks(person)).doesNotContain(REPEAT);
        mechanism.passes("P2D");
        mechanism.completes(person, REPEAT, Map.of("repeatWish", "again-later"));
        mechanism.passes("P21D");
        mechanism.completes(person, REPEAT, Map.of("repeatWish", "enough-for-now"));
        mechanism.passes("P3D");
        mechanism.completes(person, CONFERENCE, Map.of("conferenceNext", "set-next"));
        assertThat(mechanism.openTasks(person)).doesNotContain(CONFERENCE);
        mechanism.passes("P32D");
        mechanism.completes(person, CONFERENCE, Map.of("conferenceNext", "not-needed"));
        mechanism.passes("P32D");
        assertThat(mechanism.openTasks(person)).doesNotContain(CONFERENCE, REPEAT);
    }

    @Test
    void thePersonChangesTheAgencyAndTheEarlierOneReadsNothingAnyMore() {
        var person = mechanism.refer("responder1", Mechanism.adult());
        mechanism.completes(person, "Assign case manager", Map.of("caseManagerAgency", "open-door"));
        mechanism.raise("ngo1", person, "change-of-agency");
        mechanism.completes(person, "Explain change of agency");
        mechanism.completes(person, "Agree to change of agency", Map.of("consentGiven", "refused"));
        assertThat(mechanism.openTasks(person)).doesNotContain("Hand over to new agency", "Change agency");
        assertThat(reads("ngo1", person)).isTrue();

        var open = mechanism.openTasks(person);
        mechanism.raise("ngo1", person, "change-of-agency");
        mechanism.completes(person, "Explain change of agency");
        mechanism.completes(person, "Agree to change of agency");
        assertThat(mechanism.consents(person)).contains("support, contact -> case-manager");
        mechanism.completes(person, "Hand over to new agency");
        assertThat(mechanism.find(person, "Change agency").role()).isEqualTo("coordinator");
        mechanism.completes(person, "Change agency", Map.of("caseManagerAgency", "safe-harbour"));
        assertThat(reads("ngo1", person)).isFalse();
        assertThat(reads("ngo2", person)).isTrue();
        assertThat(mechanism.openTasks(person)).isEqualTo(open);
        assertThat(mechanism.tasks(person).stream().filter(task -> task.role().equals("case-manager")))
                .as("what the earlier agency held is free for the new one")
                .allMatch(task -> task.assignee() == null && "safe-harbour".equals(task.agency()));
        mechanism.completes(person, ASK);
    }

    @Test
    void lostContactIsSoughtForNinetyDaysByTheAgencyAloneAndClosesNothing() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var help = mechanism.openTasks(person);
        mechanism.raise("ngo1", person, "contact-lost");
        mechanism.completes(person, TRY, Map.of("contactOutcome", "not-reached"));
        assertThat(mechanism.openTasks(person)).doesNotContain(TRY);
        mechanism.passes("P15D");
        mechanism.completes(person, TRY, Map.of("contactOutcome", "reached"));
        assertThat(steps(person)).contains("entered in-contact-again");

        mechanism.raise("ngo1", person, "contact-lost");
        mechanism.completes(person, TRY, Map.of("contactOutcome", "message-left"));
        mechanism.passes("P91D");
        assertThat(mechanism.openTasks(person)).contains("Keep the door open").doesNotContain(TRY);
        mechanism.completes(person, "Keep the door open");
        assertThat(mechanism.openTasks(person)).containsAll(help);
        assertThat(status(person)).isEqualTo("open");
        assertThat(mechanism.tasks(person).stream().map(OpenTask::role)).doesNotContain("police");
    }

    @Test
    void aCaseIsClosedWithoutEndingHelpAndIsOpenedAgain() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        assertThat(raising(person, "closes")).as("nothing has been offered yet").isEqualTo(409);
        assertThat(raising(person, "reopens")).as("it is not closed").isEqualTo(409);
        mechanism.answersOffers(person, Map.of("answerLongTermSupport", "accepted"));
        var help = mechanism.openTasks(person);

        mechanism.raise("ngo1", person, "closes");
        mechanism.completes(person, "Review for closure");
        assertThat(mechanism.find(person, "Approve closure").role()).isEqualTo("coordinator");
        mechanism.completes(person, "Approve closure", Map.of("caseClosed", "not-yet"));
        assertThat(status(person)).isEqualTo("open");
        mechanism.raise("ngo1", person, "closes");
        mechanism.completes(person, "Review for closure");
        mechanism.completes(person, "Approve closure", Map.of("caseClosed", "close"));
        assertThat(status(person)).isEqualTo("closed");
        assertThat(mechanism.openTasks(person)).as("closing cancels nothing").isEqualTo(help);

        mechanism.raise("ngo1", person, "complains");
        mechanism.completes(person, "Record complaint (case manager)");
        mechanism.raise("ngo1", person, "requests-data");
        mechanism.completes(person, "Answer data request");
        mechanism.completes(person, "Make plan with the person");

        mechanism.raise("ngo1", person, "reopens");
        assertThat(status(person)).isEqualTo("open");
        mechanism.completes(person, "Receive referral");
        var open = mechanism.openTasks(person);
        assertThat(open).as("the agency on the case is still on it").doesNotContain("Assign case manager");
        assertThat(open.stream().filter(LANGUAGE::equals)).hasSize(1);
        assertThat(open.stream().filter(ASK::equals)).hasSize(2);
        assertThat(raising(person, "reopens")).isEqualTo(409);
        mechanism.raise("ngo1", person, "risk-changes");
        assertThat(mechanism.openTasks(person).stream().filter(ASK::equals))
                .as("one change of risk is asked about once")
                .hasSize(3);
        mechanism.withdraw("ngo1", person, "participation");
        assertThat(mechanism.openTasks(person).stream().filter("Handle withdrawal"::equals))
                .hasSize(1);
    }

    @Test
    void whoRefusesEverythingKeepsEveryDoorOpenToTheEnd() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        Map<String, Map<String, String>> no = Map.of(
                ASK,
                Map.of(
                        "wantsMedicalHelp",
                        "no",
                        "wantsPlace",
                        "no",
                        "wantsMaterialHelp",
                        "no",
                        "wantsInterpreter",
                        "no",
                        "wantsPoliceProtection",
                        "no"),
                "Offer recovery and reflection",
                Map.of("reflectionAnswer", "refused"),
                "Screen by indicators",
                Map.of("indication", "none"),
                "Explain screening result",
                Map.of("decisionWished", "not-wanted"),
                "Offer a lawyer",
                Map.of("answerLawyer", "refused"),
                "Offer shelter again",
                Map.of("serviceAnswer", "refused"),
                "Offer health care again",
                Map.of("serviceAnswer", "refused"),
                "Offer redress again",
                Map.of("serviceAnswer", "refused"),
                "Offer long-term support again",
                Map.of("serviceAnswer", "refused"));
        mechanism.answersOffers(person, Map.of());
        mechanism.workOff(person, no, Set.of());
        assertThat(mechanism.openTasks(person)).isEmpty();
        assertThat(steps(person))
                .contains(
                        "entered urgent-help-offered",
                        "entered identification-completed",
                        "entered advised",
                        "entered place-offered",
                        "entered care-offered",
                        "entered redress-offered",
                        "entered support-offered");
        mechanism.raise("ngo1", person, "risk-changes");
        assertThat(mechanism.openTasks(person)).containsExactly(ASK);
        mechanism.workOff(person, no, Set.of());
        assertThat(steps(person)).contains("entered protected-again");
        mechanism.passes("P91D");
        mechanism.completes(person, "Review consents");
        assertThat(steps(person)).contains("entered informed");
        assertThat(status(person)).as("a no closes nothing").isEqualTo("open");

        mechanism.raise("ngo1", person, "wish-for-a-solution");
        assertThat(mechanism.openTasks(person)).contains("Explain options");
        var toStay = Map.of("Review outcome with the person", Map.of("stayOutcome", "lasting"));
        mechanism.workOff(person, toStay, Set.of());
        assertThat(raising(person, "wish-for-a-solution")).as("wishes change").isEqualTo(200);
        mechanism.workOff(person, toStay, Set.of());

        mechanism.raise("ngo1", person, "closes");
        mechanism.completes(person, "Review for closure");
        mechanism.completes(person, "Approve closure");
        assertThat(status(person)).isEqualTo("closed");
        assertThat(mechanism.openTasks(person)).isEmpty();
        for (var event : List.of("complains", "requests-data", "appeals", "risk-changes", "wish-for-a-solution"))
            assertThat(raising(person, event))
                    .as("%s, closed and all done", event)
                    .isEqualTo(200);
        var both = new HashMap<>(no);
        both.putAll(toStay);
        mechanism.workOff(person, both, Set.of());
        for (var year = 0; year < 6; year += 2) {
            mechanism.passes("P2Y");
            mechanism.workOff(person, Map.of(), Set.of());
        }
        assertThat(steps(person)).as("as long as the file is kept").contains("entered no-wish-came");
        assertThat(raising(person, "requests-data")).isEqualTo(409);
        mechanism.raise("ngo1", person, "reopens");
        assertThat(mechanism.openTasks(person)).containsExactly("Receive referral");
        assertThat(raising(person, "requests-data")).isEqualTo(200);
    }

    @Test
    void aChildHasAGuardianFirstAndUrgentHelpDoesNotWaitForOne() {
        assertThat(mechanism.openTasks(mechanism.refer("ngo1", Mechanism.ofUnknownAge())))
                .as("age in doubt means child")
                .containsExactlyInAnyOrder(ASK, "Treat as child");
        var child = mechanism.refer("responder1", Mechanism.child());
        assertThat(mechanism.openTasks(child)).containsExactlyInAnyOrder(ASK, "Treat as child", "Assign case manager");
        mechanism.completes(child, "Assign case manager", Map.of("caseManagerAgency", "open-door"));
        mechanism.completes(child, "Treat as child");
        assertThat(mechanism.openTasks(child)).containsExactlyInAnyOrder(ASK, "Appoint guardian");
        mechanism.completes(child, "Appoint guardian");
        assertThat(mechanism.openTasks(child)).contains(LANGUAGE, "Screen by indicators", "Offer a lawyer");

        mechanism.raise("ngo1", child, "change-of-agency");
        assertThat(mechanism.openTasks(child)).doesNotContain("Explain change of agency");
        assertThat(mechanism.find(child, "Confirm guardian").role()).isEqualTo("guardian");
        mechanism.completes(child, "Confirm guardian");
        assertThat(mechanism.openTasks(child)).contains("Explain change of agency");

        mechanism.workOff(child, Map.of(), Set.of());
        assertThat(steps(child)).contains("entered child-safeguards-completed");
    }

    private void assertOpens(String person, List<String> help, String task, String role) {
        assertThat(mechanism.find(person, task).role()).isEqualTo(role);
        assertThat(mechanism.openTasks(person)).containsAll(help);
        mechanism.completes(person, task);
        assertThat(mechanism.openTasks(person)).containsAll(help);
    }

    private void withdrawConsent(String person, String of) {
        for (var consent :
                mechanism.api().get("ngo1", "/api/v1/cases/" + person).body().path("consents"))
            if (consent.path("of").asString("").equals(of)) {
                var answer = mechanism
                        .api()
                        .post(
                                "ngo1",
                                "/api/v1/cases/" + person + "/withdrawals",
                                Map.of(
                                        "what",
                                        "consent",
                                        "consent",
                                        consent.path("id").asString("")));
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            }
    }

    private int raising(String person, String type) {
        return mechanism
                .api()
                .post("ngo1", "/api/v1/cases/" + person + "/events", Map.of("type", type))
                .status();
    }

    private String status(String person) {
        return mechanism
                .api()
                .get("ngo1", "/api/v1/cases/" + person)
                .body()
                .path("status")
                .asString("");
    }

    private boolean reads(String user, String person) {
        return mechanism.api().get(user, "/api/v1/cases/" + person).status() == 200;
    }

    private boolean sees(String user, OpenTask task) {
        return mechanism.api().get(user, "/api/v1/tasks/" + task.id()).status() == 200;
    }
}
