package org.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One form, read once: what it asks, and what is taken. */
class FormTests {

    private static final String SCHEMA = """
            {"id": "meeting", "components": [
              {"type": "text", "text": "Ask **first**."},
              {"type": "radio", "key": "now", "label": "Now", "values": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]},
              {"type": "group", "label": "More", "conditional": {"hide": "=now = \\"no\\""}, "components": [
                {"type": "textfield", "key": "why", "validate": {"required": true, "maxLength": 5}},
                {"type": "select", "key": "who", "valuesKey": "agencies", "conditional": {"hide": "=why = \\"none\\""}}]}
            ]}""";

    @Test
    void aQuestionOfAGroupIsHiddenWithTheGroupToo() throws UnusableForm {
        var form = Form.parse(SCHEMA);
        assertThat(form.take(Map.of("now", "no"))).isEqualTo(new Form.Taken(Map.of("now", "no"), Map.of()));
        assertThat(form.take(Map.of("now", "yes")).problems()).containsOnlyKeys("why");
        var who = form.question("who").orElseThrow();
        assertThat(form.hidden(who, Map.of("now", "no"))).isTrue();
        assertThat(form.hidden(who, Map.of("now", "yes", "why", "none"))).isTrue();
        assertThat(form.hidden(who, Map.of("now", "yes"))).isFalse();
        assertThat(form.decides("why")).isTrue();
        assertThat(form.decides("who")).isFalse();
    }

    @Test
    void whatDependsOnTheReaderIsACopy() throws UnusableForm {
        var form = Form.parse(SCHEMA);
        var listed =
                form.listing(list -> Optional.of(List.of(new Choice(list + "-a", "A"), new Choice(list + "-b", "B"))));
        var narrowed = listed.narrowed("who", "agencies-b"::equals);
        assertThat(narrowed.schema().at("/components/2/components/1/values").toString())
                .isEqualTo("[{\"value\":\"agencies-b\",\"label\":\"B\"}]");
        assertThat(narrowed.schema().at("/components/2/components/1").has("valuesKey"))
                .isFalse();
        assertThat(narrowed.take(Map.of("why", "x", "who", "agencies-a")).problems())
                .containsExactly(Map.entry("who", "Is not one of the answers of the list."));
        assertThat(listed.take(Map.of("why", "x", "who", "agencies-a")).answers())
                .containsEntry("who", "agencies-a");
        assertThat(form.question("who").orElseThrow().choices()).isEmpty();
        assertThat(listed.listing(list -> Optional.empty())
                        .question("who")
                        .orElseThrow()
                        .choices())
                .as("of a list that is not known, what is there stays")
                .hasSize(2);
        assertThat(listed.schema().at("/components/2/components/1/values")).hasSize(2);
    }

    @Test
    void sectionsStandInTheOrderOfTheForm() throws UnusableForm {
        assertThat(Form.parse(SCHEMA).sections())
                .containsExactly(
                        new Form.Section(null, List.of(new Form.Words("Ask **first**."), new Form.Asked("now"))),
                        new Form.Section("More", List.of(new Form.Asked("why"), new Form.Asked("who"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u00a0\u200b\u2800", "\u3164"})
    void aTextOfWhichNothingCanBeSeenIsNoAnswerToWhatMustBeAnswered(String text) throws UnusableForm {
        assertThat(Form.parse(SCHEMA).take(Map.of("why", text)).problems())
                .containsExactly(Map.entry("why", "Please answer this question."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\u0000"})
    void halfACharacterIsNoText(String text) throws UnusableForm {
        assertThat(Form.parse(SCHEMA).take(Map.of("why", text)).problems())
                .containsExactly(Map.entry("why", "Holds a character that is not text."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id": "a", "id": "b", "components": []}                                             | is not JSON
            {                                                                                    | is not JSON
            []                                                                                   | has no id
            {"components": []}                                                                   | has no id
            {"id": "a", "components": [{"type": "table"}]}                                       | has a component of the type 'table'
            {"id": "a", "components": [7]}                                                       | has a component of the type ''
            {"id": "a", "components": [{"type": "radio"}]}                                       | has a radio without a key
            {"id": "a", "components": [{"type": "number", "key": "n", "validate": {"min": 0.5}}]} | has at the field 'n' a min that is no whole number
            {"id": "a", "components": [{"type": "number", "key": "n", "conditional": {"hide": "x"}}]} | has the condition 'x', which must begin with =
            {"id": "a", "components": [{"type": "number", "key": "n"}, {"type": "group", "components": [{"type": "radio", "key": "n"}]}]} | has the field 'n' twice
            """)
    void whatIsNoFormIsRefused(String json, String message) {
        assertThatThrownBy(() -> Form.parse(json))
                .isInstanceOf(UnusableForm.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyShippedFormIsShownAsItsFileIs() throws Exception {
        try (var files = Files.list(Path.of("forms"))) {
            for (var file :
                    files.filter(name -> name.toString().endsWith(".form")).toList()) {
                var json = read(file);
                var form = Form.parse(json);
                var tree = tools.jackson.databind.json.JsonMapper.shared().readTree(json);
                var shown = form.schema();
                assertThat(shown.findValues("key")).isEqualTo(tree.findValues("key"));
                assertThat(shown.findValues("valuesKey")).isEmpty();
                assertThat(form.questions()).hasSize(tree.findValues("key").size());
            }
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
