package org.nrm.rights.proof;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.model.BpmnReader;
import org.nrm.rights.model.ElementWords;
import org.nrm.rights.model.ForeignFile;
import org.nrm.rights.model.SafeXml;

/**
 * One file of processes, read.
 *
 * @param text   as it was read
 * @param model  null if the file is no model
 * @param lines  of each element that has an id
 * @param faults  why the file is no model, all that are known
 * @param foreign that it was made for something else; from it follows much of what else is found in it
 */
record ModelFile(
        String file,
        String text,
        @Nullable BpmnModelInstance model,
        Map<String, Integer> lines,
        List<Finding> faults,
        @Nullable Finding foreign) {

    private static final Pattern PROCESS =
            Pattern.compile("<(?:\\w+:)?process\\b[^>]{0,300}?\\bid\\s*=\\s*[\"']([^\"']+)[\"']");

    /** Never fails: what is wrong with it is in it. */
    static ModelFile read(String file, String text) {
        try {
            var seen = SafeXml.read(file, text);
            var lines = seen.lines();
            var engine = ForeignFile.engine(seen.namespaces());
            if (engine.isPresent())
                return unusable(
                        file,
                        text,
                        List.of(Finding.unusable(
                                file,
                                engine.get().line(),
                                null,
                                null,
                                engine.get().asEngine())));
            try {
                var model = (BpmnModelInstance) new BpmnReader()
                        .parseModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
                if (model.getModelElementsByType(Process.class).isEmpty())
                    return unusable(file, text, List.of(noProcess(file, model, lines)));
                var tool = ForeignFile.oldNamespace(seen.namespaces())
                        .map(made -> Finding.of("R42", file, made.line(), null, null, made.asOldNamespace()))
                        .or(() -> ForeignFile.tool(seen.namespaces())
                                .map(made -> Finding.of("R42", file, made.line(), null, null, made.asTool())));
                return new ModelFile(file, text, model, lines, List.of(), tool.orElse(null));
            } catch (ModelException e) {
                var other = ForeignFile.text(text);
                if (other.isPresent())
                    return unusable(file, text, List.of(Finding.unusable(file, 0, null, null, other.get())));
                var faults = BpmnReader.faults(text);
                return unusable(
                        file,
                        text,
                        faults.isEmpty()
                                ? List.of(Finding.unusable(file, 0, null, null, "is not a BPMN 2.0 model"))
                                : faults.stream()
                                        .map(fault -> Finding.unusable(
                                                file, fault.line(), null, fault.element(), fault.message()))
                                        .toList());
            }
        } catch (UnusableFile e) {
            return unusable(
                    file,
                    text,
                    List.of(Finding.unusable(file, e.line(), null, null, Verifier.oneLine(e.getMessage()))));
        }
    }

    /** What there is instead of a process. */
    private static Finding noProcess(String file, BpmnModelInstance model, Map<String, Integer> lines) {
        for (var child : model.getDocument().getRootElement().getChildElements()) {
            var id = child.getAttribute("id");
            if (id == null
                    || !List.of("collaboration", "choreography", "globalConversation", "conversation")
                            .contains(child.getLocalName())) continue;
            var name = child.getAttribute("name");
            return Finding.unusable(
                    file,
                    lines.getOrDefault(id, 0),
                    null,
                    id,
                    "the file holds " + ElementWords.one(child.getLocalName())
                            + (name == null || name.isBlank() ? "" : " '" + Verifier.oneLine(name) + "'")
                            + " and no process, so there is nothing to run; draw the steps of a pool as a process");
        }
        return Finding.unusable(file, 0, null, null, "the file holds no process, so there is nothing to run; draw one");
    }

    private static ModelFile unusable(String file, String text, List<Finding> faults) {
        return new ModelFile(file, text, null, Map.of(), faults, null);
    }

    /** Of a file that is no model: the processes that it seems to hold, by id, each with what keeps it from being read. */
    Map<String, Finding> lost() {
        var lost = new HashMap<String, Finding>();
        if (model != null || faults.isEmpty()) return lost;
        var names = PROCESS.matcher(text);
        while (names.find()) lost.putIfAbsent(names.group(1), faults.get(0));
        return lost;
    }
}
