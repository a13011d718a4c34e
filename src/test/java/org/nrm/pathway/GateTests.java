package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.testing.Program;

/** Nothing is deployed that is not proved: the program does not start with a pathway in which help hangs on co-operation. */
@Tag("slow")
class GateTests {

    @TempDir
    private Path folder;

    @Test
    void theProgramDoesNotStartWithAModelThatIsNotProved() throws Exception {
        copy("processes");
        copy("forms");
        var model = folder.resolve("processes/legal-advice.bpmn");
        var text = Files.readString(model);
        var start = text.indexOf("candidateGroups=\"legal-adviser\"");
        Files.writeString(
                model,
                text.substring(0, start) + "candidateGroups=\"police\""
                        + text.substring(start + "candidateGroups=\"legal-adviser\"".length()));

        var started = start();

        assertThat(started.exit()).isNotZero();
        assertThat(started.said())
                .contains("The process models cannot be used")
                .contains("R2 processes/legal-advice.bpmn")
                .contains("done by law enforcement (police): it may never be completed.")
                .doesNotContain("\tat org.nrm");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private record Started(int exit, String said) {}

    private Started start() throws Exception {
        var output = folder.resolve("output");
        var process = Program.java(
                        "org.nrm.NrmEngine", List.of("--server.port=0", "--spring.datasource.url=jdbc:h2:mem:gate"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return new Started(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private void copy(String name) throws Exception {
        var target = Files.createDirectories(folder.resolve(name));
        try (var files = Files.list(Path.of(name))) {
            for (var file : files.toList()) Files.copy(file, target.resolve(file.getFileName()));
        }
    }
}
