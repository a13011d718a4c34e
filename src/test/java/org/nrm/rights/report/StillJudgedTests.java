package org.nrm.rights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nrm.rights.report.Commands.bad;
import static org.nrm.rights.report.Commands.good;
import static org.nrm.rights.report.Commands.model;
import static org.nrm.rights.report.Commands.verify;
import static org.nrm.rights.report.Commands.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** One file that cannot be used is named with line and element; all others are judged as if it were not there. */
class StillJudgedTests {

    private static final String BEGIN = """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:example">
            """;

    private static final String STEPS = """
            <startEvent id="s"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="%s"/>
            """;

    @TempDir
    Path folder = Path.of("");

    private static Arguments drawing(String element, int line, String message, String content) {
        return Arguments.of(element, line, message, BEGIN + content + "</definitions>");
    }

    private static String process(String content) {
        return "<process id=\"p\" isExecutable=\"true\">\n" + content + "</process>\n";
    }

    static Stream<Arguments> drawings() {
        return Stream.of(
                drawing("empty", 3, "holds no step", "<process id=\"empty\" isExecutable=\"false\"/>"),
                drawing(
                        "p",
                        3,
                        "holds no step",
                        process("<textAnnotation id=\"t\"><text>to do</text></textAnnotation>")),
                drawing("c", 3, "a collaboration and no process", """
                        <collaboration id="c"><participant id="p1" name="Hotline"/></collaboration>
                        """),
                drawing("c", 3, "a choreography and no process", "<choreography id=\"c\"/>"),
                drawing("f1", 5, "leads to an ad-hoc subprocess 'As needed'", process(STEPS.formatted("a") + """
                        <adHocSubProcess id="a" name="As needed"><task id="t"/></adHocSubProcess>""")),
                drawing("f1", 5, "leads to a group 'g'", process(STEPS.formatted("g") + "<group id=\"g\"/>")),
                drawing("f1", 5, "leads to a pool 'c1'", process(STEPS.formatted("c1")) + """
                        <collaboration id="c"><participant id="c1" processRef="p"/></collaboration>"""),
                drawing("f1", 5, "leads to a choreography 'x'", process(STEPS.formatted("x")) + """
                        <choreography id="x"/>"""),
                drawing(
                        "b",
                        6,
                        "is attached to a start event 's'",
                        process(STEPS.formatted("e") + "<boundaryEvent id=\"b\" attachedToRef=\"s\"/>"
                                + "<endEvent id=\"e\"/>")),
                drawing(
                        "t",
                        6,
                        "names a process 'p' as its 'messageRef'",
                        process(STEPS.formatted("t") + "<receiveTask id=\"t\" messageRef=\"p\"/>")));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("drawings")
    void aDrawingThatIsNoProcessIsNamed(String element, int line, String message, String text) throws IOException {
        var drawing = write(folder, "drawing.bpmn", text);
        var result = verify("--format=json", bad(folder, "bad"), drawing, good(folder, "good"));

        assertThat(result.code()).isEqualTo(2);
        assertThat(judged(result, "bad.bpmn").path("verdict").asString()).isEqualTo("violated");
        assertThat(judged(result, "good.bpmn").path("verdict").asString()).isEqualTo("proved");
        assertThat(judged(result, "drawing.bpmn").path("verdict").asString()).isEqualTo("unusable");
        assertThat(findings(judged(result, "drawing.bpmn"))).anySatisfy(finding -> {
            assertThat(finding.path("element").asString()).isEqualTo(element);
            assertThat(finding.path("line").asInt()).isEqualTo(line);
            assertThat(finding.path("message").asString()).contains(message);
        });
        assertThat(result.err()).contains("drawing.bpmn, line " + line + ", element '" + element + "'");
    }

    @Test
    void anEmptyPoolBesideAProcessLeavesTheProcessJudged() throws IOException {
        var text = model("full", "conference", "governance")
                .replace("</bpmn:definitions>", "<bpmn:process id=\"empty\"/></bpmn:definitions>");
        var models =
                verify("--format=json", write(folder, "x.bpmn", text)).json().path("models");
        assertThat(models).hasSize(2);
        assertThat(models.path(0).path("verdict").asString()).isEqualTo("proved");
        assertThat(models.path(1).path("verdict").asString()).isEqualTo("unusable");
    }

    @Test
    void aFileThatCannotBeReadIsAFindingOfTheReport() throws IOException {
        Files.write(folder.resolve("picture.bpmn"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 1});
        var result = verify(
                "--format=json",
                good(folder, "good"),
                folder.resolve("picture.bpmn"),
                folder.resolve("none.bpmn"),
                write(folder, "cut.bpmn", "<a>"));

        assertThat(result.code()).isEqualTo(2);
        assertThat(judged(result, "good.bpmn").path("verdict").asString()).isEqualTo("proved");
        assertThat(words(result, "picture.bpmn")).contains("is a picture (PNG)");
        assertThat(words(result, "none.bpmn")).contains("there is no such file");
        assertThat(words(result, "cut.bpmn")).contains("cut off");
    }

    @Test
    void whatEndsTheCommandIsAFindingOfTheReportToo() throws IOException {
        write(folder.resolve("c"), "roles.yaml", "roles: [");
        for (var result : new Commands.Result[] {
            verify("--format=json", "--config", folder.resolve("no-config"), good(folder, "good")),
            verify("--format=json", folder.resolve("nothing.bpmn")),
            verify("--format=json", "--config", folder.resolve("c"), good(folder, "x"))
        }) {
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.json().path("models")).hasSize(1);
            assertThat(findings(result.json().path("models").path(0))).hasSize(1);
            assertThat(result.err().strip()).hasLineCount(1);
        }
        var text = verify(folder.resolve("nothing.bpmn"));
        assertThat(text.out()).contains("nothing.bpmn", "there is no such file");
    }

