package org.nrm.rights;

import java.util.Map;
import java.util.Set;

/**
 * The words that a model may use, from the configuration.
 *
 * @param roles          ids of all roles
 * @param lawEnforcement those of them that are law enforcement
 * @param dataClasses    each class with whether a condition may read it
 * @param variables      variables that no form brings, each with its class
 * @param deadlines      keys of deadlines.yaml
 * @param forms          by id
 */
public record Vocabulary(
        Set<String> roles,
        Set<String> lawEnforcement,
        Map<String, Condition> dataClasses,
        Map<String, String> variables,
        Set<String> deadlines,
        Map<String, FormSchema> forms) {

    /** May a condition read a class? */
    public enum Condition {
        ALWAYS,
        CLOSED_LIST,
        NEVER
    }

    public Vocabulary {
        roles = Set.copyOf(roles);
        lawEnforcement = Set.copyOf(lawEnforcement);
        dataClasses = Map.copyOf(dataClasses);
        variables = Map.copyOf(variables);
        deadlines = Set.copyOf(deadlines);
        forms = Map.copyOf(forms);
    }
}
