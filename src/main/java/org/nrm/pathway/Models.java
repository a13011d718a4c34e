package org.nrm.pathway;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.camunda.bpm.model.xml.ModelException;
import org.nrm.access.Roles;
import org.nrm.records.DataClasses;
import org.nrm.rights.Annotations;
import org.nrm.rights.Declarations;
import org.nrm.rights.FormSchema;
import org.nrm.rights.Mark;
import org.nrm.rights.Vocabulary;
import org.nrm.settings.UnusableSettings;
import org.springframework.stereotype.Component;

/**
 * The process models and forms of this installation, read and checked before anything is deployed. What is not annotated, or
 * names a role, form, class or deadline that there is not, stops the start.
 */
@Component
class Models {

    private final Map<String, String> processFiles;
    private final Map<String, String> formFiles;
    private final Map<String, FormSchema> forms = new TreeMap<>();
    private final Map<String, TaskModel> tasks = new HashMap<>();
    private final Set<String> instanceMessages = new HashSet<>();
    private final Map<String, Set<String>> eventMarks = new HashMap<>();
    private final Set<String> besides = new HashSet<>();
    private final Set<String> engineVariables = new HashSet<>();

    Models(Roles roles, DataClasses classes, Deadlines deadlines) {
        processFiles = new ResourceFolder("processes").files(".bpmn");
        formFiles = new ResourceFolder("forms").files(".form");
        if (processFiles.isEmpty()) throw new UnusableSettings("The folder processes holds no .bpmn file");
        formFiles.forEach(this::read);
        var models = new LinkedHashMap<String, BpmnModelInstance>();
        processFiles.forEach((file, content) -> models.put("processes/" + file, parse(file, content)));
        var findings = Declarations.check(models, vocabulary(roles, classes, deadlines));
        if (!findings.isEmpty())
            throw new UnusableSettings("The process models cannot be used:\n"
                    + findings.stream().map(finding -> "  " + finding).collect(Collectors.joining("\n")));
        models.values().forEach(this::index);
    }

    /** All files of the deployment, by name. */
    Map<String, String> files() {
        var all = new TreeMap<>(processFiles);
        all.putAll(formFiles);
        return all;
    }

    /** The task of the model; there is one, since only what was read here is deployed. */
    TaskModel task(String process, String element) {
        var task = tasks.get(process + "/" + element);
        if (task == null) throw new IllegalStateException("The process " + process + " has no task " + element);
        return task;
    }

    /** A task of this id, of the first process by name that has one. */
    Optional<TaskModel> anywhere(String element) {
        return tasks.values().stream()
                .filter(task -> task.element().equals(element))
                .min(Comparator.comparing(TaskModel::process));
    }

    boolean hasForm(String id) {
        return forms.containsKey(id);
    }

    FormSchema form(String id) {
        var form = forms.get(id);
        if (form == null) throw new IllegalStateException("There is no form " + id);
        return form;
    }

    String schema(String form) {
        var schema = formFiles.get(form + ".form");
        if (schema == null) throw new IllegalStateException("There is no form " + form);
        return schema;
    }

    /** Does this message start an instance of its own? */
    boolean startsInstance(String message) {
        return instanceMessages.contains(message);
    }

    boolean hasMark(String process, String element, Mark mark) {
        return eventMarks.getOrDefault(process + "/" + element, Set.of()).contains(mark.word());
    }

    /** Does the event open a subprocess beside all else that goes on in its process? */
    boolean opensBeside(String process, String element) {
        return besides.contains(process + "/" + element);
    }

    /**
     * May the engine hold this answer? Never a text, number or date: of the closed lists, routing facts always and of other
     * classes only what a condition reads.
     */
    boolean heldByEngine(FormSchema.Field field) {
        var dataClass = String.valueOf(field.dataClass());
        return field.closed()
                && (dataClass.equals("routing")
                        || (Set.of("co-operation", "migration", "decision").contains(dataClass)
                                && engineVariables.contains(field.key())));
    }

