package org.nrm.rights.proof;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.InclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SignalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.model.Condition;
import org.nrm.rights.model.DataFacts;
import org.nrm.rights.model.DataFacts.DecisionPoint;
import org.nrm.rights.model.DataReader;
import org.nrm.rights.model.Decisions;
import org.nrm.rights.model.Expressions;
import org.nrm.rights.model.Origins;
import org.nrm.rights.model.Vocabulary;

/**
 * Rule R42: everything is annotated and every fact has a class (Regulation (EU) 2016/679 art. 5(2) and 25), and the parts of other
 * rules that can be seen without running a model. Judges a set of models together, since call activities carry variables from one
 * to another.
 */
public final class Declarations {

    private static final String RULE = "R42";

    private static final Set<String> SENDERS_BESIDE_ROLES = Set.of("person", "system");

    private static final Pattern DUE = Pattern.compile("\\$\\{deadlines\\.due\\('([a-z0-9-]+)'\\)}");
    private static final Pattern DURATION = Pattern.compile("\\$\\{deadlines\\.duration\\('([a-z0-9-]+)'\\)}");
    private static final Pattern ISO_DURATION =
            Pattern.compile("P(?=.)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?");

    private final Vocabulary vocabulary;
    private final Map<String, Map<String, Integer>> lines;
    private final Expressions expressions;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<Process, Map<BaseElement, DataFacts>> facts = new HashMap<>();
    /** By the id of a process, those that call it. */
    private final Map<String, Set<Process>> calling = new HashMap<>();

    private final Origins origins;
    /** Of each node those that leave it. */
    private final Map<FlowNode, List<SequenceFlow>> leaving = new HashMap<>();

    private Declarations(
            Map<String, BpmnModelInstance> models,
            Vocabulary vocabulary,
            DataReader reader,
            Map<String, Map<String, Integer>> lines) {
        this.vocabulary = vocabulary;
        this.lines = lines;
        expressions = reader.expressions();
        models.forEach((file, model) -> model.getModelElementsByType(Process.class)
                .forEach(process -> {
                    if (processes.putIfAbsent(process.getId(), process) != null)
                        find(file, process, "another file has a process of this id");
                    var elements = new LinkedHashMap<BaseElement, DataFacts>();
                    elements.put(process, reader.read(process));
                    for (var element : descendants(process)) {
                        elements.put(element, reader.read(element));
                        if (element instanceof SequenceFlow flow
                                && flow.getSource() != null
                                && flow.getTarget() != null
                                && beside(flow, flow.getSource()))
                            leaving.computeIfAbsent(flow.getSource(), from -> new ArrayList<>())
                                    .add(flow);
                        if (element instanceof CallActivity call && call.getCalledElement() != null)
                            calling.computeIfAbsent(call.getCalledElement(), called -> new LinkedHashSet<>())
                                    .add(process);
                    }
                    facts.put(process, elements);
                }));
        origins = new Origins(vocabulary, processes, facts);
    }

    /** Checks models that use no decision tables; see the other. */
    public static List<Finding> check(Map<String, BpmnModelInstance> models, Vocabulary vocabulary) {
        var decisions = new Decisions(Map.of(), DataReader.expressions(vocabulary));
        return check(models, vocabulary, decisions, new DataReader(vocabulary, decisions), Map.of());
    }

    /**
     * Checks the models.
     *
     * @param models by file name
     * @param reader what each element does with data
     * @param lines  of each file, by id of the element
     * @return what is wrong, in the order of files and elements; empty if nothing is
     */
    static List<Finding> check(
            Map<String, BpmnModelInstance> models,
            Vocabulary vocabulary,
            Decisions decisions,
            DataReader reader,
            Map<String, Map<String, Integer>> lines) {
        var check = new Declarations(models, vocabulary, reader, lines);
        decisions
                .unusable()
                .forEach((file, reason) -> check.findings.add(Finding.unusable(file, 0, null, null, reason)));
        check.forms();
        models.forEach(check::elements);
        return List.copyOf(check.findings);
    }

