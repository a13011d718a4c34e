package org.nrm.demo;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.access.DemoOnly;
import org.nrm.pathway.Timers;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
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

    @PostMapping("/api/v1/demo/clock")
    @Operation(
            summary =
                    "Moves the clock forward (ISO 8601, as P31D); what falls due on the way has happened with the answer",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"advance\": \"P31D\"}"))))
    Now advance(Actor actor, @RequestBody Move move) {
        if (!actor.holds("operator")) throw new NotAllowed("Only the operator moves the clock.");
        var text = move.advance();
        var advance = Advance.parse(text == null ? "" : text)
                .orElseThrow(() -> new InvalidAnswers(
                        "advance", "Must be an ISO 8601 duration of at most two years that goes forward, as P31D."));
        return new Now(timers.advance(advance.days(), advance.time(), actor.user()));
    }
}
