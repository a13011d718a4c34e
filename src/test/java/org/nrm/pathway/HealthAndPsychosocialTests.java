package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** Care by need and with a consent for each act. No branch waits for another, and findings stay with those who treat. */
@Tag("slow")
class HealthAndPsychosocialTests extends Stories {

    private static final String AGAIN = "Offer health care again";
    private static final String CHECK = "Offer health check";
    private static final String CONSENT = "Consent to examination";
    private static final String CERTIFICATE = "Agree to pass on certificate";
    private static final String NEED = "Tell case manager the support need";
    private static final String REVIEW = "Review care plan";
    private static final String FIRST_AID = "Psychological first aid and assessment";
    private static final String COUNSELLING = "Consent to counselling or therapy";
    private static final String SOCIAL_WORK = "Social work, money, childcare";

    @Override
    protected String process() {
        return "health-and-psychosocial";
    }

    @Test
    void careGoesOnAsThePersonWishesAndTheCaseManagerLearnsOnlyWhatHelps() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(person, Map.of("answerHealth", "accepted"));
        assertThat(mechanism.openTasks(person))
                .as("all help begins side by side")
                .contains(
                        CHECK,
                        FIRST_AID,
                        "Assess needs",
                        "Reproductive health",
                        "Substance dependence",
                        "Disability aids",
                        "Schooling or language course")
                .contains("Offer shelter again", "Offer redress again")
                .doesNotContain(AGAIN, CONSENT);
        assertThat(mechanism.find(person, CHECK).due()).isNotNull();

        mechanism.completes(person, CHECK, Map.of("healthAnswer", "later"));
        mechanism.completes(person, FIRST_AID, Map.of("counsellingAnswer", "later"));
        mechanism.completes(person, "Assess needs");
        mechanism.completes(person, SOCIAL_WORK);
        mechanism.completes(person, "Reproductive health", Map.of("careOfferAnswer", "refused"));
        mechanism.completes(person, "Schooling or language course");
        assertThat(mechanism.openTasks(person))
                .contains("Substance dependence", "Disability aids")
                .doesNotContain(CHECK, FIRST_AID, "Assess needs");

        mechanism.passes("P30D");
        mechanism.completes(person, FIRST_AID);
        mechanism.completes(person, COUNSELLING);
        assertThat(mechanism.openTasks(person))
                .as("counselling does not wait for the health check")
                .contains(CHECK, "Counselling or therapy");
        mechanism.completes(person, "Counselling or therapy");
        mechanism.completes(person, "Assess needs");
        mechanism.completes(person, SOCIAL_WORK, Map.of("socialWorkState", "ended"));
        mechanism.completes(person, "Substance dependence");
        mechanism.completes(person, "Disability aids");

        mechanism.completes(person, CHECK);
        mechanism.completes(person, CONSENT, Map.of("consentToExamination", "refused"));
        assertThat(mechanism.consents(person)).doesNotContain("examination");
        assertThat(mechanism.openTasks(person)).doesNotContain("Examine and treat");
        mechanism.completes(person, NEED);
        mechanism.passes("P30D");
        mechanism.completes(person, "Counselling or therapy", Map.of("counsellingState", "ended"));
        mechanism.completes(person, REVIEW);
        mechanism.completes(person, NEED, Map.of("supportNeedWords", "No night work"));
        mechanism.passes("P30D");
        mechanism.completes(person, REVIEW, Map.of("careAnswer", "examination"));
        mechanism.completes(person, CONSENT);
        assertThat(mechanism.consents(person)).contains("examination");
        mechanism.completes(
                person, "Examine and treat", Map.of("findings", "Bruise on the arm", "certificateAnswer", "later"));
        assertThat(caseAsSeenBy("ngo1", person)).contains("No night work").doesNotContain("Bruise on the arm");
        assertThat(caseAsSeenBy("health1", person)).contains("Bruise on the arm");

        mechanism.completes(person, NEED);
        mechanism.passes("P30D");
        mechanism.completes(person, REVIEW, Map.of("careAnswer", "certificate"));
        mechanism.completes(person, CERTIFICATE, Map.of("consentGiven", "refused"));
        assertThat(mechanism.openTasks(person)).contains(NEED).doesNotContain("Pass on certificate");
        mechanism.completes(person, NEED);
        mechanism.passes("P30D");
        mechanism.completes(person, REVIEW, Map.of("careAnswer", "ended"));
        assertThat(steps(person)).contains("entered care-ended-door-open", "entered care-offered");
    }

    @Test
    void certificateGoesToTheLawyerByAConsentOfItsOwn() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(person, Map.of("answerHealth", "later"));
        mechanism.completes(person, AGAIN, Map.of("serviceAnswer", "later"));
        mechanism.completes(person, AGAIN);
        mechanism.completes(person, FIRST_AID);
        mechanism.completes(person, COUNSELLING, Map.of("consentGiven", "refused"));
        assertThat(mechanism.openTasks(person))
                .as("a no to counselling is no no to anything else")
                .contains(CHECK, "Assess needs", "Disability aids")
                .doesNotContain("Counselling or therapy");
        mechanism.completes(person, CHECK);
        mechanism.completes(person, CONSENT);
        mechanism.completes(person, "Examine and treat");
        assertThat(mechanism.consents(person)).doesNotContain("health -> legal-adviser");
        mechanism.completes(person, CERTIFICATE);
        assertThat(mechanism.consents(person)).contains("health -> legal-adviser");
        mechanism.completes(person, "Pass on certificate");

        mechanism.withdraw("ngo1", person, "participation");
        assertThat(mechanism.openTasks(person))
                .as("nothing of help ends by taking consents back")
                .contains(NEED, "Assess needs", "Disability aids", "Handle withdrawal");
    }

    @Test
    void childWhoRefusesCareKeepsEveryOtherOffer() {
        var child = mechanism.refer("ngo1", Mechanism.child());
        mechanism.answersOffers(child, Map.of("answerHealth", "accepted"));
        mechanism.completes(child, CHECK, Map.of("healthAnswer", "refused"));
        mechanism.completes(child, FIRST_AID, Map.of("counsellingAnswer", "refused"));
        assertThat(mechanism.openTasks(child))
                .contains("Assess needs", "Schooling or language course", "Offer shelter again")
                .doesNotContain(CONSENT, COUNSELLING);

        var adult = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(adult, Map.of("answerShelter", "accepted"));
        mechanism.completes(adult, AGAIN, Map.of("serviceAnswer", "refused"));
        assertThat(steps(adult)).contains("entered refused-door-open");
        assertThat(mechanism.openTasks(adult))
                .contains("Assess placement needs", "Offer redress again")
                .doesNotContain(AGAIN, CHECK);
    }

    private String caseAsSeenBy(String user, String person) {
        return mechanism.api().get(user, "/api/v1/cases/" + person).text();
    }
}
