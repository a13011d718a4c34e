package org.nrm.records.keys;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Keys", description = "The keys under which the case data is kept, for the operator.")
class KeyController {

    private final KeyRotations rotations;

    KeyController(KeyRotations rotations) {
        this.rotations = rotations;
    }

    record RotationBody(@Nullable String what) {}

    @PostMapping("/api/v1/keys/rotations")
    @Operation(
            summary = "New keys while the service runs; the answer says how much was done",
            description =
                    "what: key-encryption (wraps every data key anew) or data (seals every value anew under new data keys). Stopped on the way, call it again.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"what\": \"key-encryption\"}"))))
    KeyRotations.Rotated rotate(Actor actor, @RequestBody RotationBody body) {
        return rotations.rotate(actor, body.what());
    }
}
