package org.nrm.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Entry;
import org.nrm.records.file.Assignment;
import org.nrm.web.Part;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Cases", description = "For the roles on the case; to everybody else there is no such case.")
class CaseController {

    private static final int LONGEST_HISTORY = 100_000;

    private final Cases cases;
    private final Inbox inbox;

    CaseController(Cases cases, Inbox inbox) {
        this.cases = cases;
        this.inbox = inbox;
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record CaseView(
            String caseRef,
            String status,
            String region,
            Instant opened,
            List<Assignment> assignments,
            List<TaskView> tasks,
            List<ConsentView> consents,
            Map<String, Map<String, Object>> data,
            int unreadable) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ConsentView(
            String id,
            String of,
            @Nullable String to,
            Instant until,
            @Nullable Instant withdrawn) {}

    record AssignmentBody(
            @Nullable String role,
            @Nullable String agency,
            @Nullable String reason) {}

    record EventBody(@Nullable String type, @Nullable Map<String, @Nullable Object> data) {}

    record WithdrawalBody(@Nullable String what, @Nullable String consent) {}

    record Accepted(String caseRef) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record EntryView(
            long seq,
            Instant time,
            String type,
            @Nullable String actor,
            @Nullable String agency,
            @Nullable String role,
            @Nullable String process,
            @Nullable String element,
            @Nullable String task,
            @Nullable String instance,
            @Nullable Integer version,
            Map<String, String> facts,
            String hash) {

        static EntryView of(Entry entry) {
            var act = entry.act();
            return new EntryView(
                    entry.seq(),
                    entry.time(),
                    act.type().word(),
                    act.actor(),
                    act.agency(),
                    act.role(),
                    act.process(),
                    act.element(),
                    act.task(),
                    act.place() == null ? null : act.place().instance(),
                    act.place() == null ? null : act.place().version(),
                    act.facts(),
                    entry.hash().toString());
        }
    }

    @GetMapping("/api/v1/cases/{ref}")
    @Operation(summary = "The case as the caller's roles on it may know it; data by task and field")
    CaseView view(Actor actor, @PathVariable String ref) {
        var view = cases.view(actor, ref, "interface");
        var file = view.file();
        return new CaseView(
                file.caseRef().value(),
                file.status().word(),
                file.region(),
                file.opened(),
                view.assignments(),
                view.tasks().stream().map(TaskView::of).toList(),
                view.consents().stream()
                        .map(consent -> new ConsentView(
                                consent.id(), consent.of(), consent.to(), consent.until(), consent.withdrawn()))
                        .toList(),
                view.data(),
                view.content().unreadable());
    }

    @PostMapping("/api/v1/cases/{ref}/assignments")
    @Operation(
            summary =
                    "Puts another agency on the case in a role, with a reason; case-manager of the case or coordinator",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            "{\"role\": \"shelter\", \"agency\": \"birch-house\", \"reason\": \"nearer to the school\"}"))))
    Accepted assign(Actor actor, @PathVariable String ref, @RequestBody AssignmentBody body) {
        cases.assign(actor, ref, body.role(), body.agency(), body.reason());
        return new Accepted(ref);
    }

    @PostMapping("/api/v1/cases/{ref}/events")
    @Operation(
            summary = "Something happens to the case, in any state; data may carry a note",
            description =
                    "type: complains, requests-data, risk-changes, appeals, reopens, closes, wish-to-testify, wish-for-a-solution, change-of-agency, language-changes, contact-lost, conference-called, partner-accepts",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            "{\"type\": \"risk-changes\", \"data\": {\"note\": \"a stranger asked for her at the gate\"}}"))))
    Accepted raise(Actor actor, @PathVariable String ref, @RequestBody EventBody body) {
        cases.raise(actor, ref, body.type() == null ? "" : body.type(), body.data() == null ? Map.of() : body.data());
        return new Accepted(ref);
    }

    @PostMapping("/api/v1/cases/{ref}/withdrawals")
    @Operation(
            summary = "Withdraws, in force at once: consent (with its id), statement, testimony or participation",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"what\": \"participation\"}"))))
    Accepted withdraw(Actor actor, @PathVariable String ref, @RequestBody WithdrawalBody body) {
        cases.withdraw(actor, ref, body.what() == null ? "" : body.what(), body.consent());
        return new Accepted(ref);
    }

    @GetMapping("/api/v1/cases/{ref}/history")
    @Operation(summary = "Every entry of the case, in order; auditors only")
    Part<EntryView> history(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100000") int limit) {
        var most = Math.max(1, Math.min(limit, LONGEST_HISTORY));
        var entries = cases.history(actor, ref, after, most).stream()
                .map(EntryView::of)
                .toList();
        var next = entries.size() < most
                ? null
                : String.valueOf(entries.get(entries.size() - 1).seq());
        return new Part<>(entries, next);
    }

    @GetMapping("/api/v1/overdue")
    @Operation(summary = "Tasks past their date that were escalated to the caller: lead of an agency, or coordinator")
    Part<TaskView> overdue(Actor actor, @RequestParam @Nullable String cursor) {
        var part = inbox.overdue(actor, null, null, cursor);
        return part.map(TaskView::of);
    }
}
