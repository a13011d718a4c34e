package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** Support for the life after is offered to everyone, early, and the door stays open. */
@Tag("slow")
class LongTermSupportTests extends Stories {

    private static final List<String> FOLLOW_UPS = List.of(
            "Follow-up contact after 1 month",
            "Follow-up contact after 3 months",
            "Follow-up contact after 6 months",
            "Follow-up contact after 12 months",
            "Follow-up contact after 24 months");

    private static final Map<String, String> NO_GOAL = Map.of(
            "goalHousing", "later",
            "goalWork", "later",
            "goalEducation", "refused",
            "goalBenefits", "refused",
            "goalHealth", "refused",
            "goalFamily", "refused",
            "goalPeer", "refused");

    @Override
    protected String process() {
        return "long-term-support";
    }

    @Test
    void anAnswerOfLaterOrNoIsAskedForAgain() {
        var later = answering("later");
        assertThat(open(later)).containsExactly("Offer long-term support again");
        mechanism.completes(later, "Offer long-term support again", Map.of("serviceAnswer", "later"));
        assertThat(open(later)).containsExactly("Offer long-term support again");
        mechanism.completes(later, "Offer long-term support again", Map.of("serviceAnswer", "refused"));
        assertThat(open(later)).isEmpty();
        assertThat(steps(later)).contains("entered refused");

        var refused = answering("refused");
        mechanism.completes(refused, "Offer long-term support again");
        assertThat(open(refused)).containsExactly("Make plan with the person");
    }

    @Test
    void everyGoalIsSupportedByItselfWhateverElseIsOpen() {
        var person = answering("accepted");
        assertThat(mechanism.find(person, "Make plan with the person").role()).isEqualTo("social-services");
        assertThat(steps(person)).doesNotContain("entered durable-solution", "entered decide-status");
        mechanism.completes(person, "Make plan with the person");
        assertThat(open(person))
                .containsExactlyInAnyOrder(
                        "Housing",
                        "Work and training",
                        "Education",
                        "Social benefits",
                        "Health continuity",
                        "Family contact and mediation",
                        "Peer support");
        assertThat(mechanism.find(person, "Health continuity").role()).isEqualTo("health");
        for (var goal : List.copyOf(open(person))) mechanism.completes(person, goal);
        assertThat(open(person)).isEmpty();
        assertThat(steps(person)).contains("entered goals-supported");
    }

    @Test
    void followUpsGoOnForTwoYearsAndDangerOpensProtectionAgain() {
        var threatened = planned(answering("accepted"));
        var acute = planned(answering("accepted"));
        var well = planned(answering("accepted"));
        var seldom = planned(answering("accepted"));
        var plans = 1;
        for (var month = 1; month <= 30; month++) {
            mechanism.passes("P32D");
            for (var followUp : FOLLOW_UPS) {
                contact(threatened, followUp, Map.of("riskLevel", "high"));
                contact(acute, followUp, Map.of("riskLevel", "acute"));
                contact(well, followUp, Map.of());
                // ends the contact one follow-up later each time, then wishes a new plan
                var enough = followUp.equals(FOLLOW_UPS.get(plans - 1));
                if (!contact(seldom, followUp, Map.of("wantsContact", enough ? "no" : "yes")) || !enough) continue;
                assertThat(open(seldom)).containsExactly("Review and end");
                mechanism.completes(seldom, "Review and end", Map.of("supportResult", "continuing"));
                planned(seldom);
                if (plans < 4) plans++;
            }
        }
        assertThat(plans).isEqualTo(4);
        assertThat(protectionsAgain(threatened)).isEqualTo(FOLLOW_UPS.size());
        assertThat(protectionsAgain(acute)).isEqualTo(FOLLOW_UPS.size());
        assertThat(protectionsAgain(well)).isZero();
        for (var person : List.of(threatened, acute, well)) {
            assertThat(open(person)).containsExactly("Review and end");
            mechanism.completes(person, "Review and end");
            assertThat(steps(person)).contains("entered support-ended");
        }
    }

    @Test
    void dangerToldAtAFollowUpStopsAJourneyAndOpensProtectionToo() {
        var person = planned(answering("accepted"));
        mechanism.passes("P32D");
        mechanism.raise("ngo1", person, "wish-for-a-solution");
        mechanism.completes(person, "Explain options");
        mechanism.completes(person, "Hear wishes", Map.of("wishedPlace", "return"));
        for (var task : List.of(
                "Return risk assessment",
                "Advise on risk",
                "Decide on return",
                "Get travel documents",
                "Find partner",
                "Agree on what is passed on",
                "Send referral")) mechanism.completes(person, task);
        mechanism.raise("ngo1", person, "partner-accepts");
        mechanism.completes(person, "Go through the partner's plan", Map.of("reflectionChoice", "earlier"));
        for (var task : List.of(
                "Give up reflection",
                "Review risk of journey and arrival",
                "Advise before travel",
                "Confirm wish to travel")) mechanism.completes(person, task);
        assertThat(mechanism.openTasks(person)).contains("Travel");

        mechanism.completes(person, FOLLOW_UPS.get(0), Map.of("riskLevel", "acute"));
        assertThat(mechanism.openTasks(person)).doesNotContain("Travel").contains("Review risk of journey and arrival");
        assertThat(protectionsAgain(person)).isEqualTo(1);
    }

    /** A case in which the offer of long-term support has just been answered, and every other offer refused. */
    private String answering(String answer) {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(person, Map.of("answerLongTermSupport", answer));
        return person;
    }

    /** Makes a plan without goals for now: follow-ups begin all the same. */
    private String planned(String person) {
        mechanism.completes(person, "Make plan with the person", NO_GOAL);
        assertThat(open(person)).isEmpty();
        return person;
    }

    /** Does the follow-up if it is due. */
    private boolean contact(String person, String followUp, Map<String, String> answers) {
        if (!open(person).contains(followUp)) return false;
        mechanism.completes(person, followUp, answers);
        return true;
    }

    /** How often a change of risk has opened urgent protection anew. */
    private long protectionsAgain(String person) {
        return steps(person).stream().filter("entered protect-again"::equals).count();
    }

    private List<String> open(String person) {
        return mechanism.openTasks(person, process());
    }
}
