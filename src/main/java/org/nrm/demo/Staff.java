package org.nrm.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** The demo's users at work, through the interface as everybody else. */
final class Staff {

    private static final Set<String> CLOSED_FOR_HER = Set.of("co-operation", "migration");

    private final String address;
    private final Map<String, RestClient> clients = new HashMap<>();

    Staff(int port) {
        address = "http://127.0.0.1:" + port;
    }

    Optional<String> refer(String user, Map<String, Object> referral) {
        var answer = post(user, "/api/v1/referrals", referral);
        return Optional.ofNullable(answer.path("caseRef").asString(null));
    }

    void raise(String user, String caseRef, String event) {
        post(user, "/api/v1/cases/" + caseRef + "/events", Map.of("type", event, "data", Map.of()));
    }

    /** Open tasks of the case that the user could do, in an order that does not hang on the moment. */
    List<JsonNode> tasks(String user, String caseRef) {
        var items = new ArrayList<JsonNode>();
        get(user, "/api/v1/tasks?q=" + caseRef).path("items").forEach(items::add);
        items.sort(Comparator.comparing(task ->
                task.path("process").asString() + " " + task.path("name").asString()));
        return items;
    }

    /** Claims the task and does it with ordinary answers, or those given here. */
    void complete(String user, JsonNode task, Map<String, Object> otherAnswers) {
        var path = "/api/v1/tasks/" + task.path("id").asString();
        post(user, path + "/claim", Map.of());
        var answers = new HashMap<String, Object>();
        answer(get(user, path).path("form"), answers, otherAnswers);
        post(user, path + "/complete", Map.of("data", answers));
    }

    private static void answer(JsonNode parent, Map<String, Object> answers, Map<String, Object> others) {
        for (var component : parent.path("components")) {
            var key = component.path("key").asString("");
            if (!key.isEmpty() && !component.path("readonly").asBoolean(false))
                ordinary(component).ifPresent(value -> answers.put(key, others.getOrDefault(key, value)));
            answer(component, answers, others);
        }
    }

    private static Optional<Object> ordinary(JsonNode component) {
        var first = component.path("values").path(0).path("value").asString("");
        return switch (component.path("type").asString("")) {
            case "radio", "select" -> first.isEmpty() ? Optional.empty() : Optional.of(first);
            case "checklist", "taglist" -> first.isEmpty() ? Optional.empty() : Optional.of(List.of(first));
            case "checkbox" ->
                Optional.of(!CLOSED_FOR_HER.contains(
                        component.path("properties").path("dataClass").asString("")));
            case "number" -> Optional.of(component.path("validate").path("min").asInt(1));
            case "textfield", "textarea" ->
                component.path("validate").path("required").asBoolean(false)
                        ? Optional.of("Invented for the demonstration.")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private JsonNode get(String user, String path) {
        return body(client(user).get().uri(path).retrieve().body(JsonNode.class));
    }

    private JsonNode post(String user, String path, Map<String, ?> content) {
        return body(client(user)
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(content)
                .retrieve()
                .body(JsonNode.class));
    }

    private static JsonNode body(@org.jspecify.annotations.Nullable JsonNode answer) {
        if (answer == null) throw new IllegalStateException("An answer without a body");
        return answer;
    }

    private RestClient client(String user) {
        return clients.computeIfAbsent(
                user,
                name -> RestClient.builder()
                        .baseUrl(address)
                        .defaultHeader(
                                HttpHeaders.AUTHORIZATION, "Basic " + HttpHeaders.encodeBasicAuth(name, "demo", null))
                        .build());
    }
}
