package org.nrm.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody (or the engine by itself) does, before it is an entry. Holds no content: routing facts and references only.
 *
 * @param caseRef null for what concerns no case (a sign-in, a publication)
 * @param actor   the user's login; null when the engine acts by itself (a timer)
 * @param process id of the process definition
 * @param element id of the element or flow in it
 * @param task    id of the task or element instance
 */
public record Act(
        EntryType type,
        @Nullable CaseRef caseRef,
        @Nullable String actor,
        @Nullable String agency,
        @Nullable String role,
        @Nullable String process,
        @Nullable String element,
        @Nullable String task,
        Map<String, String> facts) {

    public Act {
        facts = Map.copyOf(facts);
    }

    /** An act on a case by nobody yet. */
    public static Act on(CaseRef caseRef, EntryType type) {
        return new Act(type, caseRef, null, null, null, null, null, null, Map.of());
    }

    /** An act that concerns no case. */
    public static Act general(EntryType type) {
        return new Act(type, null, null, null, null, null, null, null, Map.of());
    }

    public Act by(@Nullable String user, @Nullable String userAgency, @Nullable String inRole) {
        return new Act(type, caseRef, user, userAgency, inRole, process, element, task, facts);
    }

    public Act at(@Nullable String processId, @Nullable String elementId, @Nullable String taskId) {
        return new Act(type, caseRef, actor, agency, role, processId, elementId, taskId, facts);
    }

    public Act with(Map<String, String> moreFacts) {
        return new Act(type, caseRef, actor, agency, role, process, element, task, moreFacts);
    }
}
