package org.nrm.rights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Small models made at random from a seed, as XML, and the smallest part of one that still shows something. */
public final class RandomModels {

    /** A node, with all that any kind may need. */
    private static final class Node {
        final String id;
        String kind;
        String event = "";
        String code = "";
        boolean police;
        String writes = "";
        boolean interrupting = true;
        String attachedTo = "";
        int instances;
        boolean parallel;

        @Nullable
        Scope body;

        Node(String id, String kind) {
            this.id = id;
            this.kind = kind;
        }

        Node copy() {
            var copy = new Node(id, kind);
            copy.event = event;
            copy.code = code;
            copy.police = police;
            copy.writes = writes;
            copy.interrupting = interrupting;
            copy.attachedTo = attachedTo;
            copy.instances = instances;
            copy.parallel = parallel;
            copy.body = body == null ? null : body.copy();
            return copy;
        }

        boolean is(String... kinds) {
            return Set.of(kinds).contains(kind);
        }
    }

    private record Edge(String from, String to, String condition, boolean byDefault) {
        Edge from(String other) {
            return new Edge(other, to, "", false);
        }

        Edge to(String other) {
            return new Edge(from, other, condition, byDefault);
        }
    }

    /** What stands in a process or subprocess. */
    private static final class Scope {
        final List<Node> nodes = new ArrayList<>();
        final List<Edge> edges = new ArrayList<>();

        Scope copy() {
            var copy = new Scope();
            nodes.forEach(node -> copy.nodes.add(node.copy()));
            copy.edges.addAll(edges);
            return copy;
        }

        @Nullable
        Node node(String id) {
            for (var node : nodes) if (node.id.equals(id)) return node;
            return null;
        }

        List<Edge> out(Node node) {
            return edges.stream().filter(edge -> edge.from.equals(node.id)).toList();
        }

        List<Edge> in(Node node) {
            return edges.stream().filter(edge -> edge.to.equals(node.id)).toList();
        }

        void all(List<Scope> found) {
            found.add(this);
            for (var node : nodes) if (node.body != null) node.body.all(found);
        }
    }

    /** A model: the main process, and what it calls, inside the node that calls. */
    public static final class Model {
        private final Scope root;

        private Model(Scope root) {
            this.root = root;
        }

        int size() {
            return scopes().stream().mapToInt(scope -> scope.nodes.size()).sum();
        }

        private int weight() {
            var weight = 0;
            for (var scope : scopes()) {
                for (var node : scope.nodes)
                    weight += (node.is("task", "end", "start") ? 10 : 12)
                            + (node.event.isEmpty() ? 0 : 1)
                            + (node.police ? 1 : 0)
                            + node.writes.length()
                            + node.instances;
                for (var edge : scope.edges) weight += edge.condition.isEmpty() && !edge.byDefault ? 3 : 4;
            }
            return weight;
        }

        private List<Scope> scopes() {
            var found = new ArrayList<Scope>();
            root.all(found);
            return found;
        }

        /** The files by name. */
        public Map<String, String> files() {
            var files = new TreeMap<String, String>();
            write(files, "main", root);
            return files;
        }

        private Model copy() {
            return new Model(root.copy());
        }
    }

    private static final String VARIABLES = "xy";

    private final Random random;
    private int left;
    private int next;
    private int calls;

    private RandomModels(long seed) {
        random = new Random(seed * 7_919 + 17);
    }