    private void forms() {
        vocabulary.forms().values().stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .forEach(form -> {
                    for (var field : form.questions()) {
                        var file = "forms/" + form.id() + ".form";
                        if (field.dataClass() == null)
                            form(
                                    file,
                                    field.key(),
                                    "the field has no data class; set the property dataClass to one of "
                                            + vocabulary.dataClasses().keySet());
                        else if (!vocabulary.dataClasses().containsKey(field.dataClass()))
                            form(
                                    file,
                                    field.key(),
                                    "the data class '" + field.dataClass() + "' is not in data-classes.yaml");
                        var assigns = field.effects().assigns();
                        if (assigns != null && !vocabulary.roles().contains(assigns))
                            form(file, field.key(), "assigns the role '" + assigns + "', which is not in roles.yaml");
                    }
                });
    }

    private void elements(String file, BpmnModelInstance model) {
        for (var process : model.getModelElementsByType(Process.class)) {
            Executable.check(
                    process,
                    (element, message) -> findings.add(
                            Finding.unusable(file, line(file, element), process.getId(), element, message)));
            for (var element : within(process)) {
                data(file, process, element);
                if (element instanceof FlowNode node) node(file, process, node);
            }
        }
    }

    private void node(String file, Process process, FlowNode node) {
        if (node.getName() == null && node instanceof UserTask) find(file, node, "has no name");
        for (var word : Annotations.words(Annotations.value(node, "marks").orElse(""), ","))
            if (Mark.of(word).isEmpty()) find(file, node, "the mark '" + word + "' is not known");
        of(file, node);
        discloses(file, node);
        if (node instanceof Activity activity) activity(file, activity);
        split(file, node);
        if (node instanceof CatchEvent || node instanceof ThrowEvent) event(file, node);
        if (node instanceof ReceiveTask task) message(file, node, task.getMessage());
        interview(file, node);
        testimony(file, node);
        placement(file, process, node);
    }

    private void activity(String file, Activity activity) {
        var strand = Annotations.value(activity, "strand");
        if (strand.isEmpty()) find(file, activity, "has no nrm:strand");
        else if (Strand.of(strand.get()).isEmpty())
            find(file, activity, "the strand '" + strand.get() + "' is not known");
        if (activity instanceof UserTask task) task(file, task);
        if (activity instanceof CallActivity call
                && call.getCalledElement() != null
                && !Expressions.evaluated(call.getCalledElement())
                && !processes.containsKey(call.getCalledElement()))
            unusable(file, call, "calls the process '" + call.getCalledElement() + "', which is not among the files");
    }

    private void task(String file, UserTask task) {
        var role = task.getCamundaCandidateGroups();
        if (role == null || !vocabulary.roles().contains(role))
            find(file, task, "camunda:candidateGroups must be exactly one role of roles.yaml, not '" + role + "'");
        if (task.getCamundaAssignee() != null || task.getCamundaCandidateUsers() != null)
            find(file, task, "names a person; a task goes to a role only");
        var form = task.getCamundaFormRef();
        if (form == null || !vocabulary.forms().containsKey(form))
            find(file, task, "camunda:formRef must name a form of the folder forms, not '" + form + "'");
        else if (!"deployment".equals(task.getCamundaFormRefBinding()))
            find(file, task, "camunda:formRefBinding must be 'deployment'");
        var due = task.getCamundaDueDate();
        if (due != null) deadline(file, task, due, DUE, "${deadlines.due('<key>')}");
        if (Annotations.marks(task).contains(Mark.INTERVIEWS)
                && !Annotations.value(task, "interview")
                        .filter(Set.of("first", "repeat")::contains)
                        .isPresent()) find(file, task, "interviews, so nrm:interview must be 'first' or 'repeat'");
    }

    private void deadline(String file, BaseElement element, String expression, Pattern form, String expected) {
        var match = form.matcher(expression.strip());
        if (!match.matches()) find(file, element, "'" + expression + "' must be " + expected);
        else if (!vocabulary.deadlines().containsKey(match.group(1)))
            find(file, element, "the deadline '" + match.group(1) + "' is not in deadlines.yaml");
    }

