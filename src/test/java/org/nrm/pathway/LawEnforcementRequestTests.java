package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.CaseRef;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;

/** What is asked of the police and other law enforcement stands beside the case; nothing waits for it. */
@Tag("slow")
class LawEnforcementRequestTests extends Stories {

    private static final String POLICE_TASK = "Answer request for protection";

    /** Each kind of request, the task that it becomes, and who does that. */
    private static final List<Asked> KINDS = List.of(
            new Asked("protection", POLICE_TASK, "police", "police1"),
            new Asked("escort", "Answer request for escort", "police", "police1"),
            new Asked("enquiry-police", "Answer request for facts (police)", "police", "police1"),
            new Asked("enquiry-border", "Answer request for facts (border guard)", "border-guard", "border1"),
            new Asked("enquiry-labour", "Answer request for facts (labour inspector)", "labour-inspector", "labour1"),
            new Asked("workplace-report", "Answer request for workplace report", "labour-inspector", "labour1"),
            new Asked("non-punishment", "Answer request not to punish", "prosecutor", "prosecutor1"));

    private static final List<String> ASKERS = List.of("case-manager", "competent-authority", "legal-adviser");

    private record Asked(String kind, String task, String role, String user) {}

    @Autowired
    private Pathway pathway;

    @Override
    protected String process() {
        return "law-enforcement-request";
    }

    @Test
    void policeAreAskedForProtectionAndTheCaseGoesOnWithoutTheirAnswer() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.bring(person, POLICE_TASK);
        var lawEnforcement = KINDS.stream().map(Asked::task).collect(Collectors.toSet());
        mechanism.bring(person, "Welcome", Map.of(), lawEnforcement);
        assertThat(mechanism.openTasks(person)).contains(POLICE_TASK);
        assertThat(mechanism.find(person, "Welcome").role()).isEqualTo("shelter");
    }

    @Test
    void aRequestWithoutAnAnswerIsRememberedAfterTenDaysAndStaysOpen() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.completes(person, "Ask about danger and urgent needs");
        mechanism.completes(person, "Agree to police protection");
        mechanism.completes(person, "Ask police for protection");
        var before = new ArrayList<>(mechanism.openTasks(person));

        mechanism.passes("P9D");
        assertThat(mechanism.openTasks(person)).doesNotContain("Remind lead of the agency");
        mechanism.passes("P2D");
        assertThat(mechanism.find(person, "Remind lead of the agency").role()).isEqualTo("coordinator");
        mechanism.completes(person, "Remind lead of the agency");
        assertThat(mechanism.openTasks(person)).as("nothing is taken away").containsAll(before);

        mechanism.completes(person, POLICE_TASK, Map.of("requestAnswer", "declined"));
        assertThat(mechanism.find(person, note("case-manager")).role()).isEqualTo("case-manager");
        mechanism.completes(person, note("case-manager"));
        before.remove(POLICE_TASK);
        assertThat(mechanism.openTasks(person))
                .as("a no of the police changes nothing")
                .containsAll(before);
    }

    @Test
    void eachRequestGoesToOneAddresseeAndTheAnswerToWhoAsked() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var before = mechanism.openTasks(person);
        for (var asked : KINDS) {
            var asker = ASKERS.get(KINDS.indexOf(asked) % ASKERS.size());
            ask(person, asked.kind(), asker);
            assertThat(requests(person)).containsExactly(asked.role());
            assertThat(mechanism.find(person, asked.task()).role()).isEqualTo(asked.role());

            mechanism.completes(person, asked.task());
            assertThat(mechanism
                            .api()
                            .get(asked.user(), "/api/v1/cases/" + person)
                            .status())
                    .as("the case stays closed to %s, who has done a task of it", asked.user())
                    .isEqualTo(404);
            assertThat(requests(person)).containsExactly(asker);
            mechanism.completes(person, note(asker));
        }
        assertThat(mechanism.openTasks(person)).isEqualTo(before);
    }

    @Test
    void whatNobodyCanBeAskedGoesBackToTheCaseManager() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        ask(person, "the-address", "case-manager");
        assertThat(requests(person)).containsExactly("case-manager");
        mechanism.completes(person, note("case-manager"), Map.of("answerNoted", "no-answer"));
        assertThat(requests(person)).isEmpty();
    }

    /** The task with which the answer comes back to who asked. */
    private static String note(String asker) {
        return switch (asker) {
            case "competent-authority" -> "Note the answer (identification authority)";
            case "legal-adviser" -> "Note the answer (legal adviser)";
            default -> "Note the answer (case manager)";
        };
    }

    /** As a throwing event of the case does it. */
    private void ask(String person, String kind, String asker) {
        pathway.begin(
                new CaseRef(person),
                "law-enforcement-request",
                Map.of("isChild", "no", "request", kind, "requestedBy", asker));
    }

    /** Roles of the open tasks that belong to requests. */
    private List<String> requests(String person) {
        return mechanism.tasks(person).stream()
                .filter(task -> task.process().equals(process()))
                .map(OpenTask::role)
                .toList();
    }
}
