package org.nrm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.CaseState;
import org.nrm.ledger.Ledger;
import org.nrm.pathway.OpenTasks;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stories of cases on the running program: real engine, real database, real HTTP. Timers run when the story lets time pass. The
 * stories of one process together take every flow node and every sequence flow of it; the last check says which they do not.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
public abstract class Stories {

    @LocalServerPort
    private int port;

    @Autowired
    private OpenTasks tasks;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Ledger ledger;

    private final Set<String> cases = new LinkedHashSet<>();

    @SuppressWarnings("NullAway.Init") // set before the first story
    protected Mechanism mechanism;

    /** The process whose stories these are, or empty if the stories are not about one process. */
    protected abstract String process();

    /** Each of the thousands of requests signs in. Hashing the password that all know would be a tenth of what stories cost. */
    @BeforeAll
    void open() {
        jdbc.sql("update account set password_hash = '{noop}demo' where password_hash like '{bcrypt}$2a$04$%'")
                .update();
        mechanism = new Mechanism(new Api(port), tasks, cases);
    }

    @AfterAll
    void everyNodeAndFlowIsTaken() {
        if (process().isEmpty()) return;
        var missing = new TreeSet<>(elements(process()));
        missing.removeAll(taken());
        assertThat(missing).as("elements of %s that no story takes", process()).isEmpty();
    }

    /** What the entries tell is what the engine has, whatever happened to the case. */
    @AfterAll
    void everyHistoryIsTheWholeStory() {
        for (var reference : cases) {
            var state = CaseState.of(ledger.history(new CaseRef(reference)));
            assertThat(state.active().keySet())
                    .as("what runs in %s", reference)
                    .containsExactlyInAnyOrderElementsOf(engine(
                            "select a.id_ from act_hi_actinst a join act_hi_procinst p on p.proc_inst_id_ = a.proc_inst_id_ where p.business_key_ = :ref and a.end_time_ is null",
                            reference));
            assertThat(state.tasks().entrySet().stream()
                            .map(task -> task.getKey() + " " + task.getValue().element() + " "
                                    + task.getValue().holder()))
                    .as("open tasks of %s", reference)
                    .containsExactlyInAnyOrderElementsOf(engine(
                            "select t.id_ || ' ' || t.task_def_key_ || ' ' || coalesce(t.assignee_, 'null') from act_ru_task t join act_hi_procinst p on p.proc_inst_id_ = t.proc_inst_id_ where p.business_key_ = :ref",
                            reference));
        }
    }

    /** Each case went as its models say; and whatever the first person had answered, she would have been offered the same. */
    @AfterAll
    void everyCaseFitsItsModels() {
        if (process().isEmpty()) return;
        for (var reference : cases) {
            var fit = mechanism.api().get("auditor1", "/api/v1/cases/" + reference + "/conformance");
            assertThat(fit.body().path("fits").asBoolean()).as(fit.text()).isTrue();
        }
        cases.stream().limit(1).forEach(reference -> {
            var otherwise = mechanism.api().get("auditor1", "/api/v1/cases/" + reference + "/counterfactual");
            assertThat(otherwise.body().path("same").asBoolean())
                    .as(otherwise.text())
                    .isTrue();
        });
    }

    private List<String> engine(String query, String reference) {
        return jdbc.sql(query).param("ref", reference).query(String.class).list();
    }

    /** Elements of the process that the story's cases have entered or taken. */
    private List<String> taken() {
        return jdbc.sql(
                        "select distinct element from ledger_entry where process = :process and type in ('entered', 'flow') and stream in (:cases)")
                .param("process", process())
                .param("cases", cases.isEmpty() ? List.of("") : List.copyOf(cases))
                .query(String.class)
                .list();
    }

    private static List<String> elements(String process) {
        var model = Bpmn.readModelFromFile(new File("processes/" + process + ".bpmn"));
        var ids = new ArrayList<String>();
        model.getModelElementsByType(FlowNode.class).forEach(node -> ids.add(node.getId()));
        model.getModelElementsByType(SequenceFlow.class).forEach(flow -> ids.add(flow.getId()));
        return ids;
    }

    /** All steps of the case, {@code type element}, in order. */
    protected List<String> steps(String reference) {
        return jdbc.sql("select type, element from ledger_entry where stream = :case order by seq")
                .param("case", reference)
                .query((row, number) -> row.getString("type") + " " + row.getString("element"))
                .list();
    }
}
