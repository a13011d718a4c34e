package org.nrm.rights.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.mechanism.ModelSettings;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a verification takes, warm, and how many states it looks at: of the shipped files together, and of models made here that
 * are hard for a search of states.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
public class VerifierBenchmark {

    /** What is verified. */
    public enum Subject {
        SHIPPED_PATHWAY(""),
        ELEMENTS_1000(""),
        BRANCHES_4_TASKS_4(""),
        BRANCHES_8_TASKS_4(""),
        BRANCHES_16_TASKS_4(""),
        BRANCHES_17_TASKS_1("published of rust_bpmn_analyzer for this model: 8.94 s, reduced 1.3 ms"),
        NESTED_30(""),
        INCLUSIVE_10("");

        private final String beside;

        Subject(String beside) {
            this.beside = beside;
        }
    }

    private static final String FORM = """
            {"id": "step", "type": "default", "components": [{"type": "radio", "id": "field-answer", "key": "answer",
             "label": "Answer", "values": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
             "properties": {"dataClass": "routing"}, "validate": {"required": true}}]}""";

    @Param
    private Subject subject = Subject.SHIPPED_PATHWAY;

    private @Nullable Verifier verifier;
    private Sources sources = new Sources(Map.of(), Map.of(), Map.of());

    @Setup
    public void read() throws IOException, UnusableFile {
        var shipped = subject == Subject.SHIPPED_PATHWAY;
        var forms = shipped ? files("forms", ".form") : Map.of("forms/step.form", FORM);
        var config = new TreeMap<String, String>();
        for (var name : ModelSettings.FILES) config.put(name, Files.readString(Path.of("config", name)));
        var settings = ModelSettings.bounded(config);
        verifier = new Verifier(Vocabulary.of(settings, Form.parseAll(forms)), new Rules(settings.rights()));
        sources = shipped
                ? new Sources(files("processes", ".bpmn"), files("processes", ".dmn"), forms)
                : new Sources(Map.of("model.bpmn", model()), Map.of(), forms);
    }

    @Benchmark
    public Report verify() {
        return Objects.requireNonNull(verifier).verify(sources);
    }

    @TearDown
    public void tell() {
        var report = verify();
        System.out.printf(
                "%n%s: %s, %d nodes, %d states %s%n",
                subject,
                report.verdict(),
                report.models().stream().mapToInt(Report.Model::nodes).sum(),
                report.models().stream().mapToLong(Report.Model::states).sum(),
                subject.beside);
    }

    private static Map<String, String> files(String folder, String ending) throws IOException {
        var files = new TreeMap<String, String>();
        try (var list = Files.list(Path.of(folder))) {
            for (var path :
                    list.filter(path -> path.toString().endsWith(ending)).toList())
                files.put(path.toString(), Files.readString(path));
        }
        return files;
    }

    private String model() {
        var model = new Model();
        var end = switch (subject) {
            case SHIPPED_PATHWAY -> throw new IllegalStateException("Is read, not made");
            case ELEMENTS_1000 -> model.blocks("start", 72);
            case BRANCHES_4_TASKS_4 -> model.branches("start", 4, 4);
            case BRANCHES_8_TASKS_4 -> model.branches("start", 8, 4);
            case BRANCHES_16_TASKS_4 -> model.branches("start", 16, 4);
            case BRANCHES_17_TASKS_1 -> model.branches("start", 17, 1);
            case NESTED_30 -> model.nested("start", 30);
            case INCLUSIVE_10 -> model.inclusive("start", 10);
        };
        return model.finish(end);
    }

    /** A process that is being written; each part returns the node from which it goes on. */
    private static final class Model {
        private final StringBuilder text = new StringBuilder("""
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="urn:benchmark">
                <bpmn:process id="model" isExecutable="true" camunda:historyTimeToLive="P1D">
                <bpmn:extensionElements><camunda:properties><camunda:property name="nrm:part" value="true"/>
                </camunda:properties></bpmn:extensionElements><bpmn:startEvent id="start" name="Start"/>
                """);
        private int count;

