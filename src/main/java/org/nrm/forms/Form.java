package org.nrm.forms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.UnusableFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One form, read once: what is shown, what is asked, and what answers are taken. It never changes; what depends on who reads it
 * is a copy that shares all else.
 */
public final class Form {

    private final String id;
    private final ObjectNode source;
    private final List<Section> sections;
    private final Map<String, Question> questions;

    /**
     * What stands together.
     *
     * @param label its heading; null where the form has no group
     */
    public record Section(@Nullable String label, List<Part> parts) {

        public Section {
            parts = List.copyOf(parts);
        }
    }

    /** Part of a section: a text that is shown or a question, by its key. */
    public sealed interface Part {}

    public record Words(String text) implements Part {}

    public record Asked(String key) implements Part {}

    /**
     * Answers that were looked at.
     *
     * @param answers  those that fit, by key; an unanswered question is missing
     * @param problems why each of the others does not, by key
     */
    public record Taken(Map<String, Object> answers, Map<String, String> problems) {}

    Form(String id, ObjectNode source, List<Section> sections, Map<String, Question> questions) {
        this.id = id;
        this.source = source;
        this.sections = List.copyOf(sections);
        this.questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
    }

    /** Reads a form-js schema. Unusable if it is no JSON, has no id, or has a component that is not known. */
    public static Form parse(String json) throws UnusableForm {
        return new FormReader(json).read();
    }

    /**
     * Reads all forms of a set, by id.
     *
     * @param files text by path, whose last part is the id and {@code .form}
     * @throws UnusableFile for the first that cannot be used
     */
    public static Map<String, Form> parseAll(Map<String, String> files) throws UnusableFile {
        var faults = new ArrayList<UnusableFile>();
        var forms = parseAll(files, faults::add);
        if (!faults.isEmpty()) throw faults.get(0);
        return forms;
    }

    /**
     * Reads those forms of a set that can be used, by id.
     *
     * @param files  text by path, whose last part is the id and {@code .form}
     * @param faults takes what is wrong with the others
     */
    public static Map<String, Form> parseAll(Map<String, String> files, Consumer<UnusableFile> faults) {
        var forms = new TreeMap<String, Form>();
        var paths = new TreeMap<String, String>();
        for (var file : new TreeMap<>(files).entrySet()) {
            var path = file.getKey();
            try {
                var form = parse(file.getValue());
                var before = paths.putIfAbsent(form.id(), path);
                if (!path.substring(path.lastIndexOf('/') + 1).equals(form.id() + ".form"))
                    faults.accept(new UnusableFile(path, 0, "the id '" + form.id() + "' must be the name of the file"));
                else if (before != null)
                    faults.accept(
                            new UnusableFile(path, 0, "the file " + before + " has the form '" + form.id() + "', too"));
                else forms.put(form.id(), form);
            } catch (UnusableForm e) {
                faults.accept(new UnusableFile(path, e.line(), String.valueOf(e.getMessage())));
            }
        }
        return forms;
    }

    /** Also the name of the file, without {@code .form}. */
    public String id() {
        return id;
    }

    public List<Section> sections() {
        return sections;
    }

    /** In the order of the form. */
    public List<Question> questions() {
        return List.copyOf(questions.values());
    }

    /** Of all questions. */
    public Set<String> keys() {
        return questions.keySet();
    }

    public Optional<Question> question(String key) {
        return Optional.ofNullable(questions.get(key));
    }

    /** With the choices of those of its lists that are known. */
    public Form listing(Function<String, Optional<List<Choice>>> codes) {
        var listed = new LinkedHashMap<>(questions);
        listed.replaceAll((key, question) -> Optional.ofNullable(question.list())
                .flatMap(codes)
                .map(question::choosing)
                .orElse(question));
        return new Form(id, source, sections, listed);
    }

    /** With only those of a question's choices that are kept; the others are neither shown nor taken. */
    public Form narrowed(String key, Predicate<String> keep) {
        var question = questions.get(key);
        if (question == null) return this;
        var narrowed = new LinkedHashMap<>(questions);
        narrowed.put(
                key,
                question.choosing(question.choices().stream()
                        .filter(choice -> keep.test(choice.value()))
                        .toList()));
        return new Form(id, source, sections, narrowed);
    }

    /** As form-js reads it, with the choices that there are here. */
    public JsonNode schema() {
        var schema = source.deepCopy();
        choices(schema);
        return schema;
    }

    private void choices(JsonNode parent) {
        for (var component : parent.path("components")) {
            var question = questions.get(component.path("key").asString(""));
            if (question != null && component instanceof ObjectNode node && offers(node)) {
                node.remove("valuesKey");
                var values = node.putArray("values");
                for (var choice : question.choices())
                    values.addObject().put("value", choice.value()).put("label", choice.label());
            }
            choices(component);
        }
    }

    private static boolean offers(ObjectNode component) {
        return component.hasNonNull("valuesKey") || component.path("values").isArray();
    }

    /** The questions that show an earlier answer: those that cannot be changed, and those that are a review. */
    public List<String> shown() {
        return questions.values().stream()
                .filter(question -> question.readOnly() || question.prefilled())
                .map(Question::key)
                .toList();
    }

    /** Takes the answers to what is visible and can be changed; others are ignored. */
    public Taken take(Map<String, ? extends @Nullable Object> answers) {
        var problems = new LinkedHashMap<String, String>();
        var taken = new LinkedHashMap<String, Object>();
        answers.keySet().stream()
                .filter(key -> !questions.containsKey(key))
                .sorted()
                .forEach(key -> problems.put(key, "This form has no such field."));
        for (var question : questions.values()) {
            if (question.readOnly() || hidden(question, answers)) continue;
            try {
                question.take(answers.get(question.key())).ifPresent(value -> taken.put(question.key(), value));
            } catch (Unacceptable e) {
                problems.put(question.key(), String.valueOf(e.getMessage()));
            }
        }
        return new Taken(Collections.unmodifiableMap(taken), Collections.unmodifiableMap(problems));
    }

    /** Is the question hidden, given the other answers? */
    public boolean hidden(Question question, Map<String, ? extends @Nullable Object> answers) {
        var hide = question.hide();
        return hide != null && hide.holds(answers);
    }

    /** Does the answer decide whether others are asked? */
    public boolean decides(String key) {
        return questions.values().stream()
                .map(Question::hide)
                .anyMatch(hide -> hide != null && hide.reading().reads().contains(key));
    }
}
