package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** A child, or who may be one, has a guardian before anything else is asked or decided. */
@Tag("slow")
class ChildSafeguardsTests extends Stories {

    @Override
    protected String process() {
        return "child-safeguards";
    }

    @Test
    void nothingIsAskedOrDecidedBeforeTheGuardianIsThereAndALateGuardianIsFollowedUp() {
        var child = mechanism.refer("ngo1", Mechanism.child());
        assertThat(mechanism.openTasks(child))
                .containsExactlyInAnyOrder("Treat as child", "Ask about danger and urgent needs");
        mechanism.completes(child, "Treat as child");
        assertThat(mechanism.find(child, "Appoint guardian").role()).isEqualTo("social-services");
        mechanism.passes("PT23H");
        assertThat(mechanism.openTasks(child)).doesNotContain("Escalate late guardian");
        mechanism.passes("PT2H");
        assertThat(mechanism.find(child, "Escalate late guardian").role()).isEqualTo("coordinator");
        assertThat(mechanism.openTasks(child)).contains("Appoint guardian").doesNotContain("Screen by indicators");
        mechanism.completes(child, "Escalate late guardian");
        mechanism.completes(child, "Appoint guardian");
        assertThat(mechanism.openTasks(child))
                .contains(
                        "Settle language and way of communicating",
                        "Screen by indicators",
                        "Offer a lawyer",
                        "Place in child-fit care",
                        "Inform the child by age",
                        "School",
                        "Health",
                        "Legal representative");
    }

    @Test
    void aChildIsHeardOnceSearchedAFamilyForAndAccompaniedIntoAdultLife() {
        var child = withGuardian("in-doubt");
        mechanism.completes(child, "Place in child-fit care", Map.of("answerCare", "later"));
        assertThat(mechanism.find(child, "Place in child-fit care").assignee()).isNull();
        mechanism.completes(child, "Place in child-fit care");
        mechanism.completes(child, "School");
        mechanism.completes(child, "Health");
        mechanism.completes(child, "Legal representative");
        assertThat(mechanism.openTasks(child)).doesNotContain("Agree to hearing", "Best-interests assessment");
        mechanism.completes(child, "Inform the child by age");
        mechanism.completes(child, "Views of the child");

        mechanism.completes(child, "Agree to hearing");
        assertThat(mechanism.consents(child)).containsExactly("account -> competent-authority");
        mechanism.completes(child, "Hear the child");
        mechanism.completes(child, "Agree to police protection");
        mechanism.completes(child, "Ask police for protection");
        assertThat(mechanism.openTasks(child)).contains("Answer request for protection");
        mechanism.completes(child, "Check safety of tracing");
        mechanism.completes(child, "Agree to family tracing");
        mechanism.completes(child, "Ask for family tracing");
        assertThat(mechanism.find(child, "Family tracing").role()).isEqualTo("social-services");
        mechanism.completes(child, "Family tracing");
        mechanism.completes(child, "Agree to age assessment");
        assertThat(mechanism.consents(child))
                .contains("contact -> police", "identity -> social-services", "examination");
        mechanism.completes(child, "Age assessment", Map.of("ageAssessed", "adult"));
        mechanism.completes(child, "Screen by indicators");
        assertThat(mechanism.openTasks(child)).as("still treated as a child").doesNotContain("Agree to hearing");

        mechanism.completes(child, "Best-interests assessment");
        mechanism.completes(child, "Best-interests determination");
        mechanism.completes(child, "Review child's situation", Map.of("adulthood", "later"));
        assertThat(mechanism.openTasks(child)).doesNotContain("Review child's situation");
        mechanism.passes("P3M");
        mechanism.completes(child, "Review child's situation", Map.of("adulthood", "near"));
        mechanism.completes(child, "Transition to adulthood");
        assertThat(steps(child)).contains("entered adult-life-prepared", "entered child-safeguards-completed");
        assertThat(mechanism.openTasks(child)).contains("Answer request for protection", "Decide reasonable grounds");
    }

    @Test
    void aNoOfChildOrGuardianIsFollowedAndTheAgeIsNotHeldAgainstTheChild() {
        var child = withGuardian("in-doubt");
        mechanism.completes(child, "Place in child-fit care", Map.of("answerCare", "refused"));
        mechanism.completes(child, "Inform the child by age");
        mechanism.completes(child, "Views of the child");
        for (var question : new String[] {"Agree to hearing", "Agree to police protection", "Agree to age assessment"})
            mechanism.completes(child, question, Map.of("consentGiven", "refused"));
        mechanism.completes(child, "Check safety of tracing");
        mechanism.completes(child, "Agree to family tracing", Map.of("consentGiven", "refused"));
        assertThat(mechanism.consents(child)).isEmpty();
        assertThat(mechanism.openTasks(child))
                .doesNotContain(
                        "Hear the child",
                        "Ask police for protection",
                        "Ask for family tracing",
                        "Age assessment",
                        "Answer request for protection")
                .contains("School", "Health", "Best-interests assessment", "Screen by indicators");
        mechanism.completes(child, "Best-interests assessment");
        mechanism.completes(child, "Best-interests determination");
        mechanism.completes(child, "Review child's situation", Map.of("adulthood", "care-handed-over"));
        assertThat(steps(child)).contains("entered handed-to-child-protection");
        assertThat(mechanism.openTasks(child)).contains("School", "Health");
    }

    @Test
    void aMissingChildIsSearchedForIfTheGuardianAgreesAndNoHelpEnds() {
        var child = withGuardian("not-in-doubt");
        mechanism.completes(child, "Inform the child by age");
        mechanism.completes(child, "Views of the child");
        mechanism.completes(child, "Check safety of tracing", Map.of("tracingSafe", "not-safe"));
        assertThat(mechanism.openTasks(child)).doesNotContain("Agree to age assessment", "Agree to family tracing");
        var open = mechanism.tasks(child).stream().map(OpenTask::id).toList();

        mechanism.raise("ngo1", child, "contact-lost");
        mechanism.completes(child, "Confirm emergency guardian");
        mechanism.completes(child, "Agree to missing-child notice");
        assertThat(mechanism.consents(child)).containsExactly("identity, contact -> police");
        assertThat(mechanism.find(child, "Notify police of missing child").role())
                .isEqualTo("guardian");
        mechanism.completes(child, "Notify police of missing child");
        assertThat(mechanism.openTasks(child)).contains("Answer request for protection", "Try to reach the person");
        assertThat(mechanism.tasks(child)).extracting(OpenTask::id).containsAll(open);

        mechanism.raise("guardian1", child, "contact-lost");
        mechanism.completes(child, "Confirm emergency guardian");
        mechanism.completes(child, "Agree to missing-child notice", Map.of("consentGiven", "refused"));
        assertThat(mechanism.openTasks(child)).doesNotContain("Notify police of missing child");
        assertThat(mechanism.tasks(child)).extracting(OpenTask::id).containsAll(open);
    }

    private String withGuardian(String age) {
        var child = mechanism.refer("ngo1", Mechanism.child());
        mechanism.completes(child, "Treat as child", Map.of("ageInDoubt", age));
        mechanism.completes(child, "Appoint guardian");
        return child;
    }
}
