package org.nrm.pathway;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.Upkeep;
import org.nrm.transactions.Transactions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What happens by time: the engine's timers and the look at overdue tasks. In the demo the clock can be moved forward; it then
 * goes from due date to due date, so that what follows from a timer is counted from when the timer fell due.
 */
@Component
public class Timers implements SmartLifecycle {

    private final EngineClock clock;
    private final ManagementService management;
    private final ProcessEngineConfigurationImpl engine;
    private final Escalations escalations;
    private final Upkeep upkeep;
    private final Transactions transactions;
    private final Ledger ledger;
    private final boolean automatic;
    private final ReentrantLock advancing = new ReentrantLock();
    private final AtomicBoolean running = new AtomicBoolean();

    Timers(
            EngineClock clock,
            ManagementService management,
            ProcessEngine engine,
            Escalations escalations,
            Upkeep upkeep,
            Transactions transactions,
            Ledger ledger,
            @Value("${nrm.timers:true}") boolean automatic) {
        this.clock = clock;
        this.management = management;
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        this.escalations = escalations;
        this.upkeep = upkeep;
        this.transactions = transactions;
        this.ledger = ledger;
        this.automatic = automatic;
    }

    /**
     * Moves the clock forward; what falls due on the way has happened when this returns.
     *
     * @param by   calendar part, as 1 month
     * @param plus exact part
     * @return the new time
     */
    public Instant advance(Period by, Duration plus, String user) {
        advancing.lock();
        var wasRunning = running.get();
        if (wasRunning) stop();
        var target = clock.instant().atZone(ZoneOffset.UTC).plus(by).plus(plus).toInstant();
        try {
            transactions.run(
                    () -> ledger.append(Act.general(EntryType.CLOCK_ADVANCED).by(user, null, null)));
            for (var job = due(target); job != null; job = due(target)) {
                var dueDate = job.getDuedate().toInstant();
                if (dueDate.isAfter(clock.instant())) clock.stopAt(dueDate);
                fire(job);
            }
        } finally {
            clock.run(target);
            if (wasRunning) start();
            advancing.unlock();
        }
        lookForOverdue();
        upkeep.look();
        return target;
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
    void lookRegularly() {
        if (automatic) lookForOverdue();
    }

    private void lookForOverdue() {
        transactions.run(escalations::look);
    }

    private @Nullable Job due(Instant until) {
        var jobs = management
                .createJobQuery()
                .timers()
                .active()
                .withRetriesLeft()
                .duedateLowerThan(Date.from(until.plusMillis(1)))
                .orderByJobDuedate()
                .asc()
                .orderByJobId()
                .asc()
                .listPage(0, 1);
        return jobs.isEmpty() ? null : jobs.get(0);
    }

    private void fire(Job job) {
        try {
            management.executeJob(job.getId());
        } catch (OptimisticLockingException e) {
            // Somebody changed the same instance just now; the job is still there and is tried again.
            Thread.onSpinWait();
        }
    }

    @Override
    public void start() {
        if (automatic) engine.getJobExecutor().start();
        running.set(automatic);
    }

    @Override
    public void stop() {
        engine.getJobExecutor().shutdown();
        running.set(false);
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
