package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deployed past the verifier runs no code: no expression, class, script or program of a model leaves a trace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineWallTests {

    private static final String WITNESS = "nrm.wall.witness";
    private static final String SET =
            "''.getClass().forName('java.lang.System').getMethod('setProperty', ''.getClass(), ''.getClass()).invoke(null, '"
                    + WITNESS + "', 'seen')";

    /** Would leave a trace, wherever it is made or called. */
    public static final class Witness implements JavaDelegate, ExecutionListener {

        static {
            System.setProperty(WITNESS, "seen");
        }

        @Override
        public void execute(DelegateExecution execution) {
            System.setProperty(WITNESS, "seen");
        }

        @Override
        public void notify(DelegateExecution execution) {
            System.setProperty(WITNESS, "seen");
        }

        @Override
        public String toString() {
            return "a bean";
        }
    }

    private static final class OneBean extends WalledExpressions {

        @Override
        @Nullable
        Object bean(String name, @Nullable VariableScope scope) {
            return name.equals("bean") ? "of the program" : null;
        }

        @Override
        @Nullable
        Object call(Object bean, String method, @Nullable Object[] parameters) {
            return null;
        }
    }

    private final ProcessEngine engine = engine();

    @BeforeEach
    void nothingSeen() {
        System.clearProperty(WITNESS);
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SET,
                "now().getClass()",
                "dateTime().plusDays(1)",
                "currentUser()",
                "''.getClass()",
                "''['class']",
                "name.length()",
                "name.bytes",
                "execution.processEngineServices",
                "execution.getProcessEngineServices()",
                "execution.setVariable('x', 1)",
                "execution.variables",
                "execution.class",
                "task.execution",
                "bean.length()",
                "bean.class",
                "other"
            })
    void anExpressionReachesIntoNothing(String expression) {
        for (var place : new String[] {
            "<serviceTask id='at' camunda:expression=\"${E}\" camunda:resultVariable='got'/>",
            "<serviceTask id='at' camunda:delegateExpression=\"${E}\"/>",
            "<userTask id='at' name=\"${E}\"/>",
            "<userTask id='at'><documentation>${E}</documentation></userTask>",
            "<userTask id='at' camunda:assignee=\"${E}\"/>",
            "<userTask id='at' camunda:candidateGroups=\"${E}\"/>",
            "<userTask id='at' camunda:candidateUsers=\"${E}\"/>",
            "<userTask id='at' camunda:dueDate=\"${E}\"/>",
            "<userTask id='at' camunda:followUpDate=\"${E}\"/>",
            "<userTask id='at' camunda:priority=\"${E}\"/>",
            "<task id='at' camunda:asyncBefore='true' camunda:jobPriority=\"${E}\"/>",
            "<task id='at'><extensionElements><camunda:inputOutput><camunda:inputParameter name='p'>${E}</camunda:inputParameter></camunda:inputOutput></extensionElements></task>",
            "<serviceTask id='at' camunda:expression='${true}'><extensionElements><camunda:inputOutput><camunda:outputParameter name='p'>${E}</camunda:outputParameter></camunda:inputOutput></extensionElements></serviceTask>",
            "<task id='at'><extensionElements><camunda:executionListener event='start' expression=\"${E}\"/></extensionElements></task>",
            "<task id='at'><extensionElements><camunda:executionListener event='start' delegateExpression=\"${E}\"/></extensionElements></task>",
            "<userTask id='at'><extensionElements><camunda:taskListener event='create' expression=\"${E}\"/></extensionElements></userTask>",
            "<userTask id='at'><multiInstanceLoopCharacteristics><loopCardinality>${E}</loopCardinality></multiInstanceLoopCharacteristics></userTask>",
            "<userTask id='at'><multiInstanceLoopCharacteristics camunda:collection=\"${E}\"/></userTask>",
            "<intermediateCatchEvent id='at'><timerEventDefinition><timeDuration xsi:type='tFormalExpression'>${E}</timeDuration></timerEventDefinition></intermediateCatchEvent>",
            "<intermediateCatchEvent id='at'><conditionalEventDefinition><condition xsi:type='tFormalExpression'>${E}</condition></conditionalEventDefinition></intermediateCatchEvent>",
            "<intermediateCatchEvent id='at'><messageEventDefinition messageRef='m'/></intermediateCatchEvent>",
            "<intermediateThrowEvent id='at'><signalEventDefinition signalRef='s'/></intermediateThrowEvent>",
            "<callActivity id='at' calledElement=\"${E}\"/>",
            "<callActivity id='at' calledElement='walled'><extensionElements><camunda:in businessKey=\"${E}\"/></extensionElements></callActivity>",
            "<callActivity id='at' calledElement='walled'><extensionElements><camunda:in sourceExpression=\"${E}\" target='p'/></extensionElements></callActivity>",
            "<businessRuleTask id='at' camunda:decisionRef=\"${E}\"/>",
            "<serviceTask id='at' camunda:type='external' camunda:topic=\"${E}\"/>"
        }) {
            // The engine goes on with a priority of its own, and waits, where these cannot be told.
            if (place.contains("jobPriority") || place.contains("conditionalEvent"))
                goesOn(place.replace("E}", expression + "}"), expression);
            else
                assertThatThrownBy(() -> run(place.replace("E}", expression + "}"), expression))
                        .as(place)
                        .isInstanceOf(ProcessEngineException.class);
            assertThat(System.getProperty(WITNESS)).as(place).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<serviceTask id='at' camunda:class='CLASS'/>",
                "<serviceTask id='at' a:class='CLASS' xmlns:a='http://activiti.org/bpmn'/>",
                "<sendTask id='at' camunda:class='CLASS'/>",
                "<task id='at'><extensionElements><camunda:executionListener event='start' class='CLASS'/></extensionElements></task>",
                "<userTask id='at'><extensionElements><camunda:taskListener event='create' class='CLASS'/></extensionElements></userTask>",
                "<userTask id='at' camunda:formHandlerClass='CLASS'/>",
                "<callActivity id='at' calledElement='ID' camunda:variableMappingClass='CLASS'/>",
                "<userTask id='at'><extensionElements><camunda:formData><camunda:formField id='f' type='string'><camunda:validation><camunda:constraint name='validator' config='CLASS'/></camunda:validation></camunda:formField></camunda:formData></extensionElements></userTask>",
                "<serviceTask id='at' camunda:type='shell'><extensionElements><camunda:field name='command' stringValue='true'/></extensionElements></serviceTask>",
                "<serviceTask id='at' camunda:type='mail'><extensionElements><camunda:field name='to' stringValue='a'/><camunda:field name='text' stringValue='a'/></extensionElements></serviceTask>",
                "<scriptTask id='at' scriptFormat='juel'><script>${true}</script></scriptTask>",
                "<scriptTask id='at' scriptFormat='javascript'><script>1</script></scriptTask>",
                "<scriptTask id='at' scriptFormat='feel'><script>1</script></scriptTask>",
                "<task id='at'><extensionElements><camunda:inputOutput><camunda:inputParameter name='p'><camunda:script scriptFormat='juel'>${true}</camunda:script></camunda:inputParameter></camunda:inputOutput></extensionElements></task>",
                "<task id='at'><extensionElements><camunda:executionListener event='start'><camunda:script scriptFormat='juel'>${true}</camunda:script></camunda:executionListener></extensionElements></task>"
            })
    void noClassScriptOrProgramIsDeployed(String place) {
        assertThatThrownBy(() -> run(place.replace("CLASS", EngineWallTests.class.getName() + "$Witness"), ""))
                .isInstanceOf(ProcessEngineException.class);
        assertThat(System.getProperty(WITNESS)).isNull();
    }

    @Test
    void whatModelsMayDoRuns() {
        assertThat(got("execution.processBusinessKey")).isEqualTo("case");
        assertThat(got("bean")).isEqualTo("of the program");
        assertThat(got("name == 'a' and not (1 + 1 > 2)")).isEqualTo(true);
        assertThat(got("bean", Map.of("bean", "a variable"))).isEqualTo("a variable");
    }

    private Object got(String expression) {
        return got(expression, Map.of("name", "a"));
    }

    private Object got(String expression, Map<String, Object> variables) {
        var id = deploy(
                "<serviceTask id='before' camunda:expression=\"${" + expression
                        + "}\" camunda:resultVariable='got'/><sequenceFlow id='b' sourceRef='before' targetRef='at'/><userTask id='at'/>",
                "before",
                "");
        var instance = engine.getRuntimeService().startProcessInstanceByKey(id, "case", variables);
        return engine.getRuntimeService().getVariable(instance.getId(), "got");
    }

    private void run(String place, String expression) {
        var id = deploy(place, "at", expression);
        engine.getRuntimeService().startProcessInstanceByKey(id, "case", Map.of("name", "a"));
        for (var job :
                engine.getManagementService().createJobQuery().executable().list())
            engine.getManagementService().executeJob(job.getId());
    }

    private String deploy(String place, String first, String expression) {
        var id = "p-" + UUID.randomUUID();
        var text = """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:nrm:test">
                  <message id="m" name="MESSAGE"/><signal id="s" name="MESSAGE"/>
                  <process id="ID" isExecutable="true" camunda:historyTimeToLive="P1D">
                    <startEvent id="begin"/><sequenceFlow id="f" sourceRef="begin" targetRef="FIRST"/>PLACE
                  </process>
                </definitions>""".replace("FIRST", first).replace("PLACE", place).replace("ID", id);
        engine.getRepositoryService()
                .createDeployment()
                .addString(id + ".bpmn", text.replace("MESSAGE", expression.isEmpty() ? "m" : "${" + expression + "}"))
                .deploy();
        return id;
    }

    private static ProcessEngine engine() {
        var configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setProcessEngineName("wall-" + UUID.randomUUID());
        configuration.setJdbcUrl("jdbc:h2:mem:wall-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        configuration.setJobExecutorActivate(false);
        configuration.setExpressionManager(new OneBean());
        EngineWall.raise(configuration);
        return configuration.buildProcessEngine();
    }

    /** Whether it is refused or not. */
    private void goesOn(String place, String expression) {
        var refused = catchThrowable(() -> run(place, expression));
        if (refused != null) assertThat(refused).isInstanceOf(ProcessEngineException.class);
    }
}
