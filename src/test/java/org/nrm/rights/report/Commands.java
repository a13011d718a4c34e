package org.nrm.rights.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command in this process. */
final class Commands {

    private Commands() {}

    record Result(int code, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    static Result verify(Object... arguments) {
        return run(false, arguments);
    }

    static Result run(boolean colours, Object... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var words = new String[arguments.length];
        for (var at = 0; at < words.length; at++) words[at] = arguments[at].toString();
        var code = VerifyCommand.run(out, err, colours, words);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A part with one task, whose strand is as given. */
    static String model(String process, String task, String strand) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
                  <bpmn:process id="%1$s" name="%1$s" isExecutable="true" camunda:historyTimeToLive="P5Y">
                    <bpmn:extensionElements><camunda:properties>
                      <camunda:property name="nrm:part" value="true"/>
                    </camunda:properties></bpmn:extensionElements>
                    <bpmn:startEvent id="start" name="Begin"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
                    <bpmn:userTask id="%2$s" name="Hold a conference" camunda:candidateGroups="case-manager"
                        camunda:formRef="case-conference" camunda:formRefBinding="deployment">
                      <bpmn:extensionElements><camunda:properties>
                        <camunda:property name="nrm:strand" value="%3$s"/>
                      </camunda:properties></bpmn:extensionElements>
                      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
                    </bpmn:userTask>
                    <bpmn:endEvent id="end" name="Done"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
                    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="%2$s"/>
                    <bpmn:sequenceFlow id="f2" sourceRef="%2$s" targetRef="end"/>
                  </bpmn:process>
                </bpmn:definitions>
                """.formatted(process, task, strand);
    }

    static Path good(Path folder, String process) throws java.io.IOException {
        return write(folder, process + ".bpmn", model(process, "conference", "governance"));
    }

    static Path bad(Path folder, String process) throws java.io.IOException {
        return write(folder, process + ".bpmn", model(process, "conference", "nowhere"));
    }

    static Path write(Path folder, String name, String text) throws java.io.IOException {
        java.nio.file.Files.createDirectories(folder);
        return java.nio.file.Files.writeString(folder.resolve(name), text);
    }
}
