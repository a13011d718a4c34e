package org.nrm.pathway;

import java.util.function.Supplier;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.nrm.web.Conflict;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One act, one transaction: engine, record and entry together. Where two acts meet, the later is tried again from its start;
 * after that it is refused.
 */
@Component
public class CaseTransactions {

    private static final int TRIES = 4;

    private final TransactionTemplate transaction;

    CaseTransactions(PlatformTransactionManager transactions) {
        transaction = new TransactionTemplate(transactions);
    }

    /** Runs the act. Refused with CONFLICT if others were always faster. */
    public <T> T run(Supplier<T> act) {
        for (var left = TRIES - 1; ; left--) {
            try {
                return transaction.execute(status -> act.get());
            } catch (OptimisticLockingException | ConcurrencyFailureException e) {
                if (left == 0) throw new Conflict(Conflict.Reason.CONFLICT);
            }
        }
    }

    public void run(Runnable act) {
        run(() -> {
            act.run();
            return Boolean.TRUE;
        });
    }
}
