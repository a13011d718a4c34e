package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SignInThrottleTests {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-15T10:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final SignInThrottle throttle = new SignInThrottle(clock);

    @Test
    void aLoginWaitsAfterFiveFailures() {
        fail("edith", SignInThrottle.FREE_ATTEMPTS);
        assertThat(throttle.attempt("edith")).isFalse();
        pass(SignInThrottle.FIRST_WAIT.minusSeconds(1));
        assertThat(throttle.attempt("edith")).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(throttle.attempt("edith")).isTrue();
    }

    @Test
    void theWaitDoublesAndIsBounded() {
        fail("edith", SignInThrottle.FREE_ATTEMPTS);
        pass(SignInThrottle.FIRST_WAIT);
        fail("edith", 1);
        pass(SignInThrottle.FIRST_WAIT.multipliedBy(2).minusSeconds(1));
        assertThat(throttle.attempt("edith")).isFalse();
        pass(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            fail("edith", 1);
            pass(SignInThrottle.LONGEST_WAIT);
        }
        assertThat(throttle.attempt("edith")).isTrue();
    }

    @Test
    void othersDoNotWait() {
        fail("edith", SignInThrottle.FREE_ATTEMPTS);
        assertThat(throttle.attempt("hugo")).isTrue();
    }

    @Test
    void whoGotInStartsAnew() {
        fail("edith", SignInThrottle.FREE_ATTEMPTS - 1);
        throttle.succeeded("edith");
        fail("edith", SignInThrottle.FREE_ATTEMPTS);
        assertThat(throttle.attempt("edith")).isFalse();
    }

    @Test
    void itForgetsTheLoginThatWasTriedLongestAgoRatherThanGrow() {
        fail("edith", SignInThrottle.FREE_ATTEMPTS);
        for (int i = 0; i < SignInThrottle.REMEMBERED; i++) fail("login" + i, 1);
        assertThat(throttle.attempt("edith")).isTrue();
    }

    private void fail(String login, int times) {
        for (int i = 0; i < times; i++) assertThat(throttle.attempt(login)).isTrue();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
