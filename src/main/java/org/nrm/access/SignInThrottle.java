package org.nrm.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Slows down the guessing of passwords: after some failures a login waits, each time twice as long. The same for logins that do
 * not exist. In memory and of bounded size: a restart forgets it.
 */
@Component
class SignInThrottle {

    static final int FREE_ATTEMPTS = 5;
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** Logins remembered; to push one out costs as many attempts, each with a slow hash. */
    static final int REMEMBERED = 10_000;

    private final Map<String, Attempts> attempts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final Clock clock;

    SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Whether the login may be tried now. The attempt counts as failed until {@link #succeeded}, so parallel ones do not slip through. */
    synchronized boolean attempt(String login) {
        var now = clock.instant();
        var soFar = attempts.getOrDefault(login, new Attempts(0, Instant.MIN));
        if (now.isBefore(soFar.next)) return false;
        var failures = soFar.failures + 1;
        attempts.put(login, new Attempts(failures, now.plus(wait(failures))));
        return true;
    }

    synchronized void succeeded(String login) {
        attempts.remove(login);
    }

    private static Duration wait(int failures) {
        if (failures < FREE_ATTEMPTS) return Duration.ZERO;
        var doublings = Math.min(failures - FREE_ATTEMPTS, 10);
        var wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** @param next earliest time of the next attempt */
    private record Attempts(int failures, Instant next) {}
}
