package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** A shelter is a home: one chooses it, comes and goes, leaves, and comes back. Nobody but the person ends the stay. */
@Tag("slow")
class ShelterPlacementTests extends Stories {

    private static final String CONSENT = "Consent to placement and to referral to shelter";
    private static final String AGAIN = "Offer shelter again";
    private static final String REVIEW = "Weekly review with the person";
    private static final String DOOR = "Keep the door open";

    @Override
    protected String process() {
        return "shelter-placement";
    }

    @Test
    void adultChoosesAPlaceLivesThereAndMovesOnInHerOwnTime() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(person, Map.of("answerShelter", "accepted"));
        assertThat(mechanism.openTasks(person))
                .as("what she refused is offered again, and only what she wanted begins")
                .contains("Assess placement needs", "Offer health care again", "Offer redress again")
                .doesNotContain(AGAIN, "Best interests of placement");
        assertThat(mechanism.find(person, "Assess placement needs").due()).isNotNull();

        mechanism.completes(person, "Assess placement needs");
        mechanism.completes(person, "Find place", Map.of("placeFound", "none-yet"));
        mechanism.completes(person, "Arrange interim place");
        assertThat(mechanism.openTasks(person)).doesNotContain("Find place");
        mechanism.passes("P3D");
        mechanism.completes(person, "Find place", Map.of("placeFound", "partly-fits"));
        mechanism.completes(person, "Offer place", Map.of("placeOfferAnswer", "other-place"));
        mechanism.completes(person, "Find place");
        mechanism.completes(person, "Offer place");
        assertThat(mechanism.consents(person)).doesNotContain("placement");
        mechanism.completes(person, CONSENT);
        assertThat(mechanism.consents(person)).contains("placement", "support, contact -> shelter");
        mechanism.completes(person, "Send referral");

        assertThat(seenByShelter(person)).isEmpty();
        assertThat(caseAsSeenByShelter(person)).isEqualTo(404);
        mechanism.completes(person, "Arrange move, collect belongings", Map.of("shelterAgency", "birch-house"));
        assertThat(mechanism.find(person, "Welcome").agency()).isEqualTo("birch-house");
        assertThat(seenByShelter(person)).containsExactly("Welcome");
        assertThat(caseAsSeenByShelter(person)).isEqualTo(200);
        mechanism.completes(person, "Welcome");
        assertThat(mechanism.openTasks(person)).doesNotContain(REVIEW);

        mechanism.passes("P7D");
        mechanism.withdraw("ngo1", person, "participation");
        assertThat(mechanism.consents(person)).isEmpty();
        assertThat(seenByShelter(person))
                .as("all consents taken back, the home is kept")
                .containsExactly(REVIEW);
        assertThat(mechanism.refusedToComplete(person, REVIEW)).isEqualTo("no-consent");
        mechanism.agrees("ngo1", person, "placement");
        mechanism.agrees("ngo1", person, "services");
        mechanism.completes(person, REVIEW);
        mechanism.passes("P7D");

        mechanism.completes(person, REVIEW, Map.of("stayAnswer", "moves-on"));
        mechanism.completes(person, "Plan moving on");
        mechanism.completes(person, "Prepare move");
        mechanism.passes("P44D");
        assertThat(mechanism.openTasks(person))
                .as("the place is kept for the time promised")
                .doesNotContain("Confirm move");
        mechanism.passes("P1D");
        mechanism.completes(person, "Confirm move", Map.of("moveAnswer", "needs-longer"));
        moveIsPrepared(person);
        mechanism.completes(person, "Confirm move", Map.of("moveAnswer", "stays"));
        assertThat(mechanism.openTasks(person)).doesNotContain(DOOR, "Plan moving on");
        mechanism.passes("P7D");
        mechanism.completes(person, REVIEW, Map.of("stayAnswer", "moves-on"));
        moveIsPrepared(person);
        mechanism.completes(person, "Confirm move", Map.of("moveAnswer", "moved"));

