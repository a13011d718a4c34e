package org.nrm.rights.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.forms.Form;
import org.nrm.forms.UnusableForm;
import org.nrm.mechanism.DataClass;
import org.nrm.mechanism.Deadline;
import org.nrm.rights.model.Vocabulary;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** R42: everything is annotated, and every fact that a condition reads has a class. Each check with the model that breaks it. */
class DeclarationsTests {

    private static final String TASK = """
            <bpmn:userTask id="offer" name="Offer place" camunda:formRef="offer-place" camunda:formRefBinding="deployment"
                camunda:candidateGroups="case-manager" camunda:dueDate="${deadlines.due('urgent-risk')}"><bpmn:extensionElements><camunda:properties>
            <camunda:property name="nrm:strand" value="assistance"/><camunda:property name="nrm:marks" value="offers"/>
            <camunda:property name="nrm:of" value="shelter"/></camunda:properties></bpmn:extensionElements></bpmn:userTask>""";

    @Test
    void aModelThatIsAnnotatedHasNoFinding() {
        assertThat(find(TASK)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name="nrm:strand"            | name="other"                  | has no nrm:strand
            value="assistance"           | value="assistence"            | the strand 'assistence' is not known
            value="offers"               | value="offerz"                | the mark 'offerz' is not known
            value="shelter"              | value="tent"                  | names the kind 'tent', which is not known
            name="nrm:of"                | name="other"                  | so nrm:of must say what
            name="nrm:of"                | name="nrm:off"                | the annotation 'nrm:off' is not known: perhaps 'nrm:of'
            name="nrm:of"                | name="NRM:of"                 | the annotation 'NRM:of' is not known
            name="nrm:of" value="shelter" | name="nrm:of" value=" "      | the annotation 'nrm:of' is empty
            name="nrm:of" value="shelter" | name="nrm:strand" value="justice" | the annotation 'nrm:strand' stands twice
            candidateGroups="case-manager" | candidateGroups="manager"   | must be exactly one role of roles.yaml, not 'manager'
            candidateGroups="case-manager" | candidateGroups="case-manager,shelter" | must be exactly one role
            candidateGroups="case-manager" | candidateGroups="${who}"    | must be exactly one role
            formRef="offer-place"        | formRef="offer-plaice"        | must name a form of the folder forms, not 'offer-plaice'
            formRefBinding="deployment"  | formRefBinding="latest"       | camunda:formRefBinding must be 'deployment'
            due('urgent-risk')           | due('urgent-rizk')            | the deadline 'urgent-rizk' is not in deadlines.yaml
            ${deadlines.due('urgent-risk')} | 2026-01-01T00:00:00        | must be ${deadlines.due('<key>')}
            value="offers"               | value="offers, discloses"     | so nrm:discloses must say what to whom
            value="offers"               | value="offers, interviews"    | nrm:interview must be 'first' or 'repeat'
            id="offer" name="Offer place" | id="offer"                   | has no name
            candidateGroups="case-manager" | candidateGroups="case-manager" camunda:assignee="someone" | names a person
            value="shelter"              | value="health -> shelterer"   | the role 'shelterer' is not in roles.yaml
            value="shelter"              | value="helth -> shelter"      | the data class 'helth' is not in data-classes.yaml
            """)
    void aTaskThatIsNotAnnotatedIsNamed(String right, String wrong, String message) {
        assertThat(TASK).contains(right);
        assertThat(find(TASK.replace(right, wrong))).anySatisfy(finding -> {
            assertThat(finding.file()).isEqualTo("processes/p.bpmn");
            assertThat(finding.element()).isEqualTo("offer");
            assertThat(finding.message()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <bpmn:complexGateway id="x"/>                                      | a complex gateway is not run
            <bpmn:transaction id="x" name="X"/>                                | a transaction subprocess is not run
            <bpmn:adHocSubProcess id="x" name="X"/>                            | an ad-hoc subprocess is not run
            <bpmn:serviceTask id="x" name="X"/>                                | has nothing that it does
            <bpmn:sendTask id="x" name="X"/>                                   | has nothing that it does
            <bpmn:businessRuleTask id="x" name="X" camunda:decisionRef="none"/> | the decision table 'none' is not among the files
            <bpmn:task id="x" name="X"><bpmn:standardLoopCharacteristics/></bpmn:task> | has a loop marker, which is not run
            <bpmn:task id="x" name="X"><bpmn:multiInstanceLoopCharacteristics/></bpmn:task> | neither a number nor a collection
            <bpmn:endEvent id="x" name="X"><bpmn:cancelEventDefinition/></bpmn:endEvent> | is a cancel event, which is not run
            <bpmn:endEvent id="x" name="X"><bpmn:errorEventDefinition/></bpmn:endEvent> | has no error with a code
            <bpmn:intermediateCatchEvent id="x" name="X"/>                     | waits for nothing
            <bpmn:intermediateThrowEvent id="x" name="X"><bpmn:linkEventDefinition name="l"/></bpmn:intermediateThrowEvent> | which no event catches
            <bpmn:callActivity id="x" name="X"/>                               | calls no process
            <bpmn:exclusiveGateway id="x"/>                                    | has no outgoing flow
            <bpmn:subProcess id="x" name="X" triggeredByEvent="true"><bpmn:startEvent id="s" name="S"/></bpmn:subProcess> | starts an event subprocess
            """)
    void whatTheEngineDoesNotExecuteAsDrawnCannotBeJudged(String element, String message) {
        assertThat(find(element))
                .filteredOn(finding -> finding.verdict() == Verdict.UNUSABLE)
                .anySatisfy(finding -> {
                    assertThat(finding.element()).isIn("x", "s");
                    assertThat(finding.message()).contains(message);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"task", "manualTask", "serviceTask", "callActivity", "subProcess", "intermediateThrowEvent"})
    void aMarkStandsWhereSomebodyDoesWhatItSays(String kind) {
        var marked = TASK.replace("bpmn:userTask", "bpmn:" + kind);
        assertThat(find(marked))
                .extracting(Finding::message)
                .contains("has the mark 'offers', but nobody does it here; put the mark on a user task");
        assertThat(find(marked.replace("\"offers\"", "\"withdraws\"")))
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("put the mark on an event that waits for it"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            <bpmn:scriptTask id="x" name="X" scriptFormat="javascript"><bpmn:script>var a = 1</bpmn:script></bpmn:scriptTask> | the script cannot be analysed
            <bpmn:serviceTask id="x" name="X" camunda:class="org.example.Any"/> | 'org.example.Any' is no declared delegate
            <bpmn:serviceTask id="x" name="X" camunda:expression="${any.call()}"/> | calls a method of 'any', which is no declared delegate
            <bpmn:serviceTask id="x" name="X" camunda:type="external" camunda:topic="any"/> | 'any' is no declared delegate
            <bpmn:receiveTask id="x" name="X"/>                                 | has no message
            <bpmn:receiveTask id="x" name="X" messageRef="told"/>               | nrm:sent-by must say who sends it
            <bpmn:callActivity id="x" name="X" calledElement="${which}"/>       | which process that is must stand in the model
            """)
    void whatIsNotDeclaredIsAViolation(String element, String message) {
        assertThat(find(element)).anySatisfy(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.VIOLATED);
            assertThat(finding.rule()).isEqualTo("R42");
            assertThat(finding.process()).isEqualTo("p");
            assertThat(finding.message()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <bpmn:signalEventDefinition/>                                   | a signal reaches every case
            <bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">${unheardOf}</bpmn:condition></bpmn:conditionalEventDefinition> | the condition of the event reads 'unheardOf', which no form
            <bpmn:messageEventDefinition messageRef="told"/>                | nrm:sent-by must say who sends it
            <bpmn:messageEventDefinition/>                                  | has no message
            <bpmn:timerEventDefinition><bpmn:timeDate>tomorrow</bpmn:timeDate></bpmn:timerEventDefinition> | must be an ISO 8601 date with time
            <bpmn:timerEventDefinition><bpmn:timeCycle>often</bpmn:timeCycle></bpmn:timerEventDefinition> | must be an ISO 8601 cycle
            <bpmn:timerEventDefinition/>                                    | a timer needs a duration, a cycle or a date
            <bpmn:timerEventDefinition><bpmn:timeDuration>soon</bpmn:timeDuration></bpmn:timerEventDefinition> | an ISO 8601 duration without weeks, as P14D, or
            <bpmn:timerEventDefinition><bpmn:timeDuration>${deadlines.duration('later')}</bpmn:timeDuration></bpmn:timerEventDefinition> | the deadline 'later' is not in
            """)
    void anEventThatIsNotDeclaredIsNamed(String definition, String message) {
        assertThat(find("<bpmn:intermediateCatchEvent id=\"x\" name=\"X\">%s</bpmn:intermediateCatchEvent>"
                        .formatted(definition)))
                .anySatisfy(finding -> {
                    assertThat(finding.element()).isEqualTo("x");
                    assertThat(finding.message()).contains(message);
                });
    }

    @Test
    void aTimerOfADeadlineAndOneOfADurationAreFine() {
        var timer =
                "<bpmn:intermediateCatchEvent id=\"x\" name=\"X\"><bpmn:timerEventDefinition><bpmn:timeDuration>%s</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>";
        assertThat(find(timer.formatted("P1M"))).isEmpty();
        assertThat(find(timer.formatted("${deadlines.duration('urgent-risk')}")))
                .isEmpty();
    }

    @Test
    void aMessageIsSentByTheOneDelegateOnly() {
        var event =
                "<bpmn:intermediateThrowEvent id=\"x\" name=\"X\"><bpmn:messageEventDefinition messageRef=\"told\" %s/></bpmn:intermediateThrowEvent>";
        assertThat(find(event.formatted("camunda:delegateExpression=\"${sendMessage}\"")))
                .isEmpty();
        assertThat(find(event.formatted("camunda:class=\"org.example.Anything\"")))
                .extracting(Finding::message)
                .anyMatch(text -> text.contains("must be '${sendMessage}'"));
    }

    @Test
    void aCallOfAProcessThatIsNotThereIsNamed() {
        assertThat(
                        find(
                                "<bpmn:callActivity id=\"x\" name=\"X\" calledElement=\"nowhere\"><bpmn:extensionElements><camunda:properties><camunda:property name=\"nrm:strand\" value=\"assistance\"/></camunda:properties></bpmn:extensionElements></bpmn:callActivity>"))
                .extracting(Finding::message)
                .anyMatch(text -> text.contains("'nowhere', which is not among the files"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            isChild == 'no'      |
            answer == 'accepted' |
            testifies == 'yes'   |
            unheardOf == 'yes'   | the condition reads 'unheardOf', which no form of the process
            injuries == 'yes'    | the condition reads 'injuries' of the class 'health', which no condition may read
            words == 'x'         | the condition reads 'words', which is not an answer of a closed list
            answer ==            | cannot be read
            """)
    void aConditionReadsDeclaredClosedListsOnly(String condition, @Nullable String message) {
        var findings = find(TASK + """
                <bpmn:exclusiveGateway id="g" default="f2"/><bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="offer">
                <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${%s}</bpmn:conditionExpression></bpmn:sequenceFlow>
                <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="offer"/>""".formatted(condition));
        if (message == null) assertThat(findings).isEmpty();
        else
            assertThat(findings).anySatisfy(finding -> {
                assertThat(finding.element()).isEqualTo("f1");
                assertThat(finding.message()).contains(message);
            });
    }

    @Test
    void aSplitHasADefaultFlowAndConditionsOnTheOthers() {
        var split =
                "<bpmn:exclusiveGateway id=\"g\"%s><bpmn:outgoing>f1</bpmn:outgoing><bpmn:outgoing>f2</bpmn:outgoing></bpmn:exclusiveGateway><bpmn:sequenceFlow id=\"f1\" sourceRef=\"g\" targetRef=\"offer\"/><bpmn:sequenceFlow id=\"f2\" sourceRef=\"g\" targetRef=\"offer\"/>";
        assertThat(find(TASK + split.formatted("")))
                .extracting(Finding::message)
                .contains("has no default flow");
        assertThat(find(TASK + split.formatted(" default=\"f2\"")))
                .extracting(Finding::element, Finding::message)
                .containsExactly(tuple("f1", "has neither a condition nor is it the default flow"));
    }

    @Test
    void whatAVariableIsCopiedFromDecidesItsClass() {
        var copied = TASK.replace(
                        "</camunda:properties>",
                        "</camunda:properties><camunda:inputOutput><camunda:outputParameter name=\"harmless\">${injuries}</camunda:outputParameter></camunda:inputOutput>")
                + """
                <bpmn:exclusiveGateway id="g" default="f2"/><bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="offer">
                <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${harmless == 'yes'}</bpmn:conditionExpression></bpmn:sequenceFlow>
                <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="offer"/>""";
        assertThat(find(copied)).extracting(Finding::message).anyMatch(text -> text.contains("of the class 'health'"));
    }

    @Test
    void aFieldWithoutAClassOrOfAnUnknownOneIsNamedWithItsForm() throws Exception {
        var without = Form.parse("""
                {"id": "f", "components": [{"type": "radio", "key": "a", "validate": {"required": true}},
                 {"type": "radio", "key": "b", "properties": {"dataClass": "secret", "assigns": "nobody"}}]}""");
        assertThat(Declarations.check(Map.of(), vocabulary(List.of(without))))
                .extracting(Finding::toString)
                .anyMatch(text -> text.startsWith("forms/f.form, element 'a': the field has no data class"))
                .anyMatch(text -> text.contains("element 'b': the data class 'secret' is not in data-classes.yaml"))
                .anyMatch(text -> text.contains("element 'b': assigns the role 'nobody'"));
    }

    @Test
    void aConsentOfAFormIsToWhatThereIs() throws Exception {
        var field =
                "{\"type\": \"radio\", \"key\": \"%s\", \"properties\": {\"dataClass\": \"routing\", \"consentOf\": \"%s\"}}";
        var form = Form.parse("{\"id\": \"f\", \"components\": ["
                + String.join(
                        ", ",
                        field.formatted("good", "health -> shelter"),
                        field.formatted("service", "placement"),
                        field.formatted("kind", "helth"),
                        field.formatted("arrow", "health > shelter"),
                        field.formatted("half", "health ->"),
                        field.formatted("class", "secret -> shelter"),
                        field.formatted("role", "health -> nobody"))
                + "]}");
        assertThat(Declarations.check(Map.of(), vocabulary(List.of(form))))
                .extracting(Finding::element, Finding::message)
                .containsExactly(
                        tuple(
                                "kind",
                                "is a consent to the kind 'helth', which is not known: perhaps 'health'; " + KINDS),
                        tuple("arrow", "is a consent to the kind 'health > shelter', which is not known: " + KINDS),
                        tuple("half", "'health ->' must be '<classes> -> <role>'"),
                        tuple("class", "the data class 'secret' is not in data-classes.yaml"),
                        tuple("role", "the role 'nobody' is not in roles.yaml"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {no json                                                          | is not JSON
            {"components": []}                                                | has no id
            {"id": "f", "components": [{"type": "dynamiclist", "key": "a"}]}  | has a component of the type 'dynamiclist'
            {"id": "f", "components": [{"type": "radio"}]}                    | has a radio without a key
            {"id": "f", "components": [{"type": "radio", "key": "a"}, {"type": "group", "components": [{"type": "radio", "key": "a"}]}]} | has the field 'a' twice
            """)
    void whatIsNoFormIsRefused(String json, String message) {
        assertThatThrownBy(() -> Form.parse(json))
                .isInstanceOf(UnusableForm.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"person,", "system,", "shelter,", "neighbour,it must be a role", "'',must say who sends it"})
    void aMessageComesFromARoleThePersonOrTheSystem(String sender, @Nullable String message) {
        var findings = find("""
                <bpmn:startEvent id="x" name="X"><bpmn:extensionElements><camunda:properties>
                <camunda:property name="nrm:sent-by" value="%s"/></camunda:properties></bpmn:extensionElements>
                <bpmn:messageEventDefinition messageRef="told"/></bpmn:startEvent>""".formatted(sender));
        if (message == null) assertThat(findings).isEmpty();
        else assertThat(findings).extracting(Finding::message).anyMatch(text -> text.contains(message));
    }

    @Test
    void anInclusiveSplitHasADefaultFlowToo() {
        var split =
                "<bpmn:inclusiveGateway id=\"g\"%s><bpmn:outgoing>f1</bpmn:outgoing><bpmn:outgoing>f2</bpmn:outgoing></bpmn:inclusiveGateway><bpmn:sequenceFlow id=\"f1\" sourceRef=\"g\" targetRef=\"offer\"><bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${isChild == 'no'}</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:sequenceFlow id=\"f2\" sourceRef=\"g\" targetRef=\"offer\"/>";
        assertThat(find(TASK + split.formatted("")))
                .extracting(Finding::element, Finding::message)
                .contains(tuple("g", "has no default flow"));
        assertThat(find(TASK + split.formatted(" default=\"f2\""))).isEmpty();
    }

    @Test
    void aDisclosureSaysWhatAndToWhom() {
        var discloses = TASK.replace("value=\"offers\"", "value=\"offers, discloses\"")
                .replace(
                        "</camunda:properties>",
                        "<camunda:property name=\"nrm:discloses\" value=\"%s\"/></camunda:properties>");
        assertThat(find(discloses.formatted("health -&gt; shelter"))).isEmpty();
        assertThat(find(discloses.formatted("health; routing -&gt; shelter")))
                .extracting(Finding::message)
                .containsExactly("'health' must be '<classes> -> <role>'");
        assertThat(find(discloses.formatted(", -&gt; shelter")))
                .as("passes on nothing that a consent could be asked for")
                .extracting(Finding::message)
                .containsExactly("', -> shelter' must be '<classes> -> <role>'");
    }

    @Test
    void whatTheLawEnforcementWritesIsOfTheClassCoOperation() {
        var police = TASK.replace("candidateGroups=\"case-manager\"", "candidateGroups=\"police\"") + """
                <bpmn:exclusiveGateway id="g" default="f2"/><bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="offer">
                <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${answer == 'accepted'}</bpmn:conditionExpression></bpmn:sequenceFlow>
                <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="offer"/>""";
        assertThat(check(Map.of("processes/p.bpmn", police), DataClass.Condition.CLOSED_LIST))
                .isEmpty();
        assertThat(check(Map.of("processes/p.bpmn", police), DataClass.Condition.NEVER))
                .extracting(Finding::message)
                .containsExactly(
                        "the condition reads 'answer' of the class 'co-operation', which no condition may read");
    }

    @Test
    void aVariableKeepsItsClassThroughACall() {
        var caller = """
                <bpmn:callActivity id="call" name="Call" calledElement="q"><bpmn:extensionElements><camunda:properties>
                <camunda:property name="nrm:strand" value="assistance"/></camunda:properties>
                <camunda:in source="injuries" target="given"/><camunda:out source="answer" target="got"/></bpmn:extensionElements></bpmn:callActivity>
                """ + TASK + reads("got");
        var called = TASK + reads("given");
        assertThat(check(Map.of("processes/p.bpmn", caller, "processes/q.bpmn", called), DataClass.Condition.NEVER))
                .extracting(Finding::file, Finding::element, Finding::message)
                .containsExactly(tuple(
                        "processes/q.bpmn",
                        "f1",
                        "the condition reads 'given' of the class 'health', which no condition may read"));
    }

    private static String reads(String variable) {
        return """
                <bpmn:exclusiveGateway id="g" default="f2"/><bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="offer">
                <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${%s == 'yes'}</bpmn:conditionExpression></bpmn:sequenceFlow>
                <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="offer"/>""".formatted(variable);
    }

    private static final String KINDS =
            "one of: asylum, examination, health, interpretation, legal-advice, long-term-support,"
                    + " material, non-punishment, placement, psychosocial, redress, reflection, return, schooling, services,"
                    + " shelter, testimony";

    private static final String TWICE = " has a process of the id 'p', too; give one of them another id";

    @Test
    void twoFilesWithAProcessOfOneIdAreNamed() {
        var one = Bpmn.readModelFromStream(stream(model("p", TASK)));
        var two = Bpmn.readModelFromStream(stream(model("p", TASK)));
        var both = new LinkedHashMap<>(Map.of("processes/one.bpmn", one));
        both.put("processes/two.bpmn", two);
        assertThat(Declarations.check(both, vocabulary(List.of(offerPlace()), DataClass.Condition.CLOSED_LIST)))
                .extracting(Finding::file, Finding::element, Finding::message)
                .contains(
                        tuple("processes/one.bpmn", "p", "the file processes/two.bpmn" + TWICE),
                        tuple("processes/two.bpmn", "p", "the file processes/one.bpmn" + TWICE));
    }

    @Test
    void theShippedModelsAndFormsHaveNoFinding() throws IOException {
        var models = new TreeMap<String, BpmnModelInstance>();
        for (var file : files("processes", ".bpmn")) models.put(file.toString(), Bpmn.readModelFromFile(file.toFile()));
        assertThat(models).hasSize(16);
        var forms = new HashMap<String, Form>();
        for (var file : files("forms", ".form")) {
            try {
                var form = Form.parse(Files.readString(file));
                forms.put(form.id(), form);
            } catch (UnusableForm e) {
                throw new AssertionError(file.toString(), e);
            }
        }
        var roles = setting("roles").path("roles");
        var classes = setting("data-classes");
        var conditions = classes.path("classes").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> DataClass.Condition.valueOf(entry.getValue()
                                .path("condition")
                                .asString()
                                .replace('-', '_')
                                .toUpperCase(Locale.ROOT))));
        var vocabulary = new Vocabulary(
                names(roles),
                roles.properties().stream()
                        .filter(role -> role.getValue().path("law-enforcement").asBoolean(false))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                conditions,
                classes.path("variables").properties().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().asString())),
                names(setting("deadlines").path("deadlines")).stream()
                        .collect(Collectors.toMap(key -> key, key -> new Deadline("P1D", "at-most", "own"))),
                Map.of(),
                forms);
        assertThat(Declarations.check(models, vocabulary)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "${isChild == 'no'},",
        "${isChild == 'no' and answer == 'accepted'},",
        "${isChild == 'yes'},may be true where",
        "${isChild != 'no'},may be true where",
        "${isChild == 'no' or answer == 'accepted'},may be true where",
        "${isChild == answer},may be true where"
    })
    void onlyForAPersonKnownToBeNoChildAConditionIsTrue(String condition, @Nullable String message) {
        var findings = find(TASK + """
                <bpmn:exclusiveGateway id="g" default="f2"/><bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="offer">
                <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">%s</bpmn:conditionExpression></bpmn:sequenceFlow>
                <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="offer"/>""".formatted(condition));
        if (message == null) assertThat(findings).isEmpty();
        else
            assertThat(findings).anySatisfy(finding -> {
                assertThat(finding.rule()).isEqualTo("R21");
                assertThat(finding.message()).contains(message);
            });
    }

    private static final String TESTIMONY = """
            <bpmn:userTask id="decide" name="Decide" camunda:formRef="offer-place" camunda:formRefBinding="deployment" camunda:candidateGroups="case-manager">
            <bpmn:extensionElements><camunda:properties><camunda:property name="nrm:strand" value="justice"/>
            <camunda:property name="nrm:marks" value="consents, refuses"/><camunda:property name="nrm:of" value="testimony"/></camunda:properties></bpmn:extensionElements></bpmn:userTask>
            <bpmn:userTask id="testify" name="Testify" camunda:formRef="offer-place" camunda:formRefBinding="deployment" camunda:candidateGroups="police">
            <bpmn:extensionElements><camunda:properties><camunda:property name="nrm:strand" value="justice"/>
            <camunda:property name="nrm:marks" value="testifies"/></camunda:properties></bpmn:extensionElements></bpmn:userTask>
            <bpmn:endEvent id="end" name="End"/>
            """;

    private static final String DECIDED = """
            <bpmn:exclusiveGateway id="g" default="f2"/><bpmn:sequenceFlow id="f0" sourceRef="decide" targetRef="g"/>
            <bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="%s">
            <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${answer == 'accepted'}</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="%s"/>""";

    @Test
    void testimonyIsADecisionAndRefusingTheDefault() {
        assertThat(find(TESTIMONY + DECIDED.formatted("testify", "end"))).isEmpty();
        assertThat(find(TESTIMONY + DECIDED.formatted("end", "testify")))
                .extracting(Finding::rule, Finding::element)
                .containsExactly(tuple("R15", "f2"));
        assertThat(find(TESTIMONY + "<bpmn:sequenceFlow id=\"f\" sourceRef=\"decide\" targetRef=\"testify\"/>"))
                .extracting(Finding::rule, Finding::element)
                .containsExactly(tuple("R15", "testify"));
        assertThat(find(TESTIMONY.replace("consents, refuses", "consents") + DECIDED.formatted("testify", "end")))
                .extracting(Finding::rule, Finding::element)
                .containsExactly(tuple("R15", "decide"));
    }

    @Test
    void anInterviewAsksForHerWishes() {
        assertThat(find(TASK.replace("value=\"offers\"", "value=\"offers, interviews\"")))
                .filteredOn(finding -> finding.rule().equals("R24"))
                .extracting(Finding::message)
                .hasSize(2)
                .anyMatch(text -> text.contains("no field 'interviewerGenderWish'"));
    }

    @Test
    void anInterviewWithoutAFormIsAFindingAndNotTheEndOfTheVerifier() {
        assertThat(find(TASK.replace("value=\"offers\"", "value=\"offers, interviews\"")
                        .replace("camunda:formRef=\"offer-place\"", "")))
                .extracting(Finding::message)
                .contains("camunda:formRef must name a form of the folder forms: one of: offer-place");
    }

    @Test
    void aPlacementFollowsHerWishes() {
        assertThat(find(TASK.replace("value=\"offers\"", "value=\"consents\"")
                        .replace("value=\"shelter\"", "value=\"placement\"")))
                .filteredOn(finding -> finding.rule().equals("R29"))
                .hasSize(2);
    }

    @Test
    void lawEnforcementIsNotToldWhereThePersonLives() {
        var discloses = TASK.replace("value=\"offers\"", "value=\"offers, discloses\"")
                .replace(
                        "</camunda:properties>",
                        "<camunda:property name=\"nrm:discloses\" value=\"health, location -&gt; police\"/></camunda:properties>");
        assertThat(find(discloses)).extracting(Finding::rule).contains("R37");
    }

    private static Set<String> names(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static JsonNode setting(String file) throws IOException {
        return YAMLMapper.shared().readTree(Files.readString(Path.of("config", file + ".yaml")));
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (var list = Files.list(Path.of(folder))) {
            return list.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static List<Finding> find(String elements) {
        return check(Map.of("processes/p.bpmn", elements), DataClass.Condition.CLOSED_LIST);
    }

    /** Each file holds one process, whose id is the file's name. */
    private static List<Finding> check(Map<String, String> elements, DataClass.Condition coOperation) {
        var models = new TreeMap<String, BpmnModelInstance>();
        elements.forEach((file, content) -> models.put(
                file,
                Bpmn.readModelFromStream(
                        stream(model(file.substring(file.indexOf('/') + 1, file.indexOf('.')), content)))));
        return Declarations.check(models, vocabulary(List.of(offerPlace()), coOperation));
    }

    private static String model(String process, String elements) {
        return """
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t"><bpmn:process id="%s" name="P" isExecutable="true">%s</bpmn:process>
                <bpmn:message id="told" name="told"/></bpmn:definitions>""".formatted(process, elements);
    }

    private static InputStream stream(String xml) {
        return new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Form offerPlace() {
        try {
            return Form.parse("""
                    {"id": "offer-place", "components": [
                     {"type": "radio", "key": "answer", "validate": {"required": true}, "properties": {"dataClass": "routing"}},
                     {"type": "radio", "key": "testifies", "properties": {"dataClass": "co-operation"}},
                     {"type": "radio", "key": "injuries", "properties": {"dataClass": "health"}},
                     {"type": "textfield", "key": "words", "properties": {"dataClass": "routing"}}]}""");
        } catch (UnusableForm e) {
            throw new IllegalStateException(e);
        }
    }

    private static Vocabulary vocabulary(List<Form> forms) {
        return vocabulary(forms, DataClass.Condition.CLOSED_LIST);
    }

    private static Vocabulary vocabulary(List<Form> forms, DataClass.Condition coOperation) {
        return new Vocabulary(
                Set.of("case-manager", "shelter", "police"),
                Set.of("police"),
                Map.of(
                        "routing",
                        DataClass.Condition.ALWAYS,
                        "health",
                        DataClass.Condition.NEVER,
                        "co-operation",
                        coOperation),
                Map.of("isChild", "routing"),
                Map.of("urgent-risk", new Deadline("PT24H", "at-most", "own")),
                Map.of(),
                forms.stream().collect(Collectors.toMap(Form::id, form -> form)));
    }
}
