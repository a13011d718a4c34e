package org.nrm.pathway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.nrm.mechanism.WorkingCalendar;
import org.nrm.transactions.Transactions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The one clock of service and engine, in the mechanism's time zone. It is the machine's, moved forward by as much as the demo has asked for; that survives a
 * restart.
 */
@Component
class EngineClock extends Clock {

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final ZoneId zone;
    private volatile boolean stopped;

    EngineClock(JdbcClient jdbc, Transactions transactions, WorkingCalendar calendar) {
        this.jdbc = jdbc;
        zone = calendar.zone();
        this.transactions = transactions;
        ClockUtil.reset();
        var ahead = jdbc.sql("select ahead from service_clock where id = 1")
                .query(Long.class)
                .optional();
        ahead.ifPresent(ClockUtil::offset);
    }

    @Override
    public Instant instant() {
        return ClockUtil.getCurrentTime().toInstant();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    /** Stands still at this instant until {@link #run} or {@link #goOn} is called. A restart finds it there too: what happens now is not undone by it. */
    void stopAt(Instant instant) {
        keep(ahead(instant));
        ClockUtil.setCurrentTime(Date.from(instant));
        stopped = true;
    }

    /** Runs on from where it stands; nothing if it runs. */
    void goOn() {
        if (stopped) run(instant());
    }

    /** Runs on from this instant and remembers how far it is ahead of the machine's. */
    void run(Instant from) {
        var ahead = ahead(from);
        stopped = false;
        ClockUtil.reset();
        ClockUtil.offset(ahead);
        keep(ahead);
    }

    private static long ahead(Instant instant) {
        return Duration.between(Clock.systemUTC().instant(), instant).toMillis();
    }

    private void keep(long ahead) {
        transactions.run(() -> {
            if (jdbc.sql("update service_clock set ahead = :ahead where id = 1")
                            .param("ahead", ahead)
                            .update()
                    == 0)
                jdbc.sql("insert into service_clock (id, ahead) values (1, :ahead)")
                        .param("ahead", ahead)
                        .update();
        });
    }
}
