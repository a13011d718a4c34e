package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Question;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.DataFacts.Phase;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;

/**
 * The variables of one graph: which there are in which scope, who writes them, what reads them, and by which values a split takes
 * which way. A variable is named by its scope, so that a harmless name inside does not stand for another outside.
 */
public final class Facts {

    /** Decides which paths are a child's; constant in a case. */
    public static final String IS_CHILD = "isChild";

    static final Object NOT_KNOWN = "not known";

    /** Any value that no condition names. */
    private static final String OTHER = "\u0000other";

    /** More combinations of values than this are not told apart at a split. */
    private static final int COMBINATIONS = 512;

    /** More conditions than this are not combined at an inclusive split. */
    private static final int BRANCHES = 10;

    /** A place that depends on variables. */
    public record Point(String what, Set<String> reads) {}

    /**
     * A variable is written.
     *
     * @param name as in the model
     */
    public record Write(
            Node node,
            String target,
            String name,
            Set<String> reads,
            @Nullable String dataClass) {}

    public final Graph graph;
    private final Vocabulary vocabulary;
    private final Expressions expressions;
    private final Map<Node, List<Point>> points = new HashMap<>();
    private final Map<Flow, Set<String>> reads = new HashMap<>();
    private final Map<Flow, Condition> conditions = new HashMap<>();
    private final List<Write> writes = new ArrayList<>();
    private final Map<Node, Set<String>> writtenBy = new HashMap<>();
    private final Map<Node, Set<String>> locals = new HashMap<>();
    private final Map<String, Set<Object>> domains = new TreeMap<>();
    private final Map<String, Integer> readers = new HashMap<>();
    private final Map<String, String> same = new HashMap<>();
    private final Map<Node, List<Net.Way>> ways = new HashMap<>();
    private final Set<String> tracked = new LinkedHashSet<>();

    /**
     * Collects the facts of a graph.
     *
     * @param reader what each element does with data
     */
    public Facts(Graph graph, Vocabulary vocabulary, Expressions expressions, DataReader reader) {
        this.graph = graph;
        this.vocabulary = vocabulary;
        this.expressions = expressions;
        var facts = graph.nodes.stream().map(node -> reader.read(node.element)).toList();
        for (var node : graph.nodes)
            for (var assignment : facts.get(node.index).assignments())
                if (assignment.local())
                    locals.computeIfAbsent(node, key -> new HashSet<>()).add(assignment.target());
        for (var node : graph.nodes) calls(node, facts.get(node.index));
        for (var node : graph.nodes) node(node, facts.get(node.index));
        for (var flow : graph.flows) flow(flow, reader.read(flow.element));
        declared();
        for (var entry : readers.entrySet())
            if (entry.getValue() > 1
                    && domains.getOrDefault(entry.getKey(), Set.of()).size() < 40) tracked.add(entry.getKey());
        for (var write : writes) if (besideItself(write.node)) tracked.remove(write.target);
        if (domains.containsKey(IS_CHILD)) tracked.add(IS_CHILD);
    }

    /** Where a plain variable of the called process is that of the caller, they are one. */
    private void calls(Node node, DataFacts data) {
        if (node.body == null || !node.body.called()) return;
        for (var mapping : data.mappings())
            if (mapping.in() && mapping.target() != null && IS_CHILD.equals(mapping.target()))
                same.put(name(node.body, IS_CHILD), IS_CHILD);
    }

    private void node(Node node, DataFacts data) {
        var own = new ArrayList<Point>();
        for (var point : data.points()) {
            var asked = new LinkedHashSet<>(point.reads());
            // What a form shows may follow from what has just been answered in it.
            if (point.ofForm() && node.element instanceof UserTask task)
                Optional.ofNullable(vocabulary.forms().get(String.valueOf(task.getCamundaFormRef())))
                        .ifPresent(form -> asked.removeAll(form.keys()));
            var names = resolve(node, asked, node.kind == Kind.WAIT);
            if (!names.isEmpty()) own.add(new Point(point.what(), names));
        }
        points.put(node, own);
        for (var assignment : data.assignments()) {
            var inside = assignment.phase() != Phase.BEFORE;
            var target = assignment.local() || (assignment.phase() == Phase.AT && isLocal(node, assignment.target()))
                    ? local(node, assignment.target())
                    : resolve(node.scope, assignment.target());
            write(node, target, assignment.target(), resolve(node, assignment.reads(), inside), assignment.dataClass());
        }
        for (var mapping : data.mappings()) mapping(node, mapping);
    }

    private void mapping(Node node, DataFacts.Mapping mapping) {
        var body = node.body;
        if (body == null) return;
        var from = mapping.in() ? node.scope : body;
        var to = mapping.in() ? body : node.scope;
        if (mapping.all()) {
            for (var name : names(from)) write(node, resolve(to, name), name, Set.of(resolve(from, name)), null);
            return;
        }
        if (mapping.target() == null) return;
        var sources = new LinkedHashSet<String>();
        for (var name : mapping.reads()) sources.add(resolve(from, name));
        if (mapping.source() != null) sources.add(resolve(from, mapping.source()));
        var target = resolve(to, mapping.target());
        if (!target.equals(IS_CHILD)) write(node, target, mapping.target(), sources, null);
    }

