package org.nrm.rights.proof;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the verifier found.
 *
 * @param verdict the gravest of all models
 * @param models  in the order of files and processes
 * @param rules   the rules that were judged, in their order
 * @param millis  how long it took
 */
public record Report(Verdict verdict, List<Model> models, List<Rule> rules, long millis) {

    public Report {
        models = List.copyOf(models);
        rules = List.copyOf(rules);
    }

    /** All findings, in deterministic order. */
    public List<Finding> findings() {
        return models.stream().flatMap(model -> model.findings().stream()).toList();
    }

    /**
     * One process of one file, or a file in which none could be read.
     *
     * @param process id; null if the file holds none that can be read
     * @param nodes   flow nodes, those of subprocesses counted, called processes not
     * @param states  that were looked at
     */
    public record Model(
            String file,
            @Nullable String process,
            Verdict verdict,
            List<Finding> findings,
            int nodes,
            long states,
            long millis) {

        public Model {
            findings = List.copyOf(findings);
        }
    }
}
