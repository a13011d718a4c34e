package org.nrm.demo;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/**
 * How far the clock is moved.
 *
 * @param days calendar part
 * @param time exact part
 */
record Advance(Period days, Duration time) {

    /** Longest move at once; more takes the timers of years to go through. */
    private static final Period MOST = Period.ofYears(2);

    /** Reads ISO 8601, as {@code P31D}, {@code P1M} or {@code P1DT2H}; empty if it is none, goes back or too far. */
    static Optional<Advance> parse(String text) {
        try {
            var time = text.indexOf('T');
            var date = time < 0 ? text : text.substring(0, time);
            var days = date.equals("P") ? Period.ZERO : Period.parse(date);
            var exact = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
            var forward = !days.isNegative() && !exact.isNegative() && !(days.isZero() && exact.isZero());
            var near = !LocalDate.EPOCH.plus(days).plusDays(exact.toDays()).isAfter(LocalDate.EPOCH.plus(MOST));
            return forward && near ? Optional.of(new Advance(days, exact)) : Optional.empty();
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