    /** All names that are written in a process or scope: what a mapping of all variables carries. */
    private Set<String> names(Scope scope) {
        var names = new LinkedHashSet<String>();
        for (var write : writes) if (write.target.equals(resolve(scope, write.name))) names.add(write.name);
        for (var node : scope.within())
            if (node.element instanceof UserTask task) {
                var form = vocabulary.forms().get(String.valueOf(task.getCamundaFormRef()));
                if (form != null) names.addAll(form.keys());
            }
        names.addAll(vocabulary.variables().keySet());
        return names;
    }

    private void write(Node node, String target, String name, Set<String> from, @Nullable String dataClass) {
        writes.add(new Write(node, target, name, from, dataClass));
        writtenBy.computeIfAbsent(node, key -> new LinkedHashSet<>()).add(target);
    }

    private void flow(Flow flow, DataFacts data) {
        var text = flow.element.getConditionExpression();
        if (text != null) {
            var condition = new Condition(text.getTextContent(), expressions);
            conditions.put(flow, condition);
            var names = new LinkedHashSet<String>();
            for (var name : condition.reads()) {
                var variable = resolve(flow.from.scope, name);
                names.add(variable);
                if (!condition.decidable()) continue;
                var domain = domains.computeIfAbsent(variable, key -> new LinkedHashSet<>());
                domain.addAll(condition.literals(name));
            }
            for (var point : data.points()) for (var name : point.reads()) names.add(resolve(flow.from.scope, name));
            reads.put(flow, names);
        }
        for (var assignment : data.assignments())
            write(
                    flow.from,
                    resolve(flow.from.scope, assignment.target()),
                    assignment.target(),
                    resolve(flow.from, assignment.reads(), false),
                    assignment.dataClass());
    }

    /** A variable is read at two places if two nodes split by it. */
    private void declared() {
        for (var node : graph.nodes) {
            var here = new LinkedHashSet<String>();
            for (var flow : node.out) here.addAll(reads.getOrDefault(flow, Set.of()));
            for (var variable : here) readers.merge(variable, 1, Integer::sum);
        }
        for (var name : vocabulary.variables().entrySet())
            for (var start : graph.starts)
                writes.add(new Write(
                        start, resolve(start.scope, name.getKey()), name.getKey(), Set.of(), name.getValue()));
    }

    /** May it run more than once at a time, so that what one run has read another changes? */
    private boolean besideItself(Node node) {
        Node at = node;
        while (at != null) {
            var loop = at.multiInstance();
            if (loop != null && !loop.isSequential()) return true;
            if (graph.beside().contains(at)) return true;
            if (at.scope.handler && !at.scope.start().interrupting) return true;
            at = at.scope.handler && at.scope.parent != null ? at.scope.parent.owner : at.scope.owner;
        }
        return false;
    }

    private boolean isLocal(Node node, String name) {
        return locals.getOrDefault(node, Set.of()).contains(name);
    }

    private static String local(Node node, String name) {
        return "@" + node.index + "." + name;
    }

    private Set<String> resolve(Node node, Collection<String> names, boolean inside) {
        var found = new LinkedHashSet<String>();
        for (var name : names) found.add(inside && isLocal(node, name) ? local(node, name) : resolve(node.scope, name));
        return found;
    }

    /** The variable that a name means in a scope: the nearest that has it, else that of the process. */
    public String resolve(Scope scope, String name) {
        Scope at = scope;
        while (true) {
            var owner = at.owner;
            if (owner != null && !at.called() && isLocal(owner, name)) return local(owner, name);
            if (at.called() || at.parent == null) return same.getOrDefault(name(at, name), name(at, name));
            at = at.parent;
        }
    }

    private String name(Scope process, String name) {
        return process == graph.root ? name : "#" + process.index + "." + name;
    }

    /** What a node depends on when it is reached, and while it waits. */
    public List<Point> points(Node node) {
        return points.getOrDefault(node, List.of());
    }

    public Set<String> reads(Flow flow) {
        return reads.getOrDefault(flow, Set.of());
    }

    public List<Write> assignments() {
        return writes;
    }

    /** The variables that a node writes. */
    public Set<String> writes(Node node) {
        return writtenBy.getOrDefault(node, Set.of());
    }

    /** Variables of which runs must remember the value, since it is read more than once. */
    Set<String> tracked() {
        return tracked;
    }

    /** The values that are told apart. */
    public Set<Object> domain(String variable) {
        var domain = new LinkedHashSet<Object>(domains.getOrDefault(variable, Set.of()));
        if (!domain.equals(Set.of("true", "false"))) domain.add(OTHER);
        return domain;
    }

