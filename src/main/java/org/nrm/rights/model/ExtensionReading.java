package org.nrm.rights.model;

import java.util.Set;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.Mapping;
import org.nrm.rights.model.DataFacts.Phase;

/** Reads the engine's own elements and attributes: parameters, listeners, mappings, forms in the model. What is not known is a problem. */
final class ExtensionReading {

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

    private final Expressions expressions;
    private final DelegateReading does;
    private final FoundData into;

    ExtensionReading(Expressions expressions, DelegateReading does, FoundData into) {
        this.expressions = expressions;
        this.does = does;
        this.into = into;
    }

    void elements(BaseElement element) {
        for (var extensions :
                element.getDomElement().getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "extensionElements"))
            for (var extension : extensions.getChildElements()) extension(element, extension);
    }

    private void extension(BaseElement element, DomElement extension) {
        var name = extension.getLocalName();
        if (!DataReader.CAMUNDA.equals(extension.getNamespaceURI())) return;
        if (!EXTENSIONS.contains(name)) {
            into.problem("the extension camunda:" + name + " is not modelled", !name.equals("connector"));
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
            case "failedJobRetryTimeCycle" -> into.point("retries", extension.getTextContent());
            case "errorEventDefinition" ->
                into.point("error of the worker", DataReader.attribute(extension, "expression"));
            default -> {}
        }
    }

    private void parameters(DomElement mapping) {
        for (var parameter : mapping.getChildElements()) {
            var target = DataReader.attribute(parameter, "name");
            if (target == null) continue;
            var value = value(parameter);
            var input = parameter.getLocalName().equals("inputParameter");
            var phase = input ? Phase.BEFORE : Phase.AFTER;
            does.called(phase, value);
            into.writes(phase, value);
            into.add(new Assignment(phase, target, input, value.reads(), null, null));
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
            var key = DataReader.attribute(child, "key");
            if (key != null) all = all.and(expressions.text(key));
            all = all.and(value(child));
        }
        return all;
    }

    private Expression script(DomElement script) {
        if (DataReader.attribute(script, "resource") != null)
            return Expression.reading(
                    Expression.Kind.SCRIPT, Set.of(), "the script is not in the model, so it cannot be analysed");
        return expressions.script(DataReader.attribute(script, "scriptFormat"), script.getTextContent());
    }

    private void listener(BaseElement element, DomElement listener) {
        var event = DataReader.attribute(listener, "event");
        var phase = element instanceof SequenceFlow || event == null
                ? Phase.AT
                : switch (event) {
                    case "start", "create" -> Phase.BEFORE;
                    case "end", "complete", "delete", "timeout" -> Phase.AFTER;
                    default -> Phase.AT;
                };
        var javaClass = DataReader.attribute(listener, "class");
        var bean = DataReader.attribute(listener, "delegateExpression");
        var expression = DataReader.attribute(listener, "expression");
        if (javaClass != null) does.delegate(phase, javaClass, listener, null);
        if (bean != null) does.bean(phase, bean, listener, null);
        if (expression != null) listens(phase, expressions.text(expression));
        for (var script : listener.getChildElementsByNameNs(DataReader.CAMUNDA, "script"))
            listens(phase, script(script));
        for (var timer : listener.getChildElements())
            if (timer.getLocalName().equals("timerEventDefinition"))
                for (var part : timer.getChildElements()) into.point("timeout of the listener", part.getTextContent());
    }

    private void listens(Phase phase, Expression expression) {
        does.called(phase, expression);
        into.evaluated("listener", phase, expression);
    }

    /** A form that stands in the model itself. */
    private void formData(DomElement form) {
        for (var field : form.getChildElements()) {
            if (!field.getLocalName().equals("formField")) continue;
            var id = DataReader.attribute(field, "id");
            if (id == null) continue;
            into.point("default value of the field '" + id + "'", DataReader.attribute(field, "defaultValue"));
            String dataClass = null;
            for (var properties : field.getChildElementsByNameNs(DataReader.CAMUNDA, "properties"))
                for (var property : properties.getChildElements())
                    if ("dataClass".equals(DataReader.attribute(property, "id")))
                        dataClass = DataReader.attribute(property, "value");
            into.add(new Assignment(Phase.AT, id, false, Set.of(), id, dataClass == null ? "undeclared" : dataClass));
        }
    }

    /** Extension attributes that hold an expression and are not looked at elsewhere are not known. */
    void attributes(ModelElementInstance element) {
        if (element instanceof BaseElement) {
            into.point("priority of the job", DataReader.attribute(element.getDomElement(), "jobPriority"));
            into.point("priority of the job", DataReader.attribute(element.getDomElement(), "taskPriority"));
        }
        for (var type = element.getElementType(); type != null; type = type.getBaseType())
            for (var attribute : type.getAttributes()) {
                var name = attribute.getAttributeName();
                var value = DataReader.attribute(element.getDomElement(), name);
                if (value != null && !ATTRIBUTES.contains(name) && Expressions.evaluated(value))
                    into.problem("the expression in camunda:" + name + " is not modelled", true);
            }
    }

    void mapping(DomElement mapping, boolean in) {
        var local = "true".equals(DataReader.attribute(mapping, "local"));
        var target = DataReader.attribute(mapping, "target");
        var source = DataReader.attribute(mapping, "source");
        var expression = DataReader.attribute(mapping, "sourceExpression");
        var key = DataReader.attribute(mapping, "businessKey");
        if (key != null) {
            var analysed = expressions.text(key);
            into.problem(analysed);
            into.add(new Mapping(in, null, analysed.reads(), null, false, local));
        }
        if (DataReader.attribute(mapping, "variables") != null)
            into.add(new Mapping(in, null, Set.of(), null, true, local));
        if (source != null && Expressions.evaluated(source)) expression = source;
        if (expression != null) {
            var analysed = expressions.text(expression);
            into.problem(analysed);
            into.add(new Mapping(in, null, analysed.reads(), target, false, local));
        } else if (source != null) into.add(new Mapping(in, source, Set.of(source), target, false, local));
    }
}
