package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.ConditionalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EscalationEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SendTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SignalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.DecisionPoint;
import org.nrm.rights.model.DataFacts.Mapping;
import org.nrm.rights.model.DataFacts.Phase;
import org.nrm.rights.model.DataFacts.Problem;

/** Finds what an element of a model does with data. What it does not know is a problem, never ignored. */
public final class DataReader {

    /** The delegate that is always there: it sends the message of a throwing event and reads and writes no variable. */
    static final String SEND_MESSAGE = "sendMessage";

    /** The place at which a flow reads a variable. */
    static final String CONDITION = "condition";

    private static final String CAMUNDA = BpmnModelConstants.CAMUNDA_NS;

    /** Variables that the engine gives each instance of a repeated activity. */
    static final Set<String> INSTANCE_VARIABLES =
            Set.of("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "loopCounter");

    /** Extension attributes whose expressions are looked at below. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "assignee",
            "candidateGroups",
            "candidateUsers",
            "dueDate",
            "followUpDate",
            "priority",
            "formKey",
            "formRef",
            "formRefVersion",
            "jobPriority",
            "taskPriority",
            "topic",
            "class",
            "delegateExpression",
            "expression",
            "collection",
            "decisionRef",
            "decisionRefVersion",
            "decisionRefVersionTag",
            "calledElementVersion",
            "calledElementVersionTag",
            "variableMappingClass",
            "variableMappingDelegateExpression",
            "resource");

    private static final Set<String> EXTENSIONS = Set.of(
            "properties",
            "inputOutput",
            "executionListener",
            "taskListener",
            "in",
            "out",
            "formData",
            "field",
            "failedJobRetryTimeCycle",
            "errorEventDefinition");

    private final Map<String, Form> forms;
    private final Map<String, String> variables;
    private final Decisions decisions;
    private final Map<String, Vocabulary.Delegate> delegates;
    private final Expressions expressions;
    private final Map<BaseElement, DataFacts> known = new HashMap<>();

    /** Reads with the words of the configuration. */
    public DataReader(Vocabulary vocabulary, Decisions decisions) {
        forms = vocabulary.forms();
        variables = vocabulary.variables();
        this.decisions = decisions;
        delegates = vocabulary.delegates();
        expressions = expressions(vocabulary);
    }

    /** Of which the declared beans may be called. */
    public static Expressions expressions(Vocabulary vocabulary) {
        return new Expressions(
                Expression.union(Set.of(SEND_MESSAGE), vocabulary.delegates().keySet()));
    }

    public Expressions expressions() {
        return expressions;
    }

    /** What a flow element, or a process by its listeners, does with data. */
    public DataFacts read(BaseElement element) {
        return known.computeIfAbsent(element, unread -> new Reading().of(unread));
    }

    /** The reading of one element. */
    private final class Reading {

        private final List<Assignment> before = new ArrayList<>();
        private final List<Assignment> at = new ArrayList<>();
        private final List<Assignment> after = new ArrayList<>();
        private final List<DecisionPoint> points = new ArrayList<>();
        private final List<Mapping> mappings = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        DataFacts of(BaseElement element) {
            if (element instanceof Activity activity) repetition(activity);
            attributes(element);
            extensions(element);
            if (element instanceof UserTask task) task(task);
            else if (element instanceof ScriptTask task) script(task);
            else if (element instanceof BusinessRuleTask task) decision(task);
            else if (element instanceof ServiceTask || element instanceof SendTask)
                implementation(element.getDomElement(), true);
            else if (element instanceof ReceiveTask task) message(task.getMessage(), true);
            else if (element instanceof CallActivity call) call(call);
            else if (element instanceof SequenceFlow flow) flow(flow);
            else if (element instanceof Event event) event(event);
            var all = new ArrayList<>(before);
            all.addAll(at);
            all.addAll(after);
            return new DataFacts(all, points, mappings, problems);
        }

        private void task(UserTask task) {
            // The engine evaluates both when the task begins, and stores what comes out.
            written("name", task.getName());
            for (var documentation : task.getDocumentations()) written("documentation", documentation.getTextContent());
            point("assignee", task.getCamundaAssignee());
            point("candidate group", task.getCamundaCandidateGroups());
            point("candidate user", task.getCamundaCandidateUsers());
            point("due date", task.getCamundaDueDate());
            point("follow-up date", task.getCamundaFollowUpDate());
            point("priority", task.getCamundaPriority());
            point("form", task.getCamundaFormKey());
            point("form", task.getCamundaFormRefVersion());
            form(task.getCamundaFormRef());
        }

        private void written(String what, @Nullable String text) {
            if (text != null && Expressions.evaluated(text))
                problem("the " + what + " holds the expression '" + text.strip() + "'; write out what is meant", false);
        }

        private void form(@Nullable String reference) {
            point("form", reference);
            var form = reference == null ? null : forms.get(reference);
            if (form == null) return;
            for (var field : form.questions()) {
                var hide = field.hide();
                if (hide != null) hides(field.key(), Expression.of(hide.reading()));
                if (!field.readOnly())
                    at.add(new Assignment(
                            Phase.AT,
                            field.key(),
                            false,
                            Set.of(),
                            field.key(),
                            field.dataClass() == null ? "undeclared" : field.dataClass()));
            }
        }

        private void hides(String field, Expression condition) {
            problem(condition);
            if (!condition.reads().isEmpty()) points.add(DecisionPoint.ofField(field, condition.reads()));
        }

        private void script(ScriptTask task) {
            var script = task.getScript();
            if (task.getCamundaResource() != null || script == null)
                problem("the script is not in the model, so it cannot be analysed", false);
            else
                result(
                        "script",
                        task.getCamundaResultVariable(),
                        expressions.script(task.getScriptFormat(), script.getTextContent()));
        }

        private void result(String what, @Nullable String variable, Expression expression) {
            evaluated(what, Phase.AT, expression);
            if (variable != null) at.add(new Assignment(Phase.AT, variable, false, expression.reads(), null, null));
        }

        private void decision(BusinessRuleTask task) {
            var reference = task.getCamundaDecisionRef();
            if (reference == null) {
                implementation(task.getDomElement(), true);
                return;
            }
            if (Expressions.evaluated(reference)) {
                point("decision table", reference);
                problem("camunda:decisionRef is an expression, so that the decision table is not known", false);
                return;
            }
            var decision = decisions.find(reference);
            if (decision == null) {
                problem("the decision table '" + reference + "' is not among the files", true);
                return;
            }
            problems.addAll(decision.problems());
            // A value for which the table gives nothing, or more than it may, stops the path here.
            if (!decision.reads().isEmpty()) points.add(new DecisionPoint("decision table", decision.reads()));
            var variable = task.getCamundaResultVariable();
            at.add(new Assignment(Phase.AT, "decisionResult", true, decision.reads(), null, null));
            if (variable != null) at.add(new Assignment(Phase.AT, variable, false, decision.reads(), null, null));
        }

        /** A class, bean, expression or worker that does something. */
        private void implementation(DomElement element, boolean needed) {
            var type = attribute(element, "type");
            var topic = attribute(element, "topic");
            var javaClass = attribute(element, "class");
            var bean = attribute(element, "delegateExpression");
            var expression = attribute(element, "expression");
            var variable = attribute(element, "resultVariable");
            if (javaClass != null) delegate(Phase.AT, javaClass, element, variable);
            else if (bean != null) bean(Phase.AT, bean, element, variable);
            else if (expression != null) {
                var analysed = expressions.text(expression);
                called(Phase.AT, analysed);
                result("expression", variable, analysed);
            } else if ("external".equals(type) || topic != null) {
                if (topic == null || Expressions.evaluated(topic)) {
                    point("topic", topic);
                    problem("camunda:topic must be a declared topic, not '" + topic + "'", false);
                } else delegate(Phase.AT, topic, element, variable);
            } else if (type != null) problem("camunda:type '" + type + "' is not modelled", true);
            else if (needed) problem("has nothing that it does: no delegate, no expression and no topic", true);
        }

        private void bean(Phase phase, String text, DomElement element, @Nullable String variable) {
            var expression = expressions.text(text);
            if (expression.problem() == null
                    && (expression.beans().size() != 1 || !expression.reads().isEmpty()))
                problem("'" + text + "' is no declared delegate", false);
            else {
                problem(expression);
                expression.beans().forEach(name -> delegate(phase, name, element, variable));
            }
        }

        private void delegate(Phase phase, String name, DomElement element, @Nullable String variable) {
            if (name.equals(SEND_MESSAGE)) return;
            var declared = delegates.get(name);
            if (declared == null) {
                problem("'" + name + "' is no declared delegate, so what it reads and writes is not known", false);
                return;
            }
            var reads = new LinkedHashSet<>(declared.reads());
            reads.addAll(fields(element));
            written(phase, declared, reads);
            if (variable != null) in(phase).add(new Assignment(phase, variable, false, reads, null, null));
        }

        /** Beans that an expression calls: what they are declared to write. */
        private void called(Phase phase, Expression expression) {
            for (var bean : expression.beans()) {
                var declared = delegates.get(bean);
                if (declared == null) continue;
                written(phase, declared, Expression.union(expression.reads(), declared.reads()));
            }
        }

        /** The class of what a delegate writes is declared with the other variables. */
        private void written(Phase phase, Vocabulary.Delegate delegate, Set<String> reads) {
            delegate.writes().stream()
                    .sorted()
                    .forEach(target -> in(phase)
                            .add(new Assignment(
                                    phase, target, false, reads, null, variables.getOrDefault(target, "undeclared"))));
        }

        /** What is injected into a delegate. */
        private Set<String> fields(DomElement element) {
            var reads = new LinkedHashSet<String>();
            var fields = new ArrayList<>(element.getChildElementsByNameNs(CAMUNDA, "field"));
            for (var extensions : element.getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "extensionElements"))
                fields.addAll(extensions.getChildElementsByNameNs(CAMUNDA, "field"));
            for (var field : fields) {
                var texts = new ArrayList<String>();
                for (var name : List.of("expression", "stringValue"))
                    if (field.hasAttribute(name)) texts.add(field.getAttribute(name));
                for (var child : field.getChildElements()) texts.add(child.getTextContent());
                for (var text : texts) {
                    var expression = expressions.text(text);
                    problem(expression);
                    reads.addAll(expression.reads());
                }
            }
            return reads;
        }

        private void call(CallActivity call) {
            if (call.getCamundaCaseRef() != null) problem("calls a CMMN case, which is not modelled", true);
            var called = call.getCalledElement();
            if (called != null && Expressions.evaluated(called)) {
                point("called process", called);
                problem("calls '" + called + "'; which process that is must stand in the model", false);
            }
            point("version of the called process", call.getCamundaCalledElementVersion());
            point("version of the called process", call.getCamundaCalledElementVersionTag());
            if (call.getCamundaVariableMappingClass() != null
                    || call.getCamundaVariableMappingDelegateExpression() != null)
                problem("maps variables by a class, so that what goes in and out is not known", false);
        }

        private void mapping(DomElement mapping, boolean in) {
            var local = "true".equals(attribute(mapping, "local"));
            var target = attribute(mapping, "target");
            var source = attribute(mapping, "source");
            var expression = attribute(mapping, "sourceExpression");
            var key = attribute(mapping, "businessKey");
            if (key != null) {
                var analysed = expressions.text(key);
                problem(analysed);
                mappings.add(new Mapping(in, null, analysed.reads(), null, false, local));
            }
            if (attribute(mapping, "variables") != null)
                mappings.add(new Mapping(in, null, Set.of(), null, true, local));
            if (source != null && Expressions.evaluated(source)) expression = source;
            if (expression != null) {
                var analysed = expressions.text(expression);
                problem(analysed);
                mappings.add(new Mapping(in, null, analysed.reads(), target, false, local));
            } else if (source != null) mappings.add(new Mapping(in, source, Set.of(source), target, false, local));
        }

        private void flow(SequenceFlow flow) {
            var condition = flow.getConditionExpression();
            if (condition == null) return;
            if (condition.getCamundaResource() != null) {
                problem("the condition is not in the model, so it cannot be analysed", false);
                return;
            }
            condition(CONDITION, condition);
        }

        private void condition(String what, ModelElementInstance condition) {
            var language = condition.getDomElement().getAttribute("language");
            var text = condition.getTextContent();
            var expression = language == null || language.isBlank()
                    ? expressions.text(text)
                    : expressions.script(language, text);
            if (expression.kind() == Expression.Kind.LITERAL)
                problem("the condition '" + text.strip() + "' is no expression", true);
            if (!expression.writes().isEmpty())
                problem("the condition '" + text.strip() + "' writes a variable", false);
            point(what, expression);
        }

        private void event(Event event) {
            if (event instanceof StartEvent start) {
                var initiator = start.getCamundaInitiator();
                if (initiator != null) at.add(new Assignment(Phase.AT, initiator, false, Set.of(), null, "identity"));
                point("form", start.getCamundaFormKey());
                form(attribute(start.getDomElement(), "formRef"));
            }
            var catches = event instanceof CatchEvent;
            for (var definition : event.getChildElementsByType(EventDefinition.class)) {
                attributes(definition);
                if (definition instanceof TimerEventDefinition timer) timer("timer", timer);
                else if (definition instanceof ConditionalEventDefinition conditional
                        && conditional.getCondition() != null)
                    condition("condition of the event", conditional.getCondition());
                else if (definition instanceof MessageEventDefinition message) {
                    message(message.getMessage(), catches);
                    if (!catches) implementation(message.getDomElement(), false);
                } else if (definition instanceof SignalEventDefinition signal && signal.getSignal() != null) {
                    point("name of the signal", signal.getSignal().getName());
                    for (var extensions : signal.getDomElement()
                            .getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "extensionElements"))
                        for (var in : extensions.getChildElementsByNameNs(CAMUNDA, "in")) mapping(in, true);
                } else if (definition instanceof ErrorEventDefinition error) {
                    if (!catches && error.getError() != null)
                        point("message of the error", error.getError().getCamundaErrorMessage());
                    brought(definition, "errorCodeVariable");
                    brought(definition, "errorMessageVariable");
                } else if (definition instanceof EscalationEventDefinition)
                    brought(definition, "escalationCodeVariable");
            }
        }

