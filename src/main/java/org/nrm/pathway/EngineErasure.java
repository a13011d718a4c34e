package org.nrm.pathway;

import java.util.Set;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.nrm.ledger.CaseRef;
import org.nrm.records.file.CaseFile;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.ErasesToo;
import org.springframework.stereotype.Component;

/** What the engine holds of a case's answers: the closed ones that a condition may read, and every value that they had. */
@Component
class EngineErasure implements ErasesToo {

    private static final String ROUTING = "routing";

    /** By these the engine counts; they say nothing of the person. */
    private static final Set<String> COUNTERS =
            Set.of("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "loopCounter");

    private final RuntimeService runtime;
    private final HistoryService history;
    private final RepositoryService repository;
    private final ModelSets sets;
    private final CaseFiles caseFiles;

    EngineErasure(
            RuntimeService runtime,
            HistoryService history,
            RepositoryService repository,
            ModelSets sets,
            CaseFiles caseFiles) {
        this.runtime = runtime;
        this.history = history;
        this.repository = repository;
        this.sets = sets;
        this.caseFiles = caseFiles;
    }

    /** An open case keeps the facts of its course. */
    @Override
    public void erase(CaseRef caseRef, Set<String> dataClasses) {
        var open = caseFiles
                .find(caseRef)
                .filter(file -> file.status() == CaseFile.Status.OPEN)
                .isPresent();
        for (var instance : history.createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(caseRef.value())
                .list()) {
            var set = sets.ofDeployment(repository
                    .getProcessDefinition(instance.getProcessDefinitionId())
                    .getDeploymentId());
            if (instance.getEndTime() == null) forget(instance.getId(), set, dataClasses, open);
            for (var variable : history.createHistoricVariableInstanceQuery()
                    .processInstanceId(instance.getId())
                    .disableBinaryFetching()
                    .list())
                if (isOf(set, variable.getName(), dataClasses, open))
                    history.deleteHistoricVariableInstance(variable.getId());
        }
    }

    private void forget(String instance, ModelSet set, Set<String> dataClasses, boolean open) {
        for (var variable : runtime.createVariableInstanceQuery()
                .processInstanceIdIn(instance)
                .disableBinaryFetching()
                .list())
            if (isOf(set, variable.getName(), dataClasses, open))
                runtime.setVariableLocal(variable.getExecutionId(), variable.getName(), null);
    }

    /** A variable that neither a form nor a message brings is one of the course. */
    private boolean isOf(ModelSet set, String variable, Set<String> dataClasses, boolean open) {
        if (COUNTERS.contains(variable)) return false;
        var dataClass = set.dataClass(variable).orElse(ROUTING);
        return dataClasses.contains(dataClass) && !(open && dataClass.equals(ROUTING));
    }
}
