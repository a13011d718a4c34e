package org.nrm.rights.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.rights.EngineRuns;
import org.nrm.rights.EngineRuns.State;
import org.nrm.rights.model.Sources;

/** What a join does in the engine when more tokens come than it has flows, and what the verifier says of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JoinTests {

    private static final String MESSAGE = "<bpmn:messageEventDefinition messageRef=\"told\"/>";
    private static final String CYCLE =
            "<bpmn:timerEventDefinition><bpmn:timeCycle xsi:type=\"bpmn:tFormalExpression\">R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>";
    private static final String ESCALATION = "<bpmn:escalationEventDefinition escalationRef=\"raised\"/>";

    /** Two tasks side by side, and what follows when both are done. */
    private static final String BOTH = node("parallelGateway", "fork", "")
            + task("one")
            + task("two")
            + flow("fork", "one")
            + flow("fork", "two")
            + flow("one", "join")
            + flow("two", "join")
            + task("after")
            + flow("join", "after");

    @SuppressWarnings("NullAway.Init") // set before the first test
    private EngineRuns engine;

    @BeforeAll
    void open() {
        engine = new EngineRuns();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallelGateway", "inclusiveGateway"})
    void aMessageThatComesTwiceMixesTwoRunsAtAJoin(String join) {
        var model = process(task("wait")
                + boundary("called", "wait", MESSAGE)
                + flow("start", "wait")
                + flow("called", "fork")
                + node(join, "join", "")
                + BOTH);

        var mixed = after(model, "called", "called", "one", "one");

        if (join.equals("parallelGateway")) assertThat(mixed).containsExactly("after", "two", "two", "wait");
        else assertThat(mixed).contains("two", "two", "wait");
        assertThat(refused(model)).containsExactly("join");
    }

    @Test
    void soDoesATimerThatComesBack() {
        var model = process(task("wait")
                + boundary("daily", "wait", CYCLE)
                + flow("start", "wait")
                + flow("daily", "fork")
                + node("parallelGateway", "join", "")
                + BOTH);

        assertThat(after(model, "daily", "daily", "two", "two")).containsExactly("after", "one", "one", "wait");
        assertThat(refused(model)).containsExactly("join");
    }

    @Test
    void soDoesAnEscalationThatIsThrownAgain() {
        var model = process(subprocess(
                        "care",
                        "",
                        node("startEvent", "begin", "")
                                + node("exclusiveGateway", "again", "")
                                + task("look")
                                + node("intermediateThrowEvent", "raise", ESCALATION)
                                + flow("begin", "again")
                                + flow("again", "look")
                                + flow("look", "raise")
                                + flow("raise", "again"))
                + boundary("raised-here", "care", ESCALATION)
                + flow("start", "care")
                + flow("raised-here", "fork")
                + node("parallelGateway", "join", "")
                + BOTH);

        assertThat(after(model, "look", "look", "one", "one")).containsExactly("after", "look", "two", "two");
        assertThat(refused(model)).contains("join");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallelGateway", "inclusiveGateway"})
    void inASubprocessOfItsOwnEachRunHasItsOwnJoin(String join) {
        var model = process(task("wait")
                + boundary("called", "wait", MESSAGE)
                + flow("start", "wait")
                + flow("called", "run")
                + subprocess(
                        "run",
                        "",
                        node("startEvent", "begin", "") + flow("begin", "fork") + node(join, "join", "") + BOTH));

        assertThat(after(model, "called", "called", "one", "one"))
                .containsExactly("join", "join", "two", "two", "wait");
        assertThat(after(model, "called", "called", "one", "one", "two", "two"))
                .containsExactly("after", "after", "wait");
        assertThat(refused(model)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallelGateway", "inclusiveGateway"})
    void soHasEachRunOfAnEventSubprocess(String join) {
        var model = process(task("wait")
                + flow("start", "wait")
                + subprocess(
                        "run",
                        " triggeredByEvent=\"true\"",
                        "<bpmn:startEvent id=\"called\" name=\"called\" isInterrupting=\"false\">" + sentBy() + MESSAGE
                                + "</bpmn:startEvent>" + flow("called", "fork") + node(join, "join", "") + BOTH));

        assertThat(after(model, "called", "called", "one", "one"))
                .containsExactly("join", "join", "two", "two", "wait");
        assertThat(refused(model)).isEmpty();
    }

    /** Three flows and three tokens, two of them by one flow: the third branch is not waited for. */
    @Test
    void threeTokensAreEnoughForThreeFlowsWhicheverTheyComeBy() {
        var model = process(node("parallelGateway", "fork", "")
                + flow("start", "fork")
                + task("first")
                + task("second")
                + task("third")
                + task("fourth")
                + flow("fork", "first")
                + flow("fork", "second")
                + flow("fork", "third")
                + flow("fork", "fourth")
                + node("exclusiveGateway", "merge", "")
                + flow("first", "merge")
                + flow("second", "merge")
                + node("inclusiveGateway", "join", "")
                + flow("merge", "join")
                + flow("third", "join")
                + flow("fourth", "join")
                + task("after")
                + flow("join", "after"));

        assertThat(after(model, "first", "second")).containsExactly("fourth", "join", "join", "third");
        assertThat(after(model, "first", "second", "third")).containsExactly("after", "fourth");
        assertThat(refused(model)).isNotEmpty();
    }

    /** What waits at one inclusive join may still come to the next, and need not: then the next waits for ever. */
    @Test
    void anInclusiveJoinWaitsForATokenAtAnotherOne() {
        var model = process(node("parallelGateway", "fork", "")
                + flow("start", "fork")
                + task("first")
                + task("second")
                + task("third")
                + flow("fork", "first")
                + flow("fork", "second")
                + flow("fork", "third")
                + node("inclusiveGateway", "near", "")
                + flow("first", "near")
                + flow("second", "near")
                + choice("turn")
                + flow("near", "turn")
                + when("turn", "far", "channel == 'ngo'")
                + flow("turn", "away")
                + node("endEvent", "away", "")
                + node("inclusiveGateway", "far", "")
                + flow("third", "far")
                + task("after")
                + flow("far", "after"));

        assertThat(after(model, "first", "third")).containsExactly("far", "near", "second");
        assertThat(after(model, "first", "third", "second")).containsExactly("far");
        assertThat(refused(model)).containsExactly("far");
    }

    /** The engine goes from a link that is thrown straight to where it is caught. */
    @Test
    void anInclusiveJoinWaitsForATokenThatComesByALink() {
        var model = process(node("parallelGateway", "fork", "")
                + flow("start", "fork")
                + task("first")
                + task("second")
                + flow("fork", "first")
                + flow("fork", "second")
                + choice("turn")
                + flow("first", "turn")
                + when("turn", "leave", "channel == 'ngo'")
                + flow("turn", "away")
                + node("endEvent", "away", "")
                + node("intermediateThrowEvent", "leave", "<bpmn:linkEventDefinition name=\"over\"/>")
                + node("intermediateCatchEvent", "arrive", "<bpmn:linkEventDefinition name=\"over\"/>")
                + node("inclusiveGateway", "far", "")
                + flow("arrive", "far")
                + flow("second", "far")
                + task("after")
                + flow("far", "after"));

        assertThat(after(model, "second", "first")).containsExactly("far");
        assertThat(refused(model)).isNotEmpty();
    }

    /** What is active after these tasks were done and events happened, in this order. */
    private List<String> after(String model, String... steps) {
        var reached = new ArrayList<String>();
        var deployed = engine.with(
                Map.of("main.bpmn", model),
                () -> assertThat(engine.start(Map.of("channel", "self"), (state, ids) -> go(state, steps, 0, reached)))
                        .isTrue());
        assertThat(deployed).isTrue();
        return reached;
    }

    private void go(State state, String[] steps, int at, List<String> reached) {
        if (at == steps.length) {
            reached.addAll(state.leaves());
            return;
        }
        var step = state.steps().stream()
                .filter(one -> one.node().equals(steps[at]))
                .findFirst();
        assertThat(step).as("%s in %s", steps[at], state.leaves()).isPresent();
        assertThat(engine.take(step.orElseThrow(), (next, ids) -> go(next, steps, at + 1, reached)))
                .isTrue();
    }

    /** Where the verifier says R41. */
    private static List<String> refused(String model) {
        var report = SearchOracleTests.verifier()
                .verify(new Sources(Map.of("main.bpmn", model), Map.of(), SearchOracleTests.forms()));
        assertThat(report.findings())
                .allSatisfy(finding -> assertThat(finding.rule()).isEqualTo("R41"));
        return report.findings().stream()
                .map(Finding::element)
                .map(String::valueOf)
                .distinct()
                .toList();
    }

    private static String process(String body) {
        return "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" targetNamespace=\"urn:joins\">"
                + "<bpmn:message id=\"told\" name=\"told\"/><bpmn:escalation id=\"raised\" escalationCode=\"raised\"/>"
                + "<bpmn:process id=\"main\" isExecutable=\"true\" camunda:historyTimeToLive=\"P1D\">"
                + property("part", "true") + node("startEvent", "start", "") + body
                + "</bpmn:process></bpmn:definitions>";
    }

    private static String node(String type, String id, String inside) {
        return "<bpmn:" + type + " id=\"" + id + "\" name=\"" + id + "\">" + inside + "</bpmn:" + type + ">";
    }

    private static String task(String id) {
        return "<bpmn:userTask id=\"" + id + "\" name=\"" + id
                + "\" camunda:candidateGroups=\"case-manager\" camunda:formRef=\"form-o\" camunda:formRefBinding=\"deployment\">"
                + property("strand", "governance") + "</bpmn:userTask>";
    }

    private static String boundary(String id, String at, String event) {
        return "<bpmn:boundaryEvent id=\"" + id + "\" name=\"" + id + "\" attachedToRef=\"" + at
                + "\" cancelActivity=\"false\">" + sentBy() + event + "</bpmn:boundaryEvent>";
    }

    private static String subprocess(String id, String how, String inside) {
        return "<bpmn:subProcess id=\"" + id + "\" name=\"" + id + "\"" + how + ">" + property("strand", "governance")
                + inside + "</bpmn:subProcess>";
    }

    private static String sentBy() {
        return property("sent-by", "case-manager");
    }

    private static String property(String name, String value) {
        return "<bpmn:extensionElements><camunda:properties><camunda:property name=\"nrm:" + name + "\" value=\""
                + value + "\"/></camunda:properties></bpmn:extensionElements>";
    }

    private static String flow(String from, String to) {
        return "<bpmn:sequenceFlow id=\"" + from + "-" + to + "\" sourceRef=\"" + from + "\" targetRef=\"" + to
                + "\"/>";
    }

    private static String choice(String id) {
        return "<bpmn:exclusiveGateway id=\"" + id + "\" name=\"" + id + "\" default=\"" + id + "-away\"/>";
    }

    private static String when(String from, String to, String condition) {
        return "<bpmn:sequenceFlow id=\"" + from + "-" + to + "\" sourceRef=\"" + from + "\" targetRef=\"" + to
                + "\"><bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${" + condition
                + "}</bpmn:conditionExpression></bpmn:sequenceFlow>";
    }
}
