package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A child in a shelter turns eighteen: her bed stays, she is asked herself, and every form takes her for the adult that she is. */
@Tag("slow")
class ComingOfAgeTests extends Stories {

    private static final String ASK = "Ask the person anew";
    private static final String WELCOME = "Welcome";

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "coming-of-age";
    }

    @Test
    void herBedStaysAndSheAgreesHerself() {
        var child = inAShelter("yes");
        mechanism.passes("P4D");
        mechanism.passes("P1D");

        assertThat(mechanism.openTasks(child, "coming-of-age")).containsExactly(ASK);
        assertThat(ended(child)).as("a date takes nothing away").isEmpty();
        mechanism.completes(child, WELCOME);

        assertThat(consentForm(child))
                .as("the form follows her age now")
                .containsExactlyInAnyOrder("signature", "spoken");
        assertThat(consent(child, "assent-and-guardian")).isEqualTo(422);
        assertThat(consent(child, "spoken")).isEqualTo(201);

        mechanism.completes(child, ASK, Map.of("consentServices", "given", "consentForm", "spoken"));
        assertThat(ended(child))
                .as("her answer takes the place of her guardian's")
                .contains("services");
        assertThat(givenBy(child, "services")).contains("person");
        assertThat(mechanism.openTasks(child, "coming-of-age")).isEmpty();
        mechanism.passes("P7D");
        mechanism.completes(child, "Weekly review with the person");

        mechanism.passes("P2D");
        assertThat(mechanism.openTasks(child, "coming-of-age"))
                .as("she is asked once")
                .isEmpty();
    }

    @Test
    void ifSheSaysNoItIsHerNo() {
        var child = inAShelter("yes");
        mechanism.passes("P4D");
        mechanism.passes("P1D");
        mechanism.completes(child, ASK, Map.of("consentServices", "refused", "consentForm", "spoken"));
        assertThat(ended(child)).contains("services");
        assertThat(mechanism.consents(child)).doesNotContain("services");
    }

    @Test
    void aDateThatSomebodyNamedMakesNobodyAnAdult() {
        var person = inAShelter("unknown");
        mechanism.passes("P4D");
        mechanism.passes("P1D");
        assertThat(mechanism.openTasks(person, "coming-of-age")).containsExactly("Confirm guardian");
        mechanism.completes(person, "Confirm guardian");
        assertThat(consentForm(person)).containsExactly("assent-and-guardian");
        mechanism.completes(person, ASK, Map.of("consentServices", "given", "consentForm", "assent-and-guardian"));
        assertThat(ended(person)).isEmpty();
        assertThat(mechanism.openTasks(person, "coming-of-age")).isEmpty();
    }

    /** Seventeen, for three more days, with a place that the guardian agreed to. */
    private String inAShelter(String isChild) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var referral = new LinkedHashMap<>(Mechanism.child());
        referral.put(
                "person",
                Map.of(
                        "isChild",
                        isChild,
                        "name",
                        "Mila Example",
                        "birthDate",
                        today.minusYears(18).plusDays(3).toString()));
        var person = mechanism.refer("ngo1", referral);
        mechanism.answersOffers(person, Map.of("answerShelter", "accepted"));
        mechanism.bring(person, WELCOME);
        return person;
    }

    private Set<String> ended(String person) {
        var ended = new TreeSet<String>();
        for (var consent : consents(person))
            if (!consent.path("withdrawn").isNull())
                ended.add(consent.path("of").asString());
        return ended;
    }

    private List<String> givenBy(String person, String of) {
        return jdbc.sql("select given_by from consent where case_ref = :ref and item = :of and withdrawn is null")
                .param("ref", person)
                .param("of", of)
                .query(String.class)
                .list();
    }

    private JsonNode consents(String person) {
        return mechanism.api().get("ngo1", "/api/v1/cases/" + person).body().path("consents");
    }

    /** The ways of consenting that the form of the question offers. */
    private List<String> consentForm(String person) {
        var task = mechanism.find(person, ASK);
        mechanism.ordinaryAnswers(task);
        var found = new ArrayList<String>();
        collect(mechanism.api().get("ngo1", "/api/v1/tasks/" + task.id()).body().path("form"), found);
        return found;
    }

    private static void collect(JsonNode node, List<String> found) {
        for (var component : node.path("components")) {
            if (component.path("key").asString("").equals("consentForm"))
                for (var value : component.path("values"))
                    found.add(value.path("value").asString());
            collect(component, found);
        }
    }

    private int consent(String person, String form) {
        var consent = new HashMap<String, Object>(Map.of(
                "of", "contact",
                "to", "social-services",
                "purpose", "referral",
                "duration", "P90D",
                "language", "en",
                "form", form,
                "childView", "wants it",
                "told", List.of("who", "what", "why", "how-long", "onward", "no-loss", "withdrawal")));
        return mechanism
                .api()
                .post("ngo1", "/api/v1/cases/" + person + "/consents", consent)
                .status();
    }
}
