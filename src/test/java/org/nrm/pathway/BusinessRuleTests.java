package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.forms.Form;
import org.nrm.mechanism.UnusableSettings;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Program;

/** A step that a decision table decides: the table is proved with the model and deployed with it, and only then. */
@Tag("slow")
class BusinessRuleTests {

    private static final String LEGAL_ADVICE = "legal-advice.bpmn";
    private static final String FIRST_STEP = "sourceRef=\"legal-advice-opened\" targetRef=\"%s\"";
    private static final String LAST_STEP = "sourceRef=\"is-a-lawyer-wanted\" targetRef=\"%s\"";

    private static final String TABLE = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="D" namespace="urn:nrm:test">
              <decision id="first-meeting" name="First meeting" camunda:historyTimeToLive="P3650D">
                <decisionTable id="first-meeting-table" hitPolicy="FIRST">
                  <input id="in"><inputExpression id="in-expression" typeRef="string"><text>%s</text></inputExpression></input>
                  <output id="out" name="meeting" typeRef="string"/>
                  <rule id="one"><inputEntry id="one-in"><text>"no"</text></inputEntry><outputEntry id="one-out"><text>"in-person"</text></outputEntry></rule>
                  <rule id="two"><inputEntry id="two-in"><text></text></inputEntry><outputEntry id="two-out"><text>"with-guardian"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>""";

    private static final String DECIDE = """
            <bpmn:businessRuleTask id="decide" name="Decide on the first meeting" camunda:decisionRef="first-meeting" camunda:decisionRefBinding="deployment" camunda:mapDecisionResult="singleEntry" camunda:resultVariable="meeting">
              <bpmn:extensionElements><camunda:properties><camunda:property name="nrm:strand" value="governance"/></camunda:properties></bpmn:extensionElements>
            </bpmn:businessRuleTask>""";

    /** By the table, an adult meets the lawyer first. */
    private static final String MEET = DECIDE + """
            <bpmn:exclusiveGateway id="which" name="Which?" default="which-offer"/>
            <bpmn:userTask id="meet" name="Meet the lawyer" camunda:formRef="needs" camunda:formRefBinding="deployment" camunda:candidateGroups="case-manager">
              <bpmn:extensionElements><camunda:properties><camunda:property name="nrm:strand" value="legal-advice"/></camunda:properties></bpmn:extensionElements>
            </bpmn:userTask>
            <bpmn:sequenceFlow id="decide-which" sourceRef="decide" targetRef="which"/>
            <bpmn:sequenceFlow id="which-meet" sourceRef="which" targetRef="meet"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${meeting == 'in-person'}</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:sequenceFlow id="which-offer" sourceRef="which" targetRef="offer-a-lawyer"/>
            <bpmn:sequenceFlow id="meet-offer" sourceRef="meet" targetRef="offer-a-lawyer"/>""";

    /** The table reads an answer of the task before it. */
    private static final String ASK = """
            <bpmn:userTask id="ask" name="Ask" camunda:formRef="asked" camunda:formRefBinding="deployment" camunda:candidateGroups="case-manager">
              <bpmn:extensionElements><camunda:properties><camunda:property name="nrm:strand" value="governance"/></camunda:properties></bpmn:extensionElements>
            </bpmn:userTask>
            <bpmn:sequenceFlow id="ask-decide" sourceRef="ask" targetRef="decide"/>
            <bpmn:sequenceFlow id="decide-on" sourceRef="decide" targetRef="%s"/>""" + DECIDE;

    @TempDir
    private Path folder;

    @Test
    void theTableThatAModelUsesIsDeployedWithItAndNoOther() throws Exception {
        var models = models(FIRST_STEP, "decide", MEET, TABLE.formatted("isChild"));

        assertThat(models.deployed()).containsKeys(LEGAL_ADVICE, "first-meeting.dmn");
        assertThat(models.deployed().keySet()).doesNotContain("risk-level.dmn", "indication.dmn");
        assertThat(models.declares("meeting")).isTrue();
    }

    @Test
    void noHelpStandsBehindATableThatReadsDocuments() {
        assertThatThrownBy(
                        () -> models(FIRST_STEP, "ask", ASK.formatted("offer-a-lawyer"), TABLE.formatted("documents")))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("R3 processes/legal-advice.bpmn")
                .hasMessageContaining("'documents', which 'Ask' brings, is of the class migration")
                .hasMessageContaining("'Offer a lawyer' comes only after it, or because of it");
    }

    @Test
    void whereNoHelpFollowsTheEngineHoldsWhatTheTableReads() throws Exception {
        var asked = Form.parse(asked());
        var reads = models(LAST_STEP, "ask", ASK.formatted("lawyer-refused"), TABLE.formatted("documents"));
        var readsNot = models(LAST_STEP, "ask", ASK.formatted("lawyer-refused"), TABLE.formatted("isChild"));

        var documents = asked.question("documents").orElseThrow();
        assertThat(reads.heldByEngine(documents)).isTrue();
        assertThat(readsNot.heldByEngine(documents)).isFalse();
    }

    @Test
    void aTableReadsOnlyWhatAConditionMayRead() {
        assertThatThrownBy(() -> models(LAST_STEP, "ask", ASK.formatted("lawyer-refused"), TABLE.formatted("injuries")))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("the decision table reads 'injuries' of the class 'health'");
    }

    @Test
    void aTableThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> models(
                        FIRST_STEP, "decide", MEET, TABLE.formatted("isChild").replace("first-meeting\"", "other\"")))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("the decision table 'first-meeting' is not among the files");
    }

    @Test
    void aTableIsTheOneThatWasProvedWithTheModel() {
        assertThatThrownBy(() -> models(
                        FIRST_STEP,
                        "decide",
                        MEET.replace(" camunda:decisionRefBinding=\"deployment\"", ""),
                        TABLE.formatted("isChild")))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("camunda:decisionRefBinding must be 'deployment'");
    }

    @Test
    void twoTablesOfOneNameAreNotTaken() {
        assertThatThrownBy(() -> models(
                        FIRST_STEP,
                        "decide",
                        MEET,
                        TABLE.formatted("isChild").replace("first-meeting\"", "risk-level\"")))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("has a decision 'risk-level', as the file processes/first-meeting.dmn has");
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theRunningProgramDecidesByTheTable() throws Exception {
        write("processes", files("processes", ""));
        write("processes", changed(FIRST_STEP, "decide", MEET));
        write("processes", Map.of("first-meeting.dmn", TABLE.formatted("isChild")));
        write("forms", files("forms", ""));
        try (var program = new Program(
                folder,
                List.of(
                        "--nrm.demo-cases=0",
                        "--nrm.timers=false",
                        "--spring.datasource.url=jdbc:h2:mem:table;LOCK_TIMEOUT=20000"))) {
            assertThat(legalAdvice(program.api(), Mechanism.adult())).isEqualTo("Meet the lawyer");
        }
    }

    /** With which task legal advice begins for the person. */
    private static String legalAdvice(Api api, Map<String, Object> referral) {
        var reference = api.post("ngo1", "/api/v1/referrals", referral)
                .body()
                .path("caseRef")
                .asString();
        for (var task : api.get("ngo1", "/api/v1/tasks").body().path("items"))
            if (task.path("caseRef").asString().equals(reference)
                    && task.path("strand").asString().equals("legal-advice"))
                return task.path("name").asString();
        throw new AssertionError("Legal advice has not begun");
    }

    private static ModelSet models(String step, String to, String inserted, String table) throws Exception {
        var processes = files("processes", ".bpmn");
        processes.putAll(changed(step, to, inserted));
        var tables = files("processes", ".dmn");
        tables.put("first-meeting.dmn", table);
        var forms = files("forms", ".form");
        forms.put("asked.form", asked());
        var files = new TreeMap<String, String>();
        processes.forEach((name, text) -> files.put("processes/" + name, text));
        tables.forEach((name, text) -> files.put("processes/" + name, text));
        forms.forEach((name, text) -> files.put("forms/" + name, text));
        return ModelSet.proved(files);
    }

    private static String asked() {
        return """
                {"id": "asked", "type": "default", "components": [
                 {"type": "radio", "key": "asked", "label": "Asked", "validate": {"required": true}, "values": [{"value": "yes", "label": "Yes"}], "properties": {"dataClass": "routing"}},
                 {"type": "radio", "key": "documents", "label": "Documents", "values": [{"value": "yes", "label": "Yes"}], "properties": {"dataClass": "migration"}},
                 {"type": "radio", "key": "injuries", "label": "Injuries", "values": [{"value": "yes", "label": "Yes"}], "properties": {"dataClass": "health"}}]}""";
    }

    /** Legal advice, in which a flow leads to what is inserted. */
    private static Map<String, String> changed(String step, String to, String inserted) throws Exception {
        var text = Files.readString(Path.of("processes", LEGAL_ADVICE));
        var target = step.equals(FIRST_STEP) ? "offer-a-lawyer" : "lawyer-refused";
        assertThat(text).contains(step.formatted(target));
        return Map.of(
                LEGAL_ADVICE,
                text.replace(step.formatted(target), step.formatted(to))
                        .replace("</bpmn:process>", inserted + "</bpmn:process>"));
    }

    private static Map<String, String> files(String name, String ending) throws Exception {
        var found = new TreeMap<String, String>();
        try (var list = Files.list(Path.of(name))) {
            for (var file :
                    list.filter(path -> path.toString().endsWith(ending)).toList())
                found.put(String.valueOf(file.getFileName()), Files.readString(file));
        }
        return found;
    }

    private void write(String name, Map<String, String> files) throws Exception {
        var target = Files.createDirectories(folder.resolve(name));
        for (var file : files.entrySet()) Files.writeString(target.resolve(file.getKey()), file.getValue());
    }
}
