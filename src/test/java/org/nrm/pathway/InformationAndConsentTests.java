package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** The person knows first, chooses then, service by service, and is asked again before a consent runs out. */
class InformationAndConsentTests extends Stories {

    private static final String LANGUAGE = "Settle language and way of communicating";
    private static final String EXPLAIN = "Explain rights and options";
    private static final String OFFERS = "Answer offers one by one";
    private static final String CONSENTS = "Record consents";
    private static final String REVIEW = "Review consents";

    @Override
    protected String process() {
        return "information-and-consent";
    }

    @Test
    void nobodyIsAskedForAConsentBeforeTheRightsAreUnderstoodOrInShock() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        assertThat(tasks(person)).containsExactly(LANGUAGE);
        mechanism.completes(person, LANGUAGE, Map.of("language", "ro"));
        assertThat(tasks(person)).containsExactly(EXPLAIN);
        mechanism.completes(person, EXPLAIN, Map.of("decidingNow", "not-now", "whyPause", "tired-or-in-shock"));
        assertThat(mechanism.find(person, "Pause and ask health").role()).isEqualTo("health");
        mechanism.completes(person, "Pause and ask health", Map.of("readyAgain", "another-day"));
        assertThat(tasks(person)).containsExactly(EXPLAIN);
        mechanism.completes(person, EXPLAIN);
        assertThat(tasks(person)).containsExactly(OFFERS);
        assertThat(mechanism.consents(person)).isEmpty();

        mechanism.completes(person, OFFERS, Map.of("answerShelter", "refused", "answerHealth", "later"));
        mechanism.completes(person, CONSENTS, Map.of("consentPsychosocial", "refused", "consentDuration", "P90D"));
        assertThat(mechanism.consents(person))
                .as("service by service")
                .containsExactlyInAnyOrder(
                        "services",
                        "material",
                        "health",
                        "interpretation",
                        "schooling",
                        "redress",
                        "long-term-support");
        assertThat(mechanism.openTasks(person))
                .as("each service by its own answer, and no no is the last word")
                .contains(
                        "Offer shelter again",
                        "Offer health care again",
                        "Explain ways to redress",
                        "Make plan with the person");

        mechanism.passes("P89D");
        assertThat(tasks(person)).isEmpty();
        mechanism.passes("P2D");
        assertThat(tasks(person)).containsExactly(REVIEW);
        mechanism.completes(person, REVIEW, Map.of("consentReviewNext", "set-next", "consentHealth", "refused"));
        mechanism.passes("P91D");
        mechanism.completes(person, REVIEW, Map.of("consentReviewNext", "not-needed"));
        assertThat(tasks(person)).isEmpty();
        assertThat(steps(person)).contains("entered consents-reviewed");
    }

    @Test
    void aChildIsAskedOnlyOnceTheGuardianIsThere() {
        var child = mechanism.refer("ngo1", Mechanism.child());
        assertThat(tasks(child)).isEmpty();
        assertThat(mechanism.openTasks(child)).contains("Ask about danger and urgent needs");
        mechanism.completes(child, "Treat as child");
        assertThat(tasks(child)).isEmpty();
        mechanism.completes(child, "Appoint guardian");
        assertThat(tasks(child)).containsExactly(LANGUAGE);
    }

    private List<String> tasks(String person) {
        return mechanism.tasks(person).stream()
                .filter(task -> task.process().equals(process()))
                .map(OpenTask::name)
                .toList();
    }
}
