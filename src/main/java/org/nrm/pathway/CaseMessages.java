package org.nrm.pathway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
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
    private final Models models;
    private final Ledger ledger;

    CaseMessages(RuntimeService runtime, Models models, Ledger ledger) {
        this.runtime = runtime;
        this.models = models;
        this.ledger = ledger;
    }

    /** A subscription of the case, with the process in which it stands. */
    private record Waiting(EventSubscription subscription, String process) {

        String place() {
            return process + "/" + subscription.getActivityId();
        }
    }

    private static final Comparator<Waiting> BY_AGE =
            Comparator.comparing(waiting -> waiting.subscription().getCreated());

    boolean startsInstance(String message) {
        return models.startsInstance(message);
    }

    /** Delivers the message; false if nothing in the case waits for it now. */
    boolean deliver(CaseRef caseRef, String message, Map<String, Object> carried) {
        if (models.startsInstance(message)) {
            ledger.append(Act.on(caseRef, EntryType.MESSAGE).with(Map.of("message", message)));
            runtime.startProcessInstanceByMessage(message, caseRef.value(), carried);
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

    /** Delivers the withdrawal to everything of the case that a withdrawal can reach and that {@code concerned} picks by process and element. */
    int withdraw(CaseRef caseRef, String what, BiPredicate<String, String> concerned) {
        var reached = onceBeside(waiting(caseRef).stream()
                .filter(waiting ->
                        models.hasMark(waiting.process(), waiting.subscription().getActivityId(), Mark.WITHDRAWS))
                .filter(waiting ->
                        concerned.test(waiting.process(), waiting.subscription().getActivityId()))
                .toList());
        reached.forEach(waiting -> receive(caseRef, waiting, Map.of("withdrawn", what)));
        return reached.size();
    }

    /**
     * A case that was opened again has two pathways: what opens a subprocess beside the rest, such as the questions after a change
     * of risk, opens it in the newer one only, so that nobody is asked twice.
     */
    private List<Waiting> onceBeside(List<Waiting> reached) {
        var newest = new HashMap<String, Waiting>();
        for (var waiting : reached) newest.merge(waiting.place(), waiting, BinaryOperator.maxBy(BY_AGE));
        return reached.stream()
                .filter(waiting -> !models.opensBeside(
                                waiting.process(), waiting.subscription().getActivityId())
                        || waiting.equals(newest.get(waiting.place())))
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
                .list())
            for (var subscription : runtime.createEventSubscriptionQuery()
                    .processInstanceId(instance.getId())
                    .eventType("message")
                    .list()) all.add(new Waiting(subscription, instance.getProcessDefinitionKey()));
        return all;
    }
}