        private String next(String kind) {
            return kind + "-" + count++;
        }

        private void flow(String from, String to, String condition) {
            text.append(
                    "<bpmn:sequenceFlow id='%s-to-%s' sourceRef='%s' targetRef='%s'>".formatted(from, to, from, to));
            if (!condition.isEmpty())
                text.append("<bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'>")
                        .append(condition)
                        .append("</bpmn:conditionExpression>");
            text.append("</bpmn:sequenceFlow>\n");
        }

        private String task(String from, String condition) {
            var id = next("task");
            text.append("""
                    <bpmn:userTask id="%1$s" name="%1$s" camunda:formRef="step" camunda:formRefBinding="deployment"
                     camunda:candidateGroups="case-manager"><bpmn:extensionElements><camunda:properties>
                    <camunda:property name="nrm:strand" value="assistance"/></camunda:properties>
                    </bpmn:extensionElements></bpmn:userTask>
                    """.formatted(id));
            flow(from, id, condition);
            return id;
        }

        private String gateway(String kind, String byDefault) {
            var id = next(kind);
            text.append("<bpmn:%s id='%s'%s/>\n"
                    .formatted(kind, id, byDefault.isEmpty() ? "" : " default='" + id + "-to-" + byDefault + "'"));
            return id;
        }

        /** Blocks of a task, a choice between two tasks and two tasks side by side. */
        String blocks(String from, int blocks) {
            var at = from;
            for (var block = 0; block < blocks; block++) {
                at = task(at, "");
                var merge = next("merge");
                text.append("<bpmn:exclusiveGateway id='" + merge + "'/>\n");
                var choice = gateway("exclusiveGateway", merge);
                flow(at, choice, "");
                flow(choice, merge, "");
                flow(task(choice, "${answer == 'yes'}"), merge, "");
                at = branches(merge, 2, 1);
            }
            return at;
        }

        String branches(String from, int branches, int tasks) {
            var split = gateway("parallelGateway", "");
            flow(from, split, "");
            var join = gateway("parallelGateway", "");
            for (var branch = 0; branch < branches; branch++) {
                var at = split;
                for (var step = 0; step < tasks; step++) at = task(at, "");
                flow(at, join, "");
            }
            return join;
        }

        String nested(String from, int depth) {
            var id = next("scope");
            text.append("""
                    <bpmn:subProcess id="%1$s" name="%1$s"><bpmn:extensionElements><camunda:properties>
                    <camunda:property name="nrm:strand" value="assistance"/></camunda:properties>
                    </bpmn:extensionElements><bpmn:startEvent id="start-of-%1$s" name="Start"/>
                    """.formatted(id));
            var at = branches("start-of-" + id, 2, 1);
            if (depth > 1) at = nested(at, depth - 1);
            end(at);
            text.append("</bpmn:subProcess>\n");
            flow(from, id, "");
            return id;
        }

        String inclusive(String from, int splits) {
            var at = from;
            for (var split = 0; split < splits; split++) {
                at = task(at, "");
                var join = gateway("inclusiveGateway", "");
                var fork = gateway("inclusiveGateway", join);
                flow(at, fork, "");
                flow(fork, join, "");
                for (var value : IntStream.range(0, 3)
                        .mapToObj(n -> n == 0 ? "yes" : n == 1 ? "no" : "later")
                        .toList()) flow(task(fork, "${answer == '" + value + "'}"), join, "");
                at = join;
            }
            return at;
        }

        private void end(String from) {
            var id = next("end");
            text.append("<bpmn:endEvent id='" + id + "' name='End'/>\n");
            flow(from, id, "");
        }

        String finish(String from) {
            end(from);
            return text.append("</bpmn:process></bpmn:definitions>").toString();
        }
    }
}
