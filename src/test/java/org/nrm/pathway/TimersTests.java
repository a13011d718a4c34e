package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.testing.Databases;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What happens by time happens to each case once, whoever else is at it and whatever fails beside it. */
@ExtendWith(OutputCaptureExtension.class)
class TimersTests extends Stories {

    private static final Actor NGO1 =
            new Actor("ngo1", "Amina", "open-door", Set.of("case-manager", "first-responder"), "capital", true);

    /** How the identifiers of many tasks begin. */
    private static final String MANY = "00000000-0000-0000-0000-000000000";

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TaskWork work;

    @Autowired
    private Escalations escalations;

    @Autowired
    private EngineClock clock;

    @Autowired
    private Ledger ledger;

    @Autowired
    private ManagementService management;

    @Autowired
    private TaskService engineTasks;

    @Autowired
    private PlatformTransactionManager transactions;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void aTimerThatFailsStopsNeitherTheOthersNorTheClockAndIsTriedAgain(CapturedOutput output) {
        var failing = mechanism.refer("ngo1", Mechanism.adult());
        var other = mechanism.refer("ngo1", Mechanism.adult());
        var before = clock.instant();
        // Whatever the engine does in this case, its entry cannot be written.
        jdbc.sql("alter table ledger_entry add constraint nothing_more check (stream <> '" + failing + "' or seq <= "
                        + entries(failing, null) + ")")
                .update();
        try {
            mechanism.passes("P20D");
            assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(Duration.ofDays(20));
            assertThat(repeated(other)).as("the other case's timer has fired").isTrue();
            assertThat(entries(other, EntryType.ESCALATED)).isPositive();
            assertThat(repeated(failing)).isFalse();
            var jobs = management
                    .createJobQuery()
                    .timers()
                    .withException()
                    .withRetriesLeft()
                    .list();
            assertThat(jobs).isNotEmpty();
            assertThat(output.getAll())
                    .contains("A timer of", jobs.get(0).getId())
                    .contains("Overdue tasks of " + failing);
        } finally {
            jdbc.sql("alter table ledger_entry drop constraint nothing_more").update();
        }
        mechanism.passes("P1D");
        assertThat(repeated(failing)).as("it is made up for").isTrue();
        assertThat(entries(failing, EntryType.ESCALATED)).isPositive();
    }

    @Test
    void aTaskThatIsDoneWhileSomebodyLooksIsNotEscalatedAfterwards() throws Exception {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        var data = mechanism.ordinaryAnswers(task);
        overdue(task.id());
        var other = Executors.newSingleThreadExecutor();
        try {
            var looking = new TransactionTemplate(transactions).execute(status -> {
                work.complete(NGO1, task.id(), open -> data);
                var look = other.submit(escalations::look);
                awaitALock();
                return look;
            });
            if (looking != null) looking.get();
        } finally {
            other.shutdownNow();
        }
        assertThat(ledger.history(new CaseRef(person)).stream()
                        .filter(entry -> task.id().equals(entry.act().task()))
                        .map(entry -> entry.act().type()))
                .contains(EntryType.COMPLETED)
                .doesNotContain(EntryType.ESCALATED);
    }

    @Test
    void fourWhoLookAtOnceEscalateEachTaskOnce() throws Exception {
        var tasks = new ArrayList<OpenTask>();
        for (var number = 0; number < 4; number++)
            tasks.addAll(ofRole(mechanism.refer("ngo1", Mechanism.adult()), "case-manager"));
        tasks.forEach(task -> overdue(task.id()));
        var pool = Executors.newFixedThreadPool(4);
        var start = new CyclicBarrier(4);
        try {
            Callable<Boolean> look = () -> {
                start.await();
                escalations.look();
                return true;
            };
            for (var done : pool.invokeAll(List.of(look, look, look, look)))
                assertThat(done.get()).isTrue();
        } finally {
            pool.shutdownNow();
        }
        for (var task : tasks) assertThat(escalatedTo(task)).as(task.name()).containsExactly("lead");
    }

