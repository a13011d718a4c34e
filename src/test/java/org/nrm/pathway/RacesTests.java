package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.access.Actor;
import org.nrm.testing.Api.Answer;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.testing.Tables;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Many hands on one case at once: each act is done once or not at all, and engine, record and ledger tell the same story. */
@Tag("slow")
class RacesTests extends Stories {

    private static final Actor NGO1 =
            new Actor("ngo1", "Amina", "open-door", Set.of("case-manager", "first-responder"), "capital", true);

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TaskWork work;

    @Autowired
    private PlatformTransactionManager transactions;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void twentyPeopleOfTwoAgenciesClaimOneTaskAndOneAgencyHasIt() throws Exception {
        var person = mechanism.refer("responder1", Mechanism.adult());
        var task = unclaimed(person, "case-manager");
        var claims = new ArrayList<Callable<Answer>>();
        for (var number = 0; number < 10; number++)
            for (var user : List.of("ngo1", "ngo2")) claims.add(() -> claim(user, task.id()));
        var answers = together(claims);

        var winner = holder(person, task.id());
        assertThat(winner).isIn("ngo1", "ngo2");
        for (var number = 0; number < answers.size(); number++) {
            var user = number % 2 == 0 ? "ngo1" : "ngo2";
            assertThat(answers.get(number).status())
                    .as(
                            "%s claims while %s holds: %s",
                            user, winner, answers.get(number).text())
                    .isEqualTo(user.equals(winner) ? 200 : 409);
        }
        assertThat(steps(person)).filteredOn(step -> step.startsWith("claimed")).hasSize(1);
        assertThat(assigned(person, "case-manager"))
                .containsExactly(winner.equals("ngo1") ? "open-door" : "safe-harbour");
        agree(person);
    }

