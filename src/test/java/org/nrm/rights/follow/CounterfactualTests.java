package org.nrm.rights.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nrm.forms.Form;
import org.nrm.rights.follow.Counterfactual.Change;
import org.nrm.rights.follow.Counterfactual.Status;
import org.nrm.rights.follow.Counterfactual.Variant;
import org.nrm.rights.follow.Observed.Kind;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;
import org.nrm.rights.proof.SearchOracleTests;

/** Models that nobody could publish, with a case of each: what would have been offered otherwise is named. */
class CounterfactualTests {

    private static final Instant OPENED = Instant.parse("2026-01-05T08:00:00Z");

    /** A history of the process {@code main}, told in few words. */
    private static final class Told {
        final List<Observed> seen = new ArrayList<>();
        Instant now = OPENED;

        private Told add(Kind kind, String element, @Nullable String instance, Map<String, String> values) {
            seen.add(new Observed(seen.size() + 1, now, kind, "main", element, instance, "case", null, null, values));
            return this;
        }

        Told after(int days) {
            now = OPENED.plus(Duration.ofDays(days));
            return this;
        }

        Told enters(String element) {
            return add(Kind.ENTERED, element, element, Map.of());
        }

        Told gives(String task) {
            return enters(task).add(Kind.TASK_CREATED, task, task, Map.of());
        }

        Told leaves(String element, String... flows) {
            add(Kind.LEFT, element, element, Map.of());
            for (var flow : flows) add(Kind.FLOW, element + "-" + flow, null, Map.of());
            return this;
        }

        Told passes(String element, String to) {
            return enters(element).leaves(element, to);
        }

        Told done(String task, String... flows) {
            return add(Kind.COMPLETED, task, task, Map.of()).leaves(task, flows);
        }

        Counterfactual on(String... parts) throws Exception {
            var forms = Map.of(
                    "asked", form("asked", "statementGiven", "co-operation"),
                    "papers", form("papers", "hasDocuments", "migration"));
            var words = Vocabulary.of(SearchOracleTests.SETTINGS, forms);
            var course = Course.of(new Sources(Map.of("processes/main.bpmn", model(parts)), Map.of(), Map.of()), words);
            assertThat(Conformance.of(name -> course, seen).deviations()).isEmpty();
            return Counterfactual.of(name -> course, seen);
        }
    }

    private static Form form(String id, String key, String dataClass) throws Exception {
        return Form.parse("""
                {"id": "%s", "type": "default", "components": [{"type": "radio", "key": "%s", "label": "L",
                 "values": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
                 "properties": {"dataClass": "%s"}}]}""".formatted(id, key, dataClass));
    }

    private static String model(String... parts) {
        return """
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="urn:t"><bpmn:process id="main" isExecutable="true">%s</bpmn:process></bpmn:definitions>""".formatted(String.join("\n", parts));
    }

    private static String task(String id, String role, String strand, String form) {
        return """
                <bpmn:userTask id="%s" name="%s" camunda:candidateGroups="%s" camunda:formRef="%s"><bpmn:extensionElements><camunda:properties>
                <camunda:property name="nrm:strand" value="%s"/></camunda:properties></bpmn:extensionElements></bpmn:userTask>""".formatted(id, id, role, form, strand);
    }

    private static String flow(String from, String to, String condition) {
        return "<bpmn:sequenceFlow id=\"" + from + "-" + to + "\" sourceRef=\"" + from + "\" targetRef=\"" + to + "\">"
                + (condition.isEmpty()
                        ? ""
                        : "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${" + condition
                                + "}</bpmn:conditionExpression>")
                + "</bpmn:sequenceFlow>";
    }

    private static String flow(String from, String to) {
        return flow(from, to, "");
    }

    private static String start() {
        return "<bpmn:startEvent id=\"start\"/>";
    }

    private static String end() {
        return "<bpmn:endEvent id=\"end\"/>";
    }

    private static Variant to(Counterfactual found, String element, String to) {
        return found.variants().stream()
                .filter(variant ->
                        element.equals(variant.element()) && variant.to().equals(to))
                .findFirst()
                .orElseThrow(() -> new AssertionError(found.toString()));
    }

    private static List<String> words(Variant variant) {
        return variant.changes().stream()
                .map(change -> change.status().word() + " " + change.element())
                .toList();
    }

