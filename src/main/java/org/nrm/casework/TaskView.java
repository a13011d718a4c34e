package org.nrm.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nrm.pathway.OpenTask;

/** A task in a list. Every member is present, null where there is no value. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Task")
record TaskView(
        @Schema(example = "5f2d9c1e-7b1f-11f0-9d5c-0242ac120002")
        String id,

        @Schema(example = "Offer place") String name,
        @Schema(example = "NRM-2026-7K3QX9BD") String caseRef,
        @Schema(example = "shelter-placement") String process,
        @Schema(example = "assistance") String strand,
        @Schema(example = "case-manager") String role,
        @Schema(example = "open-door") @Nullable String agency,
        Instant created,
        @Nullable Instant due,
        @Schema(example = "ngo1") @Nullable String assignee,

        @Schema(description = "lead or coordinator, once its date has passed") @Nullable
        String escalated) {

    static TaskView of(OpenTask task) {
        return new TaskView(
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
                task.escalated());
    }
}
