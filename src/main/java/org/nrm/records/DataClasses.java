package org.nrm.records;

import java.time.Period;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nrm.access.Roles;
import org.nrm.settings.SettingsFile;
import org.nrm.settings.UnusableSettings;
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

    private record File(Map<String, DataClass> classes, Map<String, String> variables) {}

    private final Map<String, DataClass> classes;
    private final Map<String, String> variables;

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
    }

    /** All classes, in the order of the file. */
    public Map<String, DataClass> all() {
        return Map.copyOf(classes);
    }

    /** Variables that no form brings, each with its class. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Does one of these roles read the class? A class that is not declared is read by nobody. */
    boolean readBy(Set<String> roles, String dataClass) {
        var known = classes.get(dataClass);
        return known != null && roles.stream().anyMatch(known.readers()::contains);
    }
}