    @Test
    void shelterBehindAStatementToThePoliceIsMissingWithoutIt() throws Exception {
        var found = new Told()
                .passes("start", "statement")
                .gives("statement")
                .after(3)
                .done("statement", "shelter")
                .gives("shelter")
                .after(4)
                .done("shelter", "end")
                .enters("end")
                .leaves("end")
                .on(
                        start(),
                        task("statement", "police", "justice", "none"),
                        task("shelter", "shelter", "assistance", "none"),
                        end(),
                        flow("start", "statement"),
                        flow("statement", "shelter"),
                        flow("shelter", "end"));
        assertThat(found.same()).isFalse();
        assertThat(found.asRecorded()).isEmpty();
        assertThat(to(found, "statement", "never").changes())
                .containsExactly(new Change(
                        "main/shelter",
                        "shelter",
                        "shelter",
                        "assistance",
                        List.of(),
                        Status.MISSING,
                        Duration.ofDays(3),
                        null));
    }

    @Test
    void healthCareThatHangsOnAStatementIsMissingForWhoGivesNone() throws Exception {
        assertThat(words(to(decided().on(deciding("statementGiven", "asked")), "ask", "another answer")))
                .containsExactly("missing care");
    }

    @Test
    void healthCareThatHangsOnDocumentsIsMissingForWhoHasNone() throws Exception {
        var found = decided().on(deciding("hasDocuments", "papers"));
        assertThat(words(to(found, "ask", "another answer"))).containsExactly("missing care");
        var all = found.variants().get(found.variants().size() - 1);
        assertThat(all.element()).isNull();
        assertThat(words(all)).containsExactly("missing care");
    }

    private static Told decided() {
        return new Told()
                .passes("start", "ask")
                .gives("ask")
                .after(1)
                .done("ask", "which")
                .enters("which")
                .leaves("which", "care")
                .gives("care");
    }

    private static String[] deciding(String variable, String form) {
        return new String[] {
            start(),
            task("ask", "case-manager", "governance", form),
            "<bpmn:exclusiveGateway id=\"which\" default=\"which-end\"/>",
            task("care", "health", "assistance", "none"),
            end(),
            flow("start", "ask"),
            flow("ask", "which"),
            flow("which", "care", variable + " == 'yes'"),
            flow("which", "end"),
            flow("care", "end")
        };
    }

    @Test
    void shelterThatComesOnlyWhenThePoliceAreTooSlowIsMore() throws Exception {
        var found = new Told()
                .passes("start", "statement")
                .gives("statement")
                .after(1)
                .done("statement", "note")
                .gives("note")
                .after(20)
                .done("note", "end")
                .enters("end")
                .leaves("end")
                .on(
                        start(),
                        task("statement", "police", "justice", "none"),
                        "<bpmn:boundaryEvent id=\"slow\" attachedToRef=\"statement\"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>",
                        task("note", "case-manager", "governance", "none"),
                        task("shelter", "shelter", "assistance", "none"),
                        end(),
                        "<bpmn:endEvent id=\"other\"/>",
                        flow("start", "statement"),
                        flow("statement", "note"),
                        flow("note", "end"),
                        flow("slow", "shelter"),
                        flow("shelter", "other"));
        var change = to(found, "statement", "never").changes();
        assertThat(change).hasSize(1);
        assertThat(change.get(0).status()).isEqualTo(Status.EXTRA);
        assertThat(change.get(0).element()).isEqualTo("shelter");
        assertThat(change.get(0).counterfactual()).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void whatStandsBesideThePoliceIsTheSame() throws Exception {
        var found = new Told()
                .passes("start", "both")
                .enters("both")
                .leaves("both", "statement", "shelter")
                .gives("statement")
                .gives("shelter")
                .after(2)
                .done("statement", "end")
                .enters("end")
                .leaves("end")
                .on(besides());
        assertThat(found.variants()).isNotEmpty();
        assertThat(found.same()).isTrue();
    }

    private static String[] besides() {
        return new String[] {
            start(),
            "<bpmn:parallelGateway id=\"both\"/>",
            task("statement", "police", "justice", "none"),
            task("shelter", "shelter", "assistance", "none"),
            end(),
            "<bpmn:endEvent id=\"other\"/>",
            flow("start", "both"),
            flow("both", "statement"),
            flow("both", "shelter"),
            flow("statement", "end"),
            flow("shelter", "other")
        };
    }
}
