package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.CaseRef;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;

/** Anyone complains for the person about any agency; harm stops the same day, and help goes on untouched. */
class ComplaintTests extends Stories {

    private static final String EXPLAIN = "Explain outcome and outside review";

    @Autowired
    private Pathway pathway;

    @Override
    protected String process() {
        return "complaint";
    }

    @Test
    void harmIsStoppedAtOnceAndTheComplaintIsFollowedUntilTheMeasuresWork() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var help = mechanism.openTasks(person);
        mechanism.raise("ngo1", person, "complains");
        assertThat(complaintTasks(person)).containsExactly("Record complaint (case manager)");

        mechanism.completes(
                person,
                "Record complaint (case manager)",
                Map.of("harmNow", "yes", "agencyConcerned", "shelter", "complaintFacts", "They kept the key"));
        assertThat(complaintTasks(person)).containsExactlyInAnyOrder("Stop harm now", "Acknowledge complaint");
        assertThat(roles(person)).containsOnly("coordinator");
        assertThat(caseAs("ngo1", person))
                .as("what a complaint says is not for the agencies")
                .contains("harmNow")
                .doesNotContain("They kept the key");

        mechanism.completes(person, "Acknowledge complaint");
        assertThat(complaintTasks(person))
                .as("examining does not wait for measures, nor they for it")
                .containsExactlyInAnyOrder("Stop harm now", "Examine complaint");
        mechanism.completes(person, "Examine complaint", Map.of("complaintStands", "stands"));
        mechanism.completes(person, "Stop harm now");
        mechanism.completes(person, "Decide complaint", Map.of("complaintOutcome", "upheld", "systemicMatter", "yes"));
        mechanism.completes(person, EXPLAIN);
        mechanism.completes(person, "Report pattern without identity");
        assertThat(complaintTasks(person)).isEmpty();

        mechanism.passes("P31D");
        mechanism.completes(person, "Check effect", Map.of("complaintEffect", "not-effective"));
        assertThat(complaintTasks(person)).as("it is decided again").containsExactly("Decide complaint");
        mechanism.completes(person, "Decide complaint", Map.of("systemicMatter", "no"));
        mechanism.completes(person, EXPLAIN);
        mechanism.passes("P31D");
        mechanism.completes(person, "Check effect", Map.of("complaintEffect", "effective"));

        assertThat(complaintTasks(person)).isEmpty();
        assertThat(steps(person)).contains("entered complaint-closed");
        assertThat(mechanism.openTasks(person))
                .as("no help is lost by complaining")
                .containsAll(help);
    }

    @Test
    void theLawyerComplainsPastTheCaseManagerAndThePersonTakesItBack() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, "Offer a lawyer");
        mechanism.completes(person, "Accept mandate");
        var help = mechanism.openTasks(person);
        mechanism.raise("legal1", person, "complains");
        assertThat(roles(person)).containsExactly("legal-adviser");

        mechanism.completes(person, "Record complaint (legal adviser)", Map.of("harmNow", "no"));
        assertThat(complaintTasks(person))
                .as("where harm is ruled out there is none to stop")
                .containsExactly("Acknowledge complaint");
        mechanism.completes(person, "Acknowledge complaint");
        mechanism.completes(person, "Examine complaint", Map.of("complaintStands", "withdrawn"));
        assertThat(complaintTasks(person)).isEmpty();
        assertThat(mechanism.openTasks(person)).containsAll(help);

        mechanism.raise("legal1", person, "complains");
        assertThat(roles(person)).as("one may complain again").containsExactly("legal-adviser");
    }

    @Test
    void theGuardianComplainsForTheChildAndNotKnowingCountsAsHarm() {
        var child = mechanism.refer("ngo1", Mechanism.child());
        mechanism.completes(child, "Treat as child");
        mechanism.completes(child, "Appoint guardian");
        mechanism.completes(child, "Inform the child by age");
        mechanism.raise("guardian1", child, "complains");
        assertThat(roles(child)).containsExactly("guardian");

        mechanism.completes(child, "Record complaint (guardian)", Map.of("harmNow", "unknown"));
        assertThat(complaintTasks(child)).containsExactlyInAnyOrder("Stop harm now", "Acknowledge complaint");
    }

    @Test
    void aComplaintFromTheBoxIsRecordedByTheCoordinator() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        pathway.raise(new CaseRef(person), "complaint-made", Map.of("complaintBy", "box"));
        assertThat(complaintTasks(person)).containsExactly("Record complaint (complaint box)");
        assertThat(roles(person)).containsExactly("coordinator");
        mechanism.completes(person, "Record complaint (complaint box)");
        assertThat(complaintTasks(person)).contains("Acknowledge complaint");
    }

    private List<String> complaintTasks(String person) {
        return ofComplaint(person).stream().map(OpenTask::name).toList();
    }

    private List<String> roles(String person) {
        return ofComplaint(person).stream().map(OpenTask::role).toList();
    }

    private List<OpenTask> ofComplaint(String person) {
        return mechanism.tasks(person).stream()
                .filter(task -> task.process().equals(process()))
                .toList();
    }

    private String caseAs(String user, String person) {
        var answer = mechanism.api().get(user, "/api/v1/cases/" + person);
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }
}