    /** What the person says by sending a message that is about testifying or returning. */
    public Set<Origin> told(Node event) {
        var told = EnumSet.noneOf(Origin.class);
        if (!"person".equals(event.sentBy)) return told;
        if (event.strand == Strand.JUSTICE) told.add(Origin.CO_OPERATION);
        for (var item : event.of) {
            if (item.contains("testimony")) told.add(Origin.CO_OPERATION);
            if (item.contains("return")) told.add(Origin.MIGRATION);
        }
        return told;
    }

    /** Fields without which a task cannot be completed. */
    public List<Question> requiredFields(Node node) {
        if (!(node.element instanceof UserTask task)) return List.of();
        if (node.role != null && vocabulary.lawEnforcement().contains(node.role)) return List.of();
        var form = vocabulary.forms().get(String.valueOf(task.getCamundaFormRef()));
        return form == null
                ? List.of()
                : form.questions().stream().filter(Question::required).toList();
    }

    /** How many instances are told apart: those of a literal number up to four, else two, of which the second stands for all more. */
    static int rounds(Node node) {
        var literal = cardinality(node);
        return literal > 0 && literal <= 4 ? literal : 2;
    }

    /** The literal number of instances; 0 if it is computed. */
    public static int cardinality(Node node) {
        MultiInstanceLoopCharacteristics characteristics = node.multiInstance();
        if (characteristics == null || characteristics.getLoopCardinality() == null) return 0;
        try {
            return Integer.parseInt(
                    characteristics.getLoopCardinality().getTextContent().strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    public static boolean endsEarly(Node node) {
        var characteristics = node.multiInstance();
        return characteristics != null && characteristics.getCompletionCondition() != null;
    }

    /** The ways on from a node, as the engine takes them. */
    List<Net.Way> ways(Node node) {
        return ways.computeIfAbsent(node, this::find);
    }

    private List<Net.Way> find(Node node) {
        var exclusive = node.kind == Kind.EXCLUSIVE;
        if (node.out.isEmpty()) return List.of(new Net.Way(List.of(), Map.of()));
        var free = node.kind == Kind.PARALLEL
                || (node.out.stream().noneMatch(Flow::conditional) && (!exclusive || node.out.size() == 1));
        if (free) return List.of(new Net.Way(List.copyOf(node.out), Map.of()));
        var candidates =
                node.out.stream().filter(flow -> flow != node.byDefault).toList();
        var found = new LinkedHashMap<String, Net.Way>();
        for (var values : combinations(candidates)) {
            var undecided = candidates.stream()
                    .filter(flow -> conditions.containsKey(flow) && !decidable(flow))
                    .toList();
            for (var bits = 0; bits < 1 << Math.min(undecided.size(), BRANCHES); bits++) {
                var taken = new ArrayList<Flow>();
                for (var flow : candidates) {
                    var at = undecided.indexOf(flow);
                    var holds = at >= 0 ? (bits >> Math.min(at, BRANCHES - 1) & 1) == 1 : holds(flow, values);
                    if (!holds) continue;
                    taken.add(flow);
                    if (exclusive) break;
                }
                if (taken.isEmpty() && node.byDefault != null) taken.add(node.byDefault);
                // Nothing fits: the engine refuses the step, so there is no way on.
                if (taken.isEmpty()) continue;
                var known = new TreeMap<String, Object>();
                for (var value : values.entrySet())
                    if (tracked.contains(value.getKey())) known.put(value.getKey(), value.getValue());
                found.putIfAbsent(
                        taken.stream().map(flow -> flow.index).toList() + " " + known, new Net.Way(taken, known));
            }
        }
        return List.copyOf(found.values());
    }

    /** Can its condition be told from the values of what it reads? */
    public boolean decidable(Flow flow) {
        var condition = conditions.get(flow);
        return condition != null && condition.decidable();
    }

    /** Is its condition true with these values? One without condition always is. */
    public boolean holds(Flow flow, Map<String, Object> values) {
        var condition = conditions.get(flow);
        if (condition == null) return true;
        var named = new HashMap<String, Object>();
        for (var name : condition.reads()) {
            var value = values.get(resolve(flow.from.scope, name));
            if (value != null) named.put(name, value);
        }
        return condition.holds(named);
    }

    private List<Map<String, Object>> combinations(List<Flow> flows) {
        var variables = new LinkedHashSet<String>();
        for (var flow : flows) if (decidable(flow)) variables.addAll(reads(flow));
        List<Map<String, Object>> combinations = List.of(Map.of());
        for (var variable : variables) {
            var more = new ArrayList<Map<String, Object>>();
            for (var values : combinations)
                for (var value : domain(variable)) {
                    var extended = new TreeMap<>(values);
                    extended.put(variable, value);
                    more.add(extended);
                }
            if (more.size() > COMBINATIONS) return combinations;
            combinations = more;
        }
        return combinations;
    }
}
