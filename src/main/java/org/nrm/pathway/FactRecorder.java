package org.nrm.pathway;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.springframework.stereotype.Component;

/**
 * Routing facts that no form brings: from a message, a table or an expression. Each is an entry with its value, since what a gateway did
 * cannot be followed without it. Of any other class the value stays out of the ledger.
 */
@Component
class FactRecorder implements HistoryEventHandler {

    private final ModelSets sets;
    private final Ledger ledger;

    FactRecorder(ModelSets sets, Ledger ledger) {
        this.sets = sets;
        this.ledger = ledger;
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        if (event instanceof HistoricVariableUpdateEventEntity variable) record(variable);
    }

    @Override
    public void handleEvents(List<HistoryEvent> events) {
        events.forEach(this::handleEvent);
    }

    private void record(HistoricVariableUpdateEventEntity variable) {
        var value = variable.getTextValue();
        if (value == null) return;
        var name = variable.getVariableName();
        var instance =
                Context.getCommandContext().getExecutionManager().findExecutionById(variable.getProcessInstanceId());
        if (instance == null) return;
        var deployment = instance.getProcessDefinition().getDeploymentId();
        if (!sets.ofDeployment(deployment).setsByItself(name) || copied(instance, name, value)) return;
        var set = sets.publishedAs(deployment);
        ledger.append(Act.on(StepRecorder.caseRef(instance.getBusinessKey()), EntryType.FACT)
                .at(instance.getProcessDefinition().getKey(), null, null)
                .in(new Act.Place(
                        set.version(), set.hash(), variable.getActivityInstanceId(), variable.getProcessInstanceId()))
                .with(Map.of(name, value)));
    }

    /** A called process gets what its caller has: nothing new. */
    private static boolean copied(ExecutionEntity instance, String name, String value) {
        var caller = instance.getSuperExecution();
        return caller != null && Objects.equals(caller.getVariable(name), value);
    }
}
