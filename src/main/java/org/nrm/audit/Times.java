package org.nrm.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How exact the times of an export are: a time of day can tell who somebody is. In UTC. */
enum Times {
    EXACT(ChronoUnit.MILLIS),
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS);

    private final ChronoUnit unit;

    Times(ChronoUnit unit) {
        this.unit = unit;
    }

    static Optional<Times> of(String word) {
        return Arrays.stream(values())
                .filter(times -> times.word().equals(word))
                .findFirst();
    }

    /** As {@code day}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The beginning of the hour or day in which it lies. */
    Instant coarsened(Instant time) {
        return time.truncatedTo(unit);
    }
}