    @Test
    void aFormThatCannotBeReadCostsNoProcessThatDoesNotNeedIt() throws IOException {
        var forms = folder.resolve("forms");
        write(forms, "case-conference.form", Files.readString(Path.of("forms/case-conference.form")));
        write(forms, "broken.form", "{\"id\": \"broken\",\n ");
        write(forms, "deep.form", "{\"id\": \"deep\", \"components\": " + "[".repeat(20_000));
        var needs = write(
                folder, "needs.bpmn", model("needs", "t", "governance").replace("\"case-conference\"", "\"broken\""));

        var result = verify("--format=json", "--forms", forms, good(folder, "good"), needs);

        assertThat(result.code()).isEqualTo(2);
        assertThat(judged(result, "good.bpmn").path("verdict").asString()).isEqualTo("proved");
        assertThat(words(result, "broken.form")).contains("cut off");
        assertThat(words(result, "deep.form")).contains("nested deeper");
        assertThat(findings(judged(result, "needs.bpmn"))).anySatisfy(finding -> {
            assertThat(finding.path("message").asString()).contains("has the form 'broken', which cannot be used");
            assertThat(finding.path("follows").asString()).contains("broken.form, line 2");
        });
    }

    @Test
    void whoCallsWhatCannotBeReadIsToldSoUnderIt() throws IOException {
        write(folder, "caller.bpmn", UnusableInputTests.call("caller", "called"));
        var called = model("called", "conference", "governance");
        write(folder, "called.bpmn", called.substring(0, called.indexOf("<bpmn:endEvent")));

        var json = verify("--format=json", folder);
        assertThat(words(json, "caller.bpmn")).contains("calls the process 'called', which cannot be used");
        assertThat(findings(judged(json, "caller.bpmn")).get(0).path("follows").asString())
                .contains("called.bpmn");
        var text = verify(folder).out();
        assertThat(text.indexOf("cut off")).isPositive().isLessThan(text.indexOf("From this follows"));
        assertThat(text.indexOf("From this follows")).isLessThan(text.indexOf("calls the process"));
    }

    @Test
    void aFolderWithoutAFormIsNoReasonToJudgeNothing() throws IOException {
        var result =
                verify("--format=json", "--forms", Files.createDirectory(folder.resolve("empty")), bad(folder, "bad"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("'nowhere'", "case-conference");
    }

    @Test
    void whatIsTooDeepOrTooLargeIsNamedInBoundedTime() throws IOException {
        var flow = "<bpmn:sequenceFlow id=\"f1\" sourceRef=\"start\" targetRef=\"conference\"";
        var deep = "(".repeat(20_000) + "isChild == 'no'" + ")".repeat(20_000);
        var condition = model("deep", "conference", "governance")
                .replace(
                        flow + "/>",
                        flow + "><bpmn:conditionExpression>${" + deep
                                + "}</bpmn:conditionExpression></bpmn:sequenceFlow>");
        write(folder, "deep.bpmn", condition);
        write(
                folder,
                "due.bpmn",
                model("due", "conference", "governance")
                        .replace(
                                "camunda:formRef=",
                                "camunda:dueDate=\"${" + "!".repeat(20_000) + "a}\" camunda:formRef="));
        write(
                folder,
                "large.bpmn",
                model("large", "conference", "governance")
                        .replace("<bpmn:startEvent", "<!--" + " comment".repeat(5_000_000) + "--><bpmn:startEvent"));
        good(folder, "good");

        var result = verify("--format=json", folder);

        assertThat(result.code()).isEqualTo(2);
        assertThat(words(result, "deep.bpmn")).contains("in the condition an expression is longer than");
        assertThat(words(result, "due.bpmn")).contains("in the user task an expression is longer than");
        assertThat(words(result, "large.bpmn")).contains("is larger than 8 MB");
        assertThat(judged(result, "good.bpmn").path("verdict").asString()).isEqualTo("proved");
        write(folder, "deep.bpmn", condition.replace(deep, deep.substring(19_900, 20_115)));
        assertThat(words(verify("--format=json", folder), "deep.bpmn")).contains("brackets in each other");
    }

    private static String words(Commands.Result result, String file) {
        var findings = findings(judged(result, file));
        assertThat(findings).isNotEmpty();
        return findings.get(0).path("message").asString();
    }

    private static JsonNode judged(Commands.Result result, String file) {
        return StreamSupport.stream(result.json().path("models").spliterator(), false)
                .filter(model -> model.path("file").asString().endsWith("/" + file))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No model of " + file + " in " + result.out()));
    }

    private static java.util.List<JsonNode> findings(JsonNode model) {
        return StreamSupport.stream(model.path("findings").spliterator(), false).toList();
    }
}
