package org.nrm.pathway;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
import org.nrm.forms.Choice;
import org.nrm.forms.Form;
import org.nrm.forms.Question;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.Hash;
import org.nrm.mechanism.DeadlineTable;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Settings;
import org.nrm.mechanism.UnusableFile;
import org.nrm.mechanism.UnusableSettings;
import org.nrm.rights.follow.Course;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.model.DataReader;
import org.nrm.rights.model.Decisions;
import org.nrm.rights.model.ModelElements;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.VariableReads;
import org.nrm.rights.model.Vocabulary;
import org.nrm.rights.proof.Rules;
import org.nrm.rights.proof.Verdict;
import org.nrm.rights.proof.Verifier;

/**
 * One version of a mechanism: its process models, decision tables, forms and settings, read once and never changed. What is not
 * annotated, or names a role, form, class or deadline that there is not, is no set. A case is read, continued, replayed and judged by the
 * set of its own version, whatever was published since.
 */
public final class ModelSet {

    private static final String PROCESSES = "processes/";
    private static final String FORMS = "forms/";
    private static final String FORM = ".form";
    private static final Pattern AGENCIES = Pattern.compile("agencies(-.*)?");

    private final String hash;
    private final SortedMap<String, String> files;
    private final Sources sources;
    private final Settings settings;
    private final Vocabulary vocabulary;
    private final AdvisoryTables tables;
    private final Map<String, String> usedTables = new TreeMap<>();
    private final Map<String, Form> forms;
    private final Map<String, TaskModel> tasks = new HashMap<>();
    /** Message → process that it starts. */
    private final Map<String, String> instanceMessages = new HashMap<>();

    private final Map<String, Set<String>> eventMarks = new HashMap<>();
    private final Set<String> besides = new HashSet<>();
    private final VariableReads variables;
    private final ModelElements elements;
    /** Process → the file in which it is drawn. */
    private final Map<String, String> diagrams = new HashMap<>();

