package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.mechanism.UnusableSettings;

/** Tables advise in FEEL and do nothing else. */
class AdvisoryTablesTests {

    /** A property that whoever reaches an object's methods could set. */
    private static final String WITNESS = "nrm.test.witness";

    private static final String TABLE = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D" namespace="urn:nrm:test">
              <decision id="advice" name="Advice">
                <decisionTable id="table" hitPolicy="FIRST">
                  <input id="in"><inputExpression id="in-expression" typeRef="string"%s><text>%s</text></inputExpression></input>
                  <output id="out" name="advice" typeRef="string"/>
                  <rule id="one"><inputEntry id="one-in"><text></text></inputEntry><outputEntry id="one-out"><text>"yes"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>""";

    private static final String SETS =
            "''.getClass().forName('java.lang.System').getMethod('setProperty', ''.getClass(), ''.getClass())"
                    + ".invoke(null, '" + WITNESS + "', 'x')";

    private static String table(String language, String text) {
        return TABLE.formatted(language.isEmpty() ? "" : " expressionLanguage=\"" + language + "\"", text);
    }

    @Test
    void adviseInFeel() {
        var tables = new AdvisoryTables(Map.of("processes/advice.dmn", table("feel", "isChild")));

        assertThat(tables.evaluate("advice", Map.of("isChild", "yes"), "advice"))
                .hasValue("yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"juel", "javascript", "groovy", "python", "urn:somebody:feely"})
    void areWrittenInNoOtherLanguage(String language) {
        assertThatThrownBy(() -> new AdvisoryTables(Map.of("processes/advice.dmn", table(language, SETS))))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("processes/advice.dmn")
                .hasMessageContaining("'in-expression'")
                .hasMessageContaining("written in FEEL");
    }

    /** Also if it came past the reading: the engine itself has the wall. */
    @ParameterizedTest
    @ValueSource(strings = {"juel", "javascript", "groovy"})
    void runNothing(String language) {
        System.clearProperty(WITNESS);
        var engine = EngineWall.decisions();
        var model = Dmn.readModelFromStream(
                new ByteArrayInputStream(table(language, language.equals("juel") ? "${" + SETS + "}" : SETS)
                        .getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> engine.evaluateDecisionTable(
                        engine.parseDecisions(model).get(0), Variables.createVariables()))
                .isInstanceOf(DmnEngineException.class);
        assertThat(System.getProperty(WITNESS)).isNull();
    }

    @Test
    void reachNoClassByFeel() {
        System.clearProperty(WITNESS);
        var external =
                "{ set: function(key, value) external { java: { class: \"java.lang.System\", method signature: \"setProperty(java.lang.String, java.lang.String)\" } },"
                        + " done: set(\"" + WITNESS + "\", \"x\") }.done";
        var tables = new AdvisoryTables(Map.of("processes/advice.dmn", table("", external.replace("\"", "&quot;"))));

        assertThatThrownBy(() -> tables.evaluate("advice", Map.of(), "advice"))
                .hasMessageContaining("External functions are disabled");
        assertThat(System.getProperty(WITNESS)).isNull();
    }
}