        private void brought(EventDefinition definition, String attribute) {
            var name = attribute(definition.getDomElement(), attribute);
            if (name != null) at.add(new Assignment(Phase.AT, name, false, Set.of(), null, "undeclared"));
        }

        private void timer(String what, TimerEventDefinition timer) {
            for (var part : timer.getDomElement().getChildElements())
                if (Set.of("timeDate", "timeDuration", "timeCycle").contains(part.getLocalName()))
                    point(what, part.getTextContent());
        }

        /** What catches a message may get each variable that is declared beside the forms, but for the one that is written once. */
        private void message(@Nullable Message message, boolean catches) {
            if (message == null) return;
            point("name of the message", message.getName());
            if (!catches) return;
            variables.entrySet().stream()
                    .filter(variable -> !variable.getKey().equals("isChild"))
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(variable -> at.add(
                            new Assignment(Phase.AT, variable.getKey(), false, Set.of(), null, variable.getValue())));
        }

        private void repetition(Activity activity) {
            if (!(activity.getLoopCharacteristics() instanceof MultiInstanceLoopCharacteristics loop)) return;
            attributes(loop);
            extensions(loop);
            var reads = new LinkedHashSet<String>();
            if (loop.getLoopCardinality() != null)
                reads.addAll(point("cardinality", loop.getLoopCardinality().getTextContent()));
            var collection = loop.getCamundaCollection();
            if (collection == null) {
                for (var reference :
                        loop.getDomElement().getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "loopDataInputRef"))
                    collection = reference.getTextContent();
            }
            if (collection != null) {
                var of = Expressions.evaluated(collection)
                        ? expressions.text(collection)
                        : Expression.reading(Expression.Kind.LITERAL, Set.of(collection.strip()), null);
                reads.addAll(point("collection", of));
            }
            var item = loop.getCamundaElementVariable();
            if (item == null && loop.getInputDataItem() != null)
                item = loop.getInputDataItem().getName();
            if (item != null) before.add(new Assignment(Phase.BEFORE, item, true, Set.copyOf(reads), null, null));
            INSTANCE_VARIABLES.stream()
                    .sorted()
                    .forEach(name ->
                            before.add(new Assignment(Phase.BEFORE, name, true, Set.copyOf(reads), null, null)));
            if (loop.getCompletionCondition() != null)
                point("completion condition", loop.getCompletionCondition().getTextContent());
        }

        private void extensions(BaseElement element) {
            for (var extensions :
                    element.getDomElement().getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "extensionElements"))
                for (var extension : extensions.getChildElements()) extension(element, extension);
        }

        private void extension(BaseElement element, DomElement extension) {
            var name = extension.getLocalName();
            if (!CAMUNDA.equals(extension.getNamespaceURI())) return;
            if (!EXTENSIONS.contains(name)) {
                problem("the extension camunda:" + name + " is not modelled", !name.equals("connector"));
                return;
            }
            switch (name) {
                case "inputOutput" -> parameters(extension);
                case "executionListener" -> listener(element, extension);
                case "taskListener" -> listener(element, extension);
                case "in" -> {
                    if (element instanceof CallActivity) mapping(extension, true);
                }
                case "out" -> {
                    if (element instanceof CallActivity) mapping(extension, false);
                }
                case "formData" -> formData(extension);
                case "failedJobRetryTimeCycle" -> point("retries", extension.getTextContent());
                case "errorEventDefinition" -> point("error of the worker", attribute(extension, "expression"));
                default -> {}
            }
        }

        private void parameters(DomElement mapping) {
            for (var parameter : mapping.getChildElements()) {
                var target = attribute(parameter, "name");
                if (target == null) continue;
                var value = value(parameter);
                var input = parameter.getLocalName().equals("inputParameter");
                var phase = input ? Phase.BEFORE : Phase.AFTER;
                called(phase, value);
                writes(phase, value);
                in(phase).add(new Assignment(phase, target, input, value.reads(), null, null));
            }
        }

        /** The value of a parameter: a text, a script, or a list or map of such. */
        private Expression value(DomElement holder) {
            var name = holder.getLocalName();
            if (name.equals("script")) return script(holder);
            var children = holder.getChildElements();
            if (children.isEmpty()) return expressions.text(holder.getTextContent());
            var all = Expression.empty(Expression.Kind.JUEL);
            for (var child : children) {
                var key = attribute(child, "key");
                if (key != null) all = all.and(expressions.text(key));
                all = all.and(value(child));
            }
            return all;
        }

        private Expression script(DomElement script) {
            if (attribute(script, "resource") != null)
                return Expression.reading(
                        Expression.Kind.SCRIPT, Set.of(), "the script is not in the model, so it cannot be analysed");
            return expressions.script(attribute(script, "scriptFormat"), script.getTextContent());
        }

        private void listener(BaseElement element, DomElement listener) {
            var event = attribute(listener, "event");
            var phase = element instanceof SequenceFlow || event == null
                    ? Phase.AT
                    : switch (event) {
                        case "start", "create" -> Phase.BEFORE;
                        case "end", "complete", "delete", "timeout" -> Phase.AFTER;
                        default -> Phase.AT;
                    };
            var javaClass = attribute(listener, "class");
            var bean = attribute(listener, "delegateExpression");
            var expression = attribute(listener, "expression");
            if (javaClass != null) delegate(phase, javaClass, listener, null);
            if (bean != null) bean(phase, bean, listener, null);
            if (expression != null) listens(phase, expressions.text(expression));
            for (var script : listener.getChildElementsByNameNs(CAMUNDA, "script")) listens(phase, script(script));
            for (var timer : listener.getChildElements())
                if (timer.getLocalName().equals("timerEventDefinition"))
                    for (var part : timer.getChildElements()) point("timeout of the listener", part.getTextContent());
        }

        private void listens(Phase phase, Expression expression) {
            called(phase, expression);
            evaluated("listener", phase, expression);
        }

        /** If it cannot be evaluated, the path stops here. */
        private void evaluated(String what, Phase phase, Expression expression) {
            point(what, expression);
            writes(phase, expression);
        }

        /** A form that stands in the model itself. */
        private void formData(DomElement form) {
            for (var field : form.getChildElements()) {
                if (!field.getLocalName().equals("formField")) continue;
                var id = attribute(field, "id");
                if (id == null) continue;
                point("default value of the field '" + id + "'", attribute(field, "defaultValue"));
                String dataClass = null;
                for (var properties : field.getChildElementsByNameNs(CAMUNDA, "properties"))
                    for (var property : properties.getChildElements())
                        if ("dataClass".equals(attribute(property, "id"))) dataClass = attribute(property, "value");
                at.add(new Assignment(Phase.AT, id, false, Set.of(), id, dataClass == null ? "undeclared" : dataClass));
            }
        }

        /** Extension attributes that hold an expression and are not looked at elsewhere are not known. */
        private void attributes(ModelElementInstance element) {
            if (element instanceof BaseElement) {
                point("priority of the job", attribute(element.getDomElement(), "jobPriority"));
                point("priority of the job", attribute(element.getDomElement(), "taskPriority"));
            }
            for (var type = element.getElementType(); type != null; type = type.getBaseType())
                for (var attribute : type.getAttributes()) {
                    var name = attribute.getAttributeName();
                    var value = attribute(element.getDomElement(), name);
                    if (value != null && !ATTRIBUTES.contains(name) && Expressions.evaluated(value))
                        problem("the expression in camunda:" + name + " is not modelled", true);
                }
        }

        private Set<String> point(String what, @Nullable String text) {
            return text == null ? Set.of() : point(what, expressions.text(text));
        }

        private Set<String> point(String what, Expression expression) {
            problem(expression);
            if (!expression.reads().isEmpty()) points.add(new DecisionPoint(what, expression.reads()));
            return expression.reads();
        }

        private void writes(Phase phase, Expression expression) {
            problem(expression);
            expression.writes().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(write -> in(phase)
                            .add(new Assignment(
                                    phase,
                                    write.getKey(),
                                    expression.locals().contains(write.getKey()),
                                    write.getValue(),
                                    null,
                                    null)));
        }

        private List<Assignment> in(Phase phase) {
            return switch (phase) {
                case BEFORE -> before;
                case AT -> at;
                case AFTER -> after;
            };
        }

        private void problem(Expression expression) {
            if (expression.problem() != null) problem(expression.problem(), expression.unparsable());
        }

        private void problem(String text, boolean unusable) {
            var problem = new Problem(text, unusable);
            if (!problems.contains(problem)) problems.add(problem);
        }
    }

    /** An attribute of the engine's namespace, or without one as on the engine's own elements. */
    private static @Nullable String attribute(DomElement element, String name) {
        var value = element.getAttribute(CAMUNDA, name);
        if (value == null && CAMUNDA.equals(element.getNamespaceURI())) value = element.getAttribute(name);
        return value;
    }
}