    private void of(String file, FlowElement element) {
        for (var item : Annotations.of(element)) {
            if (item.contains("->")) disclosure(file, element, item);
            else
                for (var kind : Annotations.words(item, ","))
                    if (!Kinds.ALL.contains(kind))
                        find(file, element, "nrm:of names the kind '" + kind + "', which is not known");
        }
        var marks = Annotations.marks(element);
        if ((marks.contains(Mark.OFFERS) || marks.contains(Mark.CONSENTS))
                && Annotations.of(element).isEmpty())
            find(file, element, "offers or consents, so nrm:of must say what");
    }

    private void discloses(String file, FlowElement element) {
        var discloses = Annotations.value(element, "discloses");
        if (Annotations.marks(element).contains(Mark.DISCLOSES) && discloses.isEmpty())
            find(file, element, "discloses, so nrm:discloses must say what to whom: '<classes> -> <role>'");
        for (var item : Annotations.words(discloses.orElse(""), ";")) {
            disclosure(file, element, item);
            var sides = Annotations.words(item, "->");
            if (sides.size() == 2
                    && Annotations.words(sides.get(0), ",").contains("location")
                    && vocabulary.lawEnforcement().contains(sides.get(1)))
                find(
                        "R37",
                        file,
                        element,
                        "tells '" + sides.get(1) + "', which is law enforcement, where the person lives");
        }
    }

    private void disclosure(String file, FlowElement element, String item) {
        var sides = Annotations.words(item, "->");
        if (sides.size() != 2) {
            find(file, element, "'" + item + "' must be '<classes> -> <role>'");
            return;
        }
        for (var dataClass : Annotations.words(sides.get(0), ","))
            if (!vocabulary.dataClasses().containsKey(dataClass))
                find(file, element, "the data class '" + dataClass + "' is not in data-classes.yaml");
        if (!vocabulary.roles().contains(sides.get(1)))
            find(file, element, "the role '" + sides.get(1) + "' is not in roles.yaml");
    }

    /** A gateway, or an activity that has conditions on the flows that leave it. */
    private void split(String file, FlowNode node) {
        var flows = flows(node);
        var byDefault = Executable.byDefault(node);
        for (var flow : flows) child(file, flow);
        if (byDefault != null
                && node instanceof Activity activity
                && activity.getLoopCharacteristics() instanceof MultiInstanceLoopCharacteristics)
            find(
                    "R41",
                    file,
                    node,
                    "runs several times and has a default flow, by which the engine cannot go on; put a gateway behind it");
        var conditional = !flows.isEmpty() && flows.stream().allMatch(flow -> flow.getConditionExpression() != null);
        if (!(node instanceof ExclusiveGateway || node instanceof InclusiveGateway) || flows.size() < 2) {
            // The engine refuses to go on where no condition holds, whatever the node is.
            if (conditional) find(file, node, "has no default flow");
            return;
        }
        if (byDefault == null) find(file, node, "has no default flow");
        var open = flows.stream()
                .filter(flow -> !flow.equals(byDefault) && flow.getConditionExpression() == null)
                .toList();
        // Of an exclusive gateway the engine refuses most of these.
        if (node instanceof InclusiveGateway || (byDefault == null && open.size() == 1))
            open.forEach(flow -> find(file, flow, "has neither a condition nor is it the default flow"));
    }

    /** R21: only of a person who is known to be no child a condition may be true. */
    private void child(String file, SequenceFlow flow) {
        if (flow.getConditionExpression() == null) return;
        var condition = new Condition(flow.getConditionExpression().getTextContent(), expressions);
        if (!condition.reads().contains("isChild")) return;
        if (!condition.decidable() || holdsForChild(condition))
            find(
                    "R21",
                    file,
                    flow,
                    "the condition reads 'isChild' and may be true where the answer is 'yes' or 'unknown'; a condition must be that of"
                            + " the answer 'no', and the default flow that of a child");
    }

