package org.nrm.records.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.web.Part;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(
        name = "Access without being on the case",
        description =
                "An auditor reads content with approval; in imminent danger some roles read a file at once. Never for law enforcement.")
class AccessController {

    private final AuditAccess auditAccess;
    private final BreakGlass breakGlass;
    private final AccessDesk desk;

    AccessController(AuditAccess auditAccess, BreakGlass breakGlass, AccessDesk desk) {
        this.auditAccess = auditAccess;
        this.breakGlass = breakGlass;
        this.desk = desk;
    }

    record Asked(String id, String state) {}

    record Danger(
            @Nullable String purpose,
            @Nullable String reason,
            @Nullable List<@Nullable String> classes) {}

    record Review(@Nullable String outcome) {}

    /** An access without the reason. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record AccessView(
            String id,
            String caseRef,
            String kind,
            String state,
            String actor,
            String agency,
            String role,
            String purpose,
            List<String> classes,
            @Nullable String length,
            Instant asked,
            @Nullable Instant until,
            @Nullable String decidedBy,
            @Nullable Instant reviewed,
            @Nullable String review) {

        static AccessView of(FileAccess access, FileAccess.State state) {
            return new AccessView(
                    access.id(),
                    access.caseRef().value(),
                    access.kind().word(),
                    state.word(),
                    access.actor(),
                    access.agency(),
                    access.role(),
                    access.purpose(),
                    access.classes(),
                    access.askedFor(),
                    access.asked(),
                    access.until(),
                    access.approvedBy() == null ? access.refusedBy() : access.approvedBy(),
                    access.reviewed(),
                    access.review());
        }
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ToldView(AccessView access, @Nullable String reason) {}

    /** @param looks when she looked at the file */
    record ReaderView(AccessView access, List<Instant> looks, List<String> saw) {}

    @PostMapping("/api/v1/cases/{ref}/accesses")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Asks to read content of a case for a time; auditors only, and a coordinator decides",
            description =
                    "purpose: one of audit.purposes, length: at most audit.longest, both of need-to-know.yaml. The case manager is told.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("""
                    {"purpose": "quality-of-help", "reason": "the plan is compared with what was done", "classes": ["support", "decision"],
                     "length": "P7D"}"""))))
    Asked ask(Actor actor, @PathVariable String ref, @RequestBody AccessWish body) {
        return new Asked(auditAccess.ask(actor, ref, body), FileAccess.State.ASKED.word());
    }

    @PostMapping("/api/v1/cases/{ref}/break-glass")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Opens a file in imminent danger, at once and for four hours",
            description =
                    "For the roles of break-glass in need-to-know.yaml whose agency is not on the case. The case manager and the auditors are told at once; an auditor reviews it. At most 5 files in 24 hours.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("""
                    {"purpose": "medical-emergency", "reason": "found unconscious, allergies are not known", "classes": ["health", "contact"]}"""))))
    Asked open(Actor actor, @PathVariable String ref, @RequestBody Danger body) {
        var wish = new AccessWish(body.purpose(), body.reason(), body.classes(), null);
        return new Asked(breakGlass.open(actor, ref, wish), FileAccess.State.OPEN.word());
    }

    @GetMapping("/api/v1/cases/{ref}/accesses")
    @Operation(summary = "Who read the file or asked to without being on the case, and when; case-manager of the case")
    Part<ReaderView> readers(Actor actor, @PathVariable String ref, @RequestParam @Nullable String cursor) {
        return desk.readers(actor, ref, cursor)
                .map(reader ->
                        new ReaderView(AccessView.of(reader.access(), reader.state()), reader.looks(), reader.saw()));
    }

    @GetMapping("/api/v1/accesses")
    @Operation(
            summary =
                    "What waits for the caller (coordinators decide, auditors review), then what she asked for or opened herself")
    Part<AccessView> list(Actor actor, @RequestParam @Nullable String cursor) {
        return desk.of(actor, cursor).map(seen -> AccessView.of(seen.access(), seen.state()));
    }

    @GetMapping("/api/v1/accesses/{id}")
    @Operation(
            summary = "One of them; with its reason for who decides or reviews, which is an entry",
            description = "The reason is null for everybody else and once it is decided or reviewed.")
    ToldView one(Actor actor, @PathVariable String id) {
        var told = desk.one(actor, id);
        return new ToldView(AccessView.of(told.seen().access(), told.seen().state()), told.reason());
    }

    @PostMapping("/api/v1/accesses/{id}/approve")
    @Operation(summary = "From now on the auditor reads what she asked for; coordinators, never who asked, once")
    Asked approve(Actor actor, @PathVariable String id) {
        auditAccess.approve(actor, id);
        return new Asked(id, FileAccess.State.OPEN.word());
    }

    @PostMapping("/api/v1/accesses/{id}/refuse")
    @Operation(summary = "The auditor does not read it; coordinators, never who asked, once")
    Asked refuse(Actor actor, @PathVariable String id) {
        auditAccess.refuse(actor, id);
        return new Asked(id, FileAccess.State.REFUSED.word());
    }

    @PostMapping("/api/v1/accesses/{id}/review")
    @Operation(
            summary =
                    "Was it right to open the file in danger: justified or not-justified; auditors, once, when it is over",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"outcome\": \"justified\"}"))))
    Asked review(Actor actor, @PathVariable String id, @RequestBody Review body) {
        breakGlass.review(actor, id, String.valueOf(body.outcome()));
        return new Asked(id, FileAccess.State.OVER.word());
    }
}
