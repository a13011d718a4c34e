package org.nrm.audit;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.CaseState;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.CaseFiles;
import org.nrm.rights.follow.Conformance;
import org.nrm.rights.follow.Counterfactual;
import org.nrm.transactions.Transactions;
import org.nrm.web.Conflict;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotThere;
import org.springframework.stereotype.Service;

/**
 * Does a case fit the models that were in force, and what would the person have been offered had she answered the police otherwise? For
 * one case, and for all that were opened in a year.
 */
@Service
class Analysis implements AutoCloseable {

    private static final int FIRST_YEAR = 2000;
    private static final int KEPT = 50;

    private final AuditedCases cases;
    private final CaseFiles caseFiles;
    private final Ledger ledger;
    private final Courses courses;
    private final Transactions transactions;
    private final Clock clock;
    /** In the order in which they were begun. */
    private final List<Batch> batches = new ArrayList<>();

    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "counterfactuals");
        thread.setDaemon(true);
        return thread;
    });

    Analysis(
            AuditedCases cases,
            CaseFiles caseFiles,
            Ledger ledger,
            Courses courses,
            Transactions transactions,
            Clock clock) {
        this.cases = cases;
        this.caseFiles = caseFiles;
        this.ledger = ledger;
        this.courses = courses;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param state at the end of the history */
    record Fit(CaseRef caseRef, CaseState state, Conformance conformance) {}

    /** @param state at the end of the history */
    record Otherwise(CaseRef caseRef, CaseState state, Counterfactual counterfactual) {}

    Fit conformance(Actor actor, String reference) {
        var entries = cases.look(actor, reference, "conformance");
        return new Fit(new CaseRef(reference), CaseState.of(entries), fit(entries));
    }

    Otherwise counterfactual(Actor actor, String reference) {
        var entries = cases.look(actor, reference, "counterfactual");
        return new Otherwise(new CaseRef(reference), CaseState.of(entries), otherwise(entries));
    }

    private Conformance fit(List<Entry> entries) {
        var steps = Courses.observed(entries);
        return courses.follow(models -> Conformance.of(models, steps));
    }

    private Counterfactual otherwise(List<Entry> entries) {
        var steps = Courses.observed(entries);
        return courses.follow(models -> Counterfactual.of(models, steps));
    }

    /** Begins with the cases that were opened in the year; one auditor has one at a time. That it is done is an entry. */
    Batch.Progress begin(Actor actor, @Nullable Integer year) {
        AuditedCases.auditorOnly(actor);
        var now = LocalDate.ofInstant(clock.instant(), clock.getZone()).getYear();
        if (year == null || year < FIRST_YEAR || year > now)
            throw new InvalidAnswers(
                    List.of(new FieldProblem("year", "Must be a year from " + FIRST_YEAR + " to " + now + ".")));
        var from = LocalDate.of(year, 1, 1).atStartOfDay(clock.getZone()).toInstant();
        var before = LocalDate.of(year + 1, 1, 1).atStartOfDay(clock.getZone()).toInstant();
        var batch = new Batch(actor.user(), year, caseFiles.opened(from, before));
        keep(batch);
        try {
            transactions.run(() -> ledger.append(Act.general(EntryType.VIEWED)
                    .by(actor.user(), actor.agency(), AuditedCases.AUDITOR)
                    .with(Map.of("where", "counterfactuals", "year", String.valueOf(year)))));
        } catch (RuntimeException e) {
            forget(batch);
            throw e;
        }
        worker.execute(() -> batch.run(this::result));
        return batch.progress();
    }

    /** One auditor has one at a time; the oldest that are done are forgotten. */
    private synchronized void keep(Batch batch) {
        for (var other : batches)
            if (other.owner().equals(batch.owner()) && !other.progress().over())
                throw new Conflict("Another year is being worked on. Wait until it is done.");
        var over = batches.stream().filter(old -> old.progress().over()).toList();
        if (batches.size() >= KEPT && !over.isEmpty()) batches.remove(over.get(0));
        batches.add(batch);
    }

    private synchronized void forget(Batch batch) {
        batches.remove(batch);
    }

    private Batch.Result result(CaseRef caseRef) {
        var entries = ledger.history(caseRef);
        return new Batch.Result(otherwise(entries), fit(entries).fits());
    }

    Batch.Progress progress(Actor actor, String id) {
        return own(actor).stream()
                .filter(batch -> batch.id().equals(id))
                .findFirst()
                .orElseThrow(NotThere::new)
                .progress();
    }

    /** The newest of the actor's own. */
    Optional<Batch.Progress> latest(Actor actor) {
        return own(actor).stream().reduce((older, newer) -> newer).map(Batch::progress);
    }

    /** The oldest first. */
    private synchronized List<Batch> own(Actor actor) {
        AuditedCases.auditorOnly(actor);
        return batches.stream()
                .filter(batch -> batch.owner().equals(actor.user()))
                .toList();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
