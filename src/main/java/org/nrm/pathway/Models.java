package org.nrm.pathway;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.nrm.forms.Form;
import org.nrm.forms.Question;
import org.nrm.forms.UnusableForm;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.RightsSettings;
import org.nrm.mechanism.SettingsFile;
import org.nrm.mechanism.UnusableFile;
import org.nrm.mechanism.UnusableSettings;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.model.DataReader;
import org.nrm.rights.model.Decisions;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.VariableReads;
import org.nrm.rights.proof.Rules;
import org.nrm.rights.proof.Verdict;
import org.nrm.rights.proof.Verifier;
import org.nrm.rights.proof.VocabularyReader;
import org.springframework.stereotype.Component;

/**
 * The process models, decision tables and forms of this installation, read and checked before anything is deployed. What is not
 * annotated, or names a role, form, class or deadline that there is not, stops the start.
 */
@Component
class Models {

    /** Which agency has which role, the words of lists, and who reads what: a change of them is a change of the rules too. */
    private static final List<String> WHO_MAY_WHAT = List.of("directory.yaml", "lists.yaml", "need-to-know.yaml");

    private final Map<String, String> processFiles;
    private final Map<String, String> formFiles;
    private final Map<String, String> tableFiles;
    private final Map<String, String> usedTables = new TreeMap<>();
    private final Map<String, Form> forms = new TreeMap<>();
    private final Map<String, TaskModel> tasks = new HashMap<>();
    private final Set<String> instanceMessages = new HashSet<>();
    private final Map<String, Set<String>> eventMarks = new HashMap<>();
    private final Set<String> besides = new HashSet<>();
    private final VariableReads variables;
    private final Map<String, String> given;
    private final RightsSettings rights;

    Models() {
        this(
                new ResourceFolder("processes").files(".bpmn"),
                new ResourceFolder("processes").files(".dmn"),
                new ResourceFolder("forms").files(".form"));
    }

    /** Of these files, each by its name. */
    Models(Map<String, String> processes, Map<String, String> tables, Map<String, String> forms) {
        processFiles = processes;
        tableFiles = tables;
        formFiles = forms;
        if (processFiles.isEmpty()) throw new UnusableSettings("The folder processes holds no .bpmn file");
        formFiles.forEach(this::read);
        var sources = new Sources(
                inFolder("processes/", processFiles),
                inFolder("processes/", tableFiles),
                inFolder("forms/", formFiles));
        var settings = prove(sources);
        rights = settings.rights();
        given = settings.vocabulary().variables();
        var decisions = Decisions.of(sources, settings.vocabulary());
        var read = new ArrayList<BpmnModelInstance>();
        for (var file : processFiles.entrySet()) {
            var model = Bpmn.readModelFromStream(
                    new ByteArrayInputStream(file.getValue().getBytes(StandardCharsets.UTF_8)));
            read.add(model);
            index(model);
            for (var task : model.getModelElementsByType(BusinessRuleTask.class)) index(task, decisions);
        }
        variables = VariableReads.of(read, settings.vocabulary(), new DataReader(settings.vocabulary(), decisions));
    }

    /** Nothing is deployed that is not proved; there is no way around it. */
    private VocabularyReader.Settings prove(Sources sources) {
        var config = new HashMap<String, String>();
        var packed = new HashMap<String, String>();
        for (var name : VocabularyReader.FILES) {
            config.put(name, new SettingsFile(name).text());
            packed.put(name, new SettingsFile(name).packed());
        }
        try {
            var settings = VocabularyReader.read(config, packed, inFolder("forms/", formFiles));
            var report = new Verifier(settings.vocabulary(), new Rules(settings.rights())).verifyWhole(sources);
            if (report.verdict() != Verdict.PROVED)
                throw new UnusableSettings("The process models cannot be used:\n"
                        + report.findings().stream()
                                .map(finding -> "  " + finding.rule() + " " + finding)
                                .collect(Collectors.joining("\n")));
            return settings;
        } catch (UnusableFile e) {
            throw new UnusableSettings(e.inWords());
        }
    }

