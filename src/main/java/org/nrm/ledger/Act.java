package org.nrm.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody (or the engine by itself) does, before it is an entry. Holds no content: routing facts, references and salted
 * commitments only.
 *
 * @param caseRef     null for what concerns no case (a sign-in, a publication)
 * @param actor       the user's login; null when the engine acts by itself (a timer)
 * @param process     id of the process definition
 * @param element     id of the element or flow in it
 * @param task        id of the user task, or of the act
 * @param place       where in the run of a model; null for what is no step of one
 * @param commitments data class → commitment to what was written down of it
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
        @Nullable Place place,
        Map<String, String> facts,
        Map<String, String> commitments) {

    public Act {
        facts = Map.copyOf(facts);
        commitments = Map.copyOf(commitments);
    }

    /**
     * Where in the run of a model.
     *
     * @param version  of the published set of models, 1, 2, 3 …
     * @param model    hash of that set
     * @param instance id of the element's instance; null for a flow that leaves none
     * @param parent   instance of what surrounds it: a subprocess, the activity that called the process, or the process itself
     */
    public record Place(int version, String model, @Nullable String instance, String parent) {}

    /** An act on a case by nobody yet. */
    public static Act on(CaseRef caseRef, EntryType type) {
        return new Act(type, caseRef, null, null, null, null, null, null, null, Map.of(), Map.of());
    }

    /** An act that concerns no case. */
    public static Act general(EntryType type) {
        return new Act(type, null, null, null, null, null, null, null, null, Map.of(), Map.of());
    }

    public Act by(@Nullable String user, @Nullable String userAgency, @Nullable String inRole) {
        return new Act(type, caseRef, user, userAgency, inRole, process, element, task, place, facts, commitments);
    }

    public Act at(@Nullable String processId, @Nullable String elementId, @Nullable String taskId) {
        return new Act(type, caseRef, actor, agency, role, processId, elementId, taskId, place, facts, commitments);
    }

    public Act in(Place where) {
        return new Act(type, caseRef, actor, agency, role, process, element, task, where, facts, commitments);
    }

    public Act with(Map<String, String> moreFacts) {
        return new Act(type, caseRef, actor, agency, role, process, element, task, place, moreFacts, commitments);
    }

    public Act committing(Map<String, String> classes) {
        return new Act(type, caseRef, actor, agency, role, process, element, task, place, facts, classes);
    }
}
