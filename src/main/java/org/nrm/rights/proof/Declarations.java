package org.nrm.rights.proof;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.nrm.forms.Form;
import org.nrm.forms.Question;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.Kinds;
import org.nrm.rights.model.DataReader;
import org.nrm.rights.model.Decisions;
import org.nrm.rights.model.Vocabulary;

/**
 * Judges models as they are written, before anything is run: that they can be executed, and what the rules ask of single elements. Judges a
 * set of models together, since call activities carry variables from one to another.
 */
public final class Declarations {

    private Declarations() {}

    /** Checks models that use no decision tables; see the other. */
    public static List<Finding> check(Map<String, BpmnModelInstance> models, Vocabulary vocabulary) {
        var decisions = new Decisions(Map.of(), DataReader.expressions(vocabulary));
        var processes = new TreeMap<String, List<Process>>();
        models.forEach((file, model) -> processes.put(file, List.copyOf(model.getModelElementsByType(Process.class))));
        return check(
                processes,
                vocabulary,
                decisions,
                new DataReader(vocabulary, decisions),
                Map.of(),
                Elements.Lost.NOTHING);
    }

    /**
     * Checks the models.
     *
     * @param models processes by file name; what they name is there, and of the right kind
     * @param reader what each element does with data
     * @param lines  of each file, by id of the element
     * @param lost   what would be there if its file could be used
     * @return what is wrong, in the order of files and elements; empty if nothing is
     */
    static List<Finding> check(
            Map<String, List<Process>> models,
            Vocabulary vocabulary,
            Decisions decisions,
            DataReader reader,
            Map<String, Map<String, Integer>> lines,
            Elements.Lost lost) {
        var elements = new Elements(models, vocabulary, reader, lines, lost);
        decisions
                .unusable()
                .forEach((file, faults) -> faults.forEach(fault ->
                        elements.add(Finding.unusable(file, fault.line(), null, fault.element(), fault.message()))));
        vocabulary.forms().values().stream()
                .sorted(Comparator.comparing(Form::id))
                .forEach(form -> form(form, vocabulary, elements));
        models.forEach((file, own) -> own.forEach(process -> {
            var whole = new Elements.At(file, process, process);
            elements.attempt(whole, () -> process(whole, elements));
        }));
        return elements.findings();
    }

    private static void process(Elements.At whole, Elements elements) {
        Executable.check(whole.process(), (element, message) -> elements.unusable(whole, element, message));
        for (var element : elements.within(whole.process()))
            for (var rule : Rules.OWN)
                for (var check : rule.checks())
                    if (check instanceof Rule.OfElement asked) asked.judge(rule, elements, whole.other(element));
    }

    /** R42 of the fields of a form: each has a class. */
    private static void form(Form form, Vocabulary vocabulary, Elements elements) {
        var file = "forms/" + form.id() + ".form";
        for (var field : form.questions()) {
            if (field.dataClass() == null)
                form(
                        elements,
                        file,
                        field,
                        "the field has no data class; set the property dataClass, "
                                + Allowed.of(null, vocabulary.dataClasses().keySet()));
            else if (!vocabulary.dataClasses().containsKey(field.dataClass()))
                form(
                        elements,
                        file,
                        field,
                        "the data class '" + field.dataClass() + "' is not in data-classes.yaml: "
                                + Allowed.of(
                                        field.dataClass(),
                                        vocabulary.dataClasses().keySet()));
            var assigns = field.effects().assigns();
            if (assigns != null && !vocabulary.roles().contains(assigns))
                form(
                        elements,
                        file,
                        field,
                        "assigns the role '" + assigns + "', which is not in roles.yaml: "
                                + Allowed.of(assigns, vocabulary.roles()));
            var consentOf = field.effects().consentOf();
            if (consentOf == null) continue;
            if (DisclosureScope.meant(consentOf))
                vocabulary.problems(consentOf).forEach(problem -> form(elements, file, field, problem));
            else if (!Kinds.ALL.contains(consentOf))
                form(
                        elements,
                        file,
                        field,
                        "is a consent to the kind '" + consentOf + "', which is not known: "
                                + Allowed.of(consentOf, Kinds.ALL));
        }
    }

    private static void form(Elements elements, String file, Question field, String message) {
        elements.add(Finding.of("R42", file, 0, null, field.key(), message));
    }
}
