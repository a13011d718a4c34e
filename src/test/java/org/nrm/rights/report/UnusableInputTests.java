package org.nrm.rights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nrm.rights.report.Commands.model;
import static org.nrm.rights.report.Commands.verify;
import static org.nrm.rights.report.Commands.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What someone may hand to the command by mistake or by malice: code 2 and one line in bounded time, never a stack trace. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("slow")
class UnusableInputTests {

    private static final String BOMB = """
            <?xml version="1.0"?>
            <!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY e "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
            <d>&e;</d>""";

    private static final String EXTERNAL = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\n<d>&x;</d>";

    private static final String EXTERNAL_TYPE = "<!DOCTYPE d SYSTEM \"http://localhost:1/d.dtd\">\n<d/>";

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                BOMB,
                EXTERNAL,
                EXTERNAL_TYPE,
                "",
                "   ",
                "no xml",
                "<a><b></a>",
                "<a>&amp",
                "<a/><b/>",
                "<a xmlns:x=''/>",
                "{}"
            })
    void aFileThatIsNoPlainXmlIsRefusedInOneLine(String text) throws IOException {
        refused(text);
    }

    @Test
    void aDocumentTypeIsRefusedAsSuch() throws IOException {
        assertThat(refused(BOMB)).contains("document type");
    }

    @Test
    void aDeepFileIsRefused() throws IOException {
        assertThat(refused("<a>".repeat(10_000) + "</a>".repeat(10_000))).contains("nested deeper");
    }

    @Test
    void xmlThatIsNoModelIsRefused() throws IOException {
        refused("<html/>");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        var random = new Random(7);
        var bytes = new byte[2000];
        for (var round = 0; round < 20; round++) {
            random.nextBytes(bytes);
            refused(verify(Files.write(folder.resolve("x.bpmn"), bytes)));
        }
    }

    @Test
    void aTruncatedModelIsRefusedWhereverItEnds() throws IOException {
        var text = model("one", "conference", "governance").strip();
        for (var end = 1; end < text.length() - 1; end += 61) refused(text.substring(0, end));
    }

    @Test
    void aChangedByteIsNeverAnException() throws IOException {
        var random = new Random(11);
        var text = model("one", "conference", "governance");
        for (var round = 0; round < 150; round++) {
            var changed = new StringBuilder(text);
            for (var change = 0; change < 3; change++)
                changed.setCharAt(random.nextInt(text.length()), "<>&\"'/ax0 \u00e9".charAt(random.nextInt(11)));
            var result = verify(write(folder, "x.bpmn", changed.toString()));
            assertThat(result.err()).doesNotContain("Exception", "fault of the program", "\tat ");
            assertThat(result.code()).isBetween(0, 2);
        }
    }

    @Test
    void aHugeModelEndsInBoundedTime() throws IOException {
        var tasks = new StringBuilder();
        for (var at = 0; at < 100_000; at++)
            tasks.append("<bpmn:task id=\"t").append(at).append("\"/>");
        var text = model("one", "conference", "governance").replace("<bpmn:endEvent", tasks + "<bpmn:endEvent");
        assertThat(refused(text)).contains("more than");
    }

    @Test
    void processesThatCallEachOtherEndInBoundedTime() throws IOException {
        write(folder, "a.bpmn", call("a", "b"));
        write(folder, "b.bpmn", call("b", "a"));
        var result = verify(folder);
        assertThat(result.code()).isBetween(0, 2);
        assertThat(result.err()).doesNotContain("fault of the program", "\tat ");
    }

    @Test
    void whatATerminalWouldObeyDoesNotReachIt() throws IOException {
        var result = verify(write(folder, "x\u001B[31m.bpmn", "<a>"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err() + result.out()).doesNotContain("\u001B");
    }

    static String call(String process, String called) {
        return model(process, "call", "governance")
                .replace("bpmn:userTask", "bpmn:callActivity")
                .replace("camunda:candidateGroups=\"case-manager\"", "calledElement=\"" + called + "\"")
                .replace("camunda:formRef=\"case-conference\" camunda:formRefBinding=\"deployment\"", "");
    }

    private String refused(String text) throws IOException {
        return refused(verify(write(folder, "x.bpmn", text)));
    }

    private static String refused(Commands.Result result) {
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().strip())
                .contains("x.bpmn")
                .hasLineCount(1)
                .doesNotContain("fault of the program", "\tat ");
        return result.err();
    }
}
