package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** Safe within hours, whoever she is and whatever she says. */
@Tag("slow")
class ImmediateProtectionTests extends Stories {

    private static final String ASK = "Ask about danger and urgent needs";
    private static final String REFLECTION = "Offer recovery and reflection";
    private static final String AGREE_TO_POLICE = "Agree to police protection";

    private static final Map<String, String> WANTS_NOTHING = Map.of(
            "wantsMedicalHelp", "no",
            "wantsPlace", "no",
            "wantsMaterialHelp", "no",
            "wantsInterpreter", "no",
            "wantsPoliceProtection", "no");

    /** Not one of them says no. */
    private static final Map<String, String> SAYS_LITTLE = Map.of(
            "wantsMedicalHelp", "declined",
            "wantsPlace", "unknown",
            "wantsMaterialHelp", "not-asked",
            "wantsInterpreter", "declined",
            "wantsPoliceProtection", "not-asked");

    @Override
    protected String process() {
        return "immediate-protection";
    }

    @Test
    void anAdultIsOfferedAllHelpTonightAtOnceAndNothingWaitsForThePolice() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var first = mechanism.find(person, ASK);
        assertThat(first.role()).isEqualTo("case-manager");
        assertThat(Duration.between(first.created(), dueOf(first))).isLessThanOrEqualTo(Duration.ofHours(24));

        mechanism.completes(person, ASK);
        assertThat(tonight(person))
                .containsExactlyInAnyOrder(
                        "health: Emergency medical help",
                        "shelter: Emergency place for tonight",
                        "case-manager: Food, clothes, phone, money",
                        "interpreter: Interpreter now",
                        "case-manager: Make safety plan",
                        "case-manager: " + REFLECTION,
                        "case-manager: " + AGREE_TO_POLICE);
        assertThat(Duration.between(first.created(), dueOf(mechanism.find(person, "Emergency medical help"))))
                .isLessThanOrEqualTo(Duration.ofHours(25));

        mechanism.completes(person, AGREE_TO_POLICE);
        assertThat(mechanism.consents(person)).contains("contact -> police");
        mechanism.completes(person, "Ask police for protection");
        mechanism.completes(person, REFLECTION, Map.of("reflectionAnswer", "later"));
        mechanism.completes(person, "Confirm non-removal", Map.of("stayConfirmation", "in-progress"));
        List.of(
                        "Emergency medical help",
                        "Emergency place for tonight",
                        "Food, clothes, phone, money",
                        "Interpreter now",
                        "Make safety plan")
                .forEach(help -> mechanism.completes(person, help));
        assertThat(tonight(person)).isEmpty();
        assertThat(mechanism.openTasks(person)).contains("Answer request for protection");

        mechanism.passes("P29D");
        assertThat(steps(person)).as("thirty days at least").doesNotContain("entered reflection-over");
        mechanism.passes("P2D");
        assertThat(steps(person)).contains("entered reflection-over");
    }

    @Test
    void whoWantsNothingTonightIsAskedAgainWhenTheRiskChanges() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var help = new ArrayList<>(mechanism.openTasks(person));
        help.remove(ASK);
        mechanism.completes(person, ASK, WANTS_NOTHING);
        assertThat(tonight(person))
                .containsExactlyInAnyOrder("case-manager: Make safety plan", "case-manager: " + REFLECTION);
        mechanism.completes(person, "Make safety plan");
        mechanism.completes(person, REFLECTION, Map.of("reflectionAnswer", "refused"));
        assertThat(tonight(person)).isEmpty();
        assertThat(steps(person)).contains("entered reflection-given-up");
        assertThat(mechanism.openTasks(person)).as("nothing else is lost").containsAll(help);

        mechanism.raise("ngo1", person, "risk-changes");
        assertThat(tonight(person)).containsExactly("case-manager: " + ASK);
        mechanism.completes(person, ASK);
        mechanism.completes(person, AGREE_TO_POLICE, Map.of("consentGiven", "refused"));
        assertThat(mechanism.consents(person)).doesNotContain("contact -> police");
        assertThat(mechanism.openTasks(person))
                .doesNotContain("Ask police for protection", "Answer request for protection")
                .contains("Emergency place for tonight", REFLECTION);
    }

    @Test
    void aChildHasTimeToRecoverEvenAfterANoAndThePoliceAreNotAskedHere() {
        var child = mechanism.refer("ngo1", Mechanism.ofUnknownAge());
        mechanism.completes(child, ASK, SAYS_LITTLE);
        assertThat(tonight(child))
                .as("only a no is a no; the guardian asks the police, if anybody")
                .containsExactlyInAnyOrder(
                        "health: Emergency medical help",
                        "shelter: Emergency place for tonight",
                        "case-manager: Food, clothes, phone, money",
                        "interpreter: Interpreter now",
                        "case-manager: Make safety plan",
                        "case-manager: " + REFLECTION);
        mechanism.completes(child, REFLECTION, Map.of("reflectionAnswer", "refused"));
        assertThat(tonight(child)).contains("competent-authority: Confirm non-removal");
    }

    /** Role and name of the open tasks of the process. */
    private List<String> tonight(String person) {
        return mechanism.tasks(person).stream()
                .filter(task -> task.process().equals(process()))
                .map(task -> task.role() + ": " + task.name())
                .toList();
    }

    private static Instant dueOf(OpenTask task) {
        return Objects.requireNonNull(task.due(), task.name());
    }
}
