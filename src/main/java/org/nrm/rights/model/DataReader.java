package org.nrm.rights.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.jspecify.annotations.Nullable;

/** Finds what an element of a model does with data. What it does not know is a problem, never ignored. */
public final class DataReader {

    /** The delegate that is always there: it sends the message of a throwing event and reads and writes no variable. */
    static final String SEND_MESSAGE = "sendMessage";

    /** The place at which a flow reads a variable. */
    static final String CONDITION = "condition";

    static final String CAMUNDA = BpmnModelConstants.CAMUNDA_NS;

    /** Variables that the engine gives each instance of a repeated activity. */
    static final Set<String> INSTANCE_VARIABLES =
            Set.of("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "loopCounter");

    private final Vocabulary vocabulary;
    private final Decisions decisions;
    private final Expressions expressions;
    private final Map<BaseElement, DataFacts> known = new HashMap<>();

    /** Reads with the words of the configuration. */
    public DataReader(Vocabulary vocabulary, Decisions decisions) {
        this.vocabulary = vocabulary;
        this.decisions = decisions;
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
        return known.computeIfAbsent(
                element, unread -> new ElementReading(vocabulary, decisions, expressions).of(unread));
    }

    /** An attribute of the engine's namespace, or without one as on the engine's own elements. */
    static @Nullable String attribute(DomElement element, String name) {
        var value = element.getAttribute(CAMUNDA, name);
        if (value == null && CAMUNDA.equals(element.getNamespaceURI())) value = element.getAttribute(name);
        return value;
    }
}
