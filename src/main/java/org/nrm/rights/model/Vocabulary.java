package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nrm.forms.Form;
import org.nrm.mechanism.DisclosureScope;

/**
 * The words that a model may use, from the configuration.
 *
 * @param roles          ids of all roles
 * @param lawEnforcement those of them that are law enforcement
 * @param dataClasses    each class with whether a condition may read it
 * @param variables      variables that no form brings, each with its class
 * @param deadlines      of deadlines.yaml, by key
 * @param delegates      declared Java delegates, beans and external-task topics, by name
 * @param forms          by id
 */
public record Vocabulary(
        Set<String> roles,
        Set<String> lawEnforcement,
        Map<String, Condition> dataClasses,
        Map<String, String> variables,
        Map<String, Deadline> deadlines,
        Map<String, Delegate> delegates,
        Map<String, Form> forms) {

    /** May a condition read a class? */
    public enum Condition {
        ALWAYS,
        CLOSED_LIST,
        NEVER
    }

    /**
     * A deadline or waiting period.
     *
     * @param value  ISO 8601, or {@code P<n>WD} for working days
     * @param limit  {@code at-most} or {@code at-least}
     * @param source the articles on which it rests
     */
    public record Deadline(String value, String limit, String source) {}

    /**
     * What a piece of code that a model names does to its variables.
     *
     * @param reads  variables
     * @param writes variables; their classes are declared with the others
     * @param errors codes of the BPMN errors it may throw
     */
    public record Delegate(Set<String> reads, Set<String> writes, Set<String> errors) {

        public Delegate {
            reads = Set.copyOf(reads);
            writes = Set.copyOf(writes);
            errors = Set.copyOf(errors);
        }
    }

    public Vocabulary {
        roles = Set.copyOf(roles);
        lawEnforcement = Set.copyOf(lawEnforcement);
        dataClasses = Map.copyOf(dataClasses);
        variables = Map.copyOf(variables);
        deadlines = Map.copyOf(deadlines);
        delegates = Map.copyOf(delegates);
        forms = Map.copyOf(forms);
    }

    /** What is wrong with a text that must be a {@link DisclosureScope} of these classes and roles; nothing if it is one. */
    public List<String> problems(String text) {
        var scope = DisclosureScope.of(text);
        if (scope.isEmpty()) return List.of("'" + text + "' must be '<classes> -> <role>'");
        var problems = new ArrayList<String>();
        for (var dataClass : scope.get().classes())
            if (!dataClasses.containsKey(dataClass))
                problems.add("the data class '" + dataClass + "' is not in data-classes.yaml");
        var role = scope.get().role();
        if (!roles.contains(role)) problems.add("the role '" + role + "' is not in roles.yaml");
        return problems;
    }
}
