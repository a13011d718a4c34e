package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nrm.testing.Answers;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import tools.jackson.databind.JsonNode;

/** What the demo's users do and see in a program that runs by itself, through its interface. */
record RunningMechanism(Api api) {

    String refer(String user) {
        var referral = Mechanism.adult();
        referral.put("person", Map.of("isChild", "no", "documentKind", "passport"));
        var answer = api.post(user, "/api/v1/referrals", referral);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("caseRef").asString();
    }

    void raise(String reference, String type, Map<String, String> data) {
        var answer = api.post("ngo1", "/api/v1/cases/" + reference + "/events", Map.of("type", type, "data", data));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    int corrects(String reference, String documentKind) {
        return api.post(
                        "ngo1",
                        "/api/v1/cases/" + reference + "/corrections",
                        Map.of(
                                "element", "receive-referral",
                                "field", "documentKind",
                                "value", documentKind,
                                "reason", "She showed it."))
                .status();
    }

    /** What the referral brought. */
    JsonNode data(String reference) {
        return api.get("ngo1", "/api/v1/cases/" + reference).body().path("data").path("receive-referral");
    }

    List<JsonNode> tasks(String reference) {
        return api.get("ngo1", "/api/v1/cases/" + reference)
                .body()
                .path("tasks")
                .valueStream()
                .toList();
    }

    List<String> names(String reference) {
        return tasks(reference).stream()
                .map(task -> task.path("name").asString())
                .toList();
    }

    JsonNode task(String reference, String name) {
        return tasks(reference).stream()
                .filter(task -> task.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not open, but " + names(reference)));
    }

    static long daysUntilDue(JsonNode task) {
        return Math.round(Duration.between(
                                Instant.parse(task.path("created").asString()),
                                Instant.parse(task.path("due").asString()))
                        .toMinutes()
                / 1440.0);
    }

    JsonNode form(String user, JsonNode task) {
        return api.get(user, "/api/v1/tasks/" + task.path("id").asString())
                .body()
                .path("form");
    }

    static String labels(JsonNode form) {
        return form.findValuesAsString("label").toString();
    }

    /** Claims the task and sends these answers beside ordinary ones; the status. */
    int answers(String user, JsonNode task, Map<String, ?> answers) {
        var path = "/api/v1/tasks/" + task.path("id").asString();
        assertThat(api.post(user, path + "/claim", null).status())
                .as(task.toString())
                .isEqualTo(200);
        var data = new HashMap<String, Object>(Answers.ordinary(form(user, task)));
        data.putAll(answers);
        return api.post(user, path + "/complete", Map.of("data", data)).status();
    }

    void does(String user, String reference, String name, Map<String, ?> answers) {
        assertThat(answers(user, task(reference, name), answers)).as(name).isEqualTo(200);
    }

    void advance(String by) {
        var answer = api.post("operator1", "/api/v1/demo/clock", Map.of("advance", by));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    boolean escalated(String reference, String element, String to) {
        var path = "/api/v1/cases/" + reference + "/history";
        for (var page = api.get("auditor1", path).body(); ; ) {
            for (var entry : page.path("items"))
                if (entry.path("type").asString().equals("escalated")
                        && entry.path("element").asString().equals(element)
                        && entry.path("facts").path("to").asString().equals(to)) return true;
            var next = page.path("next");
            if (next.isNull() || next.isMissingNode()) return false;
            page = api.get("auditor1", path + "?after=" + next.asString()).body();
        }
    }

    /** The versions by which the steps of the case went. */
    List<Integer> versions(String reference) {
        var steps = api.get("auditor1", "/api/v1/cases/" + reference + "/replay")
                .body()
                .path("steps")
                .asInt();
        assertThat(steps).isPositive();
        var versions = new ArrayList<Integer>();
        for (var step = 2; step <= steps; step += Math.max(1, steps / 10)) {
            var version = api.get("auditor1", "/api/v1/cases/" + reference + "/replay?step=" + step)
                    .body()
                    .path("model")
                    .path("version");
            if (version.isNumber()) versions.add(version.asInt());
        }
        return versions;
    }
}
