package org.nrm.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Ordinary answers to a form: the first of each list, which is the answer with which a case goes on. */
public final class Answers {

    private static final Set<String> NOT_TICKED = Set.of("co-operation", "migration");

    private Answers() {}

    /** Answers to every question of the form that can be changed. */
    public static Map<String, Object> ordinary(JsonNode form) {
        var answers = new LinkedHashMap<String, Object>();
        collect(form, answers);
        return answers;
    }

    private static void collect(JsonNode parent, Map<String, Object> answers) {
        for (var component : parent.path("components")) {
            var key = component.path("key").asString("");
            if (!key.isEmpty() && !component.path("readonly").asBoolean(false))
                answer(component).ifPresent(answer -> answers.put(key, answer));
            collect(component, answers);
        }
    }

    private static Optional<Object> answer(JsonNode component) {
        var first = component.path("values").path(0).path("value").asString("");
        return switch (component.path("type").asString("")) {
            case "radio", "select" -> Optional.of(first);
            case "checklist", "taglist" -> Optional.of(List.of(first));
            case "checkbox" ->
                Optional.of(!NOT_TICKED.contains(
                        component.path("properties").path("dataClass").asString("")));
            case "number" -> Optional.of(component.path("validate").path("min").asInt(1));
            case "datetime" ->
                Optional.of(
                        component.path("subtype").asString("date").equals("date") ? "2026-01-15" : "2026-01-15T10:00");
            case "textfield", "textarea" -> Optional.of("sample text");
            default -> Optional.empty();
        };
    }
}
