package org.nrm.rights.model;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.DecisionPoint;
import org.nrm.rights.model.DataFacts.Phase;

/** Reads what the form of a task or start event brings. */
final class FormReading {

    private final Map<String, Form> forms;
    private final FoundData into;

    FormReading(Map<String, Form> forms, FoundData into) {
        this.forms = forms;
        this.into = into;
    }

    /** The fields of the form that is named, which the task writes, and by what they are shown. */
    void read(@Nullable String reference) {
        into.point("form", reference);
        var form = reference == null ? null : forms.get(reference);
        if (form == null) return;
        for (var field : form.questions()) {
            var hide = field.hide();
            if (hide != null) hides(form, field.key(), Expression.of(hide.reading()));
            if (!field.readOnly())
                into.add(new Assignment(
                        Phase.AT,
                        field.key(),
                        false,
                        Set.of(),
                        field.key(),
                        field.dataClass() == null ? "undeclared" : field.dataClass()));
        }
    }

    private void hides(Form form, String field, Expression condition) {
        into.problem(condition);
        for (var name : condition.reads().stream().sorted().toList())
            if (form.question(name).isEmpty())
                into.problem(
                        "the condition of the field '" + field + "' reads '" + name
                                + "', which is no field of the form " + form.id() + ": it never holds",
                        false);
        if (!condition.reads().isEmpty()) into.point(DecisionPoint.ofField(field, condition.reads()));
    }
}