    private void read(String file, String content) {
        try {
            var form = FormSchema.parse(content);
            if (!file.equals(form.id() + ".form"))
                throw new UnusableSettings(
                        "forms/" + file + ": the id '" + form.id() + "' must be the name of the file");
            forms.put(form.id(), form);
        } catch (FormSchema.UnusableForm e) {
            throw new UnusableSettings("forms/" + file + " " + e.getMessage());
        }
    }

    private static BpmnModelInstance parse(String file, String content) {
        try {
            return Bpmn.readModelFromStream(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        } catch (ModelException e) {
            throw new UnusableSettings("processes/" + file + " is not a BPMN model: "
                    + Optional.ofNullable(e.getCause())
                            .map(Throwable::getMessage)
                            .orElse(String.valueOf(e.getMessage())));
        }
    }

    private Vocabulary vocabulary(Roles roles, DataClasses classes, Deadlines deadlines) {
        var conditions = classes.all().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> switch (entry.getValue().condition()) {
                            case "always" -> Vocabulary.Condition.ALWAYS;
                            case "closed-list" -> Vocabulary.Condition.CLOSED_LIST;
                            default -> Vocabulary.Condition.NEVER;
                        }));
        return new Vocabulary(
                roles.ids(),
                roles.ids().stream().filter(roles::lawEnforcement).collect(Collectors.toSet()),
                conditions,
                classes.variables(),
                deadlines.keys(),
                forms);
    }

    private void index(BpmnModelInstance model) {
        for (var process : model.getModelElementsByType(Process.class))
            for (var start : process.getChildElementsByType(StartEvent.class))
                for (var message : start.getChildElementsByType(MessageEventDefinition.class))
                    instanceMessages.add(message.getMessage().getName());
        for (var task : model.getModelElementsByType(UserTask.class)) index(task);
        for (var event : model.getModelElementsByType(Event.class))
            eventMarks.put(
                    process(event) + "/" + event.getId(),
                    Annotations.marks(event).stream().map(Mark::word).collect(Collectors.toSet()));
        for (var start : model.getModelElementsByType(StartEvent.class))
            if (start.getParentElement() instanceof SubProcess && !start.isInterrupting())
                besides.add(process(start) + "/" + start.getId());
        for (var flow : model.getModelElementsByType(SequenceFlow.class))
            if (flow.getConditionExpression() != null)
                reads(flow.getConditionExpression().getTextContent());
        for (var output : model.getModelElementsByType(CamundaOutputParameter.class)) reads(output.getTextContent());
        for (var in : model.getModelElementsByType(CamundaIn.class))
            if (in.getCamundaSource() != null) engineVariables.add(in.getCamundaSource());
        for (var out : model.getModelElementsByType(CamundaOut.class))
            if (out.getCamundaSource() != null) engineVariables.add(out.getCamundaSource());
    }

    private void reads(String expression) {
        if (!expression.contains("{")) return;
        for (var node : new Builder().build(expression.strip()).getIdentifierNodes())
            engineVariables.add(node.getName());
    }

    private void index(UserTask task) {
        var process = process(task);
        tasks.put(
                process + "/" + task.getId(),
                new TaskModel(
                        process,
                        task.getId(),
                        task.getName(),
                        Annotations.value(task, "strand").orElseThrow(),
                        task.getCamundaCandidateGroups(),
                        task.getCamundaFormRef(),
                        Annotations.marks(task).stream().map(Mark::word).collect(Collectors.toSet()),
                        Annotations.of(task),
                        inAppeal(task)));
    }

    private static boolean inAppeal(UserTask task) {
        return task.getParentElement() instanceof SubProcess scope
                && scope.getChildElementsByType(StartEvent.class).stream()
                        .anyMatch(start -> Annotations.marks(start).contains(Mark.APPEALS));
    }

    private static String process(org.camunda.bpm.model.xml.instance.ModelElementInstance element) {
        var parent = element;
        while (!(parent instanceof Process)) parent = parent.getParentElement();
        return ((Process) parent).getId();
    }
}
