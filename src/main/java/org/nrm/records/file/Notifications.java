package org.nrm.records.file;

import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Anonymous notifications (a duty to notify is met by one). */
@Repository
@Transactional
public class Notifications {

    private final JdbcClient jdbc;
    private final Clock clock;

    Notifications(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public void keep(String notificationRef, Notification notification) {
        jdbc.sql("""
                insert into notification (notification_ref, region, channel, agency, age_band, sex, indicators, received)
                values (:ref, :region, :channel, :agency, :ageBand, :sex, :indicators, :now)""")
                .param("ref", notificationRef)
                .param("region", notification.region())
                .param("channel", notification.channel())
                .param("agency", notification.agency())
                .param("ageBand", notification.ageBand())
                .param("sex", notification.sex())
                .param("indicators", String.join(" ", notification.indicators()))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
