package org.nrm.rights.follow;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a case: one entry of its history, in the terms of its models.
 *
 * @param seq      number of the entry in the case
 * @param process  id of the process in which it happened
 * @param element  id of the element, or of the sequence flow
 * @param instance of the element; of the element that was left, if it is a flow
 * @param parent   what surrounds the instance: that of the subprocess, of the call, or of the process itself
 * @param role     in which somebody acted
 * @param model    which set of models was in force, by whatever name the reader knows it
 * @param values   routing facts by name
 */
public record Observed(
        long seq,
        Instant time,
        Kind kind,
        @Nullable String process,
        @Nullable String element,
        @Nullable String instance,
        @Nullable String parent,
        @Nullable String role,
        @Nullable String model,
        Map<String, String> values) {

    /** What it is that was seen. */
    public enum Kind {
        ENTERED,
        LEFT,
        CANCELLED,
        FLOW,
        TASK_CREATED,
        /** Somebody did the task. */
        COMPLETED,
        /** A message came. */
        MESSAGE,
        /** Values are known from here on. */
        FACT,
        /** The instance goes on in another set of models. */
        MIGRATED,
        /** Somebody changed the case by hand. */
        CORRECTED
    }

    public Observed {
        values = Map.copyOf(values);
    }
}
