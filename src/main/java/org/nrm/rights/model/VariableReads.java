package org.nrm.rights.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.Mapping;

/**
 * Which variable is read where, which there are, and from which others one is computed, of all models of a set. It is what the
 * verifier reads, so that the run has what was proved.
 */
public final class VariableReads {

    private final Set<String> read;
    private final Set<String> inConditions;
    private final Set<String> declared;
    private final Set<String> computed;
    private final Map<String, Set<String>> sources;

    private VariableReads(Collecting collected) {
        read = Set.copyOf(collected.read);
        inConditions = Set.copyOf(collected.inConditions);
        declared = Set.copyOf(collected.declared);
        computed = Set.copyOf(collected.computed);
        var copied = new TreeMap<String, Set<String>>();
        collected.sources.forEach((variable, from) -> copied.put(variable, Set.copyOf(from)));
        sources = Map.copyOf(copied);
    }

    /** Of models that were read together. */
    public static VariableReads of(Collection<BpmnModelInstance> models, Vocabulary vocabulary, DataReader reader) {
        var collecting = new Collecting();
        collecting.declared.addAll(DataReader.INSTANCE_VARIABLES);
        collecting.declared.addAll(vocabulary.variables().keySet());
        vocabulary.forms().values().forEach(form -> collecting.declared.addAll(form.keys()));
        for (var model : models) {
            for (var process : model.getModelElementsByType(Process.class)) collecting.element(process, reader);
            for (var element : model.getModelElementsByType(FlowElement.class)) collecting.element(element, reader);
        }
        return new VariableReads(collecting);
    }

    /** Does something that the engine executes read it, so that the engine must have it? The conditions of forms are not among that. */
    public boolean byEngine(String variable) {
        return read.contains(variable);
    }

    /** Variables by which a flow is taken or not. */
    public Set<String> inConditions() {
        return inConditions;
    }

    /** Is it one that a form, a parameter, a call, a result or {@code data-classes.yaml} declares? */
    public boolean declares(String variable) {
        return declared.contains(variable);
    }

    /** Does an expression, script, table or mapping give it its value, for more than the own element? */
    public boolean computes(String variable) {
        return computed.contains(variable);
    }

    /** The variables from which it is computed, at whatever place; empty if it is not. */
    public Set<String> sources(String variable) {
        return sources.getOrDefault(variable, Set.of());
    }

    /** What has been found so far. */
    private static final class Collecting {

        private final Set<String> read = new HashSet<>();
        private final Set<String> inConditions = new HashSet<>();
        private final Set<String> declared = new HashSet<>();
        private final Set<String> computed = new HashSet<>();
        private final Map<String, Set<String>> sources = new TreeMap<>();

        void element(BaseElement element, DataReader reader) {
            var does = reader.read(element);
            for (var point : does.points()) {
                if (point.ofForm()) continue;
                read(point.reads());
                if (point.what().equals(DataReader.CONDITION)) inConditions.addAll(point.reads());
            }
            does.assignments().forEach(this::assignment);
            does.mappings().forEach(this::mapping);
        }

        private void assignment(Assignment assignment) {
            var target = assignment.target();
            read(assignment.reads());
            // What has a class of its own is a form's or listed in data-classes.yaml, or nobody declares it.
            if (assignment.dataClass() != null) return;
            declared.add(target);
            sources(target).addAll(assignment.reads());
            if (!assignment.local()) computed.add(target);
        }

        private void mapping(Mapping mapping) {
            var target = mapping.target();
            read(mapping.reads());
            if (target == null) return;
            declared.add(target);
            // Under its own name a variable is only carried on.
            if (target.equals(mapping.source())) return;
            sources(target).addAll(mapping.reads());
            computed.add(target);
        }

        private Set<String> sources(String variable) {
            return sources.computeIfAbsent(variable, none -> new HashSet<>());
        }

        private void read(Set<String> names) {
            names.stream()
                    .filter(Predicate.not(DataReader.INSTANCE_VARIABLES::contains))
                    .forEach(read::add);
        }
    }
}
