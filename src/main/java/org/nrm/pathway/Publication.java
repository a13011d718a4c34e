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

/**
 * Publishes what is on disk, if it is not what was published last: gives it to the engine whole, since models call each
 * other, and keeps it. What runs goes on by the version on which it began.
 */
@Component
class Publication {

    Publication(
            ModelsOnDisk models,
            RepositoryService repository,
            ModelSets sets,
            Ledger ledger,
            Transactions transactions) {
        var set = models.set();
        transactions.run(() -> {
            if (sets.isNewest(set)) return;
            var builder = repository.createDeployment().name("pathway");
            set.deployed().forEach(builder::addString);
            var deployed = builder.deployWithResult();
            var published = sets.publish(set, deployed.getId());
            var facts = versions(deployed);
            facts.put("version", String.valueOf(published.version()));
            facts.put("model", published.hash());
            ledger.append(Act.general(EntryType.MODELS_PUBLISHED).with(facts));
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
