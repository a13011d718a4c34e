package org.nrm.records.file;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;

/**
 * What one filled-in form brings, ready to be kept.
 *
 * @param process id of the process in which the task stands
 * @param task    id of the task
 * @param role    in which it was written
 * @param user    who wrote it down; null if time brings it
 * @param fields  each with its class
 */
public record Answers(
        CaseRef caseRef,
        String form,
        String process,
        String element,
        String task,
        String role,
        @Nullable String user,
        String agency,
        List<Field> fields) {

    /** Stands for role and agency where nobody wrote it down. */
    private static final String SYSTEM = "system";

    public Answers {
        fields = List.copyOf(fields);
    }

    /** What time brings: no person wrote it down. */
    public static Answers byTime(CaseRef caseRef, String what, List<Field> fields) {
        return new Answers(caseRef, what, "case", what, "", SYSTEM, null, SYSTEM, fields);
    }

    /**
     * One answer.
     *
     * @param value text, number, boolean or list of texts
     */
    public record Field(String key, String dataClass, Object value) {}
}
