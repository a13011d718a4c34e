package org.nrm.rights.proof;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.forms.UnusableForm;
import org.nrm.mechanism.LawEnforcement;
import org.nrm.mechanism.Length;
import org.nrm.mechanism.RightsSettings;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.model.Vocabulary;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the words that models use, and what a country adds to the rules, from the text of the configuration. What the packed
 * configuration says is the bound: who reads a class, whether a condition may, how long a deadline lasts can be tightened, not
 * loosened.
 */
public final class VocabularyReader {

    /** The files that are read. */
    public static final List<String> FILES =
            List.of("roles.yaml", "data-classes.yaml", "deadlines.yaml", RightsReader.FILE);

    /** Classes that every role on the case reads, but law enforcement. */
    private static final Set<String> READ_BY_ALL = Set.of("routing", "decision");

    static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    private final Text roles;
    private final Text classes;
    private final Text deadlines;
    private final Text rights;

    /**
     * What was read.
     *
     * @param vocabulary the words of models
     * @param rights     what the country adds and tightens
     */
    public record Settings(Vocabulary vocabulary, RightsSettings rights) {}

    /**
     * One file of the configuration.
     *
     * @param path as it is to be named in messages
     */
    record Text(String path, String content) {

        <T> T read(Class<T> type) throws UnusableFile {
            try {
                var value = YAML.readValue(content, type);
                if (value == null) throw unusable("", "the file is empty");
                return value;
            } catch (JacksonException e) {
                var location = e.getLocation();
                throw new UnusableFile(path, location == null ? 0 : Math.max(0, location.getLineNr()), words(e));
            }
        }

        /** The line on which this word first stands at the beginning, as a key or an item. */
        UnusableFile unusable(String word, String message) {
            var lines = content.lines().map(String::strip).toList();
            for (var at = 0; at < lines.size() && !word.isEmpty(); at++) {
                var line = lines.get(at).replaceFirst("^- *", "").replaceFirst("^id: *", "");
                if (line.equals(word) || line.startsWith(word + ":") || line.startsWith(word + " "))
                    return new UnusableFile(path, at + 1, message);
            }
            return new UnusableFile(path, 0, message);
        }
    }

    private record RolesFile(@Nullable Map<String, @Nullable Role> roles) {}

    private record Role(
            @Nullable String name,
            @Nullable Boolean refers,
            @Nullable Boolean lawEnforcement) {}

    private record ClassesFile(
            @Nullable Map<String, @Nullable DataClass> classes,
            @Nullable Map<String, @Nullable String> variables,
            @Nullable Map<String, @Nullable Delegate> delegates) {}

    private record DataClass(
            @Nullable Set<String> readers,
            @Nullable String condition,
            @Nullable String retention) {}

    private record Delegate(
            @Nullable Set<String> reads,
            @Nullable Set<String> writes,
            @Nullable Set<String> errors) {}

    private record DeadlinesFile(
            @Nullable List<String> holidays, @Nullable Map<String, @Nullable Deadline> deadlines) {}

    private record Deadline(
            @Nullable String value,
            @Nullable String limit,
            @Nullable String from,
            @Nullable String source,
            @Nullable String basis) {}

    private VocabularyReader(Map<String, String> files) {
        roles = text(files, "roles.yaml");
        classes = text(files, "data-classes.yaml");
        deadlines = text(files, "deadlines.yaml");
        rights = text(files, RightsReader.FILE);
    }

    /**
     * Reads a configuration.
     *
     * @param files  text by path, one for each of {@link #FILES}
     * @param packed the same of the program itself: the bound
     * @param forms  text by path
     */
    public static Settings read(Map<String, String> files, Map<String, String> packed, Map<String, String> forms)
            throws UnusableFile {
        var reader = new VocabularyReader(files);
        var bound = new VocabularyReader(packed);
        var roles = reader.readRoles();
        var lawEnforcement = new HashSet<>(LawEnforcement.ROLES);
        roles.forEach((id, byLaw) -> {
            if (byLaw) lawEnforcement.add(id);
        });
        var classes = reader.readClasses(roles.keySet(), lawEnforcement, bound);
        var deadlines = reader.readDeadlines(bound);
        var conditions = new LinkedHashMap<String, Vocabulary.Condition>();
        for (var entry : table(classes.classes).entrySet())
            conditions.put(entry.getKey(), reader.condition(entry.getKey(), entry.getValue()));
        var variables = reader.variables(classes, conditions.keySet());
        var vocabulary = new Vocabulary(
                roles.keySet(),
                lawEnforcement,
                conditions,
                variables,
                deadlines,
                reader.delegates(classes, variables),
                readForms(forms));
        return new Settings(vocabulary, new RightsReader(reader.rights, vocabulary).read());
    }

