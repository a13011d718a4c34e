package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** Several agencies decide on indicators, at the person's pace; no help hangs on what they decide. */
@Tag("slow")
class IdentificationTests extends Stories {

    private static final String[] HELP = {
        "Ask about danger and urgent needs", "Offer a lawyer", "Settle language and way of communicating"
    };

    @Override
    protected String process() {
        return "identification";
    }

    @Test
    void aPanelDecidesAfterTheReflectionPeriodAndWaitsForNoAnswerOfTheAgenciesThatWereAsked() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, "Screen by indicators");
        assertThat(mechanism.openTasks(person))
                .contains("Decide reasonable grounds", "Agree to hearing", "Agree to enquiries")
                .contains(HELP);
        assertThat(mechanism.find(person, "Decide reasonable grounds").role()).isEqualTo("competent-authority");
        assertThat(mechanism.find(person, "Decide reasonable grounds").due()).isNotNull();

        mechanism.completes(person, "Agree to hearing");
        assertThat(mechanism.consents(person)).containsExactly("account -> competent-authority");
        assertThat(mechanism.find(person, "Hear the person once").role()).isEqualTo("case-manager");
        mechanism.completes(person, "Hear the person once");

        mechanism.completes(person, "Agree to enquiries");
        assertThat(mechanism.consents(person))
                .contains(
                        "identity -> police",
                        "identity -> border-guard",
                        "identity -> labour-inspector",
                        "health -> competent-authority");
        for (var sent : List.of(
                "Send enquiry to police",
                "Send enquiry to border guard",
                "Send enquiry to labour inspection",
                "Send medical report")) mechanism.completes(person, sent);
        var asked = List.of(
                "Answer request for facts (police)",
                "Answer request for facts (border guard)",
                "Answer request for facts (labour inspector)");
        assertThat(mechanism.openTasks(person)).containsAll(asked);

        mechanism.completes(person, "Decide reasonable grounds");
        mechanism.completes(person, "Explain decision on reasonable grounds");
        mechanism.completes(person, "Ask about time of decision");
        mechanism.passes("P29D");
        assertThat(mechanism.openTasks(person)).doesNotContain("Decide status");
        mechanism.passes("P2D");
        mechanism.completes(person, "Decide status");
        mechanism.completes(person, "Explain decision");
        assertThat(steps(person)).contains("entered identified");
        assertThat(mechanism.openTasks(person)).containsAll(asked).contains(HELP);
    }

    @Test
    void aNegativeDecisionCanBeAppealedAndNewFactsAreLookedAtWithoutANewHearing() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, "Screen by indicators", Map.of("indication", "weak"));
        assertThat(mechanism.openTasks(person))
                .doesNotContain("Screen by indicators", "Decide reasonable grounds")
                .contains(HELP);
        mechanism.passes("P14D");
        mechanism.completes(person, "Screen by indicators", Map.of("indication", "none"));
        mechanism.completes(person, "Explain screening result", Map.of("decisionWished", "wanted"));

        mechanism.completes(person, "Agree to hearing", Map.of("consentGiven", "refused"));
        mechanism.completes(
                person,
                "Agree to enquiries",
                Map.of(
                        "policeEnquiryAgreed", "refused",
                        "borderEnquiryAgreed", "refused",
                        "labourEnquiryAgreed", "refused",
                        "medicalReportAgreed", "refused"));
        assertThat(mechanism.consents(person)).isEmpty();
        assertThat(mechanism.openTasks(person))
                .noneMatch(task -> task.startsWith("Send ") || task.startsWith("Answer request"))
                .doesNotContain("Hear the person once")
                .contains("Decide reasonable grounds");

        mechanism.completes(person, "Decide reasonable grounds", Map.of("decisionOutcome", "negative"));
        mechanism.completes(person, "Explain decision on reasonable grounds");
        assertThat(mechanism.find(person, "Offer appeal").role()).isEqualTo("legal-adviser");
        mechanism.raise("ngo1", person, "appeals");
        assertThat(mechanism.openTasks(person)).contains("File appeal").contains(HELP);
        mechanism.completes(person, "Offer appeal");
        mechanism.completes(person, "Offer other protection", Map.of("consentGiven", "refused"));
        assertThat(mechanism.openTasks(person)).doesNotContain("Refer to other protection");

        mechanism.passes("P30D");
        mechanism.completes(person, "Ask about new facts", Map.of("newFacts", "new-facts"));
        mechanism.completes(person, "Decide status", Map.of("decisionOutcome", "negative"));
        mechanism.completes(person, "Explain decision");
        mechanism.completes(person, "Offer appeal");
        mechanism.completes(person, "Offer other protection");
        assertThat(mechanism.consents(person)).contains("support, contact -> social-services");
        mechanism.completes(person, "Refer to other protection");
        mechanism.passes("P30D");
        mechanism.completes(person, "Ask about new facts");
        assertThat(steps(person)).contains("entered decision-stands").doesNotContain("entered hear-the-person-once");
        assertThat(mechanism.openTasks(person)).contains(HELP);
    }

    @Test
    void whoWishesToKnowSoonerIsDecidedEarlyIfThatIsToTheGood() {
        var sure = earlierWished();
        var unsure = earlierWished();
        mechanism.completes(sure, "Decide status early");
        mechanism.completes(sure, "Explain decision");
        assertThat(steps(sure)).contains("entered identified").doesNotContain("entered reflection-time-over");

        mechanism.completes(unsure, "Decide status early", Map.of("earlyOutcome", "not-yet"));
        assertThat(mechanism.openTasks(unsure)).doesNotContain("Decide status", "Explain decision");
        mechanism.passes("P31D");
        mechanism.completes(unsure, "Decide status", Map.of("decisionOutcome", "discontinued"));
        mechanism.completes(unsure, "Explain decision");
        assertThat(steps(unsure)).contains("entered ended-at-the-persons-wish").doesNotContain("entered offer-appeal");
        assertThat(mechanism.openTasks(unsure)).contains(HELP);
    }

    private String earlierWished() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, "Screen by indicators");
        mechanism.completes(person, "Decide reasonable grounds");
        mechanism.completes(person, "Explain decision on reasonable grounds");
        mechanism.completes(person, "Ask about time of decision", Map.of("timeOfDecision", "earlier"));
        return person;
    }

    @Test
    void whoWishesNoDecisionGetsNoneAndIsHelpedAllTheSame() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, "Screen by indicators", Map.of("indication", "none"));
        mechanism.completes(person, "Explain screening result", Map.of("decisionWished", "not-wanted"));
        assertThat(steps(person)).contains("entered no-indication-for-now");
        assertThat(mechanism.openTasks(person)).contains(HELP).doesNotContain("Decide reasonable grounds");
    }

    @Test
    void aPersonOfUnknownAgeHasAGuardianFirstAndIsNotHeardAsAnAdult() {
        var person = mechanism.refer("ngo1", Mechanism.ofUnknownAge());
        mechanism.completes(person, "Treat as child");
        assertThat(mechanism.openTasks(person)).doesNotContain("Screen by indicators");
        mechanism.completes(person, "Appoint guardian");
        mechanism.completes(person, "Screen by indicators");
        assertThat(mechanism.openTasks(person))
                .contains("Decide reasonable grounds")
                .doesNotContain("Agree to hearing");

        mechanism.completes(person, "Decide reasonable grounds", Map.of("decisionOutcome", "discontinued"));
        mechanism.completes(person, "Explain decision on reasonable grounds");
        assertThat(steps(person)).contains("entered ended-at-the-persons-wish");
        assertThat(mechanism.openTasks(person)).contains(HELP).contains("Agree to enquiries");
    }
}
