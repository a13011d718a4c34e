package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.testing.Answers;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import tools.jackson.databind.JsonNode;

/**
 * A version is published while cases run: a task, its form and a field of it have other names, the old form is gone from disk, a deadline is
 * shorter. Who was referred before goes on as it was, who is referred after goes by the new, side by side, and after the next start too.
 */
@Tag("slow")
class VersionsTests {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    @TempDir
    private Path folder;

    @BeforeEach
    void firstVersion() throws Exception {
        for (var name : List.of("processes", "forms", "config")) {
            var target = Files.createDirectories(folder.resolve(name));
            try (var files = Files.list(Path.of(name))) {
                for (var file : files.toList()) Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aCaseGoesOnByTheVersionOnWhichItBegan() throws Exception {
        String before;
        try (var program = new Program()) {
            before = refer(program.api);
            assertThat(names(program.api, before)).contains("Offer a lawyer").doesNotContain("Propose a lawyer");
        }

        secondVersion();
        String after;
        try (var program = new Program()) {
            var api = program.api;
            after = refer(api);
            var offer = task(api, before, "Offer a lawyer");
            var proposal = task(api, after, "Propose a lawyer");
            assertThat(daysUntilDue(offer)).isEqualTo(3);
            assertThat(daysUntilDue(proposal)).isEqualTo(2);
            assertThat(labels(form(api, offer)))
                    .contains("Answer of the person")
                    .doesNotContain("What she says");
            assertThat(labels(form(api, proposal))).contains("What she says").doesNotContain("Answer of the person");
            assertThat(answers(api, offer, Map.of("answerProposal", "later"))).isEqualTo(422);

            does(api, before, "Offer a lawyer", Map.of("answerLawyer", "later"));
            does(api, after, "Propose a lawyer", Map.of("answerProposal", "accepted"));
            assertThat(names(api, before)).doesNotContain("Offer a lawyer", "Accept mandate");
            assertThat(names(api, after)).contains("Accept mandate");

            // The timer of the first version, and all that is late by then.
            advance(api, "P31D");
            assertThat(names(api, before)).contains("Offer a lawyer").doesNotContain("Propose a lawyer");
            assertThat(escalated(api, before)).isTrue();
            assertThat(escalated(api, after)).isTrue();
        }

        try (var program = new Program()) {
            var api = program.api;
            does(api, before, "Offer a lawyer", Map.of("answerLawyer", "accepted"));
            assertThat(names(api, before)).contains("Accept mandate");
            var complaint = api.post(
                    "ngo1", "/api/v1/cases/" + before + "/events", Map.of("type", "complains", "data", Map.of()));
            assertThat(complaint.status()).as(complaint.text()).isEqualTo(200);

            assertThat(versions(api, before)).containsOnly(1);
            assertThat(versions(api, after)).containsOnly(2);
            for (var reference : List.of(before, after)) {
                var replay = api.get("auditor1", "/api/v1/cases/" + reference + "/replay");
                assertThat(replay.status()).as(replay.text()).isEqualTo(200);
                assertThat(replay.body().path("model").path("version").asInt())
                        .isEqualTo(reference.equals(before) ? 1 : 2);
                assertThat(api.get("auditor1", "/api/v1/cases/" + reference + "/counterfactual")
                                .status())
                        .isEqualTo(200);
                assertThat(api.get("auditor1", "/api/v1/cases/" + reference + "/export?format=xes")
                                .status())
                        .isEqualTo(200);
            }
            assertThat(api.get("auditor1", "/api/v1/cases/" + before + "/export?format=ocel")
                            .text())
                    .contains("Offer a lawyer")
                    .doesNotContain("Propose a lawyer");
        }
    }

    private void secondVersion() throws Exception {
        var model = folder.resolve("processes/legal-advice.bpmn");
        Files.writeString(
                model,
                Files.readString(model)
                        .replace("offer-a-lawyer", "propose-a-lawyer")
                        .replace("Offer a lawyer", "Propose a lawyer")
                        .replace("camunda:formRef=\"offer-lawyer\"", "camunda:formRef=\"propose-lawyer\"")
                        .replace("answerLawyer", "answerProposal"));
        var form = folder.resolve("forms/offer-lawyer.form");
        Files.writeString(
                folder.resolve("forms/propose-lawyer.form"),
                Files.readString(form)
                        .replace("\"id\": \"offer-lawyer\"", "\"id\": \"propose-lawyer\"")
                        .replace("answerLawyer", "answerProposal")
                        .replace("Answer of the person", "What she says"));
        Files.delete(form);
        var deadlines = folder.resolve("config/deadlines.yaml");
        Files.writeString(
                deadlines, Files.readString(deadlines).replaceAll("(legal-advice-offered: +\\{value: )P3D", "$1P2D"));
    }

    private static String refer(Api api) {
        var answer = api.post("ngo1", "/api/v1/referrals", Mechanism.adult());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("caseRef").asString();
    }

    private static List<JsonNode> tasks(Api api, String reference) {
        var open = new ArrayList<JsonNode>();
        api.get("ngo1", "/api/v1/cases/" + reference).body().path("tasks").forEach(open::add);
        return open;
    }

    private static List<String> names(Api api, String reference) {
        return tasks(api, reference).stream()
                .map(task -> task.path("name").asString())
                .toList();
    }

    private static JsonNode task(Api api, String reference, String name) {
        return tasks(api, reference).stream()
                .filter(task -> task.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not open, but " + names(api, reference)));
    }

    private static long daysUntilDue(JsonNode task) {
        return Math.round(Duration.between(
                                Instant.parse(task.path("created").asString()),
                                Instant.parse(task.path("due").asString()))
                        .toMinutes()
                / 1440.0);
    }

    private static JsonNode form(Api api, JsonNode task) {
        return api.get("ngo1", "/api/v1/tasks/" + task.path("id").asString())
                .body()
                .path("form");
    }

    private static String labels(JsonNode form) {
        return form.findValuesAsString("label").toString();
    }

    /** Claims the task and sends these answers beside ordinary ones; the status. */
    private static int answers(Api api, JsonNode task, Map<String, ?> answers) {
        var path = "/api/v1/tasks/" + task.path("id").asString();
        assertThat(api.post("ngo1", path + "/claim", null).status()).isEqualTo(200);
        var data = new HashMap<String, Object>(Answers.ordinary(form(api, task)));
        data.putAll(answers);
        return api.post("ngo1", path + "/complete", Map.of("data", data)).status();
    }

    private static void does(Api api, String reference, String name, Map<String, ?> answers) {
        assertThat(answers(api, task(api, reference, name), answers)).isEqualTo(200);
    }

    private static void advance(Api api, String by) {
        var answer = api.post("operator1", "/api/v1/demo/clock", Map.of("advance", by));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static boolean escalated(Api api, String reference) {
        var path = "/api/v1/cases/" + reference + "/history";
        for (var page = api.get("auditor1", path).body(); ; ) {
            for (var entry : page.path("items"))
                if (entry.path("type").asString().equals("escalated")) return true;
            var next = page.path("next");
            if (next.isNull() || next.isMissingNode()) return false;
            page = api.get("auditor1", path + "?after=" + next.asString()).body();
        }
    }

    /** The versions by which the steps of the case went. */
    private static List<Integer> versions(Api api, String reference) {
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

    /** The program in its own folder, with the data that it left there. */
    private final class Program implements AutoCloseable {

        private final Process process;
        private final Api api;

        Program() throws Exception {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "org.nrm.NrmEngine",
                            "--server.port=0",
                            "--nrm.demo-cases=0",
                            "--nrm.timers=false")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            api = new Api(port());
        }

        private int port() throws Exception {
            var said = new StringBuilder();
            var lines = process.inputReader();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                var started = STARTED.matcher(line);
                if (started.find()) {
                    var rest = new Thread(() -> lines.lines().forEach(any -> {}));
                    rest.setDaemon(true);
                    rest.start();
                    return Integer.parseInt(started.group(1));
                }
            }
            throw new AssertionError("The program does not start:\n" + said);
        }

        @Override
        public void close() {
            process.destroy();
            assertThat(process.onExit().orTimeout(60, TimeUnit.SECONDS).join()).isNotNull();
        }
    }
}
