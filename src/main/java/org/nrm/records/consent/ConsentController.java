package org.nrm.records.consent;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.web.Cursor;
import org.nrm.web.Part;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/cases/{ref}")
@Tag(name = "Consents and disclosures", description = "What the person agreed to, and what was passed on to whom.")
class ConsentController {

    private final Will will;

    ConsentController(Will will) {
        this.will = will;
    }

    record Recorded(String id) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DisclosureView(
            String id,
            String role,
            @Nullable String agency,
            List<String> classes,
            String purpose,
            @Nullable String consent,
            @Nullable String ground,
            Instant made,
            String madeBy,
            @Nullable Instant ended,
            boolean deletionConfirmed) {

        static DisclosureView of(Will.Passed passed) {
            var disclosure = passed.disclosure();
            return new DisclosureView(
                    disclosure.id(),
                    disclosure.role(),
                    disclosure.agency(),
                    List.copyOf(new TreeSet<>(disclosure.classes())),
                    disclosure.purpose(),
                    disclosure.consent(),
                    disclosure.ground(),
                    disclosure.made(),
                    disclosure.madeBy(),
                    disclosure.ended(),
                    passed.deletionConfirmed());
        }
    }

    @PostMapping("/consents")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary =
                    "Records a consent: to one service, or of classes to one recipient, for one purpose and with an end",
            description =
                    "Who speaks with the person about it: case-manager, legal-adviser, guardian, health. A child's is given by the guardian, with the child's view.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("""
                    {"of": "support, contact", "to": "social-services", "purpose": "referral", "duration": "P90D", "language": "en",
                     "told": ["who", "what", "why", "how-long", "onward", "no-loss", "withdrawal"], "form": "spoken",
                     "understood": "they learn what I need and how to reach me"}"""))))
    Recorded consent(Actor actor, @PathVariable String ref, @RequestBody Will.Given given) {
        return new Recorded(will.consent(actor, ref, given));
    }

    @PostMapping("/disclosures")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Passes classes on to a role, under a consent in force to exactly that or on a ground of law",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            "{\"role\": \"social-services\", \"classes\": [\"support\", \"contact\"]}"))))
    Recorded disclose(Actor actor, @PathVariable String ref, @RequestBody Will.Passing passing) {
        return new Recorded(will.passOn(actor, ref, passing));
    }

    @GetMapping("/disclosures")
    @Operation(summary = "What was passed on to whom, why, and whether it ended; for the roles on the case")
    Part<DisclosureView> disclosures(Actor actor, @PathVariable String ref, @RequestParam @Nullable String cursor) {
        return will.passed(actor, ref, Cursor.of(cursor, Cursor.OLDEST)).map(DisclosureView::of);
    }
}
