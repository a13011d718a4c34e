package org.nrm.mechanism;

import java.time.Period;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The classes of data: who reads each, whether a condition may, how long it is kept. From {@code data-classes.yaml}. */
public final class DataClasses {

    /** Those on which a course may be followed to depend; an added rule of the kind {@code independent} names one of them. */
    public static final Set<String> FOLLOWED =
            Set.of("co-operation", "migration", "investigation", "health", "decision");

    /** Every role on the case reads them, but law enforcement. */
    private static final Set<String> READ_BY_ALL = Set.of("routing", "decision");

    private final Map<String, DataClass> classes;
    private final Map<String, String> variables;
    private final Map<String, Delegate> delegates;

    private record File(
            @Nullable Map<String, @Nullable Entry> classes,
            @Nullable Map<String, @Nullable String> variables,
            @Nullable Map<String, @Nullable DelegateEntry> delegates) {}

    private record Entry(
            @Nullable Set<String> readers,
            @Nullable String condition,
            @Nullable Period retention) {}

    private record DelegateEntry(
            @Nullable Set<String> reads,
            @Nullable Set<String> writes,
            @Nullable Set<String> errors) {}

    private DataClasses(
            Map<String, DataClass> classes, Map<String, String> variables, Map<String, Delegate> delegates) {
        this.classes = Collections.unmodifiableMap(classes);
        this.variables = Collections.unmodifiableMap(variables);
        this.delegates = Collections.unmodifiableMap(delegates);
    }

    /** What {@code bound} says of a class can be tightened, not loosened. */
    static DataClasses read(SettingsText text, Roles roles, DataClasses bound) throws UnusableFile {
        var read = read(text, roles);
        for (var entry : read.classes.entrySet()) {
            var id = entry.getKey();
            var limit = bound.classes.get(id);
            if (limit == null) continue;
            for (var reader : entry.getValue().readers()) {
                var allowed = READ_BY_ALL.contains(id)
                        ? !roles.lawEnforcement(reader)
                        : limit.readers().contains(reader);
                if (!allowed)
                    throw text.unusable(
                            id,
                            "lets '" + reader + "' read the class '" + id
                                    + "'; readers can be taken away, not added: that would loosen the rules");
            }
            if (entry.getValue().condition().compareTo(limit.condition()) < 0)
                throw text.unusable(
                        id,
                        "lets conditions read more of the class '" + id
                                + "' than they may; that would loosen the rules");
        }
        return read;
    }

    static DataClasses read(SettingsText text, Roles roles) throws UnusableFile {
        var file = text.read(File.class);
        if (file.classes == null || file.classes.isEmpty()) throw text.unusable("", "declares no class under classes");
        var classes = new LinkedHashMap<String, DataClass>();
        for (var entry : file.classes.entrySet())
            classes.put(entry.getKey(), dataClass(text, entry.getKey(), entry.getValue(), roles));
        var variables = new LinkedHashMap<String, String>();
        if (file.variables != null)
            for (var entry : file.variables.entrySet()) {
                var dataClass = entry.getValue();
                if (dataClass == null || !classes.containsKey(dataClass))
                    throw text.unusable(
                            entry.getKey(),
                            "the variable '" + entry.getKey() + "' has the class '" + dataClass
                                    + "', which is not declared");
                variables.put(entry.getKey(), dataClass);
            }
        var delegates = new LinkedHashMap<String, Delegate>();
        if (file.delegates != null)
            for (var entry : file.delegates.entrySet())
                delegates.put(entry.getKey(), delegate(text, entry.getKey(), entry.getValue(), variables));
        return new DataClasses(classes, variables, delegates);
    }

    private static DataClass dataClass(SettingsText text, String id, @Nullable Entry entry, Roles roles)
            throws UnusableFile {
        var given = text.needed(entry, id, "the class '" + id + "' needs readers, condition and retention");
        var readers = set(given.readers);
        for (var reader : readers)
            if (!roles.exists(reader))
                throw text.unusable(
                        id, "the class '" + id + "' names the reader '" + reader + "', which is not in roles.yaml");
        var condition = DataClass.Condition.of(given.condition == null ? "" : given.condition)
                .orElseThrow(() -> text.unusable(
                        id,
                        "the condition of the class '" + id + "' must be always, closed-list or never, not '"
                                + given.condition + "'"));
        var retention = text.needed(
                given.retention, id, "the retention of the class '" + id + "' must be an ISO 8601 period, as P5Y");
        if (retention.isNegative() || retention.isZero())
            throw text.unusable(id, "the retention of the class '" + id + "' must be longer than nothing");
        return new DataClass(readers, condition, retention);
    }

    private static Delegate delegate(
            SettingsText text, String name, @Nullable DelegateEntry entry, Map<String, String> variables)
            throws UnusableFile {
        var given = text.needed(entry, name, "the delegate '" + name + "' must say what it reads and writes");
        for (var variable : set(given.writes))
            if (!variables.containsKey(variable))
                throw text.unusable(
                        name,
                        "the delegate '" + name + "' writes the variable '" + variable
                                + "', which is not declared under variables");
        return new Delegate(set(given.reads), set(given.writes), set(given.errors));
    }

    private static Set<String> set(@Nullable Set<String> words) {
        return words == null ? Set.of() : words;
    }

    /** All classes, in the order of the file. */
    public Map<String, DataClass> all() {
        return classes;
    }

    /** Variables that no form brings, each with its class. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Code that a model may name, by name. */
    public Map<String, Delegate> delegates() {
        return delegates;
    }

    /** Does one of these roles read the class? A class that is not declared is read by nobody. */
    public boolean readBy(Set<String> roles, String dataClass) {
        var known = classes.get(dataClass);
        return known != null && roles.stream().anyMatch(known.readers()::contains);
    }
}
