package org.nrm.pathway;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.Upkeep;
import org.nrm.transactions.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

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
     * Moves the clock forward; what falls due on the way has happened when this returns. A timer that fails stops nothing: it keeps its
     * retries for later and is named in the log. The clock is never further than all else that is due: if something does fail, it
     * goes on from there.
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
            goThrough(target);
            clock.run(target);
        } finally {
            clock.goOn();
            if (wasRunning) start();
            advancing.unlock();
        }
        escalations.look();
        lookAfterFiles();
        return target;
    }

    /** From one moment at which something is due to the next. */
    private void goThrough(Instant target) {
        var failed = new HashSet<String>();
        var looked = clock.instant();
        for (var moment = next(target, looked, failed); moment != null; moment = next(target, looked, failed)) {
            if (moment.isAfter(clock.instant())) clock.stopAt(moment);
            looked = clock.instant();
            for (var job = due(looked, failed); job != null; job = due(looked, failed))
                if (!fired(job)) failed.add(job.getId());
            escalations.look();
        }
    }

    /** What is not looked after now is so in the night. */
    private void lookAfterFiles() {
        try {
            upkeep.look();
        } catch (RuntimeException e) {
            LOG.error("The files were not all looked after: {}", e.getClass().getName(), e);
        }
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
    void lookRegularly() {
        if (automatic) escalations.look();
    }

    /** When something is due next: a timer that has not failed, or an escalation after what has been looked at; null if nothing until then. */
    private @Nullable Instant next(Instant until, Instant looked, Set<String> failed) {
        var job = due(until, failed);
        var timer = job == null ? null : job.getDuedate().toInstant();
        var escalation =
                escalations.next(looked).filter(time -> !time.isAfter(until)).orElse(null);
        if (timer == null || escalation == null) return timer == null ? escalation : timer;
        return timer.isBefore(escalation) ? timer : escalation;
    }

    private @Nullable Job due(Instant until, Set<String> failed) {
        return management
                .createJobQuery()
                .timers()
                .active()
                .withRetriesLeft()
                .duedateLowerThan(Date.from(until.plusMillis(1)))
                .orderByJobDuedate()
                .asc()
                .orderByJobId()
                .asc()
                .listPage(0, failed.size() + 1)
                .stream()
                .filter(job -> !failed.contains(job.getId()))
                .findFirst()
                .orElse(null);
    }

    /** False if it failed; the engine has then counted that, and tries it again later. */
    private boolean fired(Job job) {
        try {
            transactions.tries(() -> management.executeJob(job.getId()));
            return true;
        } catch (RuntimeException e) {
            LOG.error(
                    "A timer of {} failed while the clock was moved, and is tried again later: job {}, {}",
                    job.getProcessDefinitionKey(),
                    job.getId(),
                    e.getClass().getName());
            return false;
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
