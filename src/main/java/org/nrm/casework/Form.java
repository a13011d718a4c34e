package org.nrm.casework;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.jspecify.annotations.Nullable;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A form-js schema with its lists expanded: what is shown, and what answers are taken. */
final class Form {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();

    private final ObjectNode schema;
    private final Map<String, Question> questions = new LinkedHashMap<>();

    private Form(ObjectNode schema) {
        this.schema = schema;
    }

    /**
     * Reads the schema.
     *
     * @param region whose agencies are listed where agencies are asked for
     */
    static Form of(String schema, CodeLists lists, String region) {
        var form = new Form((ObjectNode) JSON.readTree(schema));
        form.collect(form.schema, lists, region);
        return form;
    }

    JsonNode schema() {
        return schema;
    }

    String title() {
        return schema.path("properties").path("title").asString("");
    }

    Optional<Question> question(String key) {
        return Optional.ofNullable(questions.get(key));
    }

    List<Question> questions() {
        return List.copyOf(questions.values());
    }

    /** Leaves of a question's choices only those that are kept; the others are neither shown nor taken. */
    Form narrowed(String key, Predicate<String> keep) {
        var question = questions.get(key);
        if (question != null) question.narrow(keep);
        return this;
    }

    /** The questions that show an earlier answer: those that cannot be changed, and those that are a review. */
    List<String> shown() {
        return questions.values().stream()
                .filter(question -> question.readOnly() || question.prefilled())
                .map(Question::key)
                .toList();
    }

    /**
     * Takes the answers to what is visible and can be changed; others are ignored.
     *
     * @return by key; an unanswered question is missing
     * @throws InvalidAnswers with a problem for each answer that cannot be taken
     */
    Map<String, Object> take(Map<String, @Nullable Object> answers) {
        var problems = new ArrayList<FieldProblem>();
        var taken = new LinkedHashMap<String, Object>();
        answers.keySet().stream()
                .filter(key -> !questions.containsKey(key))
                .sorted()
                .forEach(key -> problems.add(new FieldProblem(key, "This form has no such field.")));
        for (var question : questions.values()) {
            if (question.readOnly() || hidden(question, answers)) continue;
            try {
                question.take(answers.get(question.key())).ifPresent(value -> taken.put(question.key(), value));
            } catch (Question.Unacceptable e) {
                problems.add(new FieldProblem(question.key(), String.valueOf(e.getMessage())));
            }
        }
        if (!problems.isEmpty()) throw new InvalidAnswers(problems);
        return taken;
    }

    /** Is the question hidden, given the other answers? */
    boolean hidden(Question question, Map<String, @Nullable Object> answers) {
        var condition = question.hideCondition();
        if (condition == null) return false;
        var known = new LinkedHashMap<String, @Nullable Object>();
        questions.keySet().forEach(key -> known.put(key, null));
        known.putAll(answers);
        @SuppressWarnings("unchecked") // FEEL reads null as null; its signature is from before null-marking.
        var context = (Map<String, Object>) (Map<String, ?>) known;
        var result = FEEL.evaluateExpression(condition, context);
        return result.isSuccess() && Boolean.TRUE.equals(result.result());
    }

    private void collect(JsonNode parent, CodeLists lists, String region) {
        for (var component : parent.path("components")) {
            var node = (ObjectNode) component;
            if (node.hasNonNull("valuesKey"))
                expand(node, lists.codes(node.path("valuesKey").asString(), region));
            if (node.hasNonNull("key")) questions.put(node.path("key").asString(), new Question(node));
            collect(node, lists, region);
        }
    }

    private static void expand(ObjectNode component, List<CodeLists.Code> codes) {
        ArrayNode values = component.putArray("values");
        for (var code : codes) {
            var value = values.addObject();
            value.put("value", code.value());
            value.put("label", code.label());
        }
        component.remove("valuesKey");
    }
}
