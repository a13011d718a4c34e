package org.nrm.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotThere;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The log of all cases, for auditors; to everybody else there is none. */
@RestController
@Tag(
        name = "Exports",
        description = "A case's history as a file, for auditors. None holds a name, and none is named after a case.")
class LogController {

    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2999, 12, 31);

    private final ExportLog logs;

    LogController(ExportLog logs) {
        this.logs = logs;
    }

    @GetMapping("/api/v1/logs")
    @Operation(
            summary = "All cases opened in a period, pseudonymised, as one event log",
            description =
                    "format: xes or ocel; from and to: days, both included, either may be missing; times: day, hour or exact")
    void log(
            Actor actor,
            @RequestParam(defaultValue = "") String format,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam(defaultValue = "day") String times,
            HttpServletResponse response)
            throws IOException {
        if (!actor.holds(AuditedCases.AUDITOR)) throw new NotThere();
        var wish = wish(format, from, to, times);
        ExportController.send("cases." + wish.format().ending(), wish.format().type(), logs.of(actor, wish), response);
    }

    private static ExportLog.Wish wish(String format, @Nullable String from, @Nullable String to, String times) {
        var problems = new ArrayList<FieldProblem>();
        var wanted = LogFormat.of(format);
        if (wanted.isEmpty()) problems.add(new FieldProblem("format", "Must be xes or ocel."));
        var exactness = Times.of(times);
        if (exactness.isEmpty()) problems.add(new FieldProblem("times", "Must be day, hour or exact."));
        var first = day("from", from, FIRST, problems);
        var last = day("to", to, LAST, problems);
        if (last.isBefore(first)) problems.add(new FieldProblem("to", "Must not be before from."));
        if (wanted.isEmpty() || exactness.isEmpty() || !problems.isEmpty()) throw new InvalidAnswers(problems);
        return new ExportLog.Wish(wanted.get(), first, last, exactness.get());
    }

    private static LocalDate day(
            String field, @Nullable String value, LocalDate otherwise, List<FieldProblem> problems) {
        if (value == null || value.isEmpty()) return otherwise;
        try {
            var day = LocalDate.parse(value);
            if (!day.isBefore(FIRST) && !day.isAfter(LAST)) return day;
        } catch (DateTimeParseException e) {
            // Named below.
        }
        problems.add(new FieldProblem(field, "Must be a day, as 2026-03-31."));
        return otherwise;
    }
}