    private static Map<String, String> inFolder(String folder, Map<String, String> files) {
        var placed = new TreeMap<String, String>();
        files.forEach((name, content) -> placed.put(folder + name, content));
        return placed;
    }

    /** How often a person may be interviewed in the whole of her case (R23). */
    int mostInterviews(boolean child) {
        return child ? rights.interviewsChild() : rights.interviewsAdult();
    }

    /** Is the variable one that a form, a parameter, a call or {@code data-classes.yaml} declares? */
    boolean declares(String variable) {
        return variables.declares(variable);
    }

    /**
     * Is it a routing fact that comes from elsewhere than a form: from a message, or computed from routing facts alone?
     */
    boolean setsByItself(String variable) {
        return (given.containsKey(variable) || variables.computes(variable)) && routing(variable, new HashSet<>());
    }

    private boolean routing(String variable, Set<String> asked) {
        if (!asked.add(variable)) return true;
        var fields = forms.values().stream()
                .flatMap(form -> form.question(variable).stream())
                .toList();
        var sources = variables.sources(variable);
        if (fields.isEmpty() && sources.isEmpty() && !variables.computes(variable) && !given.containsKey(variable))
            return false;
        return fields.stream().allMatch(field -> field.closed() && "routing".equals(field.dataClass()))
                && given.getOrDefault(variable, "routing").equals("routing")
                && sources.stream().allMatch(source -> routing(source, asked));
    }

    /** All files of the deployment, by name; a table that only advises is not among them. */
    Map<String, String> files() {
        var all = new TreeMap<>(processFiles);
        all.putAll(usedTables);
        all.putAll(formFiles);
        return all;
    }

    /** All that a case goes by, by path: what is deployed, and the settings by which it is read. */
    Map<String, String> inForce() {
        var all = new TreeMap<>(inFolder("processes/", processFiles));
        all.putAll(inFolder("processes/", usedTables));
        all.putAll(inFolder("forms/", formFiles));
        for (var name : VocabularyReader.FILES) all.put("config/" + name, new SettingsFile(name).text());
        for (var name : WHO_MAY_WHAT) all.put("config/" + name, new SettingsFile(name).text());
        return all;
    }

    /** The class of the answer that the engine may hold under this name; empty if no form asks for it. */
    Optional<String> dataClass(String variable) {
        return forms.values().stream()
                .flatMap(form -> form.question(variable).stream())
                .filter(this::heldByEngine)
                .map(field -> String.valueOf(field.dataClass()))
                .findFirst();
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

    Form form(String id) {
        var form = forms.get(id);
        if (form == null) throw new IllegalStateException("There is no form " + id);
        return form;
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
     * classes only what a condition or the table of a business rule task reads.
     */
    boolean heldByEngine(Question field) {
        var dataClass = String.valueOf(field.dataClass());
        return field.closed()
                && (dataClass.equals("routing")
                        || (Set.of("co-operation", "migration", "decision").contains(dataClass)
                                && variables.byEngine(field.key())));
    }

    private void read(String file, String content) {
        try {
            var form = Form.parse(content);
            if (!file.equals(form.id() + ".form"))
                throw new UnusableSettings(
                        "forms/" + file + ": the id '" + form.id() + "' must be the name of the file");
            if (form.questions().stream().noneMatch(Question::required))
                throw new UnusableSettings(
                        "forms/" + file + ": no field is required; make the one that carries the outcome required");
            forms.put(form.id(), form);
        } catch (UnusableForm e) {
            throw new UnusableSettings("forms/" + file + " " + e.getMessage());
        }
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
    }

    private void index(BusinessRuleTask task, Decisions decisions) {
        var decision = task.getCamundaDecisionRef();
        if (decision == null) return;
        var file = decisions.file(decision).orElseThrow().substring("processes/".length());
        usedTables.put(file, Objects.requireNonNull(tableFiles.get(file)));
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
                        Annotations.words(Annotations.value(task, "discloses").orElse(""), ";"),
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
