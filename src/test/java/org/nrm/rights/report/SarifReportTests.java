package org.nrm.rights.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.rights.proof.Finding;
import org.nrm.rights.proof.Report;
import org.nrm.rights.proof.Rule;
import org.nrm.rights.proof.Verdict;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each report is valid by the schema of OASIS, and says where a finding stands and how it is reached. */
class SarifReportTests {

    private static final Rule RULE = new Rule(
            "R1", "Help depends on nothing.", "CETS 197 art. 12(6)", Rule.Form.STATUTORY, "independent", List.of());

    @TempDir
    Path folder = Path.of("");

    @Test
    void whatTheCommandWritesIsValid() throws IOException {
        var good = Commands.verify("--format=sarif", Commands.good(folder, "one"));
        assertThat(valid(good.out())
                        .at("/runs/0/invocations/0/executionSuccessful")
                        .asBoolean())
                .isTrue();
        var bad = Commands.verify("--format=sarif", Commands.bad(folder, "two"));
        var result = valid(bad.out()).at("/runs/0/results/0");
        assertThat(result.path("ruleId").asString()).isEqualTo("R42");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(9);
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asString())
                .startsWith("file:///");
    }

    @Test
    void whatCannotBeJudgedIsANotification() throws IOException {
        var broken = Commands.verify("--format=sarif", Commands.write(folder, "x.bpmn", "<a>"));
        var invocation = valid(broken.out()).at("/runs/0/invocations/0");
        assertThat(invocation.path("executionSuccessful").asBoolean(true)).isFalse();
        assertThat(invocation.path("toolExecutionNotifications")).isNotEmpty();
        var none = Commands.verify("--format=sarif", folder.resolve("none.bpmn"));
        assertThat(valid(none.out())
                        .at("/runs/0/invocations/0/toolExecutionNotifications/0/message/text")
                        .asString())
                .contains("no such file");
    }

    @Test
    void aPairOfRunsIsTwoThreads() {
        var model = Commands.model("one", "conference", "governance");
        var called = Commands.model("two", "other", "governance").replace("\"start\"", "\"begin\"");
        var found = finding("conference", List.of("start", "conference", "other"), List.of("start"));
        var sarif = valid(sarif(Map.of("a b/one.bpmn", model, "two.bpmn", called), found));
        var result = sarif.at("/runs/0/results/0");
        var threads = result.at("/codeFlows/0/threadFlows");
        assertThat(threads).hasSize(2);
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asString())
                .isEqualTo("a%20b/one.bpmn");
        assertThat(result.at("/locations/0/logicalLocations/0/fullyQualifiedName")
                        .asString())
                .isEqualTo("one/conference");
        assertThat(threads.at("/0/locations/1/location/physicalLocation/region/startLine")
                        .asInt())
                .isEqualTo(9);
        assertThat(threads.at("/0/locations/2/location/physicalLocation/artifactLocation/uri")
                        .asString())
                .isEqualTo("two.bpmn");
        assertThat(sarif.at("/runs/0/tool/driver/rules/0/properties/source").asString())
                .isEqualTo(RULE.source());
    }

    @Test
    void aFindingKeepsItsFingerprintWhenTheFileIsEdited() {
        var one = Commands.model("one", "conference", "governance");
        var found = finding("conference", List.of("start", "conference"), List.of("start"));
        var moved = new Finding(
                found.rule(),
                found.verdict(),
                found.file(),
                99,
                found.process(),
                found.element(),
                "Said otherwise.",
                "",
                List.of("start", "new", "conference"),
                found.otherRun());
        assertThat(fingerprint(sarif(Map.of("a b/one.bpmn", one), found)))
                .isEqualTo(fingerprint(sarif(Map.of("a b/one.bpmn", "\n\n" + one), moved)))
                .isNotEqualTo(fingerprint(sarif(Map.of(), finding("other", List.of("start"), List.of("start")))));
    }

    @Test
    void theTextJoinsRulesThatAreOneMatter() {
        var one = finding("conference", List.of("start", "conference"), List.of("start"));
        var two = new Finding(
                "R5",
                one.verdict(),
                one.file(),
                one.line(),
                one.process(),
                one.element(),
                "Also.",
                "",
                one.trace(),
                one.otherRun());
        var text = new TextReport(report(List.of(one, two)), false).text();
        assertThat(text).contains("R1, R5  conference  line 9").containsOnlyOnce("The run: start > conference");
    }

    private static Finding finding(String element, List<String> trace, List<String> otherRun) {
        return new Finding(
                "R1", Verdict.VIOLATED, "a b/one.bpmn", 9, "one", element, "It depends.", "Move it.", trace, otherRun);
    }

    private static Report report(List<Finding> findings) {
        var model = new Report.Model("a b/one.bpmn", "one", Verdict.VIOLATED, findings, 3, 4, 5);
        return new Report(Verdict.VIOLATED, List.of(model), List.of(RULE), 5);
    }

    private static String sarif(Map<String, String> texts, Finding finding) {
        return new SarifReport(report(List.of(finding)), texts).text();
    }

    private static String fingerprint(String sarif) {
        return JsonMapper.shared()
                .readTree(sarif)
                .at("/runs/0/results/0/partialFingerprints")
                .toString();
    }

    /** Checks it against the schema that is packed in the library of the tests. */
    private static JsonNode valid(String sarif) {
        try (var schema = SarifReportTests.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            var text = new String(Objects.requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8);
            var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(text, InputFormat.JSON)
                    .validate(sarif, InputFormat.JSON);
            assertThat(errors).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return JsonMapper.shared().readTree(sarif);
    }
}
