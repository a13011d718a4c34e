package org.nrm.rights.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.Engines;
import org.nrm.rights.follow.Observed.Kind;

/** The real engine on a walk at random, and what it is seen to do: the entries that a case's history would have. */
final class Histories implements AutoCloseable {

    private static final Instant OPENED = Instant.parse("2026-01-05T08:00:00Z");

    private final ProcessEngine engine;
    private final List<Observed> seen = new ArrayList<>();
    private Set<String> errors = Set.of();
    private Set<String> running = Set.of();
    private Instant now = OPENED;

    Histories() {
        var configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setProcessEngineName("histories-" + UUID.randomUUID());
        configuration.setJdbcUrl("jdbc:h2:mem:histories-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        engine = Engines.build(configuration, new Listening());
    }

    private final class Listening extends AbstractBpmnParseListener {
        @Override
        public void parseProcess(Element element, ProcessDefinitionEntity process) {
            process.getActivities().forEach(this::listen);
        }

        @Override
        public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
            task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, Histories.this::created);
        }

        private void listen(ActivityImpl activity) {
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener)
                    execution -> step(execution, Kind.ENTERED, execution.getCurrentActivityId()));
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) execution -> step(
                    execution, execution.isCanceled() ? Kind.CANCELLED : Kind.LEFT, execution.getCurrentActivityId()));
            for (var transition : activity.getOutgoingTransitions())
                ((TransitionImpl) transition).addListener(ExecutionListener.EVENTNAME_TAKE, (ExecutionListener)
                        execution -> step(execution, Kind.FLOW, execution.getCurrentTransitionId()));
            if (activity.getEventScope() instanceof ActivityImpl scope
                    && "eventBasedGateway".equals(scope.getProperty("type")))
                activity.addBuiltInListener(
                        ExecutionListener.EVENTNAME_START, (ExecutionListener) this::takenFromGateway, 0);
            activity.getActivities().forEach(this::listen);
        }

        private void takenFromGateway(DelegateExecution execution) {
            var event = (FlowNode) execution.getBpmnModelElementInstance();
            for (var flow : event.getParentElement().getChildElementsByType(SequenceFlow.class))
                if (event.equals(flow.getTarget())) step(execution, Kind.FLOW, flow.getId());
        }
    }

    private void created(DelegateTask task) {
        var execution = task.getExecution();
        add(
                Kind.TASK_CREATED,
                process(execution),
                task.getTaskDefinitionKey(),
                execution.getActivityInstanceId(),
                parent((ExecutionEntity) execution),
                Map.of());
    }

    private void step(DelegateExecution execution, Kind kind, @Nullable String element) {
        add(
                kind,
                process(execution),
                element,
                execution.getActivityInstanceId(),
                parent((ExecutionEntity) execution),
                Map.of());
    }

    /** What surrounds it; at the top of a called process the call. */
    private static @Nullable String parent(ExecutionEntity execution) {
        var parent = execution.getParentActivityInstanceId();
        var process = execution.getProcessInstance();
        var caller = process.getSuperExecution();
        return parent != null && caller != null && parent.equals(process.getId())
                ? caller.getActivityInstanceId()
                : parent;
    }

    private void add(
            Kind kind,
            @Nullable String process,
            @Nullable String element,
            @Nullable String instance,
            @Nullable String parent,
            Map<String, String> values) {
        seen.add(new Observed(seen.size() + 1, now, kind, process, element, instance, parent, null, null, values));
    }

    private static String process(DelegateExecution execution) {
        return ((ExecutionEntity) execution).getProcessDefinition().getKey();
    }

    /** Deploys a model, lets it run, and takes it away again; false if the engine refuses it. */
    boolean with(Map<String, String> files, Runnable work) {
        return Engines.with(engine, files, work);
    }

    /** One walk from the start; empty if the engine refuses to start. */
    List<Observed> walk(long seed, int steps, Map<String, List<String>> written, Set<String> mayFail) {
        errors = mayFail;
        var random = new Random(seed);
        seen.clear();
        now = OPENED;
        var first = Map.<String, Object>of("x", value(random), "y", value(random));
        if (!attempt(() -> {
            engine.getRuntimeService().startProcessInstanceByKey("main", first);
        })) return List.of();
        for (var step = 0; step < steps; step++) {
            var choices = choices();
            if (choices.isEmpty()) break;
            now = now.plusSeconds(60 + random.nextInt(100_000));
            choices.get(random.nextInt(choices.size())).run(random, written);
        }
        var history = List.copyOf(seen);
        running = new HashSet<>();
        for (var instance :
                engine.getRuntimeService().createProcessInstanceQuery().list())
            within(engine.getRuntimeService().getActivityInstance(instance.getId()));
        for (var instance : engine.getRuntimeService()
                .createProcessInstanceQuery()
                .rootProcessInstances()
                .list()) engine.getRuntimeService().deleteProcessInstance(instance.getId(), "over", true);
        return history;
    }

    /** Instances of elements that the engine had at the end of the last walk. */
    Set<String> running() {
        return running;
    }

    private void within(ActivityInstance surrounding) {
        for (var inner : surrounding.getChildActivityInstances()) {
            running.add(inner.getId());
            within(inner);
        }
    }

    private static String value(Random random) {
        return List.of("a", "b", "c").get(random.nextInt(3));
    }

    private interface Choice {
        void run(Random random, Map<String, List<String>> written);
    }

    private List<Choice> choices() {
        var choices = new ArrayList<Choice>();
        for (var task : engine.getTaskService().createTaskQuery().list().stream()
                .sorted(Comparator.comparing(task -> Long.valueOf(task.getId())))
                .toList())
            choices.add((random, written) -> {
                var element = task.getTaskDefinitionKey();
                if (errors.contains(element)
                        && random.nextInt(4) == 0
                        && attempt(() -> engine.getTaskService().handleBpmnError(task.getId(), "K"))) return;
                var values = new HashMap<String, Object>();
                var text = new HashMap<String, String>();
                for (var variable : written.getOrDefault(element, List.of())) {
                    var value = value(random);
                    values.put(variable, value);
                    text.put(variable, value);
                }
                attempt(() -> {
                    var definition = task.getProcessDefinitionId();
                    add(
                            Kind.COMPLETED,
                            definition.substring(0, definition.indexOf(':')),
                            element,
                            instance(task.getExecutionId()),
                            null,
                            text);
                    engine.getTaskService().complete(task.getId(), values);
                });
            });
        for (var wait : engine.getRuntimeService().createEventSubscriptionQuery().list().stream()
                .sorted(Comparator.comparing(wait -> Long.valueOf(wait.getId())))
                .toList())
            if (wait.getEventType().equals("message"))
                choices.add((random, written) -> attempt(() -> {
                    add(Kind.MESSAGE, null, wait.getActivityId(), null, null, Map.of("message", wait.getEventName()));
                    engine.getRuntimeService().messageEventReceived(wait.getEventName(), wait.getExecutionId());
                }));
        for (var job : engine.getManagementService().createJobQuery().list().stream()
                .sorted(Comparator.comparing(job -> Long.valueOf(job.getId())))
                .toList())
            choices.add((random, written) ->
                    attempt(() -> engine.getManagementService().executeJob(job.getId())));
        return choices;
    }

    private @Nullable String instance(String execution) {
        var found = (ExecutionEntity) engine.getRuntimeService()
                .createExecutionQuery()
                .executionId(execution)
                .singleResult();
        return found.getActivityInstanceId();
    }

    private boolean attempt(Runnable action) {
        var before = seen.size();
        try {
            action.run();
            return true;
        } catch (ProcessEngineException e) {
            seen.subList(before, seen.size()).clear();
            return false;
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