    private static boolean holdsForChild(Condition condition) {
        var runs = new ArrayList<Map<String, Object>>();
        runs.add(Map.of("isChild", "yes"));
        runs.add(Map.of("isChild", "unknown"));
        runs.add(Map.of());
        for (var name : condition.reads()) {
            if (name.equals("isChild")) continue;
            var values = new ArrayList<>(condition.literals(name));
            values.add("another value");
            if (runs.size() * values.size() > 4096) return true;
            for (var run : List.copyOf(runs))
                for (var value : values) {
                    var more = new HashMap<>(run);
                    more.put(name, value);
                    runs.add(more);
                }
        }
        return runs.stream().anyMatch(condition::holds);
    }

    /** R24: the form of an interview asks for her wishes. */
    private void interview(String file, FlowNode node) {
        if (!(node instanceof UserTask task) || !Annotations.marks(task).contains(Mark.INTERVIEWS)) return;
        var form = vocabulary.forms().get(task.getCamundaFormRef());
        if (form == null) return;
        for (var key : List.of("interviewerGenderWish", "supportPerson"))
            if (form.question(key).isEmpty())
                find("R24", file, node, "interviews, but its form '" + form.id() + "' has no field '" + key + "'");
    }

    /** R15: who decides on testimony may refuse, and no flow that is taken by itself leads to it. */
    private void testimony(String file, FlowNode node) {
        if (!consentsTo(node, "testimony") || !(node instanceof Activity)) return;
        if (!Annotations.marks(node).contains(Mark.REFUSES))
            find("R15", file, node, "records the consent to testify, so it must record the refusal, too ('refuses')");
        var seen = new HashSet<FlowNode>();
        var open = new ArrayDeque<FlowNode>();
        open.add(node);
        while (!open.isEmpty()) {
            var next = open.poll();
            if (!seen.add(next)) continue;
            if (!next.equals(node) && consentsTo(next, "testimony")) continue;
            if (Annotations.marks(next).contains(Mark.TESTIFIES) && !next.equals(node)) {
                find(
                        "R15",
                        file,
                        next,
                        "follows the decision '" + node.getId()
                                + "' on the default flow, whatever is decided; put it behind a condition");
                return;
            }
            for (var flow : flows(next)) if (byItself(next, flow)) open.add(flow.getTarget());
            // Behind the first condition the person has decided.
            if (flows(next).stream().anyMatch(flow -> flow.getConditionExpression() != null)) {
                for (var flow : flows(next))
                    if (byItself(next, flow) && leadsToTestimony(flow.getTarget())) {
                        find(
                                "R15",
                                file,
                                flow,
                                "the default flow leads to testimony; testifying must be a decision, and refusing the default");
                        return;
                    }
                return;
            }
        }
    }

    private static boolean byItself(FlowNode node, SequenceFlow flow) {
        return flow.equals(Executable.byDefault(node)) || flow.getConditionExpression() == null;
    }

    private boolean leadsToTestimony(FlowNode from) {
        var seen = new HashSet<FlowNode>();
        var open = new ArrayDeque<FlowNode>();
        open.add(from);
        while (!open.isEmpty()) {
            var next = open.poll();
            if (!seen.add(next) || consentsTo(next, "testimony")) continue;
            if (Annotations.marks(next).contains(Mark.TESTIFIES)) return true;
            for (var flow : flows(next)) open.add(flow.getTarget());
        }
        return false;
    }

    private static boolean consentsTo(BaseElement element, String kind) {
        return Annotations.marks(element).contains(Mark.CONSENTS)
                && Annotations.of(element).stream()
                        .filter(item -> !item.contains("->"))
                        .anyMatch(item -> Annotations.words(item, ",").contains(kind));
    }

