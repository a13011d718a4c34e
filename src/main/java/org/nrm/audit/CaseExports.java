package org.nrm.audit;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Agencies;
import org.nrm.pathway.ModelSets;
import org.nrm.transactions.Transactions;
import org.springframework.stereotype.Service;

/** One case as an event log for process-mining tools. That it was taken is an entry, written before anything is given and so in it. */
@Service
class CaseExports {

    private final AuditedCases cases;
    private final Exports exports;
    private final Ledger ledger;
    private final Transactions transactions;
    private final ModelSets models;
    private final Agencies agencies;
    private final SecureRandom random = new SecureRandom();

    CaseExports(
            AuditedCases cases,
            Exports exports,
            Ledger ledger,
            Transactions transactions,
            ModelSets models,
            Agencies agencies) {
        this.cases = cases;
        this.exports = exports;
        this.ledger = ledger;
        this.transactions = transactions;
        this.models = models;
        this.agencies = agencies;
    }

    Exports.Writer xes(Actor actor, String reference) {
        var trace = taken(actor, reference, LogFormat.XES);
        return out -> new Xes(models::find, disguise()).write(List.of(trace), out);
    }

    Exports.Writer ocel(Actor actor, String reference) {
        var trace = taken(actor, reference, LogFormat.OCEL);
        return out -> new Ocel(models::find, disguise()).write(List.of(trace), out);
    }

    private Trace taken(Actor actor, String reference, LogFormat format) {
        return transactions.run(() -> {
            CaseRef caseRef = cases.existing(actor, reference).caseRef();
            exports.exported(actor, caseRef, format.word(), Set.of());
            return new Trace(caseRef, ledger.history(caseRef));
        });
    }

    private Disguise disguise() {
        return Disguise.ofCase(new Pseudonyms(random), id -> agencies.find(id).isPresent());
    }
}
