package org.nrm.pathway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The one clock of service and engine. It is the machine's, moved forward by as much as the demo has asked for; that survives a
 * restart.
 */
@Component
class EngineClock extends Clock {

    private final JdbcClient jdbc;

    EngineClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    /** Stands still at this instant until {@link #run} is called. */
    void stopAt(Instant instant) {
        ClockUtil.setCurrentTime(Date.from(instant));
    }

    /** Runs on from this instant and remembers how far it is ahead of the machine's. */
    void run(Instant from) {
        var ahead = Duration.between(Clock.systemUTC().instant(), from).toMillis();
        ClockUtil.reset();
        ClockUtil.offset(ahead);
        if (jdbc.sql("update service_clock set ahead = :ahead where id = 1")
                        .param("ahead", ahead)
                        .update()
                == 0)
            jdbc.sql("insert into service_clock (id, ahead) values (1, :ahead)")
                    .param("ahead", ahead)
                    .update();
    }
}
