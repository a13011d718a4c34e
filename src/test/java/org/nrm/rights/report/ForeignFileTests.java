package org.nrm.rights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nrm.rights.report.Commands.good;
import static org.nrm.rights.report.Commands.model;
import static org.nrm.rights.report.Commands.verify;
import static org.nrm.rights.report.Commands.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was made for something else is recognised, and words of the parser reach nobody. */
class ForeignFileTests {

    private static final String[] RAW = {"cvc-", "URI=", "Exception", "SAX", "null", "{\"http", "Message:", "ParseError"
    };

    @TempDir
    Path folder = Path.of("");

    private Commands.Result judge(String text) throws IOException {
        var result = verify("--format=json", write(folder, "x.bpmn", text), good(folder, "good"));
        assertThat(result.json().path("models").toString()).contains("\"proved\"");
        assertThat(result.err()).doesNotContain(RAW);
        assertThat(result.json().path("models").path(1).path("findings").toString())
                .doesNotContain("cvc-", "URI=", "Exception", "SAX", "{\\\"http", "Message:", "ParseError");
        return result;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            xmlns:z="http://camunda.org/schema/zeebe/1.0" z:modelerTemplate="t"                                     | the engine Camunda 8
            xmlns:m="http://camunda.org/schema/modeler/1.0" m:executionPlatform="Camunda Cloud"                     | the engine Camunda 8
            xmlns:f="http://flowable.org/bpmn" f:candidateGroups="g"                                                | the engine Flowable
            xmlns:tns="http://www.jboss.org/drools" tns:packageName="p"                                             | the engine jBPM
            """)
    void aModelOfAnotherEngineIsRecognised(String attributes, String words) throws IOException {
        var result = judge(
                model("x", "conference", "governance").replace("targetNamespace", attributes + " targetNamespace"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("x.bpmn, line 2: was made for", words).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://activiti.org/bpmn     | was made for Activiti
            http://www.bizagi.com/bpmn20 | was drawn with Bizagi
            http://www.signavio.com      | was drawn with Signavio
            """)
    void whatADrawingLacksStandsUnderTheToolThatMadeIt(String namespace, String words) throws IOException {
        var drawn = model("x", "conference", "nowhere")
                .replace("targetNamespace", "xmlns:t=\"" + namespace + "\" t:color=\"red\" targetNamespace");
        var result = judge(drawn);
        assertThat(result.code()).isEqualTo(1);
        var text = verify(folder.resolve("x.bpmn")).out().replaceAll("\\s+", " ");
        assertThat(text.indexOf(words)).isPositive().isLessThan(text.indexOf("From this follows"));
        assertThat(text.indexOf("From this follows")).isLessThan(text.indexOf("'nowhere' is not known"));
        assertThat(verify(write(folder, "y.bpmn", drawn.replace("nowhere", "governance")))
                        .code())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <!DOCTYPE html><html><body>Sign in</body></html>                      | HTML page
            <html xmlns="http://www.w3.org/1999/xhtml"><head/></html>             | HTML page
            <svg xmlns="http://www.w3.org/2000/svg"/>                             | picture (SVG)
            <mxfile host="app.diagrams.net"><diagram/></mxfile>                   | diagrams.net
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>   | decision table (DMN)
            {"id": "x"}                                                           | is JSON
            <notes/>                                                              | begins with <notes>
            """)
    void whatIsNoModelIsCalledWhatItIs(String text, String words) throws IOException {
        var result = judge(text);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("x.bpmn", words).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"PK\u0003\u0004\u00FF\u00FE, zip archive", "%PDF-1.7 \u00FF, PDF", "GIF89a\u00FF, GIF"})
    void bytesThatAreNoTextAreCalledWhatTheyAre(String begin, String words) throws IOException {
        Files.write(folder.resolve("x.bpmn"), begin.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(verify(folder.resolve("x.bpmn")).err()).contains("x.bpmn: is", words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>    | <bpmn:outgoing>f1</bpmn:outgoing>                   | of line 8 is not closed
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn"     |                                                     | put xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
            name="Begin"                                           | name="Begin" name="Start"                           | the same attribute twice
            name="Begin"                                           | name="Begin & go"                                   | a '<', '&', quotation mark
            id="end"                                               |                                                     | the end event 'Done' has no id
            sourceRef="start"                                      |                                                     | the sequence flow 'f1' needs the attribute 'sourceRef'
            name="Begin"                                           | name="Begin" colour="red"                           | the start event 'Begin' may not have the attribute 'colour'
            sourceRef="start"                                      | sourceRef="begin"                                   | names the element 'begin', which is not in the file
            id="end"                                               | id="start"                                          | has the id 'start', which another element
            <bpmn:incoming>f2</bpmn:incoming>                      | <bpmn:process id="q"/>                              | the process 'q'
            """)
    void aFaultOfTheTextIsToldInWords(String old, String put, String words) throws IOException {
        var text = model("x", "conference", "governance");
        assertThat(text).contains(old);
        var result = judge(text.replace(old, put == null ? "" : put));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("x.bpmn, line ", words);
    }

    @Test
    void allFaultsOfTheSchemaAreTold() throws IOException {
        var result = judge(model("x", "conference", "governance")
                .replace("name=\"Begin\"", "name=\"Begin\" colour=\"red\"")
                .replace("sourceRef=\"start\"", "")
                .replace("name=\"Done\"", "name=\"Done\" shape=\"round\""));
        assertThat(result.err()).contains("'colour'", "'sourceRef'", "'shape'").hasLineCount(3);
    }
}
