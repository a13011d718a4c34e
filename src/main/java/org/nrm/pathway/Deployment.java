package org.nrm.pathway;

import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.transactions.Transactions;
import org.springframework.stereotype.Component;

/** Brings the checked models into the engine: all together, since they call each other, and only if one of them has changed. */
@Component
class Deployment {

    Deployment(
            RepositoryService repository,
            Models models,
            PublishedModels published,
            Ledger ledger,
            Transactions transactions) {
        transactions.run(() -> {
            var builder = repository.createDeployment().name("pathway").enableDuplicateFiltering(false);
            models.files().forEach(builder::addString);
            var deployed = builder.deployWithResult();
            published.publish(deployed.getId(), models.inForce()).ifPresent(set -> {
                var facts = versions(deployed);
                var type = facts.isEmpty() ? EntryType.CONFIGURED : EntryType.MODELS_PUBLISHED;
                facts.put("version", String.valueOf(set.version()));
                facts.put("model", set.hash());
                ledger.append(Act.general(type).with(facts));
            });
        });
    }

    /** Process → version that the engine has given it. */
    private static Map<String, String> versions(DeploymentWithDefinitions deployed) {
        var versions = new TreeMap<String, String>();
        var definitions = deployed.getDeployedProcessDefinitions();
        if (definitions != null)
            definitions.forEach(
                    definition -> versions.put(definition.getKey(), String.valueOf(definition.getVersion())));
        return versions;
    }
}
