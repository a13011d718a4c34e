package org.nrm.audit;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Agencies;
import org.nrm.pathway.ModelSets;
import org.nrm.records.file.CaseFiles;
import org.nrm.transactions.Transactions;
import org.springframework.stereotype.Service;

/** All cases of a period as one file for process-mining tools, under pseudonyms and without anything that finds them in the ledger. */
@Service
class ExportLog {

    private final Ledger ledger;
    private final CaseFiles caseFiles;
    private final Transactions transactions;
    private final ModelSets models;
    private final Agencies agencies;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ExportLog(
            Ledger ledger,
            CaseFiles caseFiles,
            Transactions transactions,
            ModelSets models,
            Agencies agencies,
            Clock clock) {
        this.ledger = ledger;
        this.caseFiles = caseFiles;
        this.transactions = transactions;
        this.models = models;
        this.agencies = agencies;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param from first day on which a case was opened, in the zone of the mechanism
     * @param to   last day
     */
    record Wish(LogFormat format, LocalDate from, LocalDate to, Times times) {}

    /** Notes that the log is taken. What it answers writes it, and holds one case at a time. */
    Exports.Writer of(Actor actor, Wish wish) {
        var cases = transactions.run(() -> {
            var opened = caseFiles.opened(
                    wish.from().atStartOfDay(clock.getZone()).toInstant(),
                    wish.to().plusDays(1).atStartOfDay(clock.getZone()).toInstant());
            ledger.append(Act.general(EntryType.EXPORTED)
                    .by(actor.user(), actor.agency(), AuditedCases.AUDITOR)
                    .with(Map.of(
                            "format", wish.format().word(),
                            "from", wish.from().toString(),
                            "to", wish.to().toString(),
                            "times", wish.times().word(),
                            "cases", String.valueOf(opened.size()))));
            return opened;
        });
        var disguise =
                Disguise.ofLog(new Pseudonyms(random), id -> agencies.find(id).isPresent(), wish.times());
        var traces = new Traces(shuffled(cases, disguise));
        return out -> {
            switch (wish.format()) {
                case XES -> new Xes(models::find, disguise).write(traces, out);
                case OCEL -> new Ocel(models::find, disguise).write(traces, out);
            }
        };
    }

    /** In the order of their pseudonyms, so that the order tells nothing. */
    private static List<CaseRef> shuffled(List<CaseRef> cases, Disguise disguise) {
        var shuffled = new ArrayList<>(cases);
        shuffled.sort(Comparator.comparing(disguise::caseName));
        return shuffled;
    }

    /** The cases one by one, the second time no further than the first. */
    private final class Traces implements Iterable<Trace> {

        private final List<CaseRef> cases;
        private final Map<CaseRef, Integer> lengths = new HashMap<>();

        Traces(List<CaseRef> cases) {
            this.cases = cases;
        }

        @Override
        public Iterator<Trace> iterator() {
            return cases.stream().map(this::trace).iterator();
        }

        private Trace trace(CaseRef caseRef) {
            var most = lengths.getOrDefault(caseRef, Integer.MAX_VALUE);
            var entries = transactions.run(() -> ledger.history(caseRef, 0, most));
            lengths.put(caseRef, entries.size());
            return new Trace(caseRef, entries);
        }
    }
}
