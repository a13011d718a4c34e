package org.nrm.transactions;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One act, one transaction. Where two acts meet (a lock that is not given, a deadlock, a row that has changed meanwhile) the later is
 * tried again from its start, a few times, and then refused with {@link TryAgain}. Every write goes through here: what is annotated with
 * {@code @Transactional} by itself ({@link RetriedTransactions}), the rest by calling {@code run} or {@code apart}.
 */
public class Transactions {

    private static final int RETRIES = 5;

    /** Before the second try; each later one waits twice as long. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Those that met each other do not come back at the same time. */
    private static final Duration JITTER = Duration.ofMillis(15);

    /** After this an act is not begun again: its caller has waited for a lock as long as the database allows. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** SQL:2023 class 40: the transaction was rolled back for others' sake (serialization, deadlock). */
    private static final String ROLLED_BACK = "40";

    /** A lock that was not given: PostgreSQL, H2; a row that changed meanwhile: H2. */
    private static final Set<String> LOCKED = Set.of("55P03", "HYT00", "90131");

    private final TransactionTemplate joined;
    private final TransactionTemplate apart;
    private final List<Collision> others;
    private final RetryTemplate tries = new RetryTemplate();

    /** @param others besides the database */
    public Transactions(PlatformTransactionManager transactions, List<Collision> others) {
        joined = new TransactionTemplate(transactions);
        apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.others = List.copyOf(others);
        tries.setRetryPolicy(RetryPolicy.builder()
                .maxRetries(RETRIES)
                .delay(PAUSE)
                .jitter(JITTER)
                .multiplier(2)
                .timeout(LONGEST)
                .predicate(this::isCollision)
                .build());
    }

    /** Runs the act, as part of the one that is under way if there is one; that is then tried again as a whole. */
    @SuppressWarnings("NullAway") // the act decides whether it answers null
    public <T extends @Nullable Object> T run(Supplier<T> act) {
        return tried(() -> joined.execute(status -> act.get()));
    }

    /** As {@link #run(Supplier)}. */
    public void run(Runnable act) {
        run(() -> {
            act.run();
            return Boolean.TRUE;
        });
    }

    /** Runs the act in a transaction of its own, which stays if that under way fails. */
    @SuppressWarnings("NullAway") // the act decides whether it answers null
    public <T extends @Nullable Object> T apart(Supplier<T> act) {
        return retried(() -> apart.execute(status -> act.get()));
    }

    /** As {@link #apart(Supplier)}. */
    public void apart(Runnable act) {
        apart(() -> {
            act.run();
            return Boolean.TRUE;
        });
    }

    /** Tries again what begins its own transactions, as the engine's commands do. */
    public void tries(Runnable act) {
        retried(() -> {
            act.run();
            return Boolean.TRUE;
        });
    }

    /** Tries what opens a transaction itself. A part of an act is not tried alone: the whole has failed with it. */
    <T extends @Nullable Object> T tried(Retryable<T> act) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) return retried(act);
        try {
            return act.execute();
        } catch (Throwable e) {
            throw unchanged(e);
        }
    }

    private <T extends @Nullable Object> T retried(Retryable<T> act) {
        try {
            return tries.execute(act);
        } catch (RetryException e) {
            var last = e.getCause();
            throw isCollision(last) ? new TryAgain(last) : unchanged(last);
        }
    }

    private boolean isCollision(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TryAgain) return false;
            if (cause instanceof ConcurrencyFailureException) return true;
            if (cause instanceof SQLException e && met(e.getSQLState())) return true;
            for (var other : others) if (other.isMeantBy(cause)) return true;
            if (cause == cause.getCause()) return false;
        }
        return false;
    }

    private static boolean met(@Nullable String state) {
        return state != null && (state.startsWith(ROLLED_BACK) || LOCKED.contains(state));
    }

    /** What an act throws is what its caller sees, declared or not. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException unchanged(Throwable failure) throws E {
        throw (E) failure;
    }
}
