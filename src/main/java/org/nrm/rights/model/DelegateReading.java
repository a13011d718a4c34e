package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Delegate;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.Phase;

/** Reads what is called to do something: a declared delegate, an expression or a worker. */
final class DelegateReading {

    private final Vocabulary vocabulary;
    private final Expressions expressions;
    private final FoundData into;

    DelegateReading(Vocabulary vocabulary, Expressions expressions, FoundData into) {
        this.vocabulary = vocabulary;
        this.expressions = expressions;
        this.into = into;
    }

    /** A class, bean, expression or worker that does something. */
    void implementation(DomElement element, boolean needed) {
        var type = DataReader.attribute(element, "type");
        var topic = DataReader.attribute(element, "topic");
        var javaClass = DataReader.attribute(element, "class");
        var bean = DataReader.attribute(element, "delegateExpression");
        var expression = DataReader.attribute(element, "expression");
        var variable = DataReader.attribute(element, "resultVariable");
        if (javaClass != null) delegate(Phase.AT, javaClass, element, variable);
        else if (bean != null) bean(Phase.AT, bean, element, variable);
        else if (expression != null) {
            var analysed = expressions.text(expression);
            called(Phase.AT, analysed);
            result("expression", variable, analysed);
        } else if ("external".equals(type) || topic != null) {
            if (topic == null || Expressions.evaluated(topic)) {
                into.point("topic", topic);
                into.problem("camunda:topic must be a declared topic, not '" + topic + "'", false);
            } else delegate(Phase.AT, topic, element, variable);
        } else if (type != null) into.problem("camunda:type '" + type + "' is not modelled", true);
        else if (needed) into.problem("has nothing that it does: no delegate, no expression and no topic", true);
    }

    void bean(Phase phase, String text, DomElement element, @Nullable String variable) {
        var expression = expressions.text(text);
        if (expression.problem() == null
                && (expression.beans().size() != 1 || !expression.reads().isEmpty()))
            into.problem("'" + text + "' is no declared delegate", false);
        else {
            into.problem(expression);
            expression.beans().forEach(name -> delegate(phase, name, element, variable));
        }
    }

    void delegate(Phase phase, String name, DomElement element, @Nullable String variable) {
        if (name.equals(DataReader.SEND_MESSAGE)) return;
        var declared = vocabulary.delegates().get(name);
        if (declared == null) {
            into.problem("'" + name + "' is no declared delegate, so what it reads and writes is not known", false);
            return;
        }
        var reads = new LinkedHashSet<>(declared.reads());
        reads.addAll(fields(element));
        written(phase, declared, reads);
        if (variable != null) into.add(new Assignment(phase, variable, false, reads, null, null));
    }

    /** Beans that an expression calls: what they are declared to write. */
    void called(Phase phase, Expression expression) {
        for (var bean : expression.beans()) {
            var declared = vocabulary.delegates().get(bean);
            if (declared == null) continue;
            written(phase, declared, Expression.union(expression.reads(), declared.reads()));
        }
    }

    /** The class of what a delegate writes is declared with the other variables. */
    private void written(Phase phase, Delegate delegate, Set<String> reads) {
        delegate.writes().stream()
                .sorted()
                .forEach(target -> into.add(new Assignment(
                        phase,
                        target,
                        false,
                        reads,
                        null,
                        vocabulary.variables().getOrDefault(target, "undeclared"))));
    }

    /** What is injected into a delegate. */
    private Set<String> fields(DomElement element) {
        var reads = new LinkedHashSet<String>();
        var fields = new ArrayList<>(element.getChildElementsByNameNs(DataReader.CAMUNDA, "field"));
        for (var extensions : element.getChildElementsByNameNs(BpmnModelConstants.BPMN20_NS, "extensionElements"))
            fields.addAll(extensions.getChildElementsByNameNs(DataReader.CAMUNDA, "field"));
        for (var field : fields) {
            var texts = new ArrayList<String>();
            for (var name : List.of("expression", "stringValue"))
                if (field.hasAttribute(name)) texts.add(field.getAttribute(name));
            for (var child : field.getChildElements()) texts.add(child.getTextContent());
            for (var text : texts) {
                var expression = expressions.text(text);
                into.problem(expression);
                reads.addAll(expression.reads());
            }
        }
        return reads;
    }

    void result(String what, @Nullable String variable, Expression expression) {
        into.evaluated(what, Phase.AT, expression);
        if (variable != null) into.add(new Assignment(Phase.AT, variable, false, expression.reads(), null, null));
    }
}