    private ModelSet(Map<String, String> files, boolean toBeProved) {
        this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        hash = hash(this.files);
        sources = new Sources(ending(".bpmn"), ending(".dmn"), ending(FORM));
        if (sources.processes().isEmpty()) throw new UnusableSettings("The folder processes holds no .bpmn file");
        settings = toBeProved ? Settings.bounded(files) : Settings.published(files);
        forms = forms();
        vocabulary = Vocabulary.of(settings.models(), forms);
        if (toBeProved) prove();
        tables = new AdvisoryTables(ending(".dmn"));
        var decisions = Decisions.of(sources, vocabulary);
        var models = new ArrayList<BpmnModelInstance>();
        for (var file : sources.processes().values()) {
            var model = Bpmn.readModelFromStream(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
            models.add(model);
            index(model);
            for (var process : model.getModelElementsByType(Process.class)) diagrams.put(process.getId(), file);
            for (var task : model.getModelElementsByType(BusinessRuleTask.class)) index(task, decisions);
        }
        elements = ModelElements.of(models);
        variables = VariableReads.of(models, vocabulary, new DataReader(vocabulary, decisions));
    }

    /**
     * Reads a set that is to be published. Nothing is deployed that is not proved; there is no way around it.
     *
     * @throws UnusableSettings if it cannot be used or is not proved; the message names file, place and rule
     */
    static ModelSet proved(Map<String, String> files) {
        return new ModelSet(files, true);
    }

    /**
     * Reads a set that was proved when it was published.
     *
     * @param files text by path, as {@code processes/testimony.bpmn}, {@code forms/needs.form}, {@code config/roles.yaml}; a settings file
     *     that is missing is the packed one
     * @throws UnusableSettings if it cannot be used; the message names file and place
     */
    static ModelSet read(Map<String, String> files) {
        return new ModelSet(files, false);
    }

    private void prove() {
        for (var form : forms.values()) form.questions().forEach(question -> known(form, question));
        var report = new Verifier(vocabulary, new Rules(settings.models().rights())).verifyWhole(sources);
        if (report.verdict() != Verdict.PROVED)
            throw new UnusableSettings("The process models cannot be used:\n"
                    + report.findings().stream()
                            .map(finding ->
                                    (finding.cause() == null ? "  " : "    follows: ") + finding.rule() + " " + finding)
                            .collect(Collectors.joining("\n")));
    }

    private Map<String, Form> forms() {
        var faults = new ArrayList<UnusableFile>();
        var read = Form.parseAll(ending(FORM), faults::add);
        if (!faults.isEmpty())
            throw new UnusableSettings(
                    faults.stream().map(UnusableFile::inWords).collect(Collectors.joining("\n")));
        for (var form : read.values())
            if (form.questions().stream().noneMatch(Question::required))
                throw new UnusableSettings(FORMS + form.id() + FORM
                        + ": no field is required; make the one that carries the outcome required");
        read.replaceAll((id, form) -> withChoices(form));
        return read;
    }

    private Map<String, String> ending(String ending) {
        var found = new TreeMap<>(files);
        found.keySet().removeIf(path -> !path.endsWith(ending));
        return found;
    }

    /** Of the canonical JSON object of path → hash of the file: no file can be replaced unseen. */
    static String hash(Map<String, String> files) {
        return Hash.of(CanonicalJson.write(hashes(files)).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Path → hash of the file. */
    static SortedMap<String, String> hashes(Map<String, String> files) {
        var hashes = new TreeMap<String, String>();
        files.forEach((path, content) -> hashes.put(
                path, Hash.of(content.getBytes(StandardCharsets.UTF_8)).toString()));
        return hashes;
    }

    public String hash() {
        return hash;
    }

    /** All that a case goes by: text by path. */
    public SortedMap<String, String> files() {
        return files;
    }

    /** The settings of this version, but for who may what now: that is a matter of the newest. */
    public Settings settings() {
        return settings;
    }

    /** The deadlines and waiting periods of this version. */
    DeadlineTable deadlines() {
        return settings.models().deadlines();
    }

    /** The tables of this version that advise. */
    public AdvisoryTables tables() {
        return tables;
    }

    /** Ready for following a case through it, by one thread at a time. */
    public Course course() {
        try {
            return Course.of(sources, vocabulary);
        } catch (UnusableFile e) {
            throw new IllegalStateException("A set that was read cannot be read: " + e.inWords(), e);
        }
    }

    /** What the processes and their elements are called. */
    public ModelElements elements() {
        return elements;
    }

    /** The BPMN file in which a process is drawn; empty if there is no such process. */
    public Optional<String> diagram(String process) {
        return Optional.ofNullable(diagrams.get(process));
    }

    /** Variables by which a flow is taken or not. */
    public Set<String> readInConditions() {
        return variables.inConditions();
    }

    /** How often a person may be interviewed in the whole of her case (R23). */
    int mostInterviews(boolean child) {
        return child
                ? settings.models().rights().interviewsChild()
                : settings.models().rights().interviewsAdult();
    }

    /** Is the variable one that a form, a parameter, a call or {@code data-classes.yaml} declares? */
    boolean declares(String variable) {
        return variables.declares(variable);
    }

    /**
     * Is it a routing fact that comes from elsewhere than a form: from a message, or computed from routing facts alone?
     */
    boolean setsByItself(String variable) {
        return (given().containsKey(variable) || variables.computes(variable)) && routing(variable, new HashSet<>());
    }

    private boolean routing(String variable, Set<String> asked) {
        if (!asked.add(variable)) return true;
        var fields = forms.values().stream()
                .flatMap(form -> form.question(variable).stream())
                .toList();
        var sources = variables.sources(variable);
        if (fields.isEmpty() && sources.isEmpty() && !variables.computes(variable) && !given().containsKey(variable))
            return false;
        return fields.stream().allMatch(field -> field.closed() && "routing".equals(field.dataClass()))
                && given().getOrDefault(variable, "routing").equals("routing")
                && sources.stream().allMatch(source -> routing(source, asked));
    }

    private Map<String, String> given() {
        return vocabulary.variables();
    }

    /** What the engine is given, by file name; a table that only advises is not among it. */
    Map<String, String> deployed() {
        var all = new TreeMap<>(usedTables);
        sources.processes().forEach((path, text) -> all.put(path.substring(PROCESSES.length()), text));
        sources.forms().forEach((path, text) -> all.put(path.substring(FORMS.length()), text));
        return all;
    }

    /** The class of what the engine may hold under this name; empty if neither a form nor a message brings it. */
    Optional<String> dataClass(String variable) {
        return forms.values().stream()
                .flatMap(form -> form.question(variable).stream())
                .filter(this::heldByEngine)
                .map(field -> String.valueOf(field.dataClass()))
                .findFirst()
                .or(() -> Optional.ofNullable(given().get(variable)));
    }

    /** The task of the model; there is one, since only what was read here is deployed. */
    TaskModel task(String process, String element) {
        var task = tasks.get(process + "/" + element);
        if (task == null) throw new IllegalStateException("The process " + process + " has no task " + element);
        return task;
    }

    /** The task of this id in the process; empty if there is none. */
    Optional<TaskModel> find(String process, String element) {
        return Optional.ofNullable(tasks.get(process + "/" + element));
    }

    boolean hasForm(String id) {
        return forms.containsKey(id);
    }

    Form form(String id) {
        var form = forms.get(id);
        if (form == null) throw new IllegalStateException("There is no form " + id);
        return form;
    }

    /** The process of which this message starts an instance of its own; empty if it starts none. */
    Optional<String> begunBy(String message) {
        return Optional.ofNullable(instanceMessages.get(message));
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

    private void known(Form form, Question question) {
        var list = question.list();
        if (list != null
                && settings.lists().find(list).isEmpty()
                && !AGENCIES.matcher(list).matches())
            throw new UnusableSettings(FORMS + form.id() + FORM + ": the list '" + list + "' of the field '"
                    + question.key() + "' is not in config/lists.yaml");
    }

    /** The codes of lists are part of the version; the agencies are not, they are those of the directory. */
    private Form withChoices(Form form) {
        return form.listing(list -> settings.lists()
                .find(list)
                .map(codes -> codes.stream()
                        .map(code -> new Choice(code.value(), code.label()))
                        .toList()));
    }

    private void index(BpmnModelInstance model) {
        for (var process : model.getModelElementsByType(Process.class))
            for (var start : process.getChildElementsByType(StartEvent.class))
                for (var message : start.getChildElementsByType(MessageEventDefinition.class))
                    instanceMessages.put(message.getMessage().getName(), process.getId());
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
        var path = decisions.file(decision).orElseThrow();
        usedTables.put(path.substring(PROCESSES.length()), Objects.requireNonNull(files.get(path)));
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
                        Annotations.scopes(Annotations.discloses(task)),
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
