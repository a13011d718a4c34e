package org.nrm.rights.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nrm.forms.Form;
import org.nrm.forms.UnusableForm;
import org.nrm.mechanism.Delegate;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.DecisionPoint;
import org.nrm.rights.model.DataFacts.Mapping;
import org.nrm.rights.model.DataFacts.Phase;
import org.nrm.rights.model.DataFacts.Problem;

/** What each kind of element does with data. */
class DataFactsTests {

    private static final String DMN = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="D" namespace="t">
            <decision id="help" name="Help"><informationRequirement id="r"><requiredDecision href="#risk"/></informationRequirement>
            <decisionTable id="t"><input id="i" camunda:inputVariable="cell"><inputExpression id="e" typeRef="string"><text>wish</text></inputExpression></input>
            <input id="i2"><inputExpression id="e2" typeRef="string"><text>level</text></inputExpression></input>
            <output id="o" name="offer" typeRef="string"/>
            <rule id="u"><inputEntry id="c"><text>cell = limit</text></inputEntry><inputEntry id="c2"><text>"high"</text></inputEntry><outputEntry id="x"><text>"yes" + suffix</text></outputEntry></rule></decisionTable></decision>
            <decision id="risk" name="Risk"><decisionTable id="t2"><input id="i3"><inputExpression id="e3" typeRef="string" expressionLanguage="juel"><text>${papers}</text></inputExpression></input>
            <output id="o2" name="level" typeRef="string"/></decisionTable></decision>
            <decision id="broken" name="Broken"><decisionTable id="t4"><input id="i4"><inputExpression id="e4"><text>a +</text></inputExpression></input>
            <output id="o4" name="z"/></decisionTable></decision></definitions>""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            <bpmn:userTask id="x" camunda:candidateGroups="${who}"/>       | candidate group
            <bpmn:userTask id="x" camunda:candidateUsers="${who}"/>        | candidate user
            <bpmn:userTask id="x" camunda:assignee="${who}"/>              | assignee
            <bpmn:userTask id="x" camunda:dueDate="${who}"/>               | due date
            <bpmn:userTask id="x" camunda:followUpDate="${who}"/>          | follow-up date
            <bpmn:userTask id="x" camunda:priority="${who}"/>              | priority
            <bpmn:userTask id="x" camunda:formKey="${who}"/>               | form
            <bpmn:userTask id="x" camunda:formRef="${who}"/>               | form
            <bpmn:userTask id="x" camunda:jobPriority="${who}"/>           | priority of the job
            <bpmn:userTask id="x"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>${who}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask> | cardinality
            <bpmn:userTask id="x"><bpmn:multiInstanceLoopCharacteristics camunda:collection="who"/></bpmn:userTask> | collection
            <bpmn:userTask id="x"><bpmn:multiInstanceLoopCharacteristics camunda:collection="${who}"/></bpmn:userTask> | collection
            <bpmn:userTask id="x"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality><bpmn:completionCondition>${who}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask> | completion condition
            <bpmn:intermediateCatchEvent id="x"><bpmn:timerEventDefinition><bpmn:timeDate>${who}</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent> | timer
            <bpmn:intermediateCatchEvent id="x"><bpmn:timerEventDefinition><bpmn:timeCycle>${who}</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent> | timer
            <bpmn:intermediateCatchEvent id="x"><bpmn:conditionalEventDefinition><bpmn:condition>${who}</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent> | condition of the event
            <bpmn:intermediateCatchEvent id="x"><bpmn:messageEventDefinition messageRef="named"/></bpmn:intermediateCatchEvent> | name of the message
            <bpmn:callActivity id="x" calledElement="${who}"/>             | called process
            <bpmn:userTask id="x"><bpmn:extensionElements><camunda:taskListener event="timeout" expression="${null}"><bpmn:timerEventDefinition><bpmn:timeDuration>${who}</bpmn:timeDuration></bpmn:timerEventDefinition></camunda:taskListener></bpmn:extensionElements></bpmn:userTask> | timeout of the listener
            """)
    void whatDependsOnData(String element, String what) {
        assertThat(read(element).points()).contains(new DecisionPoint(what, Set.of("who")));
    }

    @Test
    void aFormAssignsItsFieldsAndHidesThem() {
        var does = read("<bpmn:userTask id=\"x\" camunda:formRef=\"f\"/>");
        assertThat(does.assignments())
                .containsExactly(
                        new Assignment(Phase.AT, "a", false, Set.of(), "a", "routing"),
                        new Assignment(Phase.AT, "b", false, Set.of(), "b", "health"));
        assertThat(does.points())
                .containsExactly(new DecisionPoint("condition of the field 'b'", Set.of("a", "outside")));
        assertThat(does.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "the condition of the field 'b' reads 'outside', which is no field of the form f: it never holds");
    }

    @Test
    void parametersAreReadHoweverDeep() {
        var does = read("""
                <bpmn:userTask id="x"><bpmn:extensionElements><camunda:inputOutput>
                <camunda:inputParameter name="in"><camunda:list><camunda:value>${a}</camunda:value><camunda:script scriptFormat="javascript">b</camunda:script></camunda:list></camunda:inputParameter>
                <camunda:outputParameter name="out"><camunda:map><camunda:entry key="k">${c}</camunda:entry></camunda:map></camunda:outputParameter>
                </camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>""");
        assertThat(does.assignments())
                .containsExactly(
                        new Assignment(Phase.BEFORE, "in", true, Set.of("a", "b"), null, null),
                        new Assignment(Phase.AFTER, "out", false, Set.of("c"), null, null));
    }

    @Test
    void listenersWrite() {
        var does = read("""
                <bpmn:userTask id="x"><bpmn:extensionElements>
                <camunda:executionListener event="start" expression="${execution.setVariable('s', a)}"/>
                <camunda:taskListener event="complete"><camunda:script scriptFormat="groovy">task.setVariableLocal('c', b)</camunda:script></camunda:taskListener>
                <camunda:executionListener event="end" class="org.example.Unknown"/>
                <camunda:executionListener event="end" delegateExpression="${lookUp}"/></bpmn:extensionElements></bpmn:userTask>""");
        assertThat(does.assignments())
                .containsExactly(
                        new Assignment(Phase.BEFORE, "s", false, Set.of("a"), null, null),
                        new Assignment(Phase.AFTER, "c", true, Set.of("b"), null, null),
                        new Assignment(Phase.AFTER, "found", false, Set.of("key"), null, "undeclared"));
        assertThat(does.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "'org.example.Unknown' is no declared delegate, so what it reads and writes is not known");
    }

    @Test
    void tasksWriteTheirResults() {
        assertThat(
                        read("<bpmn:scriptTask id=\"x\" scriptFormat=\"javascript\" camunda:resultVariable=\"r\"><bpmn:script>a &amp;&amp; b</bpmn:script></bpmn:scriptTask>")
                                .assignments())
                .containsExactly(new Assignment(Phase.AT, "r", false, Set.of("a", "b"), null, null));
        assertThat(read("<bpmn:serviceTask id=\"x\" camunda:expression=\"${a}\" camunda:resultVariable=\"r\"/>")
                        .assignments())
                .containsExactly(new Assignment(Phase.AT, "r", false, Set.of("a"), null, null));
        assertThat(read("<bpmn:serviceTask id=\"x\" camunda:type=\"external\" camunda:topic=\"lookUp\"/>")
                        .assignments())
                .extracting(Assignment::target)
                .containsExactly("found");
    }

    @Test
    void aDecisionDependsOnAllThatItsTablesRead() {
        var does = read("<bpmn:businessRuleTask id=\"x\" camunda:decisionRef=\"help\" camunda:resultVariable=\"r\"/>");
        assertThat(does.problems()).isEmpty();
        assertThat(does.assignments())
                .extracting(Assignment::target, Assignment::reads)
                .contains(tuple("r", Set.of("wish", "limit", "suffix", "papers")));
        assertThat(read("<bpmn:businessRuleTask id=\"x\" camunda:decisionRef=\"broken\"/>")
                        .problems())
                .extracting(Problem::unusable)
                .containsExactly(true);
        assertThat(read("<bpmn:businessRuleTask id=\"x\" camunda:decisionRef=\"nowhere\"/>")
                        .problems())
                .extracting(Problem::unusable)
                .containsExactly(true);
    }

    @Test
    void aCallMaps() {
        var does = read("""
                <bpmn:callActivity id="x" calledElement="q"><bpmn:extensionElements>
                <camunda:in source="a" target="b"/><camunda:in sourceExpression="${c}" target="d" local="true"/><camunda:in businessKey="${key}"/>
                <camunda:in variables="all"/><camunda:out source="e" target="f"/></bpmn:extensionElements></bpmn:callActivity>""");
        assertThat(does.mappings())
                .containsExactly(
                        new Mapping(true, "a", Set.of("a"), "b", false, false),
                        new Mapping(true, null, Set.of("c"), "d", false, true),
                        new Mapping(true, null, Set.of("key"), null, false, false),
                        new Mapping(true, null, Set.of(), null, true, false),
                        new Mapping(false, "e", Set.of("e"), "f", false, false));
    }

    @Test
    void aRepeatedActivityGetsItsItem() {
        assertThat(
                        read("<bpmn:userTask id=\"x\"><bpmn:multiInstanceLoopCharacteristics camunda:collection=\"claims\" camunda:elementVariable=\"claim\"/></bpmn:userTask>")
                                .assignments())
                .contains(new Assignment(Phase.BEFORE, "claim", true, Set.of("claims"), null, null));
    }

    @Test
    void aFlowHasAConditionAndListeners() {
        var does = read("""
                <bpmn:task id="t"/><bpmn:sequenceFlow id="x" sourceRef="t" targetRef="t"><bpmn:extensionElements>
                <camunda:executionListener event="take" expression="${execution.setVariable('w', v)}"/></bpmn:extensionElements>
                <bpmn:conditionExpression>${a == 'yes'}</bpmn:conditionExpression></bpmn:sequenceFlow>""");
        assertThat(does.points())
                .containsExactly(
                        new DecisionPoint("listener", Set.of("v")), new DecisionPoint("condition", Set.of("a")));
        assertThat(does.assignments()).containsExactly(new Assignment(Phase.AT, "w", false, Set.of("v"), null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            <bpmn:userTask id="x" camunda:dueDate="${a ==}"/>                          | true
            <bpmn:serviceTask id="x" camunda:delegateExpression="${any}"/>             | false
            <bpmn:callActivity id="x" calledElement="q" camunda:variableMappingClass="org.example.Any"/> | false
            <bpmn:scriptTask id="x" scriptFormat="groovy" camunda:resource="x.groovy"/> | false
            <bpmn:businessRuleTask id="x" camunda:decisionRef="${which}"/>             | false
            <bpmn:userTask id="x"><bpmn:extensionElements><camunda:other>y</camunda:other></bpmn:extensionElements></bpmn:userTask> | true
            """)
    void whatIsNotAllowedIsAProblem(String element, boolean unusable) {
        assertThat(read(element).problems()).extracting(Problem::unusable).containsExactly(unusable);
    }

    private static DataFacts read(String element) {
        var model = Bpmn.readModelFromStream(
                new ByteArrayInputStream("""
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                  targetNamespace="t"><bpmn:process id="p" isExecutable="true">%s</bpmn:process>
                <bpmn:message id="named" name="told ${who}"/></bpmn:definitions>""".formatted(element).getBytes(StandardCharsets.UTF_8)));
        BaseElement found = model.getModelElementById("x");
        return reader().read(found);
    }

    private static DataReader reader() {
        try {
            var form = Form.parse("""
                    {"id": "f", "components": [{"type": "radio", "key": "a", "properties": {"dataClass": "routing"}},
                     {"type": "group", "conditional": {"hide": "=outside"}, "components": [
                      {"type": "radio", "key": "b", "conditional": {"hide": "=a = \\"no\\""}, "properties": {"dataClass": "health"}}]}]}""");
            var vocabulary = new Vocabulary(
                    Set.of(),
                    Set.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of("lookUp", new Delegate(Set.of("key"), Set.of("found"), Set.of())),
                    Map.of("f", form));
            return new DataReader(vocabulary, new Decisions(Map.of("d.dmn", DMN), DataReader.expressions(vocabulary)));
        } catch (UnusableForm e) {
            throw new IllegalStateException(e);
        }
    }
}
