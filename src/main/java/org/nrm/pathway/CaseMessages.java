package org.nrm.pathway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.EventSubscription;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Mark;
import org.springframework.stereotype.Component;

/** Delivers messages within a case: to what waits for them, or by starting the instance that begins with them. */
@Component
class CaseMessages {

    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final HistoryService history;
    private final ModelSets sets;
    private final Ledger ledger;

    CaseMessages(
            RuntimeService runtime,
            RepositoryService repository,
            HistoryService history,
            ModelSets sets,
            Ledger ledger) {
        this.runtime = runtime;
        this.repository = repository;
        this.history = history;
        this.sets = sets;
        this.ledger = ledger;
    }

    /** A subscription of the case, with the process in which it stands. */
    private record Waiting(EventSubscription subscription, String process, ModelSet set) {

        String place() {
            return process + "/" + subscription.getActivityId();
        }

        boolean opensBeside() {
            return set.opensBeside(process, subscription.getActivityId());
        }
    }

    private static final Comparator<Waiting> BY_AGE =
            Comparator.comparing(waiting -> waiting.subscription().getCreated());

    /** Does this message start an instance of its own, by the version of the case? */
    boolean startsInstance(CaseRef caseRef, String message) {
        return sets.ofDeployment(deployment(caseRef)).begunBy(message).isPresent();
    }

    /** Begins with the message, by the newest version: a new case, or one that is opened again. */
    void begin(CaseRef caseRef, String message, Map<String, Object> carried) {
        var newest = sets.newestPublished();
        var process = sets.ofDeployment(newest.deployment())
                .begunBy(message)
                .orElseThrow(() -> new IllegalStateException("Nothing begins with the message " + message));
        start(caseRef, message, newest.deployment(), process, carried);
    }

    /**
     * Delivers the message; false if nothing in the case waits for it now. What it starts goes by the version of the case, whatever was
     * published since.
     */
    boolean deliver(CaseRef caseRef, String message, Map<String, Object> carried) {
        var deployment = deployment(caseRef);
        var process = sets.ofDeployment(deployment).begunBy(message);
        if (process.isPresent()) {
            start(caseRef, message, deployment, process.get(), carried);
            return true;
        }
        return newest(caseRef, message)
                .map(waiting -> {
                    receive(caseRef, waiting, carried);
                    return true;
                })
                .orElse(false);
    }

    /** Delivers the message to all that wait for it; false if nothing does. */
    boolean deliverToAll(CaseRef caseRef, String message) {
        var reached = onceBeside(waiting(caseRef).stream()
                .filter(waiting -> message.equals(waiting.subscription().getEventName()))
                .toList());
        reached.forEach(waiting -> receive(caseRef, waiting, Map.of()));
        return !reached.isEmpty();
    }

    /**
     * Delivers the withdrawal to everything of the case that a withdrawal can reach.
     *
     * @param processes to which it is confined; empty for all
     */
    void withdraw(CaseRef caseRef, String what, Set<String> processes) {
        onceBeside(withdrawable(caseRef, processes).toList())
                .forEach(waiting -> receive(caseRef, waiting, Map.of("withdrawn", what)));
    }

    /**
     * Has a withdrawal something to say that one at that time did not: has one of these processes begun since, or does something wait for
     * it? What the earlier one ended no longer waits; what opens a subprocess beside the rest waits on, and is new only if it came later.
     */
    boolean reachesMore(CaseRef caseRef, Set<String> processes, Instant earlier) {
        return begun(caseRef, processes, earlier)
                || withdrawable(caseRef, processes)
                        .anyMatch(waiting -> !waiting.opensBeside()
                                || !waiting.subscription()
                                        .getCreated()
                                        .toInstant()
                                        .isBefore(earlier));
    }

    private boolean begun(CaseRef caseRef, Set<String> processes, Instant since) {
        return !processes.isEmpty()
                && history.createHistoricProcessInstanceQuery()
                                .processInstanceBusinessKey(caseRef.value())
                                .processDefinitionKeyIn(processes.toArray(String[]::new))
                                .startedAfter(Date.from(since))
                                .count()
                        > 0;
    }

    private Stream<Waiting> withdrawable(CaseRef caseRef, Set<String> processes) {
        return waiting(caseRef).stream()
                .filter(waiting -> waiting.set()
                        .hasMark(waiting.process(), waiting.subscription().getActivityId(), Mark.WITHDRAWS))
                .filter(waiting -> processes.isEmpty() || processes.contains(waiting.process()));
    }

    /**
     * A case that was opened again has two pathways: what opens a subprocess beside the rest, such as the questions after a change
     * of risk, opens it in the newer one only, so that nobody is asked twice.
     */
    private List<Waiting> onceBeside(List<Waiting> reached) {
        var newest = new HashMap<String, Waiting>();
        for (var waiting : reached) newest.merge(waiting.place(), waiting, BinaryOperator.maxBy(BY_AGE));
        return reached.stream()
                .filter(waiting -> !waiting.opensBeside() || waiting.equals(newest.get(waiting.place())))
                .toList();
    }

    private void receive(CaseRef caseRef, Waiting waiting, Map<String, Object> carried) {
        var subscription = waiting.subscription();
        ledger.append(Act.on(caseRef, EntryType.MESSAGE)
                .at(waiting.process(), subscription.getActivityId(), null)
                .with(Map.of("message", subscription.getEventName())));
        runtime.messageEventReceived(subscription.getEventName(), subscription.getExecutionId(), carried);
    }

    private Optional<Waiting> newest(CaseRef caseRef, String message) {
        return waiting(caseRef).stream()
                .filter(waiting -> message.equals(waiting.subscription().getEventName()))
                .max(BY_AGE);
    }

    private List<Waiting> waiting(CaseRef caseRef) {
        var all = new ArrayList<Waiting>();
        for (ProcessInstance instance : runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(caseRef.value())
                .list()) {
            var set = sets.ofDeployment(deploymentOf(instance.getProcessDefinitionId()));
            for (var subscription : runtime.createEventSubscriptionQuery()
                    .processInstanceId(instance.getId())
                    .eventType("message")
                    .list()) all.add(new Waiting(subscription, instance.getProcessDefinitionKey(), set));
        }
        return all;
    }

    private void start(
            CaseRef caseRef, String message, String deployment, String process, Map<String, Object> carried) {
        ledger.append(Act.on(caseRef, EntryType.MESSAGE).with(Map.of("message", message)));
        var definition = repository
                .createProcessDefinitionQuery()
                .deploymentId(deployment)
                .processDefinitionKey(process)
                .singleResult();
        runtime.createMessageCorrelation(message)
                .processInstanceBusinessKey(caseRef.value())
                .processDefinitionId(definition.getId())
                .setVariables(carried)
                .correlateStartMessage();
    }

    /** By which the case goes: that of what began last of its own; of a case in which nothing has begun, the newest. */
    private String deployment(CaseRef caseRef) {
        var begun = history.createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(caseRef.value())
                .rootProcessInstances()
                .orderByProcessInstanceStartTime()
                .desc()
                .listPage(0, 1);
        return begun.isEmpty()
                ? sets.newestPublished().deployment()
                : deploymentOf(begun.get(0).getProcessDefinitionId());
    }

    private String deploymentOf(String definition) {
        return repository.getProcessDefinition(definition).getDeploymentId();
    }
}
