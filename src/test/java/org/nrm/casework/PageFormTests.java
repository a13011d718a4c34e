package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nrm.forms.Form;
import org.nrm.forms.UnusableForm;
import org.springframework.util.LinkedMultiValueMap;

/** What a browser posts, and what of a form is shown then. */
class PageFormTests {

    private static final String SCHEMA = """
            {"id": "beds", "components": [
              {"type": "text", "text": "Ask **first**."},
              {"type": "checkbox", "key": "told", "label": "Told"},
              {"type": "number", "key": "beds", "label": "Beds"},
              {"type": "taglist", "key": "needs", "label": "Needs", "values": [{"value": "a", "label": "One"}, {"value": "b", "label": "Two"}]},
              {"type": "radio", "key": "now", "label": "Now", "values": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]},
              {"type": "textfield", "key": "why", "label": "Why", "conditional": {"hide": "=not(now = \\"no\\")"}}
            ]}""";

    @Test
    void textsBecomeTheAnswersThatTheFormTakes() {
        var answers = posted("told", "true", "beds", " 3 ", "needs", "a", "needs", "b", "now", "", "other", "x");
        assertThat(answers).isEqualTo(Map.of("told", true, "beds", 3, "needs", List.of("a", "b")));
    }

    @Test
    void anEmptyBoxIsFalseAndANumberThatIsNoneStaysAsItWasTyped() {
        assertThat(posted("beds", "three")).isEqualTo(Map.of("told", false, "beds", "three"));
    }

    @Test
    void aFieldThatAConditionHidesIsNotThere() {
        assertThat(fields(posted("now", "yes"))).containsExactly("told", "beds", "needs", "now");
        assertThat(fields(posted("now", "no"))).containsExactly("told", "beds", "needs", "now", "why");
    }

    @Test
    void theAnswerOnWhichOthersDependDecides() {
        var page = PageForm.of(form(), Map.of(), List.of());
        assertThat(page.field("now").decides()).isTrue();
        assertThat(page.field("told").decides()).isFalse();
    }

    @Test
    void aStrongPartOfATextIsMarked() {
        var text = PageForm.of(form(), Map.of(), List.of())
                .sections()
                .get(0)
                .items()
                .get(0)
                .text();
        assertThat(text)
                .containsExactly(
                        new PageForm.Piece("Ask ", false),
                        new PageForm.Piece("first", true),
                        new PageForm.Piece(".", false));
    }

    private Form form() {
        try {
            return Form.parse(SCHEMA);
        } catch (UnusableForm e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, @Nullable Object> posted(String... fields) {
        var posted = new LinkedMultiValueMap<String, String>();
        for (var at = 0; at < fields.length; at += 2) posted.add(fields[at], fields[at + 1]);
        return PageAnswers.of(form(), posted);
    }

    private List<String> fields(Map<String, @Nullable Object> answers) {
        var keys = new ArrayList<String>();
        for (var section : PageForm.of(form(), answers, List.of()).sections())
            for (var item : section.items()) {
                var field = item.field();
                if (field != null) keys.add(field.key());
            }
        return keys;
    }
}
