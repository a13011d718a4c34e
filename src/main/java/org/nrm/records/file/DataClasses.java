package org.nrm.records.file;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Roles;
import org.nrm.mechanism.SettingsFile;
import org.nrm.mechanism.UnusableSettings;
import org.springframework.stereotype.Component;

/** The classes of data: who reads each, whether a condition may, how long it is kept. From {@code config/data-classes.yaml}. */
@Component
public class DataClasses {

    /**
     * One class.
     *
     * @param readers   roles that read it on a case to which their agency is assigned
     * @param condition always, closed-list or never: may a condition of a model read it
     * @param retention how long after closure it is kept
     */
    public record DataClass(Set<String> readers, String condition, Period retention) {

        public DataClass {
            readers = Set.copyOf(readers);
        }
    }

    /**
     * A piece of code that a model names.
     *
     * @param reads  variables
     * @param writes variables; their classes are declared with the others
     * @param errors codes of the BPMN errors it may throw
     */
    public record Delegate(Set<String> reads, Set<String> writes, Set<String> errors) {

        @JsonCreator
        public Delegate(
                @JsonProperty("reads") @Nullable Set<String> reads,
                @JsonProperty("writes") @Nullable Set<String> writes,
                @JsonProperty("errors") @Nullable Set<String> errors) {
            this.reads = reads == null ? Set.of() : Set.copyOf(reads);
            this.writes = writes == null ? Set.of() : Set.copyOf(writes);
            this.errors = errors == null ? Set.of() : Set.copyOf(errors);
        }
    }

    private record File(
            Map<String, DataClass> classes,
            Map<String, String> variables,
            @Nullable Map<String, Delegate> delegates) {}

    private final Map<String, DataClass> classes;
    private final Map<String, String> variables;
    private final Map<String, Delegate> delegates;

    DataClasses(Roles roles) {
        var file = new SettingsFile("data-classes.yaml").read(File.class);
        file.classes()
                .forEach((id, dataClass) -> dataClass.readers().stream()
                        .filter(role -> !roles.exists(role))
                        .findFirst()
                        .ifPresent(role -> {
                            throw new UnusableSettings("config/data-classes.yaml: the class '" + id
                                    + "' names the reader '" + role + "', which is not in roles.yaml");
                        }));
        file.classes().forEach((id, dataClass) -> {
            if (!Set.of("always", "closed-list", "never").contains(dataClass.condition()))
                throw new UnusableSettings("config/data-classes.yaml: the condition of the class '" + id
                        + "' must be always, closed-list or never");
        });
        file.variables().forEach((name, dataClass) -> {
            if (!file.classes().containsKey(dataClass))
                throw new UnusableSettings("config/data-classes.yaml: the variable '" + name + "' has the class '"
                        + dataClass + "', which is not declared");
        });
        classes = new LinkedHashMap<>(file.classes());
        variables = Map.copyOf(file.variables());
        delegates = file.delegates() == null ? Map.of() : Map.copyOf(file.delegates());
        delegates.forEach((name, delegate) -> {
            for (var variable : delegate.writes())
                if (!variables.containsKey(variable))
                    throw new UnusableSettings("config/data-classes.yaml: the delegate '" + name
                            + "' writes the variable '" + variable + "', which is not declared under variables");
        });
    }

    /** All classes, in the order of the file. */
    public Map<String, DataClass> all() {
        return Map.copyOf(classes);
    }

    /** Variables that no form brings, each with its class. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Java delegates, beans and external-task topics that a model may name. */
    public Map<String, Delegate> delegates() {
        return delegates;
    }

    /** Does one of these roles read the class? A class that is not declared is read by nobody. */
    public boolean readBy(Set<String> roles, String dataClass) {
        var known = classes.get(dataClass);
        return known != null && roles.stream().anyMatch(known.readers()::contains);
    }
}
