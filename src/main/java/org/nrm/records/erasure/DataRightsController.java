package org.nrm.records.erasure;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/cases/{ref}")
@Tag(
        name = "Data of the person",
        description =
                "What the person asks of those who keep her data. For who speaks for her: case-manager, legal-adviser, guardian.")
class DataRightsController {

    private final DataRights rights;
    private final Corrections corrections;

    DataRightsController(DataRights rights, Corrections corrections) {
        this.rights = rights;
        this.corrections = corrections;
    }

    record HoldBody(@Nullable String reason) {}

    record ClassesBody(@Nullable List<String> classes) {}

    record ErasureBody(
            @Nullable List<String> classes, @Nullable String reason) {}

    record Held(String id) {}

    record Done(String caseRef) {}

    @PostMapping("/holds")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Holds the case: nothing of it is erased until the hold ends",
            description = "reason: one of legal-holds in need-to-know.yaml",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"reason\": \"claim-pending\"}"))))
    Held hold(Actor actor, @PathVariable String ref, @RequestBody HoldBody body) {
        return new Held(rights.hold(actor, ref, body.reason()));
    }

    @PostMapping("/holds/{id}/end")
    @Operation(summary = "Ends the hold; ending it again changes nothing")
    Done endHold(Actor actor, @PathVariable String ref, @PathVariable String id) {
        rights.endHold(actor, ref, id);
        return new Done(ref);
    }

    @PostMapping("/restrictions")
    @Operation(
            summary = "From now on these classes are kept but not used; only the legal adviser reads them",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"classes\": [\"account\"]}"))))
    Done restrict(Actor actor, @PathVariable String ref, @RequestBody ClassesBody body) {
        rights.restrict(actor, ref, body.classes());
        return new Done(ref);
    }

    @PostMapping("/restrictions/lift")
    @Operation(
            summary = "These classes are used again",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"classes\": [\"account\"]}"))))
    Done lift(Actor actor, @PathVariable String ref, @RequestBody ClassesBody body) {
        rights.lift(actor, ref, body.classes());
        return new Done(ref);
    }

    @PostMapping("/corrections")
    @Operation(
            summary = "Puts an answer right that the caller reads; the earlier one stays as what was written before",
            description =
                    "element and field as in data of the case. Not what steers the case, nor a decision: those have their tasks and the appeal.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("""
                    {"element": "receive-referral", "field": "safeContact", "value": "by the teacher, in the morning",
                     "reason": "the number is another person's"}"""))))
    Done correct(Actor actor, @PathVariable String ref, @RequestBody Corrections.Correction body) {
        corrections.correct(actor, ref, body);
        return new Done(ref);
    }

    @PostMapping("/erasures")
    @Operation(
            summary = "Erases these classes for ever, with their keys; refused while the case is held",
            description =
                    "Of an open case routing and decision cannot be erased. The history stays; it holds no content.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            "{\"classes\": [\"contact\", \"location\"], \"reason\": \"the person asks for it\"}"))))
    Done erase(Actor actor, @PathVariable String ref, @RequestBody ErasureBody body) {
        rights.erase(actor, ref, body.classes(), body.reason());
        return new Done(ref);
    }
}
