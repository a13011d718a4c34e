package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nrm.forms.Form;
import org.nrm.mechanism.DataClass;
import org.nrm.mechanism.Deadline;
import org.nrm.mechanism.Delegate;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.ModelSettings;

/**
 * The words that a model may use, from the settings and the forms.
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
        Map<String, DataClass.Condition> dataClasses,
        Map<String, String> variables,
        Map<String, Deadline> deadlines,
        Map<String, Delegate> delegates,
        Map<String, Form> forms) {

    public Vocabulary {
        roles = Set.copyOf(roles);
        lawEnforcement = Set.copyOf(lawEnforcement);
        dataClasses = Map.copyOf(dataClasses);
        variables = Map.copyOf(variables);
        deadlines = Map.copyOf(deadlines);
        delegates = Map.copyOf(delegates);
        forms = Map.copyOf(forms);
    }

    /**
     * The words of these settings.
     *
     * @param forms by id
     */
    public static Vocabulary of(ModelSettings settings, Map<String, Form> forms) {
        var roles = settings.roles();
        var conditions = new LinkedHashMap<String, DataClass.Condition>();
        settings.classes().all().forEach((id, dataClass) -> conditions.put(id, dataClass.condition()));
        return new Vocabulary(
                roles.ids(),
                roles.lawEnforcement(),
                conditions,
                settings.classes().variables(),
                settings.deadlines().all(),
                settings.classes().delegates(),
                forms);
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
