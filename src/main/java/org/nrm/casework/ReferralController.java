package org.nrm.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@Tag(name = "Referrals")
class ReferralController {

    private final Referrals referrals;
    private final RightsCard rightsCard;

    ReferralController(Referrals referrals, RightsCard rightsCard) {
        this.referrals = referrals;
        this.rightsCard = rightsCard;
    }

    /** A receipt; of an adult without consent also the rights to hand over, one sentence each. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Receipt(
            @Nullable String caseRef,
            @Nullable String notificationRef,
            @Nullable List<String> rightsCard) {}

    @PostMapping("/api/v1/referrals")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Refers a person",
            description =
                    "An adult who consents, and every child or person of unknown age, becomes a case at once. An adult who does not consent is counted: identity, contact and free text are refused, no case begins.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("""
                    {"channel": "ngo", "consent": {"given": true, "language": "en"},
                     "person": {"isChild": "no", "ageBand": "24-26"}, "indicators": ["D2", "E6"], "urgentNeeds": ["shelter"],
                     "language": "en", "dangerNow": "no", "contact": {"safeContact": "through the responder"}}"""))))
    Receipt refer(Actor actor, @RequestBody JsonNode body) {
        var outcome = referrals.refer(actor, body);
        var caseRef = outcome.caseRef();
        return caseRef != null
                ? new Receipt(caseRef.value(), null, null)
                : new Receipt(null, outcome.notificationRef(), rightsCard.sentences());
    }

    record FromAbroad(@Nullable String isChild, @Nullable String partner) {}

    @PostMapping("/api/v1/incoming-referrals")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Takes a referral from a partner abroad; coordinators only",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            "{\"isChild\": \"no\", \"partner\": \"Example Mechanism of a neighbouring country\"}"))))
    Receipt receiveFromAbroad(Actor actor, @RequestBody FromAbroad body) {
        return new Receipt(
                referrals
                        .receiveFromAbroad(actor, body.isChild(), body.partner())
                        .value(),
                null,
                null);
    }
}
