package org.nrm.records;

import java.util.concurrent.locks.ReentrantLock;
import org.nrm.records.consent.Reminders;
import org.nrm.records.erasure.Erasures;
import org.nrm.records.erasure.Retention;
import org.nrm.records.keys.KeysUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What happens to the files by themselves: before the port opens, every night, and when the demo's clock is moved. */
@Component
public class Upkeep implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Erasures erasures;
    private final Retention retention;
    private final Reminders reminders;
    private final boolean automatic;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Upkeep(
            Erasures erasures,
            Retention retention,
            Reminders reminders,
            @Value("${nrm.timers:true}") boolean automatic) {
        this.erasures = erasures;
        this.retention = retention;
        this.reminders = reminders;
        this.automatic = automatic;
    }

    /** Whatever back-up was put in place of the data or of the keys: what was erased is erased before anybody can ask for it. */
    @Override
    public void afterSingletonsInstantiated() {
        withKeys(() -> {
            erasures.destroyKeysOfAllErasures();
            erasures.purge();
        });
    }

    /** Erases what is due, ends what comes of age, and tells those whom it concerns. */
    public void look() {
        oneAtATime.lock();
        try {
            withKeys(() -> {
                erasures.destroyKeys();
                retention.look();
                reminders.look();
            });
        } finally {
            oneAtATime.unlock();
        }
    }

    @Scheduled(cron = "0 30 2 * * *", zone = "UTC")
    void everyNight() {
        if (automatic) look();
    }

    private static void withKeys(Runnable work) {
        try {
            work.run();
        } catch (KeysUnavailable e) {
            LOG.error("Nothing is erased as long as the keys are not there: {}", e.getMessage());
        }
    }
}
