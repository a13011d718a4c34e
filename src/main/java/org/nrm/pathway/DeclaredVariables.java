package org.nrm.pathway;

import java.util.List;
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

    private final Models models;

    DeclaredVariables(Models models) {
        this.models = models;
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        if (event instanceof HistoricVariableUpdateEventEntity variable && !models.declares(variable.getVariableName()))
            throw new IllegalStateException("The variable '" + variable.getVariableName()
                    + "' is declared by no form, parameter, call or data-classes.yaml; the step is refused");
    }

    @Override
    public void handleEvents(List<HistoryEvent> events) {
        events.forEach(this::handleEvent);
    }
}
