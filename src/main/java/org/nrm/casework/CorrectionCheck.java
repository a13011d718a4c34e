package org.nrm.casework;

import java.util.List;
import org.nrm.forms.Unacceptable;
import org.nrm.pathway.TaskModels;
import org.nrm.records.erasure.AnswerCheck;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.springframework.stereotype.Component;

/** Checks a corrected answer by the question of its form, in the version by which it was first given. */
@Component
class CorrectionCheck implements AnswerCheck {

    private final TaskModels models;
    private final Choices choices;

    CorrectionCheck(TaskModels models, Choices choices) {
        this.models = models;
        this.choices = choices;
    }

    @Override
    public boolean takes(int version, String form, String field, Object value, String region) {
        var question = models.form(version, form)
                .flatMap(known -> choices.expand(known, region).question(field));
        if (question.isEmpty()) return false;
        try {
            question.get().take(value);
            return true;
        } catch (Unacceptable e) {
            throw new InvalidAnswers(List.of(new FieldProblem("value", String.valueOf(e.getMessage()))));
        }
    }
}
