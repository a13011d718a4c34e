package org.nrm.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Audit", description = "For auditors; to everybody else there is no such case.")
class ReplayController {

    private final Replay replay;

    ReplayController(Replay replay) {
        this.replay = replay;
    }

    @GetMapping(path = "/api/v1/cases/{ref}/replay", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "The case as it stood after an entry: 0 is before the first; without a step, the last",
            description = "The same as evidence replay --format json says of an exported case.")
    String step(Actor actor, @PathVariable String ref, @RequestParam @Nullable Long step) {
        return replay.step(actor, ref, step).toJson();
    }

    @GetMapping("/api/v1/cases/{ref}/replay/entries")
    @Operation(
            summary = "All entries with the names of what they concern, and where the diagrams are that were in force")
    Replay.History entries(Actor actor, @PathVariable String ref, HttpServletRequest request, Locale locale) {
        return replay.history(actor, ref, request.getContextPath() + "/api/v1/cases/" + ref + "/replay/models", locale);
    }

    @GetMapping(path = "/api/v1/cases/{ref}/replay/models/{hash}/{process}", produces = MediaType.APPLICATION_XML_VALUE)
    @Operation(summary = "The diagram (BPMN) of a process in the set of models with this hash")
    String diagram(Actor actor, @PathVariable String ref, @PathVariable String hash, @PathVariable String process) {
        return replay.diagram(actor, ref, hash, process);
    }
}
