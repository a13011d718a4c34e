package org.nrm.records.access;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.FreeText;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;

/**
 * What somebody who is not on a case wants to read of it, and why; as it was sent.
 *
 * @param reason  in her own words; may hold personal data
 * @param classes of data
 * @param length  ISO 8601; of auditors only
 */
record AccessWish(
        @Nullable String purpose,
        @Nullable String reason,
        @Nullable List<@Nullable String> classes,
        @Nullable String length) {

    /** Once checked. */
    record Checked(
            String purpose,
            String reason,
            List<String> classes,
            @Nullable String length) {

        Checked {
            classes = List.copyOf(classes);
        }
    }

    /**
     * The wish of an auditor, whose length of time begins now or later and is at most the longest.
     *
     * @throws InvalidAnswers with all that is wrong
     */
    Checked ofAudit(Set<String> purposes, Set<String> possible, Period longest, ZonedDateTime now) {
        var problems = problems(purposes, possible);
        var time = time();
        if (time == null)
            problems.add(new FieldProblem("length", "Must be a length of time in ISO 8601, as P7D or PT4H."));
        else if (!within(time, longest, now))
            problems.add(new FieldProblem("length", "Must be more than nothing and at most " + longest + "."));
        return checked(problems, time == null ? null : time.toString());
    }

    /**
     * The wish of somebody in danger; the length of time is not hers to choose.
     *
     * @throws InvalidAnswers with all that is wrong
     */
    Checked inDanger(Set<String> purposes, Set<String> possible) {
        return checked(problems(purposes, possible), null);
    }

    private Checked checked(List<FieldProblem> problems, @Nullable String time) {
        if (!problems.isEmpty() || purpose == null || reason == null || classes == null)
            throw new InvalidAnswers(problems);
        var sorted = new TreeSet<String>();
        for (var dataClass : classes) if (dataClass != null) sorted.add(dataClass);
        return new Checked(purpose, reason.strip(), List.copyOf(sorted), time);
    }

    private List<FieldProblem> problems(Set<String> purposes, Set<String> possible) {
        var problems = new ArrayList<FieldProblem>();
        if (purpose == null || !purposes.contains(purpose))
            problems.add(
                    new FieldProblem("purpose", "Must be one of " + String.join(", ", new TreeSet<>(purposes)) + "."));
        if (reason == null || reason.isBlank()) problems.add(new FieldProblem("reason", "Please say why."));
        else FreeText.problem(reason).ifPresent(problem -> problems.add(new FieldProblem("reason", problem)));
        if (classes == null || classes.isEmpty())
            problems.add(new FieldProblem("classes", "Please name what you need to read."));
        else if (classes.stream().anyMatch(dataClass -> dataClass == null || !possible.contains(dataClass)))
            problems.add(new FieldProblem(
                    "classes", "Only " + String.join(", ", new TreeSet<>(possible)) + " can be read."));
        return problems;
    }

    private @Nullable TemporalAmount time() {
        if (length == null) return null;
        try {
            return length.contains("T") ? Duration.parse(length) : Period.parse(length);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static boolean within(TemporalAmount time, Period longest, ZonedDateTime now) {
        try {
            var end = now.plus(time);
            return end.isAfter(now) && !end.isAfter(now.plus(longest));
        } catch (DateTimeException | ArithmeticException e) {
            return false; // beyond all dates
        }
    }
}