    @Test
    void moreThanIsReadAtOnceIsEscalatedAllTheSame() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        var past = clock.instant().minusSeconds(60).atOffset(ZoneOffset.UTC);
        for (var number = 0; number < 501; number++)
            jdbc.sql("""
                    insert into open_task (task_id, case_ref, version, process, instance, element, name, strand, role, region, form, created, due, escalates)
                    select :id, case_ref, version, process, instance, element, name, strand, role, region, form, created, :past, :past from open_task
                     where task_id = :of""")
                    .param("id", MANY + (100 + number))
                    .param("past", past)
                    .param("of", task.id())
                    .update();
        try {
            escalations.look();
            assertThat(entries(person, EntryType.ESCALATED)).isEqualTo(501);
            var seen = new ArrayList<String>();
            for (var next = ""; next != null; ) {
                var page = mechanism.api().get("ngo1", "/api/v1/overdue" + (next.isEmpty() ? "" : "?cursor=" + next));
                assertThat(page.status()).as(page.text()).isEqualTo(200);
                page.body()
                        .path("items")
                        .forEach(item -> seen.add(item.path("id").asString()));
                next = page.body().path("next").asString(null);
            }
            assertThat(seen.stream().filter(id -> id.startsWith(MANY)))
                    .hasSize(501)
                    .doesNotHaveDuplicates();
        } finally {
            jdbc.sql("delete from open_task where task_id like '" + MANY + "%'").update();
        }
    }

    @Test
    void whatNobodyTookIsNoLongerEscalatedOnceTakenAndIsAnewWhenItIsGivenBack() {
        var person = mechanism.refer("responder1", Mechanism.adult());
        var task = ofRole(person, "case-manager").stream()
                .filter(open ->
                        open.due() == null || due(open).isAfter(clock.instant().plus(Duration.ofDays(2))))
                .findFirst()
                .orElseThrow();
        mechanism.passes("PT9H");
        assertThat(escalatedTo(task)).containsExactly("coordinator");
        post("ngo1", "/api/v1/tasks/" + task.id() + "/claim", null);
        assertThat(mechanism.find(person, task.name()).escalated()).isNull();
        mechanism.passes("PT9H");
        assertThat(escalatedTo(task)).as("somebody has it").containsExactly("coordinator");
        post("ngo1", "/api/v1/tasks/" + task.id() + "/unclaim", null);
        mechanism.passes("PT9H");
        assertThat(escalatedTo(task)).as("nobody of the agency has taken it").containsExactly("coordinator", "lead");
    }

    @Test
    void whatIsOverdueStaysEscalatedWhenTakenAndGoesToTheLeadOfAnotherAgencyAnew() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").stream()
                .filter(open -> open.due() != null)
                .min((one, other) -> due(one).compareTo(due(other)))
                .orElseThrow();
        mechanism.passes(
                Duration.between(clock.instant(), due(task)).plusHours(1).toString());
        assertThat(escalatedTo(task)).containsExactly("lead");
        post("ngo1", "/api/v1/tasks/" + task.id() + "/claim", null);
        post("ngo1", "/api/v1/tasks/" + task.id() + "/unclaim", null);
        assertThat(mechanism.find(person, task.name()).escalated()).isEqualTo("lead");
        post(
                "coordinator1",
                "/api/v1/cases/" + person + "/assignments",
                Map.of("role", "case-manager", "agency", "safe-harbour", "reason", "asked for by her"));
        assertThat(mechanism.find(person, task.name()).escalated()).isNull();
        mechanism.passes("PT1M");
        assertThat(escalatedTo(task)).containsExactly("lead", "lead");
        mechanism.passes("PT25H");
        assertThat(escalatedTo(task)).containsExactly("lead", "lead", "coordinator");
    }

    @Test
    void aNewDateCountsFromThenOn() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = ofRole(person, "case-manager").get(0);
        overdue(task.id());
        escalations.look();
        assertThat(escalatedTo(task)).containsExactly("lead");
        var due = clock.instant().plus(Duration.ofHours(5));
        engineTasks.setDueDate(task.id(), Date.from(due));
        assertThat(mechanism.find(person, task.name()).escalated()).isNull();
        assertThat(Duration.between(due, mechanism.find(person, task.name()).due())
                        .abs())
                .isLessThan(Duration.ofSeconds(1));
        escalations.look();
        assertThat(escalatedTo(task)).containsExactly("lead");
        mechanism.passes("PT6H");
        assertThat(escalatedTo(task)).containsExactly("lead", "lead");
    }

    private void post(String user, String path, @Nullable Object body) {
        var answer = mechanism.api().post(user, path, body);
        assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    }

    private static Instant due(OpenTask task) {
        return Objects.requireNonNull(task.due());
    }

    /** Its date is past, and nobody has looked yet. */
    private void overdue(String task) {
        Instant past = clock.instant().minusSeconds(60);
        jdbc.sql("update open_task set due = :past, escalates = :past, escalated = null where task_id = :id")
                .param("past", past.atOffset(ZoneOffset.UTC))
                .param("id", task)
                .update();
    }

    /** Until somebody waits for a lock. */
    private void awaitALock() {
        var waiting = Databases.onPostgresql()
                ? "select count(*) from pg_locks where not granted"
                : "select count(*) from information_schema.sessions where blocker_id is not null";
        while (jdbc.sql(waiting).query(Long.class).single() == 0) Thread.onSpinWait();
    }

    private List<OpenTask> ofRole(String person, String role) {
        return mechanism.tasks(person).stream()
                .filter(task -> task.role().equals(role))
                .toList();
    }

    private List<String> escalatedTo(OpenTask task) {
        return ledger.history(task.caseRef()).stream()
                .filter(entry -> entry.act().type() == EntryType.ESCALATED
                        && task.id().equals(entry.act().task()))
                .map(entry -> entry.act().facts().get("to"))
                .toList();
    }

    private long entries(String person, @Nullable EntryType type) {
        return ledger.history(new CaseRef(person)).stream()
                .filter(entry -> type == null || entry.act().type() == type)
                .count();
    }

    private boolean repeated(String person) {
        return ledger.history(new CaseRef(person)).stream()
                .anyMatch(entry -> "repeat-information".equals(entry.act().element()));
    }
}
