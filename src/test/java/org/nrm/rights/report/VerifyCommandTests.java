package org.nrm.rights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nrm.rights.report.Commands.bad;
import static org.nrm.rights.report.Commands.good;
import static org.nrm.rights.report.Commands.model;
import static org.nrm.rights.report.Commands.run;
import static org.nrm.rights.report.Commands.verify;
import static org.nrm.rights.report.Commands.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The command line's contract: what it reads, what it says, with which code it ends. */
class VerifyCommandTests {

    @TempDir
    Path folder = Path.of("");

    @Test
    void allProvedIsZero() throws IOException {
        assertThat(verify(good(folder, "one"), good(folder, "two")).code()).isZero();
    }

    @Test
    void aViolationIsOne() throws IOException {
        assertThat(verify(good(folder, "one"), bad(folder, "two")).code()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsTwoAndGoesBeforeAViolation() throws IOException {
        var result = verify("--format=json", bad(folder, "one"), write(folder, "two.bpmn", "<definitions"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("two.bpmn, line 1").doesNotContain("\tat ");
        assertThat(result.json().path("verdict").asString()).isEqualTo("unusable");
        assertThat(findings(result.json()))
                .anyMatch(finding -> finding.path("rule").asString().equals("R42"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--format=xml x.bpmn", "--unknown x.bpmn", "--format json"})
    void aCommandLineThatCannotBeUnderstoodIsTwo(String line) {
        var result = verify((Object[]) line.split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void whatIsNotThereIsTwo() throws IOException {
        assertThat(verify(folder.resolve("none.bpmn")).code()).isEqualTo(2);
        assertThat(verify(Files.createDirectory(folder.resolve("empty"))).code())
                .isEqualTo(2);
        assertThat(verify(write(folder, "notes.txt", "x")).code()).isEqualTo(2);
        assertThat(verify("--config", folder.resolve("none"), good(folder, "one"))
                        .code())
                .isEqualTo(2);
        assertThat(verify("--forms", folder.resolve("none"), good(folder, "one"))
                        .code())
                .isEqualTo(2);
    }

    @Test
    void directoriesAreReadWithAllThatIsInThem() throws IOException {
        good(folder, "one");
        good(folder.resolve("deep/er"), "two");
        write(folder, "README.md", "x");
        var models = verify("--format=json", folder, folder.resolve("one.bpmn"))
                .json()
                .path("models");
        assertThat(StreamSupport.stream(models.spliterator(), false)
                        .map(each -> each.path("file").asString()))
                .containsExactlyInAnyOrder(folder + "/one.bpmn", folder + "/deep/er/two.bpmn");
    }

    @Test
    void aLinkOutOfTheDirectoryIsNotFollowed() throws IOException {
        var outside = bad(folder.resolve("outside"), "two");
        var inside = folder.resolve("inside");
        good(inside, "one");
        Files.createSymbolicLink(inside.resolve("link.bpmn"), outside);
        Files.createSymbolicLink(inside.resolve("folder"), folder.resolve("outside"));
        var result = verify("--format=json", inside);
        assertThat(result.json().path("models")).hasSize(1);
        assertThat(result.err()).contains("link.bpmn: not followed");
    }

    @Test
    void theJsonHasTheMembersOfTheContract() throws IOException {
        var file = bad(folder, "one");
        var json = verify("--format", "json", file).json();
        assertThat(json.path("verdict").asString()).isEqualTo("violated");
        var model = json.path("models").path(0);
        assertThat(model.path("file").asString()).isEqualTo(file.toString());
        assertThat(model.path("process").isString()).isTrue();
        assertThat(model.path("verdict").asString()).isEqualTo("violated");
        for (var number : new String[] {"nodes", "states", "millis"})
            assertThat(model.path(number).isIntegralNumber()).isTrue();
        assertThat(findings(json)).anySatisfy(finding -> {
            assertThat(finding.path("rule").asString()).isEqualTo("R42");
            assertThat(finding.path("severity").asString()).isEqualTo("error");
            assertThat(finding.path("element").asString()).isEqualTo("conference");
            assertThat(finding.path("message").asString()).contains("nowhere");
            assertThat(finding.path("source").asString()).isNotBlank();
            assertThat(finding.path("trace").isArray()).isTrue();
            assertThat(finding.path("line").asInt()).isEqualTo(9);
        });
    }

    @Test
    void theTextNamesElementLineRuleAndWhatWasProved() throws IOException {
        var result = verify(good(folder, "one"), bad(folder, "two"));
        assertThat(result.out())
                .contains("R42", "conference", "line 9", "nowhere", "Source: ", "Violated.", "states", " s.")
                .doesNotContain("\u001B");
        assertThat(verify(good(folder, "one")).out()).contains("proved", "Proved.", "1 process,");
        assertThat(run(true, good(folder, "one")).out()).contains("\u001B[32m");
    }

    @Test
    void namesInAnyScriptComeOutAsTheyWentIn() throws IOException {
        var file = write(folder, "läge.bpmn", model("процес", "συνάντηση", "nowhere"));
        var json = verify("--format=json", file).json();
        assertThat(json.path("models").path(0).path("file").asString()).isEqualTo(file.toString());
        assertThat(findings(json))
                .anyMatch(finding -> finding.path("element").asString().equals("συνάντηση"));
    }

    @Test
    void theEncodingThatAFileDeclaresIsUsed() throws IOException {
        var text = model("one", "täsk", "nowhere").replace("UTF-8", "ISO-8859-1");
        var file = Files.write(folder.resolve("one.bpmn"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(findings(verify("--format=json", file).json()))
                .anyMatch(finding -> finding.path("element").asString().equals("täsk"));
        var broken = Files.write(
                folder.resolve("two.bpmn"), model("one", "täsk", "x").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(verify(broken).code()).isEqualTo(2);
    }

    @Test
    void aDirectoryOfConfigurationGoesBeforeThePackedFileByFile() throws IOException {
        var config = folder.resolve("config");
        write(config, "roles.yaml", "roles:\n  shelter: {name: Shelter}\n");
        var result = verify("--format=json", "--config", config, good(folder, "one"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("data-classes.yaml").contains("which is not in roles.yaml");
        write(config, "roles.yaml", Files.readString(Path.of("config/roles.yaml")) + "  case-friend: {name: Friend}\n");
        assertThat(verify("--config", config, good(folder, "one")).code()).isZero();
    }

    @Test
    void theFormsOfADirectoryGoBeforeThePackedOnes() throws IOException {
        var forms = folder.resolve("forms");
        write(forms, "other.form", """
                {"id": "other", "components": [{"type": "radio", "key": "a", "validate": {"required": true},
                 "properties": {"dataClass": "routing"}}]}""");
        var result = verify("--format=json", "--forms", forms, good(folder, "one"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("case-conference");
        write(forms, "broken.form", "{\n\"id\": ");
        var broken = verify("--forms", forms, good(folder, "one"));
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.err()).contains("broken.form, line 2");
    }

    private static java.util.List<JsonNode> findings(JsonNode report) {
        return StreamSupport.stream(report.path("models").spliterator(), false)
                .flatMap(model -> StreamSupport.stream(model.path("findings").spliterator(), false))
                .toList();
    }
}
