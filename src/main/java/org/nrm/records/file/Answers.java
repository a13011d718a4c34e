package org.nrm.records.file;

import java.util.List;
import org.nrm.ledger.CaseRef;

/**
 * What one filled-in form brings, ready to be kept.
 *
 * @param process id of the process in which the task stands
 * @param task    id of the task
 * @param role    in which it was written
 * @param user    who wrote it down
 * @param fields  each with its class
 */
public record Answers(
        CaseRef caseRef,
        String form,
        String process,
        String element,
        String task,
        String role,
        String user,
        String agency,
        List<Field> fields) {

    public Answers {
        fields = List.copyOf(fields);
    }

    /**
     * One answer.
     *
     * @param value text, number, boolean or list of texts
     */
    public record Field(String key, String dataClass, Object value) {}
}
