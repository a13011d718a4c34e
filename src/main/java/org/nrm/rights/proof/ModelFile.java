package org.nrm.rights.proof;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.model.BpmnReader;
import org.nrm.rights.model.SafeXml;

/**
 * One file of processes, read.
 *
 * @param text  as it was read
 * @param model null if the file is no model
 * @param lines of each element that has an id
 * @param fault why the file is no model
 */
record ModelFile(
        String file,
        String text,
        @Nullable BpmnModelInstance model,
        Map<String, Integer> lines,
        @Nullable Finding fault) {

    /** Never fails: what is wrong with it is in it. */
    static ModelFile read(String file, String text) {
        try {
            var lines = SafeXml.check(file, text);
            var model = new BpmnReader()
                    .parseModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            return new ModelFile(file, text, (BpmnModelInstance) model, lines, null);
        } catch (UnusableFile e) {
            return unusable(file, text, e.line(), Verifier.oneLine(e.getMessage()));
        } catch (ModelException e) {
            var cause = e.getCause();
            return unusable(
                    file,
                    text,
                    0,
                    "is not a BPMN model: " + Verifier.oneLine(cause == null ? e.getMessage() : cause.getMessage()));
        }
    }

    private static ModelFile unusable(String file, String text, int line, String message) {
        return new ModelFile(file, text, null, Map.of(), Finding.unusable(file, line, null, null, message));
    }
}
