package org.nrm.rights.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.nrm.forms.Question;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.Mapping;

/** Where the value of each variable of each process comes from: through forms, parameters, tables, delegates and calls. */
public final class Origins {

    static final String UNDECLARED = "undeclared";

    /**
     * One source of values.
     *
     * @param closed its values are a closed list
     */
    public record Origin(String dataClass, boolean closed) {}

    private static final Origin ROUTING = new Origin("routing", true);

    private final Vocabulary vocabulary;
    private final Map<String, Process> processes;
    private final Map<Process, Map<BaseElement, DataFacts>> facts;
    private final Map<Process, Map<String, Set<Origin>>> origins = new HashMap<>();

    public Origins(
            Vocabulary vocabulary, Map<String, Process> processes, Map<Process, Map<BaseElement, DataFacts>> facts) {
        this.vocabulary = vocabulary;
        this.processes = processes;
        this.facts = facts;
        processes.values().forEach(this::declared);
        spread();
        // What is computed from something that nobody declares is declared by nobody.
        processes.values().forEach(this::undeclared);
        spread();
    }

    /** Empty if nobody declares the name. */
    public Set<Origin> of(Process process, String name) {
        return own(process).getOrDefault(name, Set.of());
    }

    private Map<String, Set<Origin>> own(Process process) {
        return origins.computeIfAbsent(process, key -> new LinkedHashMap<>());
    }

    private Collection<Map.Entry<BaseElement, DataFacts>> elements(Process process) {
        return facts.getOrDefault(process, Map.of()).entrySet();
    }

    private void declared(Process process) {
        var own = own(process);
        vocabulary.variables().forEach((name, dataClass) -> add(own, name, Set.of(new Origin(dataClass, true))));
        DataReader.INSTANCE_VARIABLES.forEach(name -> add(own, name, Set.of(ROUTING)));
        for (var entry : elements(process))
            for (var assignment : entry.getValue().assignments()) {
                if (lawEnforcement(entry.getKey()))
                    add(
                            own,
                            assignment.target(),
                            Set.of(new Origin("co-operation", closed(entry.getKey(), assignment))));
                else if (assignment.dataClass() != null) {
                    if (assignment.field() != null || !assignment.dataClass().equals(UNDECLARED))
                        add(
                                own,
                                assignment.target(),
                                Set.of(new Origin(assignment.dataClass(), closed(entry.getKey(), assignment))));
                } else if (assignment.reads().isEmpty()) add(own, assignment.target(), Set.of(ROUTING));
            }
    }

    private boolean lawEnforcement(BaseElement element) {
        return element instanceof UserTask task
                && task.getCamundaCandidateGroups() != null
                && vocabulary.lawEnforcement().contains(task.getCamundaCandidateGroups());
    }

    private boolean closed(BaseElement element, Assignment assignment) {
        var key = assignment.field();
        if (key == null) return true;
        var form = element instanceof UserTask task ? vocabulary.forms().get(task.getCamundaFormRef()) : null;
        return form != null && form.question(key).map(Question::closed).orElse(false);
    }

    private void undeclared(Process process) {
        var own = own(process);
        for (var entry : elements(process))
            for (var assignment : entry.getValue().assignments())
                if (assignment.reads().stream()
                        .anyMatch(name -> own.getOrDefault(name, Set.of()).isEmpty()))
                    add(own, assignment.target(), Set.of(new Origin(UNDECLARED, true)));
    }

    private void spread() {
        boolean more;
        do {
            more = false;
            for (var process : processes.values())
                for (var entry : elements(process)) more |= spread(process, entry.getKey(), entry.getValue());
        } while (more);
    }

    private boolean spread(Process process, BaseElement element, DataFacts does) {
        var own = own(process);
        var more = false;
        for (var assignment : does.assignments()) more |= copy(own, assignment.reads(), own, assignment.target());
        if (element instanceof CallActivity call) {
            var called = processes.get(call.getCalledElement());
            if (called == null) return more;
            for (var mapping : does.mappings())
                more |= mapping.in() ? mapped(mapping, own, own(called)) : mapped(mapping, own(called), own);
        }
        return more;
    }

    private static boolean mapped(Mapping mapping, Map<String, Set<Origin>> from, Map<String, Set<Origin>> to) {
        if (mapping.all()) {
            var more = false;
            for (var name : List.copyOf(from.keySet())) more |= copy(from, Set.of(name), to, name);
            return more;
        }
        if (mapping.target() == null) return false;
        if (mapping.reads().isEmpty()) return add(to, mapping.target(), Set.of(ROUTING));
        return copy(from, mapping.reads(), to, mapping.target());
    }

    private static boolean copy(
            Map<String, Set<Origin>> from, Set<String> names, Map<String, Set<Origin>> to, String target) {
        var more = false;
        for (var name : names) more |= add(to, target, Set.copyOf(from.getOrDefault(name, Set.of())));
        return more;
    }

    private static boolean add(Map<String, Set<Origin>> to, String name, Set<Origin> found) {
        return !found.isEmpty()
                && to.computeIfAbsent(name, key -> new HashSet<>()).addAll(found);
    }
}
