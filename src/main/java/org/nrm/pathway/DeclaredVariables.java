package org.nrm.pathway;

import java.util.List;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.springframework.stereotype.Component;

/**
 * What a proof cannot know before: that nothing writes a variable which no declaration covers. Such a write is refused, and with it
 * the whole step, whose transaction this is called in.
 */
@Component
class DeclaredVariables implements HistoryEventHandler {

    private final ModelSets sets;

    DeclaredVariables(ModelSets sets) {
        this.sets = sets;
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        if (event instanceof HistoricVariableUpdateEventEntity variable
                && !set(variable).declares(variable.getVariableName()))
            throw new IllegalStateException("The variable '" + variable.getVariableName()
                    + "' is declared by no form, parameter, call or data-classes.yaml; the step is refused");
    }

    private ModelSet set(HistoricVariableUpdateEventEntity variable) {
        var definition = Context.getProcessEngineConfiguration()
                .getDeploymentCache()
                .findDeployedProcessDefinitionById(variable.getProcessDefinitionId());
        return sets.ofDeployment(definition.getDeploymentId());
    }

    @Override
    public void handleEvents(List<HistoryEvent> events) {
        events.forEach(this::handleEvent);
    }
}