        mechanism.completes(person, DOOR, Map.of("doorAnswer", "settled"));
        assertThat(steps(person)).contains("entered settled-elsewhere");
        assertThat(mechanism.openTasks(person)).contains("Offer health care again", "Offer redress again");
    }

    @Test
    void whoLeavesComesBackWithoutANewReferral() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(person, Map.of("answerShelter", "accepted"));
        placeIsFound(person, "none");
        mechanism.completes(person, "Offer place");
        mechanism.completes(person, CONSENT);
        mechanism.completes(person, "Send referral");
        mechanism.completes(person, "Arrange move, collect belongings");
        mechanism.completes(person, "Welcome");
        mechanism.passes("P7D");
        mechanism.completes(person, REVIEW, Map.of("stayAnswer", "left"));
        assertThat(mechanism.find(person, DOOR).due()).isNotNull();

        mechanism.passes("P40D");
        mechanism.completes(person, DOOR, Map.of("doorAnswer", "wants-back"));
        assertThat(mechanism.openTasks(person))
                .as("the house welcomes her again at once, even after the time promised")
                .contains("Welcome")
                .doesNotContain("Find place", CONSENT);
        mechanism.completes(person, "Welcome");
        mechanism.passes("P7D");
        mechanism.completes(person, REVIEW, Map.of("stayAnswer", "left"));
        mechanism.completes(person, DOOR, Map.of("doorAnswer", "not-known"));
        mechanism.completes(person, AGAIN, Map.of("serviceAnswer", "refused"));
        assertThat(steps(person)).contains("entered refused-door-open");
        assertThat(mechanism.openTasks(person)).doesNotContain(AGAIN).contains("Offer health care again");
    }

    @Test
    void childIsPlacedByBestInterestsAndWhoWantsNoShelterGetsOtherHelp() {
        var child = mechanism.refer("ngo1", Mechanism.child());
        mechanism.answersOffers(child, Map.of());
        mechanism.completes(child, AGAIN, Map.of("serviceAnswer", "later"));
        mechanism.completes(child, AGAIN);
        assertThat(mechanism.find(child, "Best interests of placement").role()).isEqualTo("guardian");
        assertThat(mechanism.openTasks(child)).doesNotContain("Assess placement needs");

        mechanism.completes(child, "Best interests of placement");
        placeIsFound(child, "shelter");
        mechanism.completes(child, "Offer place");
        mechanism.completes(child, CONSENT, Map.of("consentGiven", "refused"));
        assertThat(mechanism.openTasks(child)).doesNotContain("Send referral");
        mechanism.completes(child, "Agree to stay there");
        assertThat(mechanism.consents(child)).contains("placement");

        mechanism.passes("P7D");
        mechanism.completes(child, REVIEW, Map.of("stayAnswer", "other-place"));
        mechanism.completes(child, "Best interests of placement");
        placeIsFound(child, "shelter");
        mechanism.completes(child, "Offer place", Map.of("placeOfferAnswer", "later"));
        mechanism.completes(child, "Agree to stay there", Map.of("consentGiven", "refused"));
        mechanism.completes(child, "Offer help without a shelter");
        mechanism.completes(child, AGAIN);

        mechanism.completes(child, "Best interests of placement");
        placeIsFound(child, "none");
        mechanism.completes(child, "Offer place", Map.of("placeOfferAnswer", "refused"));
        assertThat(mechanism.openTasks(child))
                .contains("Offer help without a shelter")
                .doesNotContain("Agree to stay there");
        mechanism.completes(child, "Offer help without a shelter", Map.of("helpAnswer", "refused"));
        assertThat(mechanism.openTasks(child))
                .as("a place is offered again whatever was refused")
                .contains(AGAIN);
    }

    private void placeIsFound(String person, String placeNow) {
        mechanism.completes(person, "Assess placement needs", Map.of("placeNow", placeNow));
        mechanism.completes(person, "Find place");
    }

    /** The promised time passes first, the move is prepared after it. */
    private void moveIsPrepared(String person) {
        mechanism.completes(person, "Plan moving on");
        mechanism.passes("P45D");
        assertThat(mechanism.openTasks(person)).doesNotContain("Confirm move");
        mechanism.completes(person, "Prepare move");
    }

    private List<String> seenByShelter(String person) {
        return mechanism
                .api()
                .get("shelter1", "/api/v1/tasks?q=" + person)
                .body()
                .path("items")
                .valueStream()
                .map(task -> task.path("name").asString())
                .toList();
    }

    private int caseAsSeenByShelter(String person) {
        return mechanism.api().get("shelter1", "/api/v1/cases/" + person).status();
    }
}
