package org.nrm.demo;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.access.DemoOnly;
import org.nrm.pathway.Timers;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@DemoOnly
@Tag(name = "Demo", description = "In demo mode only; elsewhere these calls do not exist.")
class ClockController {

    private final Timers timers;

    ClockController(Timers timers) {
        this.timers = timers;
    }

    record Move(@Nullable String advance) {}

    record Now(Instant now) {}

    /** The caller is no operator. */
    static final class NotOperator extends RuntimeException {}

    /** Not a way to move the clock. */
    static final class UnusableMove extends RuntimeException {}

    @PostMapping("/api/v1/demo/clock")
    @Operation(
            summary =
                    "Moves the clock forward (ISO 8601, as P31D); what falls due on the way has happened with the answer",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"advance\": \"P31D\"}"))))
    Now advance(Actor actor, @RequestBody Move move) {
        if (!actor.holds("operator")) throw new NotOperator();
        var text = move.advance();
        var advance = Advance.parse(text == null ? "" : text).orElseThrow(UnusableMove::new);
        return new Now(timers.advance(advance.days(), advance.time(), actor.user()));
    }

    @ExceptionHandler(NotOperator.class)
    ProblemDetail notOperator() {
        return problem(HttpStatus.FORBIDDEN, "not-allowed", "Not allowed", "Only the operator moves the clock.");
    }

    @ExceptionHandler(UnusableMove.class)
    ProblemDetail unusable() {
        var message = "Must be an ISO 8601 duration of at most two years that goes forward, as P31D.";
        var problem =
                problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-answers", "The clock cannot be moved so", message);
        problem.setProperty("problems", List.of(Map.of("field", "advance", "message", message)));
        return problem;
    }

    private static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        problem.setType(URI.create("urn:nrm:problem:" + type));
        return problem;
    }
}
