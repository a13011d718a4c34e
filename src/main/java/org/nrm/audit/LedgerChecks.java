package org.nrm.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.LedgerReport;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.VerifierKey;
import org.nrm.ledger.store.LedgerCheck;
import org.nrm.web.Conflict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks of the whole ledger, in the background and one at a time, since each reads everything. Who asks for one of a small ledger waits
 * for it; of a large one its progress can be asked for. The last one is kept until the next begins or the service stops.
 */
@Component
class LedgerChecks implements AutoCloseable {

    /** Entries and leaves of which a check takes no longer than somebody waits. */
    static final long SMALL = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerChecks.class);

    private final LedgerCheck check;
    private final Clock clock;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "ledger-check");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Run latest;

    LedgerChecks(LedgerCheck check, Clock clock) {
        this.check = check;
        this.clock = clock;
    }

    /**
     * A check, as far as it has come.
     *
     * @param done   entries and leaves that have been read
     * @param of     how many there are
     * @param failed it could not be carried out; the log says why
     * @param report null as long as it is not at its end
     */
    record State(
            String id,
            Instant begun,
            long done,
            long of,
            boolean failed,
            @Nullable LedgerReport report) {

        /** Is it at its end? */
        public boolean over() {
            return failed || report != null;
        }
    }

    private final class Run {
        private final String id = UUID.randomUUID().toString();
        private final Instant begun = clock.instant();
        private final long of = check.size();
        private final AtomicLong done = new AtomicLong();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean failed;
        private volatile @Nullable LedgerReport report;

        void work(Collection<SignedNote> outside, Collection<VerifierKey> pinned) {
            try {
                report = check.check(outside, pinned, done::addAndGet);
            } catch (Throwable e) { // also an error: somebody waits for the end
                failed = true;
                LOG.error("The ledger could not be checked", e);
            } finally {
                over.countDown();
            }
        }

        State state() {
            return new State(id, begun, Math.min(done.get(), of), of, failed, report);
        }
    }

    /**
     * Begins a check. Of a small ledger it has come to its end with the answer.
     *
     * @throws Conflict if one is under way
     */
    State begin(Collection<SignedNote> outside, Collection<VerifierKey> pinned) {
        var run = begun(outside, pinned);
        if (run.of <= SMALL)
            try {
                run.over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        return run.state();
    }

    private synchronized Run begun(Collection<SignedNote> outside, Collection<VerifierKey> pinned) {
        if (latest != null && !latest.state().over())
            throw new Conflict("The ledger is being checked. Wait until that is done; it stands on the page Ledger.");
        var run = new Run();
        latest = run;
        worker.execute(() -> run.work(outside, pinned));
        return run;
    }

    /** The one that is under way, or the last. */
    synchronized Optional<State> latest() {
        return Optional.ofNullable(latest).map(Run::state);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