    /** The same model for the same seed. */
    public static Model model(long seed) {
        var made = new RandomModels(seed);
        made.left = 2 + made.random.nextInt(9);
        return new Model(made.process(0));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Node add(Scope scope, String kind) {
        var node = new Node(kind.substring(0, 1) + next++, kind);
        scope.nodes.add(node);
        left--;
        return node;
    }

    private Node add(Scope scope, String kind, String event) {
        var node = add(scope, kind);
        node.event = event;
        return node;
    }

    private static void connect(Scope scope, Node from, Node to) {
        scope.edges.add(new Edge(from.id, to.id, "", false));
    }

    private Scope process(int depth) {
        var scope = new Scope();
        var end = sequence(scope, add(scope, "start"), depth);
        if (end != null) end(scope, end, depth);
        if (chance(depth == 0 ? 30 : 15)) handler(scope, depth);
        if (chance(30)) edge(scope);
        return scope;
    }

    private void handler(Scope scope, int depth) {
        var handler = add(scope, "handler");
        handler.body = new Scope();
        var start = add(handler.body, "start", pick("message", "message", "message", "timer", "error", "escalation"));
        start.interrupting = start.event.equals("error") || chance(50);
        if (start.event.equals("error") || start.event.equals("escalation")) start.code = "K";
        var end = sequence(handler.body, start, depth + 1);
        if (end != null) end(handler.body, end, depth + 1);
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private @Nullable Node sequence(Scope scope, Node from, int depth) {
        var at = from;
        for (var count = 1 + random.nextInt(3); count > 0 && at != null; count--) at = element(scope, at, depth);
        return at;
    }

    /** More edges than blocks have; back only to a task, so that no loop turns by itself. */
    private void edge(Scope scope) {
        var from = scope.nodes.stream()
                .filter(node -> node.is("xor", "and", "or", "task"))
                .toList();
        if (from.isEmpty()) return;
        var source = from.get(random.nextInt(from.size()));
        var to = scope.nodes.stream()
                .filter(node -> !node.is("start", "boundary", "handler", "catch") && node != source)
                .filter(node -> node.is("task") || scope.nodes.indexOf(node) > scope.nodes.indexOf(source))
                .toList();
        if (to.isEmpty()) return;
        var target = to.get(random.nextInt(to.size()));
        if (scope.out(source).stream().anyMatch(edge -> edge.to.equals(target.id))) return;
        scope.edges.add(new Edge(source.id, target.id, source.is("and") || chance(30) ? "" : condition(), false));
        conditions(scope);
    }

    private String condition() {
        return "${" + VARIABLES.charAt(random.nextInt(2)) + (chance(80) ? " == '" : " != '") + pick("a", "a", "b")
                + "'}";
    }

    private void end(Scope scope, Node from, int depth) {
        var end = add(scope, "end");
        var kind = random.nextInt(100);
        if (kind < 10) end.event = "terminate";
        else if (kind < (depth > 0 ? 25 : 12)) end.event = "error";
        else if (kind < (depth > 0 ? 35 : 15)) end.event = "escalation";
        end.code = "K";
        connect(scope, from, end);
    }

    private Node task(Scope scope) {
        var task = add(scope, "task");
        task.police = chance(25);
        if (chance(40)) task.writes = VARIABLES.substring(random.nextInt(2)).substring(0, 1);
        if (chance(8)) {
            task.instances = 1 + random.nextInt(3);
            task.parallel = chance(50);
        }
        return task;
    }

    private @Nullable Node element(Scope scope, Node from, int depth) {
        var kind = left <= 0 || depth > 2 ? random.nextInt(34) : random.nextInt(100);
        if (kind < 30) {
            var task = task(scope);
            connect(scope, from, task);
            return left > 0 && chance(25) ? boundary(scope, task, depth) : task;
        }
        if (kind < 34) {
            var waits = add(scope, "catch", chance(70) ? "message" : "timer");
            connect(scope, from, waits);
            return waits;
        }
        if (kind < 38) {
            var throwing = add(scope, "throw", "escalation");
            throwing.code = "K";
            connect(scope, from, throwing);
            return throwing;
        }
        if (kind < 41) {
            var link = add(scope, "throw", "link");
            link.code = link.id;
            connect(scope, from, link);
            var target = add(scope, "catch", "link");
            target.code = link.id;
            return target;
        }
        if (kind < 68) return split(scope, from, depth);
        if (kind < 75) return events(scope, from, depth);
        if (kind < 83) return loop(scope, from, depth);
        var call = kind > 94 && calls++ == 0;
        var activity = add(scope, call ? "call" : "sub");
        connect(scope, from, activity);
        activity.body = process(depth + 1);
        if (chance(10)) activity.instances = 1 + random.nextInt(2);
        return chance(55) ? boundary(scope, activity, depth) : activity;
    }

    private Node boundary(Scope scope, Node activity, int depth) {
        var event = add(
                scope,
                "boundary",
                activity.body == null
                        ? pick("message", "timer", "error")
                        : pick("message", "timer", "error", "error", "escalation", "escalation"));
        if (event.event.equals("error") || event.event.equals("escalation")) event.code = "K";
        event.attachedTo = activity.id;
        event.interrupting = event.event.equals("error") || chance(50);
        var beside = sequence(scope, event, depth + 1);
        if (beside == null) return activity;
        if (chance(55)) {
            end(scope, beside, depth + 1);
            return activity;
        }
        var merge = add(scope, pick("xor", "xor", "xor", "or", "and"));
        connect(scope, activity, merge);
        connect(scope, beside, merge);
        return merge;
    }

    private @Nullable Node split(Scope scope, Node from, int depth) {
        var kind = pick("xor", "xor", "and", "and", "or");
        var split = chance(85) ? add(scope, kind) : task(scope);
        connect(scope, from, split);
        var ends = new ArrayList<Node>();
        for (var branch = chance(80) ? 2 : 3; branch > 0; branch--) {
            var end = chance(20) && ends.stream().noneMatch(other -> other == split)
                    ? split
                    : sequence(scope, split, depth + 1);
            if (end != null && end != split && chance(15)) end(scope, end, depth + 1);
            else if (end != null) ends.add(end);
        }
        @Nullable Node join = null;
        if (!ends.isEmpty()) {
            join = ends.size() == 1 && ends.get(0) != split
                    ? null
                    : add(scope, chance(85) ? kind : pick("xor", "and", "or"));
            if (join != null) for (var end : ends) connect(scope, end, join);
            else join = ends.get(0);
        }
        conditions(scope);
        return join;
    }

    private @Nullable Node events(Scope scope, Node from, int depth) {
        var gateway = add(scope, "gateway");
        connect(scope, from, gateway);
        var ends = new ArrayList<Node>();
        for (var branch = 0; branch < 2; branch++) {
            var waits = add(scope, "catch", chance(70) ? "message" : "timer");
            connect(scope, gateway, waits);
            var end = chance(40) ? waits : sequence(scope, waits, depth + 1);
            if (end != null && chance(20)) end(scope, end, depth + 1);
            else if (end != null) ends.add(end);
        }
        if (ends.isEmpty()) return null;
        if (ends.size() == 1) return ends.get(0);
        var join = add(scope, pick("xor", "xor", "xor", "or", "and"));
        for (var end : ends) connect(scope, end, join);
        return join;
    }

    private @Nullable Node loop(Scope scope, Node from, int depth) {
        var task = task(scope);
        connect(scope, from, task);
        var end = chance(50) ? task : sequence(scope, task, depth + 1);
        if (end == null) return null;
        var split = add(scope, "xor");
        connect(scope, end, split);
        scope.edges.add(new Edge(split.id, task.id, condition(), false));
        return split;
    }

    /** Gives each split that needs it conditions and, mostly, a default. */
    private void conditions(Scope scope) {
        for (var node : scope.nodes) {
            if (!node.is("xor", "or", "task", "sub", "call")) continue;
            var out = scope.out(node);
            if (out.size() < 2) continue;
            if (out.stream().anyMatch(edge -> !edge.condition.isEmpty() || edge.byDefault) && !node.is("xor", "or"))
                continue;
            if (!node.is("xor", "or") && chance(50)) continue;
            var byDefault = out.stream().anyMatch(Edge::byDefault) || chance(15);
            for (var edge : out) {
                if (!edge.condition.isEmpty() || edge.byDefault) continue;
                scope.edges.set(
                        scope.edges.indexOf(edge),
                        byDefault
                                ? new Edge(edge.from, edge.to, condition(), false)
                                : new Edge(edge.from, edge.to, "", true));
                byDefault = true;
            }
        }
    }

    // Shrinking

    /** The smallest model found that still fulfils a condition. */
    public static Model smallest(Model model, Predicate<Model> still) {
        var least = model;
        while (true) {
            @Nullable Model smaller = null;
            for (var candidate : smaller(least)) {
                if (candidate.weight() >= least.weight() || !still.test(candidate)) continue;
                smaller = candidate;
                break;
            }
            if (smaller == null) return least;
            least = smaller;
        }
    }

    private static List<Model> smaller(Model model) {
        var found = new ArrayList<Model>();
        for (var at = 0; at < model.scopes().size(); at++) {
            var scope = model.scopes().get(at);
            for (var index = 0; index < scope.nodes.size(); index++) {
                var node = scope.nodes.get(index);
                if (node.kind.equals("handler")
                        || node.kind.equals("boundary")
                        || (scope.in(node).isEmpty() && !node.is("start")))
                    change(found, model, at, index, Scopes.REMOVE);
                if (!node.is("start", "end") && !scope.in(node).isEmpty()) {
                    change(found, model, at, index, Scopes.BYPASS);
                    change(found, model, at, index, Scopes.STOP);
                    if (!node.is("task") || node.police || !node.writes.isEmpty() || node.instances > 0)
                        change(found, model, at, index, Scopes.PLAIN);
                }
                if (node.is("end") && !node.event.isEmpty()) change(found, model, at, index, Scopes.PLAIN_END);
            }
            for (var index = 0; index < scope.edges.size(); index++) {
                change(found, model, at, index, Scopes.CUT);
                if (!scope.edges.get(index).condition.isEmpty() || scope.edges.get(index).byDefault)
                    change(found, model, at, index, Scopes.ALWAYS);
            }
        }
        return found;
    }

    private enum Scopes {
        REMOVE,
        BYPASS,
        STOP,
        PLAIN,
        PLAIN_END,
        CUT,
        ALWAYS
    }

    private static void change(List<Model> found, Model model, int at, int index, Scopes how) {
        var copy = model.copy();
        var scope = copy.scopes().get(at);
        switch (how) {
            case REMOVE -> remove(scope, scope.nodes.get(index));
            case BYPASS -> {
                var node = scope.nodes.get(index);
                var in = scope.in(node);
                var out = scope.out(node);
                if (out.size() > 1 && in.size() > 1) return;
                remove(scope, node);
                for (var one : in)
                    for (var two : out)
                        if (!one.from.equals(two.to))
                            scope.edges.add(out.size() > 1 ? two.from(one.from) : one.to(two.to));
            }
            case STOP -> {
                var node = scope.nodes.get(index);
                scope.edges.removeAll(scope.out(node));
                node.kind = "end";
                node.event = "";
                node.body = null;
            }
            case PLAIN -> {
                var node = scope.nodes.get(index);
                node.kind = "task";
                node.event = "";
                node.police = false;
                node.writes = "";
                node.instances = 0;
                node.body = null;
            }
            case PLAIN_END -> scope.nodes.get(index).event = "";
            case CUT -> scope.edges.remove(index);
            case ALWAYS -> {
                var edge = scope.edges.get(index);
                scope.edges.set(index, new Edge(edge.from, edge.to, "", false));
            }
        }
        copy.scopes().forEach(RandomModels::tidy);
        found.add(copy);
    }

    private static void remove(Scope scope, Node node) {
        scope.edges.removeIf(edge -> edge.from.equals(node.id) || edge.to.equals(node.id));
        scope.nodes.remove(node);
        scope.nodes.removeIf(event -> {
            var gone = event.attachedTo.equals(node.id);
            if (gone) scope.edges.removeIf(edge -> edge.from.equals(event.id));
            return gone;
        });
    }

    /** What nothing leads to is taken away, what leads nowhere ends. */
    private static void tidy(Scope scope) {
        var reached = new LinkedHashSet<String>();
        boolean more;
        do {
            more = false;
            for (var node : scope.nodes) {
                var comes = node.is("start", "handler")
                        || (node.is("boundary") && reached.contains(node.attachedTo))
                        || scope.in(node).stream().anyMatch(edge -> reached.contains(edge.from))
                        || (node.is("catch")
                                && node.event.equals("link")
                                && scope.nodes.stream()
                                        .anyMatch(other -> other.is("throw")
                                                && other.code.equals(node.code)
                                                && reached.contains(other.id)));
                if (comes) more |= reached.add(node.id);
            }
        } while (more);
        scope.nodes.removeIf(node -> !reached.contains(node.id));
        scope.edges.removeIf(edge -> !reached.contains(edge.from) || !reached.contains(edge.to));
        var seen = new HashSet<String>();
        scope.edges.removeIf(edge -> !seen.add(edge.from + " " + edge.to));
        for (var node : List.copyOf(scope.nodes)) {
            var out = scope.out(node);
            if (node.is("xor", "or")
                    && out.size() == 1
                    && !(out.get(0).condition + out.get(0).byDefault).equals("false"))
                scope.edges.set(scope.edges.indexOf(out.get(0)), new Edge(node.id, out.get(0).to, "", false));
            if (!out.isEmpty() || node.is("end", "handler") || (node.is("throw") && node.event.equals("link")))
                continue;
            var end = new Node("z" + node.id, "end");
            if (scope.node(end.id) != null) continue;
            scope.nodes.add(end);
            connect(scope, node, end);
        }
    }

    // Writing

    private static void write(Map<String, String> files, String process, Scope scope) {
        var text = new StringBuilder();
        text.append("<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"")
                .append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"")
                .append(" xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\"")
                .append(" id=\"definitions\" targetNamespace=\"urn:random\">\n");
        text.append("<bpmn:process id=\"").append(process).append("\" name=\"").append(process);
        text.append("\" isExecutable=\"true\" camunda:historyTimeToLive=\"P1D\">\n");
        text.append(properties("part", "true"));
        var messages = new TreeMap<String, String>();
        body(text, files, scope, messages);
        text.append("</bpmn:process>\n");
        for (var message : messages.keySet())
            text.append("<bpmn:message id=\"m-" + message + "\" name=\"" + message + "\"/>\n");
        text.append(
                "<bpmn:error id=\"error-K\" errorCode=\"K\"/>\n<bpmn:escalation id=\"escalation-K\" escalationCode=\"K\"/>\n");
        text.append("</bpmn:definitions>\n");
        files.put(process + ".bpmn", text.toString());
    }

    private static String properties(String... pairs) {
        var text = new StringBuilder("<bpmn:extensionElements><camunda:properties>");
        for (var at = 0; at < pairs.length; at += 2)
            text.append("<camunda:property name=\"nrm:" + pairs[at] + "\" value=\"" + pairs[at + 1] + "\"/>");
        return text + "</camunda:properties></bpmn:extensionElements>";
    }

    private static void body(StringBuilder text, Map<String, String> files, Scope scope, Map<String, String> messages) {
        for (var node : scope.nodes) {
            var name = "id=\"" + node.id + "\" name=\"" + node.id + "\"";
            var byDefault = scope.out(node).stream()
                    .filter(Edge::byDefault)
                    .map(edge -> " default=\"" + flow(edge) + "\"")
                    .findFirst()
                    .orElse("");
            var repeated = node.instances == 0
                    ? ""
                    : "<bpmn:multiInstanceLoopCharacteristics isSequential=\"" + !node.parallel
                            + "\"><bpmn:loopCardinality xsi:type=\"bpmn:tFormalExpression\">" + node.instances
                            + "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>";
            var event = event(node, messages);
            switch (node.kind) {
                case "start" ->
                    text.append("<bpmn:startEvent " + name
                            + (node.event.isEmpty() ? "" : " isInterrupting=\"" + node.interrupting + "\"") + ">"
                            + (node.event.equals("message") ? properties("sent-by", "case-manager") : "")
                            + event + "</bpmn:startEvent>\n");
                case "end" -> text.append("<bpmn:endEvent " + name + ">" + event + "</bpmn:endEvent>\n");
                case "task" ->
                    text.append("<bpmn:userTask " + name + byDefault + " camunda:candidateGroups=\""
                            + (node.police ? "police" : "case-manager") + "\" camunda:formRef=\"form-"
                            + (node.writes.isEmpty() ? "o" : node.writes) + "\" camunda:formRefBinding=\"deployment\">"
                            + properties("strand", node.police ? "justice" : "assistance") + repeated
                            + "</bpmn:userTask>\n");
                case "catch" ->
                    text.append("<bpmn:intermediateCatchEvent " + name + ">"
                            + (node.event.equals("message") ? properties("sent-by", "case-manager") : "") + event
                            + "</bpmn:intermediateCatchEvent>\n");
                case "throw" ->
                    text.append(
                            "<bpmn:intermediateThrowEvent " + name + ">" + event + "</bpmn:intermediateThrowEvent>\n");
                case "boundary" ->
                    text.append("<bpmn:boundaryEvent " + name + " attachedToRef=\"" + node.attachedTo
                            + "\" cancelActivity=\"" + node.interrupting + "\">"
                            + (node.event.equals("message") ? properties("sent-by", "case-manager") : "") + event
                            + "</bpmn:boundaryEvent>\n");
                case "xor", "and", "or", "gateway" -> {
                    var type = Map.of(
                                    "xor", "exclusiveGateway",
                                    "and", "parallelGateway",
                                    "or", "inclusiveGateway",
                                    "gateway", "eventBasedGateway")
                            .getOrDefault(node.kind, "");
                    text.append("<bpmn:" + type + " " + name + byDefault + "/>\n");
                }
                case "sub", "handler" -> {
                    text.append("<bpmn:subProcess " + name + byDefault
                            + (node.is("handler") ? " triggeredByEvent=\"true\"" : "") + ">"
                            + properties("strand", "governance") + repeated + "\n");
                    body(text, files, Objects.requireNonNull(node.body), messages);
                    text.append("</bpmn:subProcess>\n");
                }
                case "call" -> {
                    text.append("<bpmn:callActivity " + name + byDefault + " calledElement=\"called\">"
                            + "<bpmn:extensionElements><camunda:properties><camunda:property name=\"nrm:strand\" value=\"governance\"/>"
                            + "</camunda:properties><camunda:in variables=\"all\"/></bpmn:extensionElements>" + repeated
                            + "</bpmn:callActivity>\n");
                    write(files, "called", Objects.requireNonNull(node.body));
                }
                default -> throw new IllegalStateException(node.kind);
            }
        }
        for (var edge : scope.edges)
            text.append("<bpmn:sequenceFlow id=\"" + flow(edge) + "\" sourceRef=\"" + edge.from + "\" targetRef=\""
                    + edge.to
                    + "\">"
                    + (edge.condition.isEmpty()
                            ? ""
                            : "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">" + edge.condition
                                    + "</bpmn:conditionExpression>")
                    + "</bpmn:sequenceFlow>\n");
    }

    private static String flow(Edge edge) {
        return edge.from + "-" + edge.to;
    }

    private static String event(Node node, Map<String, String> messages) {
        return switch (node.event) {
            case "" -> "";
            case "message" -> {
                messages.put("M" + node.id, node.id);
                yield "<bpmn:messageEventDefinition messageRef=\"m-M" + node.id + "\"/>";
            }
            case "timer" ->
                "<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">P30D</bpmn:timeDuration></bpmn:timerEventDefinition>";
            case "link" -> "<bpmn:linkEventDefinition name=\"" + node.code + "\"/>";
            case "terminate" -> "<bpmn:terminateEventDefinition/>";
            default ->
                "<bpmn:" + node.event + "EventDefinition " + node.event + "Ref=\"" + node.event + "-" + node.code
                        + "\"/>";
        };
    }
}
