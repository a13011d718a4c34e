package org.nrm.rights;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.IdentifierNode;
import org.camunda.bpm.impl.juel.TreeBuilderException;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.InclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/**
 * Rule R42: everything is annotated and every fact has a class (Regulation (EU) 2016/679 art. 5(2) and 25). Judges a set of
 * models together, since call activities carry variables from one to another.
 */
public final class Declarations {

    private static final String RULE = "R42";

    private static final Set<String> KINDS = Set.of(
            "shelter",
            "material",
            "health",
            "psychosocial",
            "interpretation",
            "schooling",
            "legal-advice",
            "non-punishment",
            "asylum",
            "reflection",
            "redress",
            "long-term-support",
            "services",
            "testimony",
            "return",
            "placement",
            "examination");

    private static final Set<String> SENDERS_BESIDE_ROLES = Set.of("person", "system");

    /** What is modelled; every other element is refused by name, never ignored. */
    private static final Set<String> ELEMENTS = Set.of(
            "userTask",
            "callActivity",
            "subProcess",
            "exclusiveGateway",
            "parallelGateway",
            "inclusiveGateway",
            "eventBasedGateway",
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent");

    private static final Set<String> EVENTS = Set.of(
            "messageEventDefinition", "timerEventDefinition", "escalationEventDefinition", "terminateEventDefinition");

    private static final Pattern DUE = Pattern.compile("\\$\\{deadlines\\.due\\('([a-z0-9-]+)'\\)}");
    private static final Pattern DURATION = Pattern.compile("\\$\\{deadlines\\.duration\\('([a-z0-9-]+)'\\)}");
    private static final Pattern ISO_DURATION =
            Pattern.compile("P(?=.)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?");

    private final Vocabulary vocabulary;
    private final Map<String, BpmnModelInstance> models;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<Process, Map<String, Set<Origin>>> origins = new HashMap<>();

    /** Where the value of a variable comes from. */
    private record Origin(String dataClass, boolean closed) {}

    private Declarations(Map<String, BpmnModelInstance> models, Vocabulary vocabulary) {
        this.models = models;
        this.vocabulary = vocabulary;
    }

    /**
     * Checks the models.
     *
     * @param models by file name
     * @return what is wrong, in the order of files and elements; empty if nothing is
     */
    public static List<Finding> check(Map<String, BpmnModelInstance> models, Vocabulary vocabulary) {
        var check = new Declarations(models, vocabulary);
        check.forms();
        check.processes();
        check.variables();
        models.forEach(check::elements);
        return List.copyOf(check.findings);
    }

    private void forms() {
        vocabulary.forms().values().stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .forEach(form -> {
                    for (var field : form.fields().values()) {
                        var file = "forms/" + form.id() + ".form";
                        if (field.dataClass() == null)
                            find(
                                    file,
                                    field.key(),
                                    "the field has no data class; set the property dataClass to one of "
                                            + vocabulary.dataClasses().keySet());
                        else if (!vocabulary.dataClasses().containsKey(field.dataClass()))
                            find(
                                    file,
                                    field.key(),
                                    "the data class '" + field.dataClass() + "' is not in data-classes.yaml");
                        if (field.assigns() != null && !vocabulary.roles().contains(field.assigns()))
                            find(
                                    file,
                                    field.key(),
                                    "assigns the role '" + field.assigns() + "', which is not in roles.yaml");
                    }
                    if (form.fields().values().stream().noneMatch(FormSchema.Field::required))
                        find(
                                "forms/" + form.id() + ".form",
                                null,
                                "no field is required; make the one that carries the outcome required");
                });
    }

    private void processes() {
        models.forEach((file, model) -> model.getModelElementsByType(Process.class)
                .forEach(process -> {
                    if (processes.putIfAbsent(process.getId(), process) != null)
                        find(file, process.getId(), "another file has a process of this id");
                }));
    }

    private void elements(String file, BpmnModelInstance model) {
        for (var process : model.getModelElementsByType(Process.class))
            for (var element : descendants(process)) element(file, process, element);
    }

    private void element(String file, Process process, FlowElement element) {
        var type = element.getElementType().getTypeName();
        if (element instanceof SequenceFlow flow) {
            condition(file, process, flow);
            return;
        }
        if (!ELEMENTS.contains(type)) {
            find(
                    file,
                    element.getId(),
                    "a " + type + " is not allowed here; allowed are "
                            + ELEMENTS.stream().sorted().toList());
            return;
        }
        if (element.getName() == null && !(element instanceof org.camunda.bpm.model.bpmn.instance.Gateway))
            find(file, element.getId(), "has no name");
        for (var word : Annotations.words(Annotations.value(element, "marks").orElse(""), ","))
            if (Mark.of(word).isEmpty()) find(file, element.getId(), "the mark '" + word + "' is not known");
        of(file, element);
        discloses(file, element);
        if (element instanceof Activity activity) activity(file, activity);
        if (element instanceof ExclusiveGateway || element instanceof InclusiveGateway) split(file, (FlowNode) element);
        if (element instanceof CatchEvent || element instanceof ThrowEvent) event(file, element);
    }

    private void activity(String file, Activity activity) {
        var strand = Annotations.value(activity, "strand");
        if (strand.isEmpty()) find(file, activity.getId(), "has no nrm:strand");
        else if (Strand.of(strand.get()).isEmpty())
            find(file, activity.getId(), "the strand '" + strand.get() + "' is not known");
        if (activity instanceof UserTask task) task(file, task);
        if (activity instanceof CallActivity call && !processes.containsKey(call.getCalledElement()))
            find(
                    file,
                    call.getId(),
                    "calls the process '" + call.getCalledElement() + "', which is not among the files");
    }

    private void task(String file, UserTask task) {
        var role = task.getCamundaCandidateGroups();
        if (role == null || !vocabulary.roles().contains(role))
            find(
                    file,
                    task.getId(),
                    "camunda:candidateGroups must be exactly one role of roles.yaml, not '" + role + "'");
        if (task.getCamundaAssignee() != null || task.getCamundaCandidateUsers() != null)
            find(file, task.getId(), "names a person; a task goes to a role only");
        var form = task.getCamundaFormRef();
        if (form == null || !vocabulary.forms().containsKey(form))
            find(file, task.getId(), "camunda:formRef must name a form of the folder forms, not '" + form + "'");
        else if (!"deployment".equals(task.getCamundaFormRefBinding()))
            find(file, task.getId(), "camunda:formRefBinding must be 'deployment'");
        var due = task.getCamundaDueDate();
        if (due != null) deadline(file, task, due, DUE, "${deadlines.due('<key>')}");
        if (Annotations.marks(task).contains(Mark.INTERVIEWS)
                && !Annotations.value(task, "interview")
                        .filter(Set.of("first", "repeat")::contains)
                        .isPresent())
            find(file, task.getId(), "interviews, so nrm:interview must be 'first' or 'repeat'");
    }

    private void deadline(String file, BaseElement element, String expression, Pattern form, String expected) {
        var match = form.matcher(expression.strip());
        if (!match.matches()) find(file, element.getId(), "'" + expression + "' must be " + expected);
        else if (!vocabulary.deadlines().contains(match.group(1)))
            find(file, element.getId(), "the deadline '" + match.group(1) + "' is not in deadlines.yaml");
    }

    private void of(String file, FlowElement element) {
        for (var item : Annotations.of(element)) {
            if (item.contains("->")) disclosure(file, element, item);
            else
                for (var kind : Annotations.words(item, ","))
                    if (!KINDS.contains(kind))
                        find(file, element.getId(), "nrm:of names the kind '" + kind + "', which is not known");
        }
        var marks = Annotations.marks(element);
        if ((marks.contains(Mark.OFFERS) || marks.contains(Mark.CONSENTS))
                && Annotations.of(element).isEmpty())
            find(file, element.getId(), "offers or consents, so nrm:of must say what");
    }

    private void discloses(String file, FlowElement element) {
        var discloses = Annotations.value(element, "discloses");
        if (Annotations.marks(element).contains(Mark.DISCLOSES) && discloses.isEmpty())
            find(file, element.getId(), "discloses, so nrm:discloses must say what to whom: '<classes> -> <role>'");
        for (var item : Annotations.words(discloses.orElse(""), ";")) disclosure(file, element, item);
    }

    private void disclosure(String file, FlowElement element, String item) {
        var sides = Annotations.words(item, "->");
        if (sides.size() != 2) {
            find(file, element.getId(), "'" + item + "' must be '<classes> -> <role>'");
            return;
        }
        for (var dataClass : Annotations.words(sides.get(0), ","))
            if (!vocabulary.dataClasses().containsKey(dataClass))
                find(file, element.getId(), "the data class '" + dataClass + "' is not in data-classes.yaml");
        if (!vocabulary.roles().contains(sides.get(1)))
            find(file, element.getId(), "the role '" + sides.get(1) + "' is not in roles.yaml");
    }

    private void split(String file, FlowNode gateway) {
        if (gateway.getOutgoing().size() < 2) return;
        var byDefault = gateway instanceof ExclusiveGateway exclusive
                ? exclusive.getDefault()
                : ((InclusiveGateway) gateway).getDefault();
        if (byDefault == null) find(file, gateway.getId(), "has no default flow");
        for (var flow : gateway.getOutgoing())
            if (flow != byDefault && flow.getConditionExpression() == null)
                find(file, flow.getId(), "has neither a condition nor is it the default flow");
    }

    private void event(String file, FlowElement element) {
        var definitions = element.getChildElementsByType(EventDefinition.class);
        for (var definition : definitions) {
            var type = definition.getElementType().getTypeName();
            if (!EVENTS.contains(type))
                find(
                        file,
                        element.getId(),
                        "a " + type + " is not allowed here; allowed are "
                                + EVENTS.stream().sorted().toList());
            if (definition instanceof TimerEventDefinition timer) timer(file, element, timer);
            if (definition instanceof MessageEventDefinition message) message(file, element, message);
        }
    }

    private void timer(String file, FlowElement element, TimerEventDefinition timer) {
        var duration = timer.getTimeDuration();
        if (duration == null) {
            find(file, element.getId(), "a timer needs a duration; dates and cycles are not allowed");
            return;
        }
        var text = duration.getTextContent().strip();
        if (!ISO_DURATION.matcher(text).matches())
            deadline(file, element, text, DURATION, "an ISO 8601 duration or ${deadlines.duration('<key>')}");
    }

    private void message(String file, FlowElement element, MessageEventDefinition message) {
        if (message.getMessage() == null) {
            find(file, element.getId(), "has no message");
            return;
        }
        if (element instanceof CatchEvent) {
            var sentBy = Annotations.value(element, "sent-by");
            if (sentBy.isEmpty())
                find(file, element.getId(), "catches a message, so nrm:sent-by must say who sends it");
            else if (!SENDERS_BESIDE_ROLES.contains(sentBy.get())
                    && !vocabulary.roles().contains(sentBy.get()))
                find(
                        file,
                        element.getId(),
                        "nrm:sent-by is '" + sentBy.get() + "'; it must be a role, 'person' or 'system'");
        } else if (!"${sendMessage}".equals(message.getCamundaDelegateExpression()))
            find(file, element.getId(), "sends a message, so camunda:delegateExpression must be '${sendMessage}'");
    }

    /** Collects for each process where its variables come from, through forms, parameters and calls, until nothing is added. */
    private void variables() {
        processes.values().forEach(process -> {
            var own = new HashMap<String, Set<Origin>>();
            vocabulary.variables().forEach((name, dataClass) -> add(own, name, Set.of(new Origin(dataClass, true))));
            for (var element : descendants(process))
                if (element instanceof UserTask task) {
                    var form = vocabulary.forms().get(task.getCamundaFormRef());
                    if (form != null)
                        form.fields().values().forEach(field -> add(own, field.key(), Set.of(origin(task, field))));
                }
            origins.put(process, own);
        });
        boolean more;
        do {
            more = false;
            for (var process : processes.values())
                for (var element : descendants(process)) more |= copies(process, element);
        } while (more);
    }

    private Origin origin(UserTask task, FormSchema.Field field) {
        var role = task.getCamundaCandidateGroups();
        var dataClass = role != null && vocabulary.lawEnforcement().contains(role) ? "co-operation" : field.dataClass();
        return new Origin(dataClass == null ? "undeclared" : dataClass, field.closed());
    }

    private boolean copies(Process process, FlowElement element) {
        var own = origins.get(process);
        if (own == null || element.getExtensionElements() == null) return false;
        var more = false;
        var extensions = element.getExtensionElements().getElementsQuery();
        for (var mapping : extensions.filterByType(CamundaInputOutput.class).list()) {
            for (var output : mapping.getCamundaOutputParameters())
                more |= copy(own, output.getTextContent(), own, output.getCamundaName());
            for (var input : mapping.getCamundaInputParameters())
                more |= copy(own, input.getTextContent(), own, input.getCamundaName());
        }
        if (element instanceof CallActivity call) {
            var called = processes.get(call.getCalledElement());
            var theirs = called == null ? null : origins.get(called);
            if (theirs == null) return more;
            for (var in : element.getExtensionElements()
                    .getElementsQuery()
                    .filterByType(CamundaIn.class)
                    .list())
                if (in.getCamundaSource() != null)
                    more |= add(theirs, in.getCamundaTarget(), own.getOrDefault(in.getCamundaSource(), Set.of()));
            for (var out : element.getExtensionElements()
                    .getElementsQuery()
                    .filterByType(CamundaOut.class)
                    .list())
                if (out.getCamundaSource() != null)
                    more |= add(own, out.getCamundaTarget(), theirs.getOrDefault(out.getCamundaSource(), Set.of()));
        }
        return more;
    }

    private static boolean copy(
            Map<String, Set<Origin>> from, String expression, Map<String, Set<Origin>> to, String name) {
        var more = false;
        for (var identifier : identifiers(expression)) more |= add(to, name, from.getOrDefault(identifier, Set.of()));
        return more;
    }

    private static boolean add(Map<String, Set<Origin>> to, String name, Set<Origin> found) {
        return to.computeIfAbsent(name, key -> new HashSet<>()).addAll(found);
    }

    private void condition(String file, Process process, SequenceFlow flow) {
        var condition = flow.getConditionExpression();
        if (condition == null) return;
        var text = condition.getTextContent();
        Set<String> read;
        try {
            read = identifiers(text);
        } catch (TreeBuilderException e) {
            find(file, flow.getId(), "the condition '" + text + "' cannot be read");
            return;
        }
        for (var name : read) {
            var known = origins.getOrDefault(process, Map.of()).getOrDefault(name, Set.of());
            if (known.isEmpty())
                find(
                        file,
                        flow.getId(),
                        "the condition reads '" + name
                                + "', which no form of the process, no call and no variable of data-classes.yaml declares");
            for (var origin : known) {
                var allowed = vocabulary.dataClasses().getOrDefault(origin.dataClass(), Vocabulary.Condition.NEVER);
                if (allowed == Vocabulary.Condition.NEVER)
                    find(
                            file,
                            flow.getId(),
                            "the condition reads '" + name + "' of the class '" + origin.dataClass()
                                    + "', which no condition may read");
                else if (!origin.closed())
                    find(
                            file,
                            flow.getId(),
                            "the condition reads '" + name + "', which is not an answer of a closed list");
            }
        }
    }

    /** The variables that a JUEL expression reads. */
    private static Set<String> identifiers(String expression) {
        var names = new HashSet<String>();
        if (!expression.contains("${") && !expression.contains("#{")) return names;
        for (IdentifierNode node : new Builder().build(expression.strip()).getIdentifierNodes())
            names.add(node.getName());
        return names;
    }

    private static Collection<FlowElement> descendants(ModelElementInstance scope) {
        var found = new ArrayList<FlowElement>();
        var open = new ArrayDeque<>(scope.getChildElementsByType(FlowElement.class));
        while (!open.isEmpty()) {
            var element = open.poll();
            found.add(element);
            open.addAll(element.getChildElementsByType(FlowElement.class));
        }
        return found;
    }

    private void find(String file, @Nullable String element, String message) {
        findings.add(new Finding(RULE, file, element, message));
    }
}