    /** R29: what the person wishes, and who stays with her, is asked before a placement is consented to. */
    private void placement(String file, Process process, FlowNode node) {
        if (!consentsTo(node, "placement")) return;
        for (var key : List.of("placementWish", "dependants"))
            if (callers(process).stream()
                    .flatMap(caller -> within(caller).stream())
                    .noneMatch(element -> element instanceof UserTask task
                            && asks(task, key)
                            && (task.equals(node) || !beside(task, node) || reaches(task, node))))
                find("R29", file, node, "consents to a placement, but no form before it has the field '" + key + "'");
    }

    private boolean asks(UserTask task, String key) {
        var form = vocabulary.forms().get(task.getCamundaFormRef());
        return form != null && form.question(key).isPresent();
    }

    private static boolean beside(FlowElement one, FlowElement other) {
        var parent = one.getParentElement();
        return parent != null && parent.equals(other.getParentElement());
    }

    private boolean reaches(FlowNode from, FlowNode to) {
        var seen = new HashSet<FlowNode>();
        var open = new ArrayDeque<FlowNode>();
        open.add(from);
        while (!open.isEmpty()) {
            var next = open.poll();
            if (!seen.add(next)) continue;
            if (next.equals(to)) return true;
            for (var flow : flows(next)) open.add(flow.getTarget());
        }
        return false;
    }

    /** A process and all that call it, through other processes too. */
    private Set<Process> callers(Process process) {
        var callers = new HashSet<Process>();
        var open = new ArrayDeque<Process>();
        open.add(process);
        while (!open.isEmpty()) {
            var next = open.poll();
            if (!callers.add(next)) continue;
            open.addAll(calling.getOrDefault(next.getId(), Set.of()));
        }
        return callers;
    }

    private void event(String file, FlowElement element) {
        for (var definition : element.getChildElementsByType(EventDefinition.class)) {
            if (definition instanceof TimerEventDefinition timer) timer(file, element, timer);
            if (definition instanceof SignalEventDefinition)
                find(file, element, "a signal reaches every case, not only this one; use a message");
            if (definition instanceof MessageEventDefinition message) {
                message(file, element, message.getMessage());
                if (element instanceof ThrowEvent
                        && message.getMessage() != null
                        && !"${sendMessage}".equals(message.getCamundaDelegateExpression()))
                    find(file, element, "sends a message, so camunda:delegateExpression must be '${sendMessage}'");
            }
        }
    }

    private void timer(String file, FlowElement element, TimerEventDefinition timer) {
        if (timer.getTimeDuration() != null) {
            var text = timer.getTimeDuration().getTextContent().strip();
            if (!ISO_DURATION.matcher(text).matches())
                deadline(file, element, text, DURATION, "an ISO 8601 duration or ${deadlines.duration('<key>')}");
        } else if (timer.getTimeCycle() != null) {
            var text = timer.getTimeCycle().getTextContent().strip();
            if (!cycle(text)) find(file, element, "'" + text + "' must be an ISO 8601 cycle, as R/P1D");
        } else if (timer.getTimeDate() != null) {
            var text = timer.getTimeDate().getTextContent().strip();
            if (!date(text)) find(file, element, "'" + text + "' must be an ISO 8601 date with time");
        } else unusable(file, element, "a timer needs a duration, a cycle or a date");
    }

    private static boolean cycle(String text) {
        var parts = text.split("/", -1);
        return parts.length >= 2
                && parts.length <= 3
                && parts[0].startsWith("R")
                && parts[0].substring(1).chars().allMatch(Character::isDigit)
                && (parts.length == 2 || date(parts[1]))
                && ISO_DURATION.matcher(parts[parts.length - 1]).matches();
    }

