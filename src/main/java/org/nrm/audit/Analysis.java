package org.nrm.audit;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
import org.nrm.web.Conflict;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotThere;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does a case fit the models that were in force, and what would the person have been offered had she answered the police otherwise? For
 * one case, and for all that were opened in a year.
 */
@Service
class Analysis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Analysis.class);
    private static final int FIRST_YEAR = 2000;
    private static final int KEPT = 50;

    private final AuditedCases cases;
    private final CaseFiles caseFiles;
    private final Ledger ledger;
    private final Courses courses;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Map<String, Batch> batches = new ConcurrentHashMap<>();
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
            TransactionTemplate transaction,
            Clock clock) {
        this.cases = cases;
        this.caseFiles = caseFiles;
        this.ledger = ledger;
        this.courses = courses;
        this.transaction = transaction;
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

    /**
     * All cases of a year.
     *
     * @param done      how many have been run
     * @param of        how many there are
     * @param different cases in which something would have been missing, later or more
     * @param changes   what, as {@code missing: Offer place} → in how many cases
     * @param failed    cases that could not be run
     */
    record Progress(
            String id,
            int year,
            int done,
            int of,
            int fit,
            List<String> different,
            Map<String, Integer> changes,
            int failed) {

        /** Are all done? */
        public boolean over() {
            return done == of;
        }
    }

    private static final class Batch {
        private final String id = UUID.randomUUID().toString();
        private final String owner;
        private final int year;
        private final List<CaseRef> all;
        private final List<String> different = new ArrayList<>();
        private final Map<String, Integer> changes = new TreeMap<>();
        private int done;
        private int fit;
        private int failed;

        Batch(String owner, int year, List<CaseRef> all) {
            this.owner = owner;
            this.year = year;
            this.all = all;
        }

        synchronized void add(CaseRef caseRef, @Nullable Counterfactual result, boolean fits) {
            done++;
            if (fits) fit++;
            if (result == null) failed++;
            else if (!result.same()) {
                different.add(caseRef.value());
                var named = new LinkedHashMap<String, Integer>();
                for (var variant : result.variants())
                    for (var change : variant.changes())
                        named.put(change.status().word() + ": " + change.name(), 1);
                named.forEach((change, one) -> changes.merge(change, one, Integer::sum));
            }
        }

        synchronized Progress progress() {
            return new Progress(
                    id, year, done, all.size(), fit, List.copyOf(different), new TreeMap<>(changes), failed);
        }
    }

    /** Begins with the cases that were opened in the year; one auditor has one at a time. That it is done is an entry. */
    Progress begin(Actor actor, @Nullable Integer year) {
        AuditedCases.auditorOnly(actor);
        var now = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).getYear();
        if (year == null || year < FIRST_YEAR || year > now)
            throw new InvalidAnswers(
                    List.of(new FieldProblem("year", "Must be a year from " + FIRST_YEAR + " to " + now + ".")));
        if (batches.values().stream()
                .anyMatch(batch ->
                        batch.owner.equals(actor.user()) && !batch.progress().over()))
            throw new Conflict("Another year is being worked on. Wait until it is done.");
        var from = LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var before = LocalDate.of(year + 1, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var batch = new Batch(actor.user(), year, caseFiles.opened(from, before));
        transaction.executeWithoutResult(status -> ledger.append(Act.general(EntryType.VIEWED)
                .by(actor.user(), actor.agency(), AuditedCases.AUDITOR)
                .with(Map.of("where", "counterfactuals", "year", String.valueOf(year)))));
        if (batches.size() >= KEPT)
            batches.values().removeIf(old -> old.progress().over());
        batches.put(batch.id, batch);
        worker.execute(() -> batch.all.forEach(caseRef -> run(batch, caseRef)));
        return batch.progress();
    }

    private void run(Batch batch, CaseRef caseRef) {
        Counterfactual result = null;
        var fits = false;
        try {
            var entries = ledger.history(caseRef);
            fits = fit(entries).fits();
            result = otherwise(entries);
        } catch (RuntimeException e) {
            LOG.error("Counterfactual replay of {} failed", caseRef, e);
        }
        batch.add(caseRef, result, fits);
    }

    Progress progress(Actor actor, String id) {
        AuditedCases.auditorOnly(actor);
        return Optional.ofNullable(batches.get(id))
                .filter(batch -> batch.owner.equals(actor.user()))
                .orElseThrow(NotThere::new)
                .progress();
    }

    /** The newest of the actor's own. */
    Optional<Progress> latest(Actor actor) {
        AuditedCases.auditorOnly(actor);
        var own = batches.values().stream()
                .filter(batch -> batch.owner.equals(actor.user()))
                .map(Batch::progress)
                .toList();
        return own.stream()
                .filter(progress -> !progress.over())
                .findFirst()
                .or(() -> own.stream().reduce((first, second) -> second));
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
