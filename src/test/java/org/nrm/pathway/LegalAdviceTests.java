package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** A lawyer of one's own, free and independent, before anything is said to an authority. */
@Tag("slow")
class LegalAdviceTests extends Stories {

    private static final String[] HELP = {
        "Ask about danger and urgent needs", "Screen by indicators", "Settle language and way of communicating"
    };

    @Override
    protected String process() {
        return "legal-advice";
    }

    @Test
    void aDetainedPersonIsVisitedWithinADayAndAskedForNotToBePunished() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        assertThat(mechanism.find(person, "Offer a lawyer").role()).isEqualTo("case-manager");
        mechanism.completes(person, "Offer a lawyer");
        mechanism.completes(person, "Accept mandate", Map.of("detention", "detained"));
        var visit = mechanism.find(person, "Visit in detention");
        assertThat(visit.due()).isCloseTo(visit.created().plus(Duration.ofHours(24)), within(1, ChronoUnit.MINUTES));
        mechanism.completes(person, "Visit in detention");
        mechanism.completes(person, "Advise on the whole position");
        assertThat(mechanism.openTasks(person))
                .contains(
                        "Review non-punishment",
                        "Advise again before each decision",
                        "Represent at interviews",
                        "Agree to removal request")
                .contains(HELP);

        mechanism.completes(person, "Review non-punishment", Map.of("offencesCompelled", "carried parcels"));
        mechanism.completes(person, "Agree to request");
        assertThat(mechanism.consents(person)).containsExactly("account -> prosecutor");
        mechanism.completes(person, "Send request");
        assertThat(mechanism.find(person, "Answer request not to punish").role())
                .isEqualTo("prosecutor");
        assertThat(steps(person)).contains("entered non-punishment-settled");

        mechanism.completes(person, "Agree to removal request");
        assertThat(mechanism.consents(person)).contains("identity -> police");
        mechanism.completes(person, "Remove from databases");
        mechanism.completes(person, "Represent at interviews");
        mechanism.completes(person, "Advise again before each decision", Map.of("adviceContinues", "decision-ahead"));
        mechanism.completes(person, "Advise again before each decision");
        assertThat(steps(person)).contains("entered advice-complete", "entered removal-settled", "entered advised");
        assertThat(mechanism.openTasks(person))
                .contains("Answer request not to punish")
                .contains(HELP);
    }

    @Test
    void whatWasCompelledIsReadByTheLawyerAlone() {
        var person = advised();
        mechanism.completes(person, "Review non-punishment", Map.of("offencesCompelled", "carried parcels"));
        assertThat(mechanism.api().get("legal1", "/api/v1/cases/" + person).text())
                .contains("carried parcels");
        assertThat(mechanism.api().get("ngo1", "/api/v1/cases/" + person).text())
                .contains("requestAdvised")
                .doesNotContain("carried parcels");
        assertThat(mechanism.api().get("prosecutor1", "/api/v1/cases/" + person).status())
                .isEqualTo(404);

        mechanism.completes(person, "Agree to request", Map.of("consentGiven", "refused"));
        mechanism.completes(person, "Agree to removal request", Map.of("consentGiven", "refused"));
        assertThat(mechanism.consents(person)).isEmpty();
        assertThat(mechanism.openTasks(person))
                .doesNotContain("Send request", "Remove from databases", "Answer request not to punish");
        assertThat(steps(person)).contains("entered non-punishment-settled", "entered removal-settled");
    }

    @Test
    void whoWaitsIsAskedAgainAndWhoseLawyerCannotActIsOfferedAnotherAtOnce() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, "Offer a lawyer", Map.of("answerLawyer", "later"));
        assertThat(mechanism.openTasks(person)).doesNotContain("Offer a lawyer").contains(HELP);
        mechanism.passes("P30D");
        mechanism.completes(person, "Offer a lawyer");
        mechanism.completes(person, "Accept mandate", Map.of("mandate", "conflict"));
        mechanism.completes(person, "Offer a lawyer");
        mechanism.completes(person, "Accept mandate");
        assertThat(mechanism.openTasks(person)).doesNotContain("Visit in detention");

        mechanism.completes(
                person,
                "Advise on the whole position",
                Map.of("representationWanted", "not-wanted", "removalWanted", "not-wanted"));
        mechanism.completes(person, "Review non-punishment", Map.of("requestAdvised", "not-needed"));
        mechanism.completes(person, "Advise again before each decision");
        assertThat(steps(person)).contains("entered advised");
        assertThat(mechanism.openTasks(person)).contains(HELP);
    }

    @Test
    void aRefusalOfTheLawyerIsARefusalOfNothingElse() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, "Offer a lawyer", Map.of("answerLawyer", "refused"));
        assertThat(steps(person)).contains("entered lawyer-refused");
        assertThat(mechanism.openTasks(person)).contains(HELP).doesNotContain("Accept mandate");
        mechanism.raise("ngo1", person, "wish-to-testify");
        mechanism.completes(person, "Settle language");
        assertThat(mechanism.find(person, "Advise on testimony").role())
                .as("advice before testimony all the same")
                .isEqualTo("legal-adviser");
    }

    private String advised() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, "Offer a lawyer");
        mechanism.completes(person, "Accept mandate");
        mechanism.completes(person, "Advise on the whole position");
        return person;
    }
}
