package org.nrm.rights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.spring.SpringTransactionsProcessEngineConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationUtils;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The real engine, run forward and back: each step is a nested transaction, which is rolled back to try the next choice.
 */
public final class EngineRuns implements AutoCloseable {

    /** What happens outside of the model. */
    public record Step(String kind, String node, String handle, Map<String, Object> values) {
        @Override
        public String toString() {
            return kind + " " + node + (values.isEmpty() ? "" : " " + new TreeMap<>(values));
        }
    }

    /**
     * What the engine rests in.
     *
     * @param leaves    ids of the active activities that have none inside, each as often as it is active
     * @param signature tells apart all states that go on in different ways
     */
    public record State(List<String> leaves, boolean over, String signature, List<Step> steps) {}

    /** Goes on from a state. */
    public interface Visit {
        void at(State state, Set<String> entered);
    }

    /** They tell of each step that the engine refuses, and of each timer that comes back when its step is undone. */
    private static final List<org.slf4j.Logger> LOGS = List.of(
            org.slf4j.LoggerFactory.getLogger("org.camunda.bpm.engine"),
            org.slf4j.LoggerFactory.getLogger(TransactionSynchronizationUtils.class));

    private final ProcessEngine engine;
    private final TransactionTemplate nested;
    private final SingleConnectionDataSource connection;
    private final Map<String, String> timers = new HashMap<>();
    private final List<String> entered = new ArrayList<>();
    public long operations;

    public EngineRuns() {
        level(ch.qos.logback.classic.Level.OFF);
        connection =
                new SingleConnectionDataSource("jdbc:h2:mem:oracle-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", true);
        var transactions = new DataSourceTransactionManager(connection);
        nested = new TransactionTemplate(transactions);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        var configuration = new SpringTransactionsProcessEngineConfiguration();
        configuration.setProcessEngineName("oracle-" + UUID.randomUUID());
        configuration.setDataSource(connection);
        configuration.setTransactionManager(transactions);
        engine = Engines.build(configuration, new Listening());
    }

    private static void level(ch.qos.logback.classic.@Nullable Level level) {
        for (var log : LOGS) if (log instanceof ch.qos.logback.classic.Logger logger) logger.setLevel(level);
    }

    private final class Listening extends AbstractBpmnParseListener {
        @Override
        public void parseProcess(Element element, ProcessDefinitionEntity process) {
            listen(process);
        }

        private void listen(ScopeImpl scope) {
            for (ActivityImpl activity : scope.getActivities()) {
                ExecutionListener listener = execution -> entered.add(activity.getId());
                activity.addListener(ExecutionListener.EVENTNAME_START, listener);
                listen(activity);
            }
        }
    }

    /** Deploys a model, lets it be visited, and takes it away again; false if the engine refuses it. */
    public boolean with(Map<String, String> files, Runnable work) {
        return Engines.with(engine, files, work);
    }

    /** Starts; undone when the visit is over. False if the engine refuses. */
    public boolean start(Map<String, Object> values, Visit visit) {
        return attempt(() -> engine.getRuntimeService().startProcessInstanceByKey("main", values), visit);
    }

    /** Takes a step; undone when the visit is over. False if the engine refuses. */
    public boolean take(Step step, Visit visit) {
        return attempt(() -> act(step), visit);
    }

    private boolean attempt(Runnable action, Visit visit) {
        return Boolean.TRUE.equals(nested.execute(status -> {
            status.setRollbackOnly();
            entered.clear();
            operations++;
            try {
                action.run();
            } catch (ProcessEngineException e) {
                return false;
            }
            var all = new HashSet<>(entered);
            visit.at(state(), all);
            return true;
        }));
    }

    private void act(Step step) {
        switch (step.kind) {
            case "task" -> engine.getTaskService().complete(step.handle, step.values);
            case "error" -> engine.getTaskService().handleBpmnError(step.handle, "K");
            case "message" -> {
                var at = step.handle.indexOf(' ');
                engine.getRuntimeService()
                        .messageEventReceived(step.handle.substring(at + 1), step.handle.substring(0, at));
            }
            default -> engine.getManagementService().executeJob(step.handle);
        }
    }

    private State state() {
        var runtime = engine.getRuntimeService();
        var leaves = new ArrayList<String>();
        var signature = new TreeSet<String>();
        var text = new ArrayList<String>();
        var over = true;
        for (var instance : runtime.createProcessInstanceQuery().list()) {
            over = false;
            var tree = runtime.getActivityInstance(instance.getId());
            text.add(leaves(tree, leaves));
            signature.add(
                    start(instance.getProcessDefinitionId()) + new TreeMap<>(runtime.getVariables(instance.getId())));
        }
        text.sort(null);
        var steps = new ArrayList<Step>();
        for (var task : engine.getTaskService().createTaskQuery().list())
            steps.add(new Step("task", task.getTaskDefinitionKey(), task.getId(), Map.of()));
        for (var wait : runtime.createEventSubscriptionQuery().list())
            if (wait.getEventType().equals("message"))
                steps.add(new Step(
                        "message", wait.getActivityId(), wait.getExecutionId() + " " + wait.getEventName(), Map.of()));
        for (var job : engine.getManagementService().createJobQuery().list())
            steps.add(new Step(
                    "timer", timers.computeIfAbsent(job.getJobDefinitionId(), this::timer), job.getId(), Map.of()));
        steps.sort(java.util.Comparator.comparing(Step::kind)
                .thenComparing(Step::node)
                .thenComparing(Step::handle));
        leaves.sort(null);
        var open = steps.stream().map(step -> step.kind + step.node).toList();
        return new State(leaves, over, text + " " + signature + " " + open, steps);
    }

    private String timer(String definition) {
        return engine.getManagementService()
                .createJobDefinitionQuery()
                .jobDefinitionId(definition)
                .singleResult()
                .getActivityId();
    }

    private static String leaves(ActivityInstance tree, List<String> leaves) {
        var children = new ArrayList<String>();
        for (var child : tree.getChildActivityInstances()) children.add(leaves(child, leaves));
        if (children.isEmpty()) leaves.add(tree.getActivityId());
        children.sort(null);
        return start(tree.getActivityId()) + children;
    }

    /** Without the version and number of a definition. */
    private static String start(String id) {
        var colon = id.indexOf(':');
        return colon < 0 ? id : id.substring(0, colon);
    }

    @Override
    public void close() {
        level(null);
        engine.close();
        connection.destroy();
    }
}
