package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.access.Accounts;
import org.nrm.pathway.OpenTask;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.testing.Users;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** To whom a task goes, who is put on a case by it, and who learns nothing. */
@Tag("slow")
class RoutingTests extends Stories {

    private static final List<String> LAW_ENFORCEMENT = List.of("police1", "border1", "labour1", "prosecutor1");

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Accounts accounts;

    @LocalServerPort
    private int port;

    @Override
    protected String process() {
        return "";
    }

    /** Two agencies of the demo get a second member of staff for this class. */
    @BeforeAll
    void hire() {
        hire("routing.panel", "identification-panel");
        hire("routing.door", "open-door");
    }

    @AfterAll
    void dismiss() {
        var operator = accounts.find("operator1").orElseThrow();
        accounts.setActive("routing.panel", false, operator);
        accounts.setActive("routing.door", false, operator);
    }

    private void hire(String login, String agency) {
        accounts.add(
                new Accounts.NewAccount(login, "Second " + agency, agency, false, "quiet river under snow"),
                accounts.find("operator1").orElseThrow());
    }

    @Test
    void aTaskThatNobodyHasTakenIsSeenByEveryAgencyOfTheRoleAndByNobodyElse() {
        var person = mechanism.refer("responder1", Mechanism.adult());
        var open = mechanism.tasks(person);
        assertThat(open).extracting(OpenTask::role).contains("case-manager", "coordinator");
        for (var task : open) {
            assertThat(task.agency()).as(task.name()).isNull();
            for (var user : Users.ALL)
                assertThat(sees(user, task))
                        .as("%s sees '%s' (%s)", user, task.name(), task.role())
                        .isEqualTo(holds(user, task.role()));
        }
    }

    @Test
    void seeingAnUntakenTaskPutsNobodyOnTheCase() {
        var person = mechanism.refer("responder1", Mechanism.adult());
        for (var task : mechanism.tasks(person)) Users.ALL.forEach(user -> sees(user, task));
        for (var user : Users.ALL)
            assertThat(caseStatus(user, person)).as(user).isEqualTo(user.equals("responder1") ? 200 : 404);
        assertThat(assignments(person)).containsOnly(Map.entry("first-responder", "outreach-team"));
    }

    @Test
    void theAgencyThatClaimsFirstIsOnTheCaseAndTheRolesTasksAreItsStaffsAlone() {
        var person = mechanism.refer("responder1", Mechanism.adult());
        var tasks = ofRole(person, "case-manager");
        assertThat(tasks).hasSizeGreaterThan(1);
        assertThat(claim("ngo2", tasks.get(0)).status()).isEqualTo(200);

        assertThat(assignments(person)).containsEntry("case-manager", "safe-harbour");
        for (var task : ofRole(person, "case-manager")) {
            assertThat(task.agency()).isEqualTo("safe-harbour");
            for (var user : Users.ALL)
                assertThat(sees(user, task))
                        .as("%s sees '%s'", user, task.name())
                        .isEqualTo(user.equals("ngo2"));
        }
        assertThat(caseStatus("ngo2", person)).isEqualTo(200);
        assertThat(caseStatus("ngo1", person)).isEqualTo(404);
        assertThat(claim("ngo1", tasks.get(0)).status())
                .as("held by another agency")
                .isEqualTo(409);
        assertThat(claim("ngo1", tasks.get(1)).status()).as("held by nobody").isEqualTo(404);
        assertThat(claim("legal1", tasks.get(0)).status()).as("of another role").isEqualTo(404);
        assertThat(claim("auditor1", tasks.get(0)).status()).isEqualTo(404);
    }

