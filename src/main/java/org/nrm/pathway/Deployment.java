package org.nrm.pathway;

import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.springframework.stereotype.Component;

/** Brings the checked models into the engine: all together, since they call each other, and only if one of them has changed. */
@Component
class Deployment {

    Deployment(RepositoryService repository, Models models, Ledger ledger, CaseTransactions transactions) {
        transactions.run(() -> {
            var builder = repository.createDeployment().name("pathway").enableDuplicateFiltering(false);
            models.files().forEach(builder::addString);
            var deployed = builder.deployWithResult();
            var versions = versions(deployed);
            if (!versions.isEmpty())
                ledger.append(Act.general(EntryType.MODELS_PUBLISHED).with(versions));
        });
    }

    private static Map<String, String> versions(DeploymentWithDefinitions deployed) {
        var versions = new TreeMap<String, String>();
        var definitions = deployed.getDeployedProcessDefinitions();
        if (definitions != null)
            definitions.forEach(
                    definition -> versions.put(definition.getKey(), String.valueOf(definition.getVersion())));
        return versions;
    }
}