    private static boolean date(String text) {
        try {
            LocalDateTime.parse(text, DateTimeFormatter.ISO_DATE_TIME);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void message(String file, FlowElement element, @Nullable Message message) {
        if (message == null || message.getName() == null) {
            // The engine runs a task like this; who completes it is not known.
            if (element instanceof ReceiveTask) find(file, element, "has no message");
            else unusable(file, element, "has no message");
            return;
        }
        if (element instanceof ThrowEvent) return;
        var sentBy = Annotations.value(element, "sent-by");
        if (sentBy.isEmpty()) find(file, element, "catches a message, so nrm:sent-by must say who sends it");
        else if (!SENDERS_BESIDE_ROLES.contains(sentBy.get())
                && !vocabulary.roles().contains(sentBy.get()))
            find(file, element, "nrm:sent-by is '" + sentBy.get() + "'; it must be a role, 'person' or 'system'");
    }

    /** What an element does with data is allowed, and what decides is declared. */
    private void data(String file, Process process, BaseElement element) {
        var does = facts.getOrDefault(process, Map.of()).get(element);
        if (does == null) return;
        for (var problem : does.problems()) {
            if (problem.unusable()) unusable(file, element, problem.text());
            else find(file, element, problem.text());
        }
        for (var point : does.points()) point(file, process, element, point);
        if (element instanceof BusinessRuleTask task
                && task.getCamundaDecisionRef() != null
                && !"deployment".equals(task.getCamundaDecisionRefBinding()))
            find(file, element, "camunda:decisionRefBinding must be 'deployment'");
    }

    private void point(String file, Process process, BaseElement element, DecisionPoint point) {
        for (var name : point.reads().stream().sorted().toList()) {
            if (point.ofForm() && ofForm(element, name)) continue;
            var known = origins.of(process, name);
            if (known.isEmpty()) undeclared(file, element, "the " + point.what(), name);
            for (var origin : known) {
                var allowed = vocabulary.dataClasses().getOrDefault(origin.dataClass(), Vocabulary.Condition.NEVER);
                if (allowed == Vocabulary.Condition.NEVER)
                    find(
                            file,
                            element,
                            "the " + point.what() + " reads '" + name + "' of the class '" + origin.dataClass()
                                    + "', which no condition may read");
                else if (!origin.closed())
                    find(
                            file,
                            element,
                            "the " + point.what() + " reads '" + name + "', which is not an answer of a closed list");
            }
        }
    }

    private boolean ofForm(BaseElement element, String name) {
        var form = element instanceof UserTask task ? vocabulary.forms().get(task.getCamundaFormRef()) : null;
        return form != null && form.question(name).isPresent();
    }

    private void undeclared(String file, BaseElement element, String what, String name) {
        find(
                file,
                element,
                what + " reads '" + name
                        + "', which no form of the process, no call and no variable of data-classes.yaml declares");
    }

    /** A process and all its elements. */
    private Set<BaseElement> within(Process process) {
        return facts.getOrDefault(process, Map.of()).keySet();
    }

    private List<SequenceFlow> flows(FlowNode node) {
        return leaving.getOrDefault(node, List.of());
    }

    static Collection<FlowElement> descendants(ModelElementInstance scope) {
        var found = new ArrayList<FlowElement>();
        var open = new ArrayDeque<>(scope.getChildElementsByType(FlowElement.class));
        while (!open.isEmpty()) {
            var element = open.poll();
            found.add(element);
            if (element instanceof SubProcess) open.addAll(element.getChildElementsByType(FlowElement.class));
        }
        return found;
    }

    private void find(String file, BaseElement element, String message) {
        find(RULE, file, element, message);
    }

    private void find(String rule, String file, BaseElement element, String message) {
        findings.add(Finding.of(rule, file, line(file, element.getId()), process(element), element.getId(), message));
    }

    private void unusable(String file, BaseElement element, String message) {
        findings.add(Finding.unusable(file, line(file, element.getId()), process(element), element.getId(), message));
    }

    private void form(String file, @Nullable String field, String message) {
        findings.add(Finding.of(RULE, file, 0, null, field, message));
    }

    private int line(String file, @Nullable String element) {
        return element == null ? 0 : lines.getOrDefault(file, Map.of()).getOrDefault(element, 0);
    }

    private static @Nullable String process(BaseElement element) {
        ModelElementInstance parent = element;
        while (parent != null && !(parent instanceof Process)) parent = parent.getParentElement();
        return parent instanceof Process process ? process.getId() : null;
    }
}
