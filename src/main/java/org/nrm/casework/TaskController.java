package org.nrm.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.pathway.TaskQuery;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.Part;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/tasks")
@Tag(name = "Tasks", description = "The inbox: own role and agency only. What one may not see is 404.")
class TaskController {

    private final Inbox inbox;
    private final DecisionTables tables;

    TaskController(Inbox inbox, DecisionTables tables) {
        this.inbox = inbox;
        this.tables = tables;
    }

    /** A task with its form. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record OpenedTask(
            String id,
            String name,
            String caseRef,
            String process,
            String strand,
            String role,
            @Nullable String agency,
            Instant created,
            @Nullable Instant due,
            @Nullable String assignee,
            JsonNode form,
            Map<String, Object> data,
            boolean waitsForConsent) {}

    /** Answers as they were sent: what is no text is told by the question, not by the place in the body. */
    record Completion(@Nullable Map<String, JsonNode> data) {

        private static final JsonMapper JSON = JsonMapper.shared();

        Map<String, @Nullable Object> answers() {
            var answers = new LinkedHashMap<String, @Nullable Object>();
            if (data != null) data.forEach((key, value) -> answers.put(key, JSON.treeToValue(value, Object.class)));
            return answers;
        }
    }

    record Done(String id, boolean completed) {}

    @GetMapping
    @Operation(summary = "Lists the tasks of one's roles and agency, soonest due first")
    Part<TaskView> list(
            Actor actor,
            @RequestParam @Nullable String claimed,
            @RequestParam @Nullable String strand,
            @RequestParam @Nullable String q,
            @RequestParam @Nullable String cursor) {
        var part = inbox.list(actor, claimed(claimed), strand(strand), blankToNull(q), cursor);
        return part.map(TaskView::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Opens a task: its form with the lists expanded, and what the form shows of earlier answers")
    OpenedTask open(Actor actor, @PathVariable String id) {
        var opened = inbox.open(actor, id);
        var task = opened.task();
        return new OpenedTask(
                task.id(),
                task.name(),
                task.caseRef().value(),
                task.process(),
                task.strand(),
                task.role(),
                task.agency(),
                task.created(),
                task.due(),
                task.assignee(),
                opened.form().schema(),
                opened.data(),
                opened.waitsForConsent());
    }

    @PostMapping("/{id}/claim")
    @Operation(summary = "Takes the task; 409 if another holds it")
    TaskView claim(Actor actor, @PathVariable String id) {
        return TaskView.of(inbox.claim(actor, id));
    }

    @PostMapping("/{id}/unclaim")
    @Operation(summary = "Gives the task back")
    TaskView unclaim(Actor actor, @PathVariable String id) {
        return TaskView.of(inbox.unclaim(actor, id));
    }

    @PostMapping("/{id}/complete")
    @Operation(
            summary =
                    "Does the task with the answers to its form; 422 with a problem for each answer that does not fit",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            "{\"data\": {\"answerShelter\": \"accepted\", \"answerHealth\": \"later\"}}"))))
    Done complete(Actor actor, @PathVariable String id, @RequestBody Completion completion) {
        inbox.complete(actor, id, completion.answers());
        return new Done(id, true);
    }

    @PostMapping("/{id}/advice")
    @Operation(
            summary = "What the decision tables advise from these answers; keeps nothing. A person decides",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            "{\"data\": {\"dangerNow\": \"yes\", \"riskFactors\": []}}"))))
    Map<String, String> advice(Actor actor, @PathVariable String id, @RequestBody Completion answers) {
        var opened = inbox.blank(actor, id);
        return tables.advice(opened.task(), opened.form(), answers.answers());
    }

    private static TaskQuery.@Nullable Claimed claimed(@Nullable String word) {
        if (word == null || word.isBlank()) return null;
        return switch (word) {
            case "none" -> TaskQuery.Claimed.NONE;
            case "me" -> TaskQuery.Claimed.ME;
            case "agency" -> TaskQuery.Claimed.AGENCY;
            default -> throw new InvalidAnswers(List.of(new FieldProblem("claimed", "Must be none, me or agency.")));
        };
    }

    private static @Nullable String strand(@Nullable String word) {
        if (word == null || word.isBlank()) return null;
        if (TaskQuery.isStrand(word)) return word;
        throw new InvalidAnswers(List.of(new FieldProblem("strand", "Is not one of the strands.")));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
