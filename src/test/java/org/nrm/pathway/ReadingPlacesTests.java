package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nrm.mechanism.UnusableSettings;

/**
 * Every place in which a model can read a variable: an answer of the class {@code decision} that is read only there is with the engine
 * where the place is proved, and the engine cannot do without it; or the place is refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class ReadingPlacesTests {

    /** Places that are proved: what stands between the task that asks and the end, and what else the process has. */
    private static final Map<String, String> PROVED = new LinkedHashMap<>();

    /** Places that are refused, each with a part of the reason. */
    private static final Map<String, List<String>> REFUSED = new LinkedHashMap<>();

    /** Places that the engine reads when the task there is completed. */
    private static final List<String> ENDED_TOO =
            List.of("condition behind a task", "completion condition", "output parameter", "listener that is a script");

    private static final String PLAIN = task("at", "", "");

    static {
        proved("condition behind an exclusive gateway", gateway("exclusiveGateway"));
        proved("condition behind an inclusive gateway", gateway("inclusiveGateway"));
        proved(
                "condition behind a task",
                PLAIN.replace("<userTask", "<userTask default='at-done'")
                        + "<sequenceFlow id='more' sourceRef='at' targetRef='end-two'>" + condition()
                        + "</sequenceFlow><endEvent id='end-two'/>");
        proved(
                "conditional event",
                "<intermediateCatchEvent id='at'><conditionalEventDefinition id='d'><condition xsi:type='tFormalExpression'>${V == 'yes'}</condition></conditionalEventDefinition></intermediateCatchEvent>");
        proved(
                "conditional event at a task",
                PLAIN + "<boundaryEvent id='beside' attachedToRef='at'>" + conditional()
                        + "</boundaryEvent><sequenceFlow id='beside-out' sourceRef='beside' targetRef='end-two'/><endEvent id='end-two'/>");
        proved(
                "conditional event that begins an event subprocess",
                PLAIN
                        + "<subProcess id='when' triggeredByEvent='true'>" + strand()
                        + "<startEvent id='met' isInterrupting='true'>" + conditional()
                        + "</startEvent><sequenceFlow id='met-out' sourceRef='met' targetRef='met-end'/><endEvent id='met-end'/></subProcess>");
        proved("follow-up date", task("at", "camunda:followUpDate=\"${V == 'yes' ? now() : null}\"", ""));
        proved("priority", task("at", "camunda:priority=\"${V == 'yes' ? 10 : 20}\"", ""));
        proved(
                "priority of the job",
                task("at", "camunda:asyncBefore='true' camunda:jobPriority=\"${V == 'yes' ? 10 : 20}\"", ""));
        proved("cardinality", task("at", "", several("<loopCardinality>${V == 'yes' ? 2 : 1}</loopCardinality>", "")));
        proved(
                "completion condition",
                task(
                        "at",
                        "",
                        several(
                                "<loopCardinality>2</loopCardinality><completionCondition>${V == 'yes'}</completionCondition>",
                                "")));
        proved("collection", listed("x") + several("at", "camunda:collection=\"${V == 'yes' ? all : null}\""));
        proved("parameter that is a list", listed("${V}") + several("at", "camunda:collection='all'"));
        proved(
                "input parameter",
                task("at", parameters("<camunda:inputParameter name='own'>${V}</camunda:inputParameter>")));
        proved(
                "output parameter",
                task("at", parameters("<camunda:outputParameter name='result'>${V}</camunda:outputParameter>")));
        proved(
                "parameter that is a map",
                task(
                        "at",
                        parameters(
                                "<camunda:inputParameter name='own'><camunda:map><camunda:entry key='a'>${V}</camunda:entry></camunda:map></camunda:inputParameter>")));
        proved(
                "parameter that is a script",
                task(
                        "at",
                        parameters(
                                "<camunda:inputParameter name='own'><camunda:script scriptFormat='juel'>${V}</camunda:script></camunda:inputParameter>")));
        proved("what goes into a call", call("<camunda:in source='V' target='inside'/>"));
        proved("what goes into a call, computed", call("<camunda:in sourceExpression='${V}' target='inside'/>"));
        proved("business key of a call", call("<camunda:in businessKey='${V}'/>"));
        proved(
                "script",
                "<scriptTask id='at' scriptFormat='juel' camunda:resultVariable='result'>" + strand()
                        + "<script>${V}</script></scriptTask>");
        proved(
                "expression of a service",
                "<serviceTask id='at' camunda:expression='${V}' camunda:resultVariable='result'>" + strand()
                        + "</serviceTask>");
        proved("expression that sends", "<sendTask id='at' camunda:expression='${V}'>" + strand() + "</sendTask>");
        proved("listener", task("at", "<camunda:executionListener event='start' expression='${V}'/>"));
        proved("listener of a task", task("at", "<camunda:taskListener event='create' expression='${V}'/>"));
        proved(
                "listener that is a script",
                task(
                        "at",
                        "<camunda:executionListener event='end'><camunda:script scriptFormat='juel'>${V}</camunda:script></camunda:executionListener>"));
        proved(
                "message of an error",
                "<subProcess id='at'>" + strand()
                        + "<startEvent id='in'/><sequenceFlow id='in-out' sourceRef='in' targetRef='wrong'/><endEvent id='wrong'><errorEventDefinition id='e' errorRef='error-ID'/></endEvent></subProcess><boundaryEvent id='caught' attachedToRef='at'><errorEventDefinition id='f' errorRef='error-ID'/></boundaryEvent><sequenceFlow id='caught-out' sourceRef='caught' targetRef='end-two'/><endEvent id='end-two'/>");
        proved("name of a message", "<receiveTask id='at' messageRef='named-ID'>" + sent() + "</receiveTask>");
        proved("decision table", table());
        proved(
                "retries of a job",
                task(
                        "at",
                        "camunda:asyncBefore='true'",
                        "<camunda:failedJobRetryTimeCycle>${V == 'yes' ? 'R9/PT1M' : 'R2/PT1M'}</camunda:failedJobRetryTimeCycle>"
                                + parameters(
                                        "<camunda:inputParameter name='own'>${asked.nothing}</camunda:inputParameter>")));

        refused("name of a task", "the name holds the expression", PLAIN.replace("name='At'", "name='At ${V}'"));
        refused(
                "documentation of a task",
                "the documentation holds the expression",
                PLAIN.replace("<extension", "<documentation>${V}</documentation><extension"));
        refused("due date", "must be ${deadlines.due('<key>')}", task("at", "camunda:dueDate='${V}'", ""));
        refused("assignee", "names a person", task("at", "camunda:assignee='${V}'", ""));
        refused("candidate user", "names a person", task("at", "camunda:candidateUsers='${V}'", ""));
        refused("candidate group", "must be exactly one role", PLAIN.replace("'case-manager'", "'${V}'"));
        refused("form", "must name a form", PLAIN.replace("'needs'", "'${V}'"));
        refused("duration of a timer", "must be an ISO 8601 duration", timer("timeDuration"));
        refused("cycle of a timer", "must be an ISO 8601 cycle", timer("timeCycle"));
        refused("date of a timer", "must be an ISO 8601 date with time", timer("timeDate"));
        refused(
                "called process",
                "which process that is must stand in the model",
                "<callActivity id='at' calledElement='${V}'>" + strand() + "</callActivity>");
        refused(
                "tenant of the called process",
                "camunda:calledElementTenantId is not modelled",
                call("").replace("calledElement=", "camunda:calledElementTenantId='${V}' calledElement="));
        refused(
                "decision",
                "so that the decision table is not known",
                "<businessRuleTask id='at' camunda:decisionRef='${V}' camunda:decisionRefBinding='deployment'>"
                        + strand() + "</businessRuleTask>");
        refused(
                "topic of a worker",
                "must be a declared topic",
                "<serviceTask id='at' camunda:type='external' camunda:topic='${V}'>" + strand() + "</serviceTask>");
        refused(
                "delegate",
                "is no declared delegate",
                "<serviceTask id='at' camunda:delegateExpression='${V}'>" + strand() + "</serviceTask>");
        refused(
                "signal",
                "a signal reaches every case",
                "<intermediateThrowEvent id='at'><signalEventDefinition id='s' signalRef='signal-ID'/></intermediateThrowEvent>");
        refused(
                "script in a language that is not read",
                "cannot be analysed",
                "<scriptTask id='at' scriptFormat='python'>" + strand() + "<script>V</script></scriptTask>");
        refused(
                "potential owner",
                "potential owner",
                PLAIN.replace(
                        "</userTask>",
                        "<potentialOwner><resourceAssignmentExpression><formalExpression>${V}</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>"));
    }

    private final Map<String, String> ids = new HashMap<>();
    private final ProcessEngine engine = engine();
    private ModelSet models;
    private @Nullable Map<String, String> refusals;

    @BeforeAll
    void proveAllTogether() throws Exception {
        var processes = files("processes", ".bpmn");
        var tables = files("processes", ".dmn");
        var forms = files("forms", ".form");
        for (var place : PROVED.entrySet()) add(place.getKey(), place.getValue(), processes, tables, forms);
        models = set(processes, tables, forms);
        var deployment = engine.getRepositoryService().createDeployment();
        for (var id : ids.values()) {
            deployment.addString(id + ".bpmn", processes.get(id + ".bpmn"));
            deployment.addString(id + ".dmn", tables.get(id + ".dmn"));
        }
        deployment.deploy();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    static Stream<String> proved() {
        return PROVED.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("proved")
    void theEngineHasWhatItReads(String place) {
        var id = id(place);
        var answer = models.form("asks-" + id).question(variable(id)).orElseThrow();

        assertThat(models.heldByEngine(answer)).isTrue();
        var with = run(place, Map.of(variable(id), "yes"));
        assertThat(with).doesNotContain("fails");
        assertThat(run(place, Map.of())).as("without the answer").isNotEqualTo(with);
    }

    @ParameterizedTest
    @MethodSource("proved")
    void whatNothingReadsTheEngineDoesNotHave(String place) {
        var answer = models.form("asks-" + id(place)).question("unread").orElseThrow();

        assertThat(models.heldByEngine(answer)).isFalse();
    }

    static Stream<String> refused() {
        return REFUSED.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeProvedIsRefused(String place) throws Exception {
        assertThat(refusals()).containsKey(place);
        assertThat(refusals().get(place))
                .contains(Objects.requireNonNull(REFUSED.get(place)).get(0));
    }

    /** What is said of each place, all of them judged together. */
    private Map<String, String> refusals() throws Exception {
        if (refusals != null) return refusals;
        var processes = files("processes", ".bpmn");
        var tables = files("processes", ".dmn");
        var forms = files("forms", ".form");
        for (var place : REFUSED.entrySet())
            add(place.getKey(), place.getValue().get(1), processes, tables, forms);
        var refusal = catchThrowableOfType(UnusableSettings.class, () -> set(processes, tables, forms));
        var said = new HashMap<String, String>();
        String.valueOf(refusal.getMessage())
                .lines()
                .forEach(line -> REFUSED.keySet().stream()
                        .filter(place -> line.contains("processes/" + ids.get(place) + ".bpmn"))
                        .forEach(place -> said.merge(place, line, (one, other) -> one + "\n" + other)));
        refusals = said;
        return said;
    }

    /** What the engine does once the task that asks is completed: where it rests, and what it has then. */
    private String run(String place, Map<String, Object> answers) {
        var id = id(place);
        var instance = engine.getRuntimeService().startProcessInstanceByMessage("begin-" + id);
        var task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instance.getId())
                .singleResult();
        try {
            engine.getTaskService().complete(task.getId(), answers);
            if (place.equals("retries of a job")) fail();
            if (ENDED_TOO.contains(place))
                engine.getTaskService()
                        .complete(engine.getTaskService()
                                .createTaskQuery()
                                .list()
                                .get(0)
                                .getId());
            return after(instance.getId());
        } catch (ProcessEngineException e) {
            return "fails: " + e.getMessage();
        } finally {
            for (var open :
                    engine.getRuntimeService().createProcessInstanceQuery().list())
                engine.getRuntimeService().deleteProcessInstance(open.getId(), "", true, true, true);
            for (var over : engine.getHistoryService()
                    .createHistoricProcessInstanceQuery()
                    .rootProcessInstances()
                    .list()) engine.getHistoryService().deleteHistoricProcessInstance(over.getId());
        }
    }

    /** Runs the job, which cannot succeed. */
    private void fail() {
        var job = engine.getManagementService().createJobQuery().singleResult();
        assertThatThrownBy(() -> engine.getManagementService().executeJob(job.getId()))
                .isInstanceOf(ProcessEngineException.class);
    }

    private String after(String instance) {
        var seen = new ArrayList<String>();
        for (var task : engine.getTaskService().createTaskQuery().list())
            seen.add(task.getTaskDefinitionKey() + " " + task.getPriority() + " " + (task.getFollowUpDate() == null));
        for (var job : engine.getManagementService().createJobQuery().list())
            seen.add("job " + job.getPriority() + " " + job.getRetries());
        for (var wait : engine.getRuntimeService()
                .createEventSubscriptionQuery()
                .processInstanceId(instance)
                .list()) seen.add(wait.getEventType() + " " + wait.getEventName());
        for (var variable :
                engine.getHistoryService().createHistoricVariableInstanceQuery().list())
            if (!variable.getName().startsWith("outcome")) seen.add(variable.getName() + " " + variable.getValue());
        seen.sort(null);
        return String.valueOf(seen);
    }

    private String id(String place) {
        return Objects.requireNonNull(ids.get(place));
    }

    private void add(
            String place,
            String between,
            Map<String, String> processes,
            Map<String, String> tables,
            Map<String, String> forms) {
        var id = "place-" + ids.size();
        ids.put(place, id);
        processes.put(
                id + ".bpmn", model(between).replaceAll("\\bV\\b", variable(id)).replace("ID", id));
        tables.put(id + ".dmn", decision(id).replaceAll("\\bV\\b", variable(id)));
        forms.put("asks-" + id + ".form", form(id));
    }

    private static String variable(String id) {
        return id.replace("place-", "outcome");
    }

    private static String form(String id) {
        return """
                {"id": "asks-%s", "type": "default", "components": [
                 {"type": "radio", "key": "asked", "label": "Asked", "validate": {"required": true}, "values": [{"value": "yes", "label": "Yes"}], "properties": {"dataClass": "routing"}},
                 {"type": "radio", "key": "unread", "label": "Unread", "values": [{"value": "yes", "label": "Yes"}], "properties": {"dataClass": "decision"}},
                 {"type": "radio", "key": "%s", "label": "Outcome", "values": [{"value": "yes", "label": "Yes"}], "properties": {"dataClass": "decision"}}]}""".formatted(id, variable(id));
    }

    private static String model(String between) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions-ID" targetNamespace="urn:nrm:test">
                  <message id="message-ID" name="begin-ID"/>
                  <message id="named-ID" name="${V}"/>
                  <signal id="signal-ID" name="signal-${V}"/>
                  <error id="error-ID" errorCode="wrong-ID" camunda:errorMessage="${V}"/>
                  <process id="ID" name="ID" isExecutable="true" camunda:historyTimeToLive="P3650D">
                    <extensionElements><camunda:properties><camunda:property name="nrm:part" value="true"/></camunda:properties></extensionElements>
                    <startEvent id="begin">SENT<messageEventDefinition id="begin-by" messageRef="message-ID"/></startEvent>
                    <sequenceFlow id="begin-ask" sourceRef="begin" targetRef="ask"/>
                    ASK
                    <sequenceFlow id="ask-at" sourceRef="ask" targetRef="FIRST"/>
                    BETWEEN
                    <sequenceFlow id="at-done" sourceRef="at" targetRef="done"/>
                    <endEvent id="done"/>
                  </process>
                  <process id="called-ID" name="Called" isExecutable="true" camunda:historyTimeToLive="P3650D">
                    <extensionElements><camunda:properties><camunda:property name="nrm:part" value="true"/></camunda:properties></extensionElements>
                    <startEvent id="called"/>
                    <sequenceFlow id="called-on" sourceRef="called" targetRef="called-end"/>
                    <endEvent id="called-end"/>
                    <startEvent id="called-besides">SENT<messageEventDefinition id="called-by" messageRef="called-message-ID"/></startEvent>
                    <sequenceFlow id="called-besides-on" sourceRef="called-besides" targetRef="called-end"/>
                  </process>
                  <message id="called-message-ID" name="call-ID"/>
                </definitions>""".replace("SENT", sent())
                .replace("ASK", task("ask", "", "").replace("'needs'", "'asks-ID'"))
                .replace("FIRST", between.contains("id='first'") ? "first" : "at")
                .replace("BETWEEN", between);
    }

    private static String decision(String id) {
        return """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="decisions-%1$s" name="Decisions" namespace="urn:nrm:test">
                  <decision id="decides-%1$s" name="Decides" camunda:historyTimeToLive="P3650D">
                    <informationRequirement id="r"><requiredDecision href="#required-%1$s"/></informationRequirement>
                    <decisionTable id="t" hitPolicy="FIRST">
                      <input id="in"><inputExpression id="in-expression" typeRef="string"><text>found</text></inputExpression></input>
                      <output id="out" name="result" typeRef="string"/>
                      <rule id="one"><inputEntry id="one-in"><text>"yes"</text></inputEntry><outputEntry id="one-out"><text>"decided"</text></outputEntry></rule>
                    </decisionTable>
                  </decision>
                  <decision id="required-%1$s" name="Required" camunda:historyTimeToLive="P3650D">
                    <variable id="v" name="found" typeRef="string"/>
                    <literalExpression id="l"><text>V</text></literalExpression>
                  </decision>
                </definitions>""".formatted(id);
    }

    private static String table() {
        return "<businessRuleTask id='at' camunda:decisionRef='decides-ID' camunda:decisionRefBinding='deployment' camunda:mapDecisionResult='singleEntry' camunda:resultVariable='result'>"
                + strand() + "</businessRuleTask>";
    }

    private static String task(String id, String extensions) {
        return task(id, "", extensions);
    }

    private static String task(String id, String attributes, String extensions) {
        var loop = extensions.startsWith("<multi") ? extensions : "";
        return "<userTask id='" + id
                + "' name='At' camunda:candidateGroups='case-manager' camunda:formRef='needs' camunda:formRefBinding='deployment' "
                + attributes + ">"
                + strand().replace("<extensionElements>", "<extensionElements>" + (loop.isEmpty() ? extensions : ""))
                + loop + "</userTask>";
    }

    private static String strand() {
        return "<extensionElements><camunda:properties><camunda:property name='nrm:strand' value='governance'/></camunda:properties></extensionElements>";
    }

    private static String sent() {
        return "<extensionElements><camunda:properties><camunda:property name='nrm:sent-by' value='system'/><camunda:property name='nrm:strand' value='governance'/></camunda:properties></extensionElements>";
    }

    private static String condition() {
        return "<conditionExpression xsi:type='tFormalExpression'>${V == 'yes'}</conditionExpression>";
    }

    private static String conditional() {
        return "<conditionalEventDefinition id='d'><condition xsi:type='tFormalExpression'>${V == 'yes'}</condition></conditionalEventDefinition>";
    }

    private static String gateway(String kind) {
        return "<" + kind + " id='at' default='at-done'/><sequenceFlow id='more' sourceRef='at' targetRef='asked'>"
                + condition() + "</sequenceFlow>" + task("asked", "", "")
                + "<sequenceFlow id='asked-done' sourceRef='asked' targetRef='done'/>";
    }

    private static String several(String content, String attributes) {
        return content.startsWith("<")
                ? "<multiInstanceLoopCharacteristics " + attributes + ">" + content
                        + "</multiInstanceLoopCharacteristics>"
                : task(content, "", "<multiInstanceLoopCharacteristics " + attributes + "/>");
    }

    private static String parameters(String parameters) {
        return "<camunda:inputOutput>" + parameters + "</camunda:inputOutput>";
    }

    /** A step that gives the variable {@code all} a list. */
    private static String listed(String value) {
        return "<serviceTask id='first' camunda:expression='${true}'>"
                + strand().replace(
                                "<extensionElements>",
                                "<extensionElements>"
                                        + parameters("<camunda:outputParameter name='all'><camunda:list><camunda:value>"
                                                + value + "</camunda:value></camunda:list></camunda:outputParameter>"))
                + "</serviceTask><sequenceFlow id='first-at' sourceRef='first' targetRef='at'/>";
    }

    private static String call(String mapping) {
        return "<callActivity id='at' calledElement='called-ID'>"
                + strand().replace("<extensionElements>", "<extensionElements>" + mapping) + "</callActivity>";
    }

    private static String timer(String kind) {
        return "<intermediateCatchEvent id='at'><timerEventDefinition id='t'><" + kind
                + " xsi:type='tFormalExpression'>${V}</" + kind + "></timerEventDefinition></intermediateCatchEvent>";
    }

    private static void proved(String place, String between) {
        PROVED.put(place, between);
    }

    private static void refused(String place, String reason, String between) {
        REFUSED.put(place, List.of(reason, between));
    }

    private static ProcessEngine engine() {
        var configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setProcessEngineName("places-" + UUID.randomUUID());
        configuration.setJdbcUrl("jdbc:h2:mem:places-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        configuration.setJobExecutorActivate(false);
        configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
        return configuration.buildProcessEngine();
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

    private static ModelSet set(Map<String, String> processes, Map<String, String> tables, Map<String, String> forms) {
        var files = new TreeMap<String, String>();
        processes.forEach((name, text) -> files.put("processes/" + name, text));
        tables.forEach((name, text) -> files.put("processes/" + name, text));
        forms.forEach((name, text) -> files.put("forms/" + name, text));
        return ModelSet.proved(files);
    }
}