    private static Text text(Map<String, String> files, String name) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().equals(name) || file.getKey().endsWith("/" + name))
                .map(file -> new Text(file.getKey(), file.getValue()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no " + name + " among " + files.keySet()));
    }

    /** A section that may be missing. */
    private static <V extends @Nullable Object> Map<String, V> table(@Nullable Map<String, V> section) {
        return section == null ? Map.of() : section;
    }

    private static Set<String> set(@Nullable Set<String> words) {
        return words == null ? Set.of() : words;
    }

    /** Each role with whether the file calls it law enforcement. */
    private Map<String, Boolean> readRoles() throws UnusableFile {
        var read = new LinkedHashMap<String, Boolean>();
        for (var entry : table(roles.read(RolesFile.class).roles).entrySet()) {
            var id = entry.getKey();
            var role = entry.getValue();
            if (role == null || role.name == null) throw roles.unusable(id, "the role '" + id + "' needs a name");
            var lawEnforcement = Boolean.TRUE.equals(role.lawEnforcement);
            if (LawEnforcement.ROLES.contains(id) && !lawEnforcement)
                throw roles.unusable(
                        id,
                        "the role '" + id + "' is law enforcement by law; this cannot be loosened: set"
                                + " law-enforcement: true");
            read.put(id, lawEnforcement);
        }
        if (read.isEmpty()) throw roles.unusable("", "declares no role under roles");
        return read;
    }

    private ClassesFile readClasses(Set<String> known, Set<String> lawEnforcement, VocabularyReader packed)
            throws UnusableFile {
        var file = classes.read(ClassesFile.class);
        var bounds = table(packed.classes.read(ClassesFile.class).classes);
        if (table(file.classes).isEmpty()) throw classes.unusable("", "declares no class under classes");
        for (var entry : table(file.classes).entrySet()) {
            var id = entry.getKey();
            var readers = entry.getValue() == null ? Set.<String>of() : set(entry.getValue().readers);
            for (var reader : readers)
                if (!known.contains(reader))
                    throw classes.unusable(
                            id, "the class '" + id + "' names the reader '" + reader + "', which is not in roles.yaml");
            var bound = bounds.get(id);
            if (bound == null) continue;
            for (var reader : readers) {
                var allowed = READ_BY_ALL.contains(id)
                        ? !lawEnforcement.contains(reader)
                        : set(bound.readers).contains(reader);
                if (!allowed)
                    throw classes.unusable(
                            id,
                            "lets '" + reader + "' read the class '" + id
                                    + "'; readers can be taken away, not added: that would loosen the rules");
            }
            if (condition(id, entry.getValue()).compareTo(packed.condition(id, bound)) < 0)
                throw classes.unusable(
                        id,
                        "lets conditions read more of the class '" + id
                                + "' than they may; that would loosen the rules");
        }
        return file;
    }

    private Vocabulary.Condition condition(String id, @Nullable DataClass dataClass) throws UnusableFile {
        var word = dataClass == null ? null : dataClass.condition;
        for (var condition : Vocabulary.Condition.values())
            if (condition.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) return condition;
        throw classes.unusable(
                id, "the condition of the class '" + id + "' must be always, closed-list or never, not '" + word + "'");
    }

    private Map<String, String> variables(ClassesFile file, Set<String> known) throws UnusableFile {
        var variables = new LinkedHashMap<String, String>();
        for (var entry : table(file.variables).entrySet()) {
            var dataClass = entry.getValue();
            if (dataClass == null || !known.contains(dataClass))
                throw classes.unusable(
                        entry.getKey(),
                        "the variable '" + entry.getKey() + "' has the class '" + dataClass
                                + "', which is not declared");
            variables.put(entry.getKey(), dataClass);
        }
        return variables;
    }

    private Map<String, Vocabulary.Delegate> delegates(ClassesFile file, Map<String, String> variables)
            throws UnusableFile {
        var delegates = new LinkedHashMap<String, Vocabulary.Delegate>();
        for (var entry : table(file.delegates).entrySet()) {
            var name = entry.getKey();
            var delegate = entry.getValue();
            if (delegate == null)
                throw classes.unusable(name, "the delegate '" + name + "' must say what it reads and writes");
            for (var variable : set(delegate.writes))
                if (!variables.containsKey(variable))
                    throw classes.unusable(
                            name,
                            "the delegate '" + name + "' writes the variable '" + variable
                                    + "', which is not declared under variables");
            delegates.put(
                    name, new Vocabulary.Delegate(set(delegate.reads), set(delegate.writes), set(delegate.errors)));
        }
        return delegates;
    }

    private Map<String, Vocabulary.Deadline> readDeadlines(VocabularyReader packed) throws UnusableFile {
        var bounds = table(packed.deadlines.read(DeadlinesFile.class).deadlines);
        var read = new LinkedHashMap<String, Vocabulary.Deadline>();
        for (var entry : table(deadlines.read(DeadlinesFile.class).deadlines).entrySet()) {
            var key = entry.getKey();
            var deadline = deadline(key, entry.getValue());
            var bound = bounds.get(key);
            if (bound != null && !"national-example".equals(bound.basis))
                within(key, deadline, packed.deadline(key, bound));
            read.put(key, deadline);
        }
        return read;
    }

    private Vocabulary.Deadline deadline(String key, @Nullable Deadline deadline) throws UnusableFile {
        if (deadline == null
                || deadline.value == null
                || Length.of(deadline.value).isEmpty())
            throw deadlines.unusable(
                    key, "the value of '" + key + "' must be an ISO 8601 duration or P<n>WD for working days");
        if (deadline.limit == null || !Set.of("at-most", "at-least").contains(deadline.limit))
            throw deadlines.unusable(key, "the limit of '" + key + "' must be at-most or at-least");
        return new Vocabulary.Deadline(deadline.value, deadline.limit, deadline.source == null ? "" : deadline.source);
    }

    private void within(String key, Vocabulary.Deadline deadline, Vocabulary.Deadline bound) throws UnusableFile {
        if (!deadline.limit().equals(bound.limit()))
            throw deadlines.unusable(key, "the limit of '" + key + "' is " + bound.limit() + "; it cannot be changed");
        var compared = Length.of(deadline.value())
                .orElseThrow()
                .compareTo(Length.of(bound.value()).orElseThrow());
        if (bound.limit().equals("at-most") ? compared > 0 : compared < 0)
            throw deadlines.unusable(
                    key,
                    "'" + key + "' is " + deadline.value() + "; it must be " + bound.limit() + " " + bound.value()
                            + " (" + bound.source() + "): this would loosen the rules");
    }

    private static Map<String, Form> readForms(Map<String, String> files) throws UnusableFile {
        var forms = new LinkedHashMap<String, Form>();
        var seen = new LinkedHashSet<String>();
        for (var file : new TreeMap<>(files).entrySet()) {
            var path = file.getKey();
            try {
                var form = Form.parse(file.getValue());
                if (!path.substring(path.lastIndexOf('/') + 1).equals(form.id() + ".form"))
                    throw new UnusableFile(path, 0, "the id '" + form.id() + "' must be the name of the file");
                if (!seen.add(form.id()))
                    throw new UnusableFile(path, 0, "another file has the form '" + form.id() + "'");
                forms.put(form.id(), form);
            } catch (UnusableForm e) {
                throw new UnusableFile(path, e.line(), String.valueOf(e.getMessage()));
            }
        }
        return forms;
    }

    /** The parser's message, its first line. */
    static String words(JacksonException e) {
        return String.valueOf(e.getOriginalMessage())
                .replaceAll("\\(class [^)]*\\)", "")
                .lines()
                .findFirst()
                .orElse("cannot be read");
    }
}