    @Test
    void twoAgenciesClaimTwoTasksOfARoleAndOneAgencyIsOnTheCase() throws Exception {
        var person = mechanism.refer("responder1", Mechanism.adult());
        var open = mechanism.tasks(person).stream()
                .filter(task -> task.role().equals("case-manager"))
                .toList();
        assertThat(open).hasSizeGreaterThan(1);
        var answers = together(List.of(
                () -> claim("ngo1", open.get(0).id()),
                () -> claim("ngo2", open.get(1).id())));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 404);
        assertThat(assigned(person, "case-manager")).hasSize(1);
        agree(person);
    }

    @Test
    void aTaskThatIsCompletedTwiceAtOnceIsDoneOnce() throws Exception {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        for (var task : ofRole(person, "case-manager")) {
            var data = mechanism.ordinaryAnswers(task);
            var answers =
                    together(List.of(() -> complete("ngo1", task.id(), data), () -> complete("ngo1", task.id(), data)));
            assertThat(answers).as(task.name()).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
            assertThat(steps(person)).containsOnlyOnce("completed " + task.element());
        }
        agree(person);
    }

    @Test
    void aTaskThatIsCompletedTwiceIsDoneOnceAndTheSecondIsTold() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        var data = mechanism.ordinaryAnswers(task);
        assertThat(complete("ngo1", task.id(), data).status()).isEqualTo(200);
        var before = everything(person);

        var again = complete("ngo1", task.id(), data);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().path("type").asString()).isEqualTo("urn:nrm:problem:done");
        assertThat(complete("ngo2", task.id(), data).status()).isEqualTo(404);
        assertThat(everything(person)).isEqualTo(before);
        agree(person);
    }

    @Test
    void nobodyCompletesWhatSheDoesNotHold() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        var data = mechanism.ordinaryAnswers(task);
        assertThat(mechanism
                        .api()
                        .post("ngo1", "/api/v1/tasks/" + task.id() + "/unclaim", null)
                        .status())
                .isEqualTo(200);
        var before = everything(person);
        assertThat(complete("ngo1", task.id(), data).status()).isEqualTo(409);
        assertThat(everything(person)).isEqualTo(before);
    }

    @Test
    void withdrawingWhileTasksAreCompletedLosesNeither() throws Exception {
        for (var round = 0; round < 4; round++) {
            var person = mechanism.refer("ngo1", Mechanism.adult());
            var acts = new ArrayList<Callable<Answer>>();
            acts.add(() -> withdrawParticipation(person));
            var tasks = ofRole(person, "case-manager");
            for (var task : tasks) {
                var data = mechanism.ordinaryAnswers(task);
                acts.add(() -> complete("ngo1", task.id(), data));
            }
            var answers = together(acts);
            assertThat(answers.get(0).status()).as(answers.get(0).text()).isEqualTo(200);
            for (var number = 0; number < tasks.size(); number++) {
                var task = tasks.get(number);
                var answer = answers.get(number + 1);
                assertThat(answer.status())
                        .as("%s: %s", task.name(), answer.text())
                        .isIn(200, 409);
                assertThat(steps(person))
                        .filteredOn(step -> step.equals("completed " + task.element()))
                        .as("%s answered %s", task.name(), answer.status())
                        .hasSize(answer.status() == 200 ? 1 : 0);
            }
            assertThat(steps(person))
                    .filteredOn(step -> step.startsWith("withdrawn "))
                    .hasSize(1);
            agree(person);
        }
    }

    @Test
    void parallelBranchesAreDoneAtOnceByTheirAgencies() throws Exception {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var sideBySide = false;
        for (var round = 0; round < 3; round++) {
            var acts = new ArrayList<Callable<Answer>>();
            var instances = new ArrayList<String>();
            for (var task : mechanism.tasks(person)) {
                var data = mechanism.ordinaryAnswers(task);
                var user = holder(person, task.id());
                acts.add(() -> complete(user, task.id(), data));
                instances.add(instance(task.id()));
            }
            sideBySide |= new HashSet<>(instances).size() < instances.size();
            assertThat(together(acts))
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.text()).isEqualTo(200));
            agree(person);
        }
        assertThat(sideBySide).as("two tasks of one instance were done at once").isTrue();
    }

    @Test
    void claimingAndCompletingAtOnceNeverSkipsTheQuestions() throws Exception {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        for (var round = 0; round < 25; round++) {
            var answers =
                    together(List.of(() -> claim("ngo1", task.id()), () -> complete("ngo1", task.id(), Map.of())));
            assertThat(answers.get(0).status()).as(answers.get(0).text()).isEqualTo(200);
            assertThat(answers.get(1).status()).as(answers.get(1).text()).isIn(409, 422);
            assertThat(mechanism
                            .api()
                            .post("ngo1", "/api/v1/tasks/" + task.id() + "/unclaim", null)
                            .status())
                    .isEqualTo(200);
        }
        agree(person);
    }

    @Test
    void givingBackWhileCompletingIsOneOrTheOther() throws Exception {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        for (var task : ofRole(person, "case-manager")) {
            var data = mechanism.ordinaryAnswers(task);
            var answers = together(List.of(
                    () -> complete("ngo1", task.id(), data),
                    () -> mechanism.api().post("ngo1", "/api/v1/tasks/" + task.id() + "/unclaim", null)));
            var statuses = answers.stream().map(Answer::status).toList();
            assertThat(statuses).isIn(List.of(200, 404), List.of(409, 200));
        }
        agree(person);
    }

    @Test
    void reassigningWhileTheEarlierAgencyClaimsLeavesItNothing() throws Exception {
        for (var round = 0; round < 4; round++) {
            var person = mechanism.refer("ngo1", Mechanism.adult());
            var acts = new ArrayList<Callable<Answer>>();
            acts.add(() -> mechanism
                    .api()
                    .post(
                            "coordinator1",
                            "/api/v1/cases/" + person + "/assignments",
                            Map.of("role", "case-manager", "agency", "safe-harbour", "reason", "asked for by her")));
            for (var task : ofRole(person, "case-manager")) acts.add(() -> claim("ngo1", task.id()));
            var answers = together(acts);
            assertThat(answers.get(0).status()).isEqualTo(200);
            assertThat(answers.subList(1, answers.size()))
                    .extracting(Answer::status)
                    .allMatch(status -> status == 200 || status == 404);
            assertThat(ofRole(person, "case-manager"))
                    .allSatisfy(task -> assertThat(task.assignee()).isNull());
            assertThat(assigned(person, "case-manager")).containsExactly("safe-harbour");
            agree(person);
        }
    }

    @Test
    void whatFailsInTheMiddleOfTheEnginesStepsHasNotBegun() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        var data = mechanism.ordinaryAnswers(task);
        var before = everything(person);
        // The entry of a flow is written when the task is completed, its answers are kept and the engine is on its way.
        jdbc.sql("alter table ledger_entry add constraint no_more_flows check (type <> 'flow' or stream <> '" + person
                        + "' or seq <= " + lastEntry(person) + ")")
                .update();
        try {
            var answer = complete("ngo1", task.id(), data);
            assertThat(answer.status()).as(answer.text()).isEqualTo(500);
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
            assertThat(answer.text()).doesNotContainIgnoringCase("constraint").doesNotContain("sample text");
            assertThat(everything(person)).isEqualTo(before);
        } finally {
            jdbc.sql("alter table ledger_entry drop constraint no_more_flows").update();
        }
        assertThat(complete("ngo1", task.id(), data).status()).isEqualTo(200);
        agree(person);
    }

    @Test
    void whatFailsAfterTheEnginesStepsHasNotBegun() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        var data = mechanism.ordinaryAnswers(task);
        var before = everything(person);
        assertThatExceptionOfType(PowerCut.class)
                .isThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
                    work.complete(NGO1, task.id(), open -> data);
                    assertThat(mechanism.openTasks(person)).doesNotContain(task.name());
                    throw new PowerCut();
                }));
        assertThat(everything(person)).isEqualTo(before);
        assertThat(complete("ngo1", task.id(), data).status()).isEqualTo(200);
        agree(person);
    }

    private static final class PowerCut extends RuntimeException {}

    /** Engine, list of open tasks, record and ledger tell the same of the case. */
    private void agree(String person) {
        var ofEngine = new HashMap<String, String>();
        jdbc.sql("""
                        select t.id_, t.assignee_ from act_ru_task t join act_ru_execution i on i.id_ = t.proc_inst_id_
                         where i.business_key_ = :ref""").param("ref", person).query(row -> {
            ofEngine.put(row.getString(1), String.valueOf(row.getString(2)));
        });
        var listed = new HashMap<String, String>();
        mechanism.tasks(person).forEach(task -> listed.put(task.id(), String.valueOf(task.assignee())));
        assertThat(listed).as("open tasks and their holders").isEqualTo(ofEngine);

        var numbers = jdbc.sql("select seq from ledger_entry where stream = :ref order by seq")
                .param("ref", person)
                .query(Long.class)
                .list();
        for (var number = 0; number < numbers.size(); number++)
            assertThat(numbers.get(number)).as("entries have no gap").isEqualTo(number + 1L);
        assertThat(jdbc.sql("select seq from ledger_head where stream = :ref")
                        .param("ref", person)
                        .query(Long.class)
                        .single())
                .isEqualTo(numbers.size());

        var created = tasksOf(person, "task-created");
        var ended = new ArrayList<>(tasksOf(person, "completed"));
        ended.addAll(tasksOf(person, "task-cancelled"));
        ended.addAll(listed.keySet());
        assertThat(ended).as("each task is done, cancelled or open, once").containsExactlyInAnyOrderElementsOf(created);
        assertThat(jdbc.sql("select distinct task from case_field where case_ref = :ref and task <> ''")
                        .param("ref", person)
                        .query(String.class)
                        .list())
                .as("answers are of tasks that are done")
                .isSubsetOf(tasksOf(person, "completed"));
    }

    private List<String> tasksOf(String person, String type) {
        return jdbc.sql("select task from ledger_entry where stream = :ref and type = :type")
                .param("ref", person)
                .param("type", type)
                .query(String.class)
                .list();
    }

    /** What an act can change: all that stands of the case, and how many rows there are of anything else. */
    private List<Object> everything(String person) {
        return List.of(Tables.ofCase(jdbc, person), Tables.counts(jdbc, table -> true));
    }

    private static List<Answer> together(List<Callable<Answer>> acts) throws Exception {
        var start = new CyclicBarrier(acts.size());
        var threads = Executors.newFixedThreadPool(acts.size());
        try {
            var waiting = new ArrayList<Callable<Answer>>();
            for (var act : acts)
                waiting.add(() -> {
                    start.await();
                    return act.call();
                });
            var answers = new ArrayList<Answer>();
            for (var answer : threads.invokeAll(waiting)) answers.add(answer.get());
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError("An act failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Answer claim(String user, String task) {
        return mechanism.api().post(user, "/api/v1/tasks/" + task + "/claim", null);
    }

    private Answer complete(String user, String task, Map<String, ?> data) {
        return mechanism.api().post(user, "/api/v1/tasks/" + task + "/complete", Map.of("data", data));
    }

    private Answer withdrawParticipation(String person) {
        return mechanism
                .api()
                .post("ngo1", "/api/v1/cases/" + person + "/withdrawals", Map.of("what", "participation"));
    }

    private OpenTask unclaimed(String person, String role) {
        return ofRole(person, role).stream()
                .filter(task -> task.assignee() == null)
                .findFirst()
                .orElseThrow();
    }

    private List<OpenTask> ofRole(String person, String role) {
        var tasks = mechanism.tasks(person).stream()
                .filter(task -> task.role().equals(role))
                .toList();
        assertThat(tasks).as("open tasks of %s", role).isNotEmpty();
        return tasks;
    }

    private String holder(String person, String task) {
        return mechanism.tasks(person).stream()
                .filter(open -> open.id().equals(task))
                .map(OpenTask::assignee)
                .map(String::valueOf)
                .findFirst()
                .orElseThrow();
    }

    private String instance(String task) {
        return jdbc.sql("select instance from open_task where task_id = :id")
                .param("id", task)
                .query(String.class)
                .single();
    }

    private List<String> assigned(String person, String role) {
        return jdbc.sql("select agency from case_assignment where case_ref = :ref and role = :role")
                .param("ref", person)
                .param("role", role)
                .query(String.class)
                .list();
    }

    private long lastEntry(String person) {
        return jdbc.sql("select seq from ledger_head where stream = :ref")
                .param("ref", person)
                .query(Long.class)
                .single();
    }
}