    @Test
    void colleaguesSeeTheAgencysTasksAndNobodyTakesOneFromTheOther() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        assertThat(claim("ngo1", task).status()).isEqualTo(200);
        var colleague = new Api(port, "quiet river under snow");
        assertThat(colleague.get("routing.door", "/api/v1/tasks/" + task.id()).status())
                .isEqualTo(200);
        assertThat(colleague
                        .post("routing.door", "/api/v1/tasks/" + task.id() + "/claim", null)
                        .status())
                .isEqualTo(409);
        assertThat(colleague
                        .post("routing.door", "/api/v1/tasks/" + task.id() + "/unclaim", null)
                        .status())
                .isEqualTo(409);
        assertThat(colleague
                        .post("routing.door", "/api/v1/tasks/" + task.id() + "/complete", Map.of("data", Map.of()))
                        .status())
                .isEqualTo(409);
        assertThat(mechanism.find(person, task.name()).assignee()).isEqualTo("ngo1");
    }

    @Test
    void anAgencyThatRefersAndManagesCasesIsOnTheCaseAtOnce() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        assertThat(assignments(person))
                .containsEntry("case-manager", "open-door")
                .containsEntry("first-responder", "open-door");
        assertThat(mechanism.openTasks(person)).doesNotContain("Assign case manager");
        for (var task : ofRole(person, "case-manager")) {
            assertThat(sees("ngo1", task)).isTrue();
            assertThat(sees("ngo2", task)).isFalse();
        }
        assertThat(caseStatus("ngo1", person)).isEqualTo(200);
        assertThat(caseStatus("ngo2", person)).isEqualTo(404);
    }

    @Test
    void whereNoCaseManagerRefersACoordinatorAssignsOne() {
        var person = mechanism.refer("responder1", Mechanism.adult());
        var assign = mechanism.find(person, "Assign case manager");
        assertThat(sees("coordinator1", assign)).isTrue();
        assertThat(sees("coordinator2", assign)).isTrue();
        mechanism.completes(person, "Assign case manager", Map.of("caseManagerAgency", "safe-harbour"));

        assertThat(assignments(person)).containsEntry("case-manager", "safe-harbour");
        assertThat(caseStatus("ngo2", person)).isEqualTo(200);
        assertThat(caseStatus("ngo1", person)).isEqualTo(404);
        for (var task : ofRole(person, "case-manager"))
            assertThat(sees("ngo1", task)).isFalse();
    }

    @Test
    void theCaseManagerHandsTheCaseOverWithAReason() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        for (var task : ofRole(person, "case-manager"))
            assertThat(claim("ngo1", task).status()).isEqualTo(200);
        assertThat(assign("ngo1", person, "case-manager", "safe-harbour", "She asked for it")
                        .status())
                .isEqualTo(200);

        assertThat(caseStatus("ngo1", person)).isEqualTo(404);
        assertThat(caseStatus("ngo2", person)).isEqualTo(200);
        for (var task : ofRole(person, "case-manager")) {
            assertThat(task.assignee()).as(task.name()).isNull();
            assertThat(task.agency()).isEqualTo("safe-harbour");
            assertThat(sees("ngo1", task)).isFalse();
            assertThat(sees("ngo2", task)).isTrue();
            assertThat(complete("ngo1", task, Map.of()).status()).isEqualTo(404);
            assertThat(claim("ngo2", task).status()).isEqualTo(200);
        }
        assertThat(steps(person))
                .filteredOn(step -> step.startsWith("reassigned"))
                .hasSize(1);
        assertThat(viewOf("ngo2", person).at("/data/assignment/reason").asString())
                .isEqualTo("She asked for it");
    }

    @Test
    void aCoordinatorPutsAnotherAgencyOnAnyCase() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        assertThat(caseStatus("coordinator2", person)).isEqualTo(404);
        assertThat(assign("coordinator2", person, "case-manager", "safe-harbour", "Conflict of interest")
                        .status())
                .isEqualTo(200);
        assertThat(assignments(person)).containsEntry("case-manager", "safe-harbour");
        assertThat(caseStatus("coordinator2", person))
                .as("assigning puts nobody on the case")
                .isEqualTo(404);
    }

    @Test
    void anAssignmentNeedsARoleAnAgencyThatHoldsItAndAReason() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var before = assignments(person);
        assertThat(fields(assign("ngo1", person, "shelter", "birch-house", ""))).containsExactly("reason");
        assertThat(fields(assign("ngo1", person, "shelter", "birch-house", "   ")))
                .containsExactly("reason");
        assertThat(fields(assign("ngo1", person, "shelter", "birch-house", "x".repeat(4001))))
                .containsExactly("reason");
        assertThat(fields(assign("ngo1", person, "shelter", "capital-police", "nearer")))
                .containsExactly("agency");
        assertThat(fields(assign("ngo1", person, "shelter", "no-such-house", "nearer")))
                .containsExactly("agency");
        assertThat(fields(assign("ngo1", person, "landlord", "birch-house", "nearer")))
                .contains("role");
        assertThat(fields(mechanism.api().post("ngo1", "/api/v1/cases/" + person + "/assignments", Map.of())))
                .containsExactlyInAnyOrder("role", "agency", "reason");
        assertThat(assignments(person)).isEqualTo(before);
        assertThat(steps(person))
                .filteredOn(step -> step.startsWith("reassigned"))
                .isEmpty();
    }

    @Test
    void nobodyElseAssigns() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        assertThat(assign("legal1", person, "shelter", "birch-house", "nearer").status())
                .as("not on the case yet")
                .isEqualTo(404);
        mechanism.bring(person, "Accept mandate");
        assertThat(claim("legal1", ofRole(person, "legal-adviser").get(0)).status())
                .isEqualTo(200);
        assertThat(assign("legal1", person, "shelter", "birch-house", "nearer").status())
                .as("on the case, but not its manager")
                .isEqualTo(403);
        for (var user : List.of("ngo2", "police1", "prosecutor1", "auditor1", "operator1"))
            assertThat(assign(user, person, "shelter", "birch-house", "nearer").status())
                    .as(user)
                    .isEqualTo(404);
        for (var noCase : List.of("NRM-2026-ZZZZZZZZ", "no-case", "x"))
            assertThat(assign("coordinator1", noCase, "shelter", "birch-house", "nearer")
                            .status())
                    .as(noCase)
                    .isEqualTo(404);
        assertThat(steps(person))
                .filteredOn(step -> step.startsWith("reassigned"))
                .isEmpty();
    }

    @Test
    void lawEnforcementSeesTheFormOfItsOwnTaskAndNothingElse() {
        var person = mechanism.refer("ngo1", named());
        mechanism.bring(person, "Answer request for protection");
        var own = mechanism.find(person, "Answer request for protection");
        var open = mechanism.tasks(person);
        assertThat(open).hasSizeGreaterThan(1);
        for (var user : LAW_ENFORCEMENT) {
            for (var task : open)
                assertThat(sees(user, task))
                        .as("%s sees '%s'", user, task.name())
                        .isEqualTo(user.equals("police1") && task.role().equals("police"));
            seesNothingOfTheCase(user, person);
        }
        assertThat(claim("police1", own).status()).isEqualTo(200);
        seesNothingOfTheCase("police1", person);
        var form = mechanism.api().get("police1", "/api/v1/tasks/" + own.id());
        assertThat(form.status()).isEqualTo(200);
        assertThat(form.text()).doesNotContain("Ada Example").doesNotContain("through the responder");

        var view = viewOf("ngo1", person);
        assertThat(view.findValuesAsString("role"))
                .as("the case does not say that police are on it")
                .doesNotContain("police");
        assertThat(view.path("tasks").findValuesAsString("name")).doesNotContain(own.name());
    }

    @Test
    void lawEnforcementThatRefersSeesNothingOfTheCaseThatBegins() {
        for (var user : LAW_ENFORCEMENT) {
            var person = mechanism.refer(user, named());
            for (var task : mechanism.tasks(person))
                assertThat(sees(user, task)).isFalse();
            seesNothingOfTheCase(user, person);
        }
    }

    private void seesNothingOfTheCase(String user, String person) {
        assertThat(caseStatus(user, person)).as(user).isEqualTo(404);
        var api = mechanism.api();
        var path = "/api/v1/cases/" + person;
        assertThat(api.post(user, path + "/events", Map.of("type", "complains")).status())
                .isEqualTo(404);
        assertThat(api.post(user, path + "/withdrawals", Map.of("what", "participation"))
                        .status())
                .isEqualTo(404);
        assertThat(assign(user, person, "shelter", "birch-house", "nearer").status())
                .isEqualTo(404);
        assertThat(api.get(user, path + "/history").status()).isIn(403, 404);
        var unknown = api.get(user, "/api/v1/cases/NRM-2026-ZZZZZZZZ");
        assertThat(api.get(user, path).text().replace(person, "NRM-2026-ZZZZZZZZ"))
                .as("no hint that it exists")
                .isEqualTo(unknown.text());
    }

    @Test
    void anInterpreterWhoseAgencyHasAnotherPartInTheCaseDoesNotInterpret() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.bring(person, "Interpreter now", Map.of(), Set.of("Interpreter now"));
        var task = mechanism.find(person, "Interpreter now");
        jdbc.sql(
                        "insert into case_assignment (case_ref, role, agency, since) values (:ref, 'social-services', 'interpreters-pool', current_timestamp)")
                .param("ref", person)
                .update();
        var refused = claim("interpreter1", task);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("type").asString()).isEqualTo("urn:nrm:problem:not-independent");
        assertThat(mechanism.find(person, "Interpreter now").assignee()).isNull();

        jdbc.sql("delete from case_assignment where case_ref = :ref and agency = 'interpreters-pool'")
                .param("ref", person)
                .update();
        assertThat(claim("interpreter1", task).status()).isEqualTo(200);
    }

    @Test
    void anAppealIsDecidedBySomebodyWhoDidNotDecideBefore() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.workOff(person, Map.of(), Set.of());
        assertThat(steps(person)).anyMatch(step -> step.startsWith("completed decide"));
        mechanism.raise("ngo1", person, "appeals");
        mechanism.bring(person, "Decide appeal");
        var appeal = mechanism.find(person, "Decide appeal");
        var refused = claim("authority1", appeal);
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.body().path("type").asString()).isEqualTo("urn:nrm:problem:not-independent");
        assertThat(new Api(port, "quiet river under snow")
                        .post("routing.panel", "/api/v1/tasks/" + appeal.id() + "/claim", null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anOverdueTaskGoesToTheLeadThenToACoordinatorAndNeverExpires() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var urgent = ofRole(person, "case-manager").stream()
                .filter(task -> task.due() != null)
                .min((a, b) -> due(a).compareTo(due(b)))
                .orElseThrow();
        assertThat(overdue("ngo1")).doesNotContain(urgent.id());

        mechanism.passes("PT25H");
        assertThat(mechanism.find(person, urgent.name()).escalated()).isEqualTo("lead");
        assertThat(overdue("ngo1")).contains(urgent.id());
        assertThat(pages(new Api(port, "quiet river under snow"), "routing.door", "/api/v1/overdue?"))
                .as("a colleague who is not the lead")
                .isEmpty();
        for (var user : List.of("ngo2", "police1", "coordinator1", "auditor1"))
            assertThat(overdue(user)).as(user).doesNotContain(urgent.id());

        mechanism.passes("PT24H");
        assertThat(mechanism.find(person, urgent.name()).escalated()).isEqualTo("coordinator");
        assertThat(overdue("coordinator1")).contains(urgent.id());
        assertThat(overdue("ngo1")).as("the lead still sees it").contains(urgent.id());

        mechanism.passes("P60D");
        mechanism.completes(person, urgent.name());
        assertThat(steps(person))
                .filteredOn(step -> step.equals("escalated " + urgent.element()))
                .as("once to the lead, once to the coordinator")
                .hasSize(2);
        assertThat(overdue("coordinator1")).doesNotContain(urgent.id());
    }

    @Test
    void aTaskThatNoAgencyTakesGoesToACoordinatorAfterEightHours() {
        var person = mechanism.refer("responder1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        mechanism.passes("PT7H");
        assertThat(mechanism.find(person, task.name()).escalated()).isNull();
        mechanism.passes("PT2H");
        assertThat(mechanism.find(person, task.name()).escalated()).isEqualTo("coordinator");
        assertThat(overdue("coordinator2")).contains(task.id());
        assertThat(claim("ngo1", task).status())
                .as("it is still there for every agency")
                .isEqualTo(200);
    }

    @Test
    void theInboxIsReadPageByPageWithoutGapsAndDoubles() {
        var people = new ArrayList<String>();
        for (var number = 0; number < 18; number++) people.add(mechanism.refer("ngo1", Mechanism.adult()));
        var own = new HashSet<String>();
        for (var person : people) for (var task : ofRole(person, "case-manager")) own.add(task.id());
        assertThat(own).hasSizeGreaterThan(50);

        assertThat(ids("ngo1", "?claimed=none")).as("a page").hasSize(50);
        var seen = pages(mechanism.api(), "ngo1", "/api/v1/tasks?claimed=none");
        assertThat(seen).doesNotHaveDuplicates().containsAll(own);
    }

    @Test
    void theInboxIsNarrowedByHolderStrandAndReference() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var tasks = ofRole(person, "case-manager");
        assertThat(claim("ngo1", tasks.get(0)).status()).isEqualTo(200);
        var mine = ids("ngo1", "?claimed=me&q=" + person);
        assertThat(mine).containsExactly(tasks.get(0).id());
        assertThat(ids("ngo1", "?claimed=agency&q=" + person)).isEqualTo(mine);
        assertThat(ids("ngo1", "?claimed=none&q=" + person))
                .containsExactlyInAnyOrderElementsOf(tasks.stream()
                        .map(OpenTask::id)
                        .filter(id -> !mine.contains(id))
                        .toList());
        assertThat(ids("ngo1", "?q=" + person.substring(9))).hasSameSizeAs(tasks);
        for (var task : tasks)
            assertThat(ids("ngo1", "?q=" + person + "&strand=" + task.strand()))
                    .contains(task.id())
                    .hasSize((int) tasks.stream()
                            .filter(other -> other.strand().equals(task.strand()))
                            .count());
        assertThat(ids("ngo2", "?q=" + person)).isEmpty();
    }

    private List<String> ids(String user, String query) {
        return mechanism
                .api()
                .get(user, "/api/v1/tasks" + query)
                .body()
                .path("items")
                .findValuesAsString("id");
    }

    /** In the inbox and to be opened, or neither. */
    private boolean sees(String user, OpenTask task) {
        var listed = ids(user, "?q=" + task.caseRef().value()).contains(task.id());
        var opened = mechanism.api().get(user, "/api/v1/tasks/" + task.id()).status();
        assertThat(opened).as("%s opens '%s'", user, task.name()).isEqualTo(listed ? 200 : 404);
        return listed;
    }

    private boolean holds(String user, String role) {
        return accounts.find(user).orElseThrow().holds(role);
    }

    private List<OpenTask> ofRole(String person, String role) {
        var tasks = mechanism.tasks(person).stream()
                .filter(task -> task.role().equals(role))
                .toList();
        assertThat(tasks).as("open tasks of %s", role).isNotEmpty();
        return tasks;
    }

    private int caseStatus(String user, String person) {
        return mechanism.api().get(user, "/api/v1/cases/" + person).status();
    }

    private JsonNode viewOf(String user, String person) {
        return mechanism.api().get(user, "/api/v1/cases/" + person).body();
    }

    private Api.Answer claim(String user, OpenTask task) {
        return mechanism.api().post(user, "/api/v1/tasks/" + task.id() + "/claim", null);
    }

    private Api.Answer complete(String user, OpenTask task, Map<String, ?> data) {
        return mechanism.api().post(user, "/api/v1/tasks/" + task.id() + "/complete", Map.of("data", data));
    }

    private Api.Answer assign(String user, String person, String role, String agency, String reason) {
        return mechanism
                .api()
                .post(
                        user,
                        "/api/v1/cases/" + person + "/assignments",
                        Map.of("role", role, "agency", agency, "reason", reason));
    }

    /** The fields that a refusal names. */
    private static List<String> fields(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        return answer.body().path("problems").findValuesAsString("field");
    }

    /** All pages of it. */
    private List<String> overdue(String user) {
        return pages(mechanism.api(), user, "/api/v1/overdue?");
    }

    private static List<String> pages(Api api, String user, String list) {
        var seen = new ArrayList<String>();
        for (var next = ""; next != null; ) {
            var page = api.get(user, list + (next.isEmpty() ? "" : "&cursor=" + next))
                    .body();
            seen.addAll(page.path("items").findValuesAsString("id"));
            next = page.path("next").asString(null);
        }
        return seen;
    }

    private Map<String, String> assignments(String person) {
        var assignments = new HashMap<String, String>();
        jdbc.sql("select role, agency from case_assignment where case_ref = :ref")
                .param("ref", person)
                .query(row -> {
                    assignments.put(row.getString("role"), row.getString("agency"));
                });
        return assignments;
    }

    private static Instant due(OpenTask task) {
        var due = task.due();
        return due == null ? Instant.MAX : due;
    }

    /** With a name and a way to reach her. */
    private static Map<String, Object> named() {
        var referral = new HashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", "Ada Example"));
        referral.put("contact", Map.of("safeContact", "through the responder"));
        return referral;
    }
}
