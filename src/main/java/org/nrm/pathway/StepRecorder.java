package org.nrm.pathway;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Mark;
import org.nrm.records.file.CaseFiles;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Listens to every element of every model: each step is an entry, and the list of open tasks follows the engine's, all in the
 * engine's transaction.
 */
@Component
class StepRecorder extends AbstractBpmnParseListener {

    private final ModelSets sets;
    private final Ledger ledger;
    private final CaseFiles caseFiles;
    private final EscalationDates escalation;
    private final JdbcClient jdbc;
    private final Clock clock;

    StepRecorder(
            ModelSets sets,
            Ledger ledger,
            CaseFiles caseFiles,
            EscalationDates escalation,
            JdbcClient jdbc,
            Clock clock) {
        this.sets = sets;
        this.ledger = ledger;
        this.caseFiles = caseFiles;
        this.escalation = escalation;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity process) {
        process.getActivities().forEach(this::listen);
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, this::created);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, this::gone);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_DELETE, this::cancelled);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_UPDATE, this::updated);
    }

    private void listen(ActivityImpl activity) {
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) this::entered);
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) this::left);
        for (var transition : activity.getOutgoingTransitions())
            ((TransitionImpl) transition)
                    .addListener(ExecutionListener.EVENTNAME_TAKE, (ExecutionListener) this::taken);
        if (activity.getEventScope() instanceof ActivityImpl scope
                && "eventBasedGateway".equals(scope.getProperty("type")))
            activity.addBuiltInListener(
                    ExecutionListener.EVENTNAME_START, (ExecutionListener) this::takenFromGateway, 0);
        activity.getActivities().forEach(this::listen);
    }

    /** The engine takes no flow behind an event-based gateway but enters the event that happens; here the flow comes first. */
    private void takenFromGateway(DelegateExecution execution) {
        for (var flow : ((FlowNode) execution.getBpmnModelElementInstance()).getIncoming())
            step(execution, EntryType.FLOW, flow.getId());
    }

    private void entered(DelegateExecution execution) {
        var element = execution.getCurrentActivityId();
        step(execution, EntryType.ENTERED, element);
        if (set(execution).hasMark(process(execution), element, Mark.CLOSES)) {
            var caseRef = caseRef(execution.getProcessBusinessKey());
            caseFiles.close(caseRef);
            ledger.append(Act.on(caseRef, EntryType.CASE_CLOSED));
        }
    }

    private void left(DelegateExecution execution) {
        step(
                execution,
                execution.isCanceled() ? EntryType.CANCELLED : EntryType.LEFT,
                execution.getCurrentActivityId());
    }

    private void taken(DelegateExecution execution) {
        step(execution, EntryType.FLOW, execution.getCurrentTransitionId());
    }

    private void step(DelegateExecution execution, EntryType type, String element) {
        ledger.append(Act.on(caseRef(execution.getProcessBusinessKey()), type)
                .at(process(execution), element, null)
                .in(place((ExecutionEntity) execution)));
    }

    private void created(DelegateTask task) {
        var execution = task.getExecution();
        var caseRef = caseRef(execution.getProcessBusinessKey());
        var model = set(execution).task(process(execution), task.getTaskDefinitionKey());
        var region = caseFiles.find(caseRef).orElseThrow().region();
        var version = published(execution).version();
        var due = instant(task.getDueDate());
        jdbc.sql("""
                insert into open_task (task_id, case_ref, version, process, instance, element, name, strand, role, region, form, created, due, escalates)
                values (:id, :ref, :version, :process, :instance, :element, :name, :strand, :role, :region, :form, :created, :due, :escalates)""")
                .param("id", task.getId())
                .param("ref", caseRef.value())
                .param("version", version)
                .param("process", model.process())
                .param("instance", task.getProcessInstanceId())
                .param("element", model.element())
                .param("name", model.name())
                .param("strand", model.strand())
                .param("role", model.role())
                .param("region", region)
                .param("form", model.form())
                .param("created", clock.instant().atOffset(ZoneOffset.UTC))
                .param("due", time(due))
                .param(
                        "escalates",
                        time(escalation.first(
                                version,
                                due,
                                caseFiles.assigned(caseRef, model.role()).isPresent())))
                .update();
        ledger.append(Act.on(caseRef, EntryType.TASK_CREATED)
                .by(null, null, model.role())
                .at(model.process(), model.element(), task.getId())
                .in(place((ExecutionEntity) task.getExecution()))
                .with(due == null ? Map.of() : Map.of("due", due.toString())));
    }

    private void updated(DelegateTask task) {
        if (!((TaskEntity) task).getPropertyChanges().containsKey(TaskEntity.DUE_DATE)) return;
        var execution = task.getExecution();
        var role = set(execution)
                .task(process(execution), task.getTaskDefinitionKey())
                .role();
        var ofAgency = task.getAssignee() != null
                || caseFiles
                        .assigned(caseRef(execution.getProcessBusinessKey()), role)
                        .isPresent();
        escalation.dated(task.getId(), published(execution).version(), instant(task.getDueDate()), ofAgency);
    }

    private void gone(DelegateTask task) {
        jdbc.sql("delete from open_task where task_id = :id")
                .param("id", task.getId())
                .update();
    }

    private void cancelled(DelegateTask task) {
        gone(task);
        var execution = task.getExecution();
        ledger.append(Act.on(caseRef(execution.getProcessBusinessKey()), EntryType.TASK_CANCELLED)
                .at(process(execution), task.getTaskDefinitionKey(), task.getId())
                .in(place((ExecutionEntity) execution)));
    }

    /** What stands at the top of a called process lies within the activity that called it. */
    private Act.Place place(ExecutionEntity execution) {
        var set = published(execution);
        var instance = execution.getActivityInstanceId();
        var parent = execution.getParentActivityInstanceId();
        if (execution.getProcessInstanceId().equals(parent)) {
            var caller = execution.getProcessInstance().getSuperExecution();
            if (caller != null) parent = caller.getActivityInstanceId();
        }
        return new Act.Place(
                set.version(), set.hash(), instance, parent == null ? execution.getProcessInstanceId() : parent);
    }

    private ModelSet set(DelegateExecution execution) {
        return sets.ofDeployment(
                ((ExecutionEntity) execution).getProcessDefinition().getDeploymentId());
    }

    private ModelSets.Published published(DelegateExecution execution) {
        return sets.publishedAs(
                ((ExecutionEntity) execution).getProcessDefinition().getDeploymentId());
    }

    private static String process(DelegateExecution execution) {
        return ((ExecutionEntity) execution).getProcessDefinition().getKey();
    }

    static CaseRef caseRef(@Nullable String businessKey) {
        if (businessKey == null) throw new IllegalStateException("An instance without a case reference");
        return new CaseRef(businessKey);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
