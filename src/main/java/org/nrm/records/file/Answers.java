package org.nrm.records.file;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;

/**
 * What one filled-in form brings, ready to be kept.
 *
 * @param version of the models by which it was written; null for what is written beside the tasks, which goes by the version in force
 * @param process id of the process in which the task stands
 * @param task    id of the task
 * @param role    in which it was written
 * @param user    who wrote it down; null if time brings it
 * @param fields  each with its class
 */
public record Answers(
        CaseRef caseRef,
        @Nullable Integer version,
        String form,
        String process,
        String element,
        String task,
        String role,
        @Nullable String user,
        String agency,
        List<Field> fields) {

    /** Stands for the process of what no task brings. */
    private static final String BESIDE = "case";

    /** Stands for role and agency where nobody wrote it down. */
    private static final String SYSTEM = "system";

    public Answers {
        fields = List.copyOf(fields);
    }

    /**
     * What somebody writes down beside the tasks.
     *
     * @param what was done, as {@code consent}
     * @param id   of what was done; empty if it has none
     */
    public static Answers beside(
            CaseRef caseRef, String what, String id, Actor actor, String role, List<Field> fields) {
        return new Answers(caseRef, null, what, BESIDE, what, id, role, actor.user(), actor.agency(), fields);
    }

    /** What time brings: no person wrote it down. */
    public static Answers byTime(CaseRef caseRef, String what, List<Field> fields) {
        return new Answers(caseRef, null, what, BESIDE, what, "", SYSTEM, null, SYSTEM, fields);
    }

    /**
     * One answer.
     *
     * @param value text, number, boolean or list of texts
     */
    public record Field(String key, String dataClass, Object value) {}
}
