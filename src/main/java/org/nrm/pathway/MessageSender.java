package org.nrm.pathway;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The one delegate of the models ({@code ${sendMessage}}): sends the message of a throwing event within the case: to all that wait
 * for it, or by starting the instance that begins with it, which gets the event's input parameters and nothing else.
 */
@Component("sendMessage")
class MessageSender implements JavaDelegate {

    private final ObjectProvider<CaseMessages> messages;

    MessageSender(ObjectProvider<CaseMessages> messages) {
        this.messages = messages;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var event = execution.getBpmnModelElementInstance();
        var message = event.getChildElementsByType(MessageEventDefinition.class)
                .iterator()
                .next()
                .getMessage()
                .getName();
        var caseRef = StepRecorder.caseRef(execution.getProcessBusinessKey());
        var sender = messages.getObject();
        if (!sender.startsInstance(caseRef, message)) {
            sender.deliverToAll(caseRef, message);
            return;
        }
        Map<String, Object> carried = new HashMap<>(execution.getVariablesLocal());
        if (execution.hasVariable("isChild")) carried.putIfAbsent("isChild", execution.getVariable("isChild"));
        sender.deliver(caseRef, message, carried);
    }
}
