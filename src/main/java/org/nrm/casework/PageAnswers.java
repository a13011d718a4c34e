package org.nrm.casework;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.forms.Kind;
import org.nrm.forms.Question;
import org.springframework.util.MultiValueMap;

/** Turns what a browser posts, which is text only, into the answers that a form takes. */
final class PageAnswers {

    private PageAnswers() {}

    /**
     * The answers by question. An empty field is no answer; a box that is not ticked is {@code false}; a number that is none
     * stays text, so that it can be shown again.
     */
    static Map<String, @Nullable Object> of(Form form, MultiValueMap<String, String> posted) {
        var answers = new LinkedHashMap<String, @Nullable Object>();
        for (var question : form.questions()) {
            var answer = answer(question, posted.getOrDefault(question.key(), List.of()));
            if (answer != null) answers.put(question.key(), answer);
        }
        return answers;
    }

    private static @Nullable Object answer(Question question, List<String> posted) {
        var filled = posted.stream().filter(text -> !text.isEmpty()).toList();
        if (question.kind() == Kind.CHECKBOX) return filled.contains("true");
        if (filled.isEmpty()) return null;
        return switch (question.kind()) {
            case CHECKLIST, TAGLIST -> filled;
            case NUMBER -> number(filled.get(0).strip());
            default -> filled.get(0).replace("\r\n", "\n");
        };
    }

    private static Object number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
