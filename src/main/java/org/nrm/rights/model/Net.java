package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.Graph.Flow;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Scope;

/**
 * The meaning of a model: places that hold a token or not, and transitions that move them. A state is the set of marked places; the
 * one step function is {@link Transition#enabled} and {@link Transition#fire}. Everything that reasons about runs uses it.
 */
public final class Net {

    /**
     * One step that can happen.
     *
     * @param take   places that lose their token
     * @param read   places that must hold a token and keep it
     * @param put    places that get one
     * @param empty  ranges of places that must hold none, as pairs from and to, the latter not included
     * @param clear  ranges of places that lose what they hold
     * @param node   where it happens
     * @param event  must something happen outside of the model (a task completed, a message, time)?
     * @param leaves does it complete the node, rather than enter it?
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity, never changed
    public record Transition(
            int index,
            int[] take,
            int[] read,
            int[] put,
            int[] empty,
            int[] clear,
            Node node,
            List<Flow> flows,
            boolean event,
            boolean enters,
            boolean leaves) {

        /** Can it happen in this state? */
        public boolean enabled(BitSet state) {
            for (var place : take) if (!state.get(place)) return false;
            for (var place : read) if (!state.get(place)) return false;
            for (var at = 0; at < empty.length; at += 2) {
                var next = state.nextSetBit(empty[at]);
                if (next >= 0 && next < empty[at + 1]) return false;
            }
            return true;
        }

        /** The state after it has happened. */
        public BitSet fire(BitSet state) {
            var after = (BitSet) state.clone();
            for (var place : take) after.clear(place);
            for (var at = 0; at < clear.length; at += 2) after.clear(clear[at], clear[at + 1]);
            for (var place : put) after.set(place);
            return after;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return index;
        }
    }

    /** A range of places. */
    private record Range(int from, int to) {}

    /** No place. */
    static final int NONE = -1;

    final Graph graph;
    public final List<Transition> transitions = new ArrayList<>();
    /** Marked once the process is over. */
    public final int over;
    /** Marked while the process runs. */
    public final int alive;
    /** Marked once a watched node has completed. */
    public final int seen;
    /** Places whose second token is no fault: of what may happen again beside itself. */
    public final BitSet repeatable = new BitSet();

    private final Map<Scope, Range> ranges = new HashMap<>();
    private final Map<Node, Integer> places = new HashMap<>();
    private final int[] flowPlaces;
    private final Map<Scope, Integer> handlerAlive = new HashMap<>();
    private final Map<Node, Integer> spent = new HashMap<>();
    private final Map<Node, Integer> done = new HashMap<>();
    private final Map<Node, int[]> rounds = new HashMap<>();
    private final Map<Node, int[]> waiting = new HashMap<>();
    private final Facts facts;
    private final @Nullable Scope alone;
    private final Predicate<Node> watched;
    private final Map<String, Map<Object, Integer>> values = new TreeMap<>();
    private final Map<Transition, Scope> exits = new HashMap<>();
    private final int begin;
    private int size;

    /** The whole of a graph. */
    public static Net of(Graph graph, Facts facts) {
        return new Net(graph, facts, null, node -> false);
    }

    /** One scope alone: what is in its subprocesses and calls is one step, and its event subprocesses are left out. */
    public static Net alone(Graph graph, Facts facts, Scope scope) {
        return new Net(graph, facts, scope, node -> false);
    }

    /**
     * One scope alone, for following a case of which the values are known: what is in its subprocesses and calls is one step, and the
     * values of variables are kept elsewhere.
     */
    public static Net followed(Graph graph, Facts facts, Scope scope) {
        return new Net(graph, facts, scope, node -> false, Set.of());
    }

    /** The whole of a graph, with a place {@link #seen} that is marked once one of some nodes has completed. */
    public static Net watching(Graph graph, Facts facts, Predicate<Node> watched) {
        return new Net(graph, facts, null, watched);
    }

    private Net(Graph graph, Facts facts, @Nullable Scope alone, Predicate<Node> watched) {
        this(graph, facts, alone, watched, facts.tracked());
    }

    private Net(Graph graph, Facts facts, @Nullable Scope alone, Predicate<Node> watched, Set<String> tracked) {
        this.graph = graph;
        this.facts = facts;
        this.alone = alone;
        this.watched = watched;
        flowPlaces = new int[graph.flows.size()];
        begin = size++;
        alive = size++;
        over = size++;
        seen = size++;
        allocate(alone == null ? graph.root : alone);
        for (var node : graph.nodes) {
            if (node.scope == graph.root && node.kind == Graph.Kind.START) continue;
            if (node.trigger == Graph.Trigger.TIMER && !cycle(node)) spent.put(node, size++);
            if (node.compensation != null) done.put(node, size++);
        }
        for (var variable : tracked) {
            var held = new LinkedHashMap<Object, Integer>();
            held.put(Facts.NOT_KNOWN, size++);
            for (var value : facts.domain(variable)) held.put(value, size++);
            values.put(variable, held);
        }
        build();
    }

    /**
     * The states in which it can begin: one for each value of {@code isChild}, which is known from the start and constant.
     *
     * @param isChild which values count
     */
    public List<BitSet> initial(Predicate<Object> isChild) {
        var state = new BitSet();
        state.set(begin);
        values.forEach((variable, held) -> {
            if (!variable.equals(Facts.IS_CHILD)) state.set(place(held, Facts.NOT_KNOWN));
        });
        var held = values.get(Facts.IS_CHILD);
        if (held == null) return List.of(state);
        var states = new ArrayList<BitSet>();
        held.forEach((value, place) -> {
            if (value.equals(Facts.NOT_KNOWN) || !isChild.test(value)) return;
            var one = (BitSet) state.clone();
            one.set(place);
            states.add(one);
        });
        return states;
    }

    public int places() {
        return size;
    }

    /** Marked while a node is active: waiting tasks, subprocesses and calls. {@link #NONE} if it never rests. */
    public int place(Node node) {
        return places.getOrDefault(node, NONE);
    }

    /** Marked while the scope is running. */
    public int place(Scope scope) {
        if (scope == alone) return alive;
        if (scope.handler) return handlerAlive.getOrDefault(scope, alive);
        return scope.owner == null ? alive : place(scope.owner);
    }

    public int place(Flow flow) {
        return flowPlaces[flow.index];
    }

    private static int place(Map<Object, Integer> held, Object value) {
        var place = held.get(value);
        if (place == null) throw new IllegalStateException("No value " + value);
        return place;
    }

    /** Does the timer come again? */
    public static boolean cycle(Node node) {
        for (var definition :
                node.element.getChildElementsByType(org.camunda.bpm.model.bpmn.instance.TimerEventDefinition.class))
            return definition.getTimeCycle() != null;
        return false;
    }

    /** All places of a scope stand in one row, so that a scope is emptied or found empty at once. */
    private void allocate(Scope scope) {
        var from = size;
        for (var node : scope.nodes) {
            for (var flow : node.out) flowPlaces[flow.index] = size++;
            if (rests(node)) places.put(node, size++);
            if (node.kind == Graph.Kind.INCLUSIVE && node.in.size() > 1) {
                var waits = new int[node.in.size()];
                for (var at = 0; at < waits.length; at++) waits[at] = size++;
                waiting.put(node, waits);
            }
            if (node.multiInstance() != null) {
                var turns = new int[Facts.rounds(node)];
                for (var at = 0; at < turns.length; at++) turns[at] = size++;
                rounds.put(node, turns);
            }
            if (node.body != null && alone == null) allocate(node.body);
        }
        if (alone == null)
            for (var handler : scope.handlers) {
                handlerAlive.put(handler, size++);
                allocate(handler);
            }
        ranges.put(scope, new Range(from, size));
    }

    private static boolean rests(Node node) {
        return node.kind == Graph.Kind.WAIT
                || node.kind == Graph.Kind.SCOPE
                || node.kind == Graph.Kind.EVENT_GATEWAY
                || node.multiInstance() != null;
    }

    private Range range(Scope scope) {
        var range = ranges.get(scope);
        if (range == null) throw new IllegalStateException("No range of " + scope.process);
        return range;
    }

    private void build() {
        var root = alone == null ? graph.root : alone;
        var starts = root == graph.root ? graph.starts : root.starts;
        for (var start : starts) {
            var step = step(start).take(begin).put(alive).entersAndLeaves();
            if (start.trigger != Graph.Trigger.NONE) step.event();
            for (var out : ways(start)) completes(step.copy().way(out), start);
        }
        if (!starts.isEmpty())
            step(starts.get(0)).take(alive).exit(root).put(over).add();
        for (var node : alone == null ? graph.nodes : alone.nodes) node(node);
        if (alone != null) return;
        for (var scope : graph.scopes) for (var handler : scope.handlers) handler(scope, handler);
    }

    private void node(Node node) {
        switch (node.kind) {
            case START -> {}
            case END -> end(node);
            case WAIT -> waits(node);
            case PASS -> passes(node);
            case EXCLUSIVE -> {
                for (var in : node.in)
                    for (var way : ways(node))
                        step(node).take(place(in)).way(way).entersAndLeaves().add();
            }
            case PARALLEL -> parallel(node);
            case INCLUSIVE -> inclusive(node);
            case EVENT_GATEWAY -> {
                enter(node, step(node).put(place(node)));
                for (var flow : node.out)
                    for (var way : ways(flow.to))
                        completes(
                                step(flow.to)
                                        .take(place(node))
                                        .way(way)
                                        .event()
                                        .flow(flow)
                                        .enters(),
                                flow.to);
            }
            case BOUNDARY -> boundary(node);
            case SCOPE -> scope(node);
        }
    }

    /** A step into the node from each of its flows. */
    private void enter(Node node, Step step) {
        if (node.forCompensation()) return;
        var starts = fresh(node);
        for (var in : node.in)
            starts.apply(step.copy()).take(place(in)).enters().add();
    }

    /** Timers on an activity run anew each time it is entered. */
    private java.util.function.UnaryOperator<Step> fresh(Node node) {
        return step -> {
            for (var event : node.boundary) step.clearOne(spent.getOrDefault(event, NONE));
            if (node.body != null)
                for (var handler : node.body.handlers) step.clearOne(spent.getOrDefault(handler.start(), NONE));
            return step;
        };
    }

    private void end(Node node) {
        for (var in : node.in) {
            var step = step(node).take(place(in)).entersAndLeaves();
            switch (node.trigger) {
                case TERMINATE -> step.clear(range(node.scope)).add();
                case ERROR -> {
                    var catcher = graph.catcher(node);
                    if (catcher != null) caught(step, catcher, true);
                    // Uncaught, the engine refuses the step: the token stays where it was.
                }
                case ESCALATION -> {
                    var catcher = graph.catcher(node);
                    if (catcher == null) step.add();
                    else caught(step, catcher, false);
                }
                default -> step.add();
            }
        }
    }

    /** The step that throws also starts what catches. */
    private void caught(Step step, Node catcher, boolean error) {
        var interrupts = error || catcher.interrupting;
        if (alone != null && catcher.scope != alone) {
            // Caught further out: there this scope is ended, or nothing happens to it.
            if (interrupts) step.clear(range(alone)).take(alive).put(over).add();
            else step.add();
            return;
        }
        if (catcher.kind == Graph.Kind.BOUNDARY) {
            var activity = attached(catcher);
            for (var way : ways(catcher)) {
                var caught = step.copy().way(way);
                if (interrupts) leave(caught, activity);
                caught.add();
            }
            return;
        }
        var handler = catcher.scope;
        var scope = outer(handler);
        for (var way : ways(catcher)) {
            var caught = step.copy().put(handlerPlace(handler));
            if (interrupts) caught.clear(range(scope)).way(way).add();
            else caught.way(way).empty(handlerPlace(handler)).add();
        }
        if (!interrupts) step.copy().read(handlerPlace(handler)).add();
    }

    private int handlerPlace(Scope handler) {
        var place = handlerAlive.get(handler);
        if (place == null) throw new IllegalStateException("No handler " + handler.process);
        return place;
    }

    private static Scope outer(Scope handler) {
        if (handler.parent == null) throw new IllegalStateException("A handler without scope");
        return handler.parent;
    }

    private static Node attached(Node boundary) {
        if (boundary.attachedTo == null) throw new IllegalStateException("A boundary event without activity");
        return boundary.attachedTo;
    }

    /** Takes away all that an activity has. */
    private void leave(Step step, Node activity) {
        step.take(place(activity));
        for (var turn : rounds.getOrDefault(activity, new int[0])) step.clearOne(turn);
        if (activity.body != null && alone == null) step.clear(range(activity.body));
    }

    private void waits(Node node) {
        if (node.trigger == Graph.Trigger.COMPENSATION) {
            compensates(node);
            return;
        }
        var afterGateway = node.in.size() == 1 && node.in.get(0).from.kind == Graph.Kind.EVENT_GATEWAY;
        if (afterGateway) return;
        if (node.forCompensation()) {
            step(node).take(place(node)).event().leaves().add();
            return;
        }
        if (node.multiInstance() != null) {
            repeats(node);
            return;
        }
        enter(node, step(node).put(place(node)));
        for (var way : ways(node))
            completes(step(node).take(place(node)).way(way).event(), node);
    }

    private void completes(Step step, Node node) {
        step.leaves();
        if (watched.test(node)) step.mark(seen);
        if (node.compensation != null) step.mark(done.getOrDefault(node, NONE));
        for (var variable : facts.writes(node)) unknown(step, variable);
        step.add();
    }

    private void unknown(Step step, String variable) {
        var held = values.get(variable);
        if (held == null) return;
        for (var place : held.values()) step.clearOne(place);
        step.mark(place(held, Facts.NOT_KNOWN));
    }

    private void passes(Node node) {
        if (node.multiInstance() != null) {
            repeats(node);
            return;
        }
        if (node.forCompensation()) return;
        for (var in : node.in) {
            var step = step(node).take(place(in)).entersAndLeaves();
            if (node.trigger == Graph.Trigger.LINK) {
                var target = node.out.isEmpty() ? graph.linked(node) : node;
                if (target == null) continue;
                for (var way : ways(target)) step.copy().way(way).add();
                continue;
            }
            var catcher = node.trigger == Graph.Trigger.ESCALATION ? graph.catcher(node) : null;
            if (catcher != null) {
                // The thrower goes on, unless what catches ends it.
                if (catcher.interrupting) caught(step, catcher, false);
                else for (var way : ways(node)) caught(step.copy().way(way), catcher, false);
                continue;
            }
            for (var way : ways(node)) completes(step.copy().way(way), node);
            for (var event : node.boundary)
                if (event.trigger == Graph.Trigger.ERROR)
                    for (var way : ways(event))
                        step(event).take(place(in)).way(way).entersAndLeaves().add();
        }
    }

    private void parallel(Node node) {
        if (node.in.isEmpty()) return;
        for (var way : ways(node)) {
            var step = step(node).way(way).entersAndLeaves();
            for (var in : node.in) step.take(place(in));
            step.add();
        }
    }

    private void inclusive(Node node) {
        var waits = waiting.get(node);
        if (waits == null) {
            for (var in : node.in)
                for (var way : ways(node))
                    step(node).take(place(in)).way(way).entersAndLeaves().add();
            return;
        }
        var upstream = upstream(node);
        for (var at = 0; at < waits.length; at++) {
            var in = place(node.in.get(at));
            // It goes on when nothing else can come any more: looked at only when a token arrives.
            for (var way : ways(node)) {
                var fires = step(node).take(in).way(way).entersAndLeaves();
                for (var wait : waits) fires.clearOne(wait);
                var nothing = fires.copy();
                for (var place : upstream) if (place != in) nothing.empty(place);
                nothing.add();
                var all = fires.copy();
                for (var other = 0; other < waits.length; other++) if (other != at) all.read(waits[other]);
                all.add();
                // The engine counts tokens, whichever flows they come by. Here two of one flow are enough: a second
                // token on a flow is a finding already (R41), so nothing is proved of what comes after it.
                fires.copy().read(waits[at]).add();
            }
            for (var place : upstream)
                if (place != in)
                    step(node).take(in).read(place).put(waits[at]).enters().add();
        }
    }

    /**
     * The places from which a token can still reach an inclusive gateway, as the engine looks for them: along flows and links, not over
     * boundaries; also of tokens that wait at another inclusive gateway.
     */
    private List<Integer> upstream(Node gateway) {
        var found = new ArrayList<Integer>();
        for (var node : gateway.scope.nodes) {
            if (node == gateway || !reaches(node, gateway)) continue;
            if (places.containsKey(node)) found.add(place(node));
            for (var wait : waiting.getOrDefault(node, new int[0])) found.add(wait);
            for (var flow : node.out) if (flow.to == gateway || reaches(flow.to, gateway)) found.add(place(flow));
        }
        return found;
    }

    private boolean reaches(Node from, Node to) {
        var seen = new java.util.HashSet<Node>();
        var open = new java.util.ArrayDeque<Node>();
        open.add(from);
        while (!open.isEmpty()) {
            var at = open.poll();
            for (var flow : at.out) {
                if (flow.to == to) return true;
                if (seen.add(flow.to)) open.add(flow.to);
            }
            var caught = at.trigger == Graph.Trigger.LINK && at.out.isEmpty() ? graph.linked(at) : null;
            if (caught != null && seen.add(caught)) open.add(caught);
        }
        return false;
    }

    private void boundary(Node node) {
        var activity = attached(node);
        if (node.trigger == Graph.Trigger.COMPENSATION || !places.containsKey(activity)) return;
        var errors = node.trigger == Graph.Trigger.ERROR && (activity.body == null || alone != null);
        var thrown = alone != null && node.trigger == Graph.Trigger.ESCALATION;
        if (!node.trigger.external() && !errors && !thrown) return;
        for (var way : ways(node)) {
            var step = step(node).way(way).event().entersAndLeaves();
            if (node.interrupting || errors) leave(step, activity);
            else {
                step.read(place(activity));
                for (var flow : node.out) step.empty(place(flow));
                var once = spent.getOrDefault(node, NONE);
                if (once >= 0) step.empty(once).mark(once);
                for (var later : graph.after(node)) {
                    for (var flow : later.out) repeatable.set(place(flow));
                    if (places.containsKey(later)) repeatable.set(place(later));
                    if (later.body != null && alone == null)
                        repeatable.set(range(later.body).from, range(later.body).to);
                }
                for (var flow : node.out) repeatable.set(place(flow));
            }
            step.add();
        }
    }

    private void scope(Node node) {
        if (node.multiInstance() != null) {
            repeats(node);
            return;
        }
        var body = body(node);
        if (alone != null) {
            enter(node, step(node).put(place(node)));
            for (var way : ways(node))
                completes(step(node).take(place(node)).way(way).event(), node);
            return;
        }
        for (var begins : ways(body.start()))
            enter(node, step(node).put(place(node)).way(begins));
        for (var way : ways(node))
            completes(step(node).take(place(node)).exit(body).way(way), node);
    }

    private static Scope body(Node node) {
        if (node.body == null) throw new IllegalStateException("No body of " + node);
        return node.body;
    }

    /** Several instances, one after the other: those that run beside each other pass the same steps. */
    private void repeats(Node node) {
        var turns = rounds.getOrDefault(node, new int[0]);
        var exact = Facts.cardinality(node) > 0 && Facts.cardinality(node) == turns.length;
        var early = Facts.endsEarly(node);
        var body = alone == null ? node.body : null;
        var begins = body == null ? List.of(List.<Flow>of()) : flows(ways(body.start()));
        for (var begin : begins) enter(node, put(step(node).put(place(node)).put(turns[0]), begin));
        if (!exact)
            for (var in : node.in)
                for (var way : ways(node)) step(node).take(place(in)).way(way).add();
        for (var at = 0; at < turns.length; at++) {
            var last = at == turns.length - 1;
            var ends = step(node).take(turns[at]);
            if (body != null) ends.exit(body);
            if (node.kind == Graph.Kind.WAIT) ends.event();
            if (last || early || !exact)
                for (var way : ways(node)) {
                    var completes = ends.copy().take(place(node)).way(way);
                    for (var turn : turns) if (turn != turns[at]) completes.clearOne(turn);
                    completes(completes, node);
                }
            if (!last || !exact)
                for (var begin : begins) {
                    var again = put(ends.copy().read(place(node)).put(turns[last ? at : at + 1]), begin);
                    again.entersAndLeaves();
                    for (var variable : facts.writes(node)) unknown(again, variable);
                    again.add();
                }
        }
    }

    private static List<List<Flow>> flows(List<Way> ways) {
        return ways.stream().map(Way::flows).toList();
    }

    private Step put(Step step, List<Flow> flows) {
        for (var flow : flows) step.put(place(flow));
        return step;
    }

    private void handler(Scope scope, Scope handler) {
        var start = handler.start();
        var running = handlerPlace(handler);
        step(start).take(running).exit(handler).add();
        if (!start.trigger.external()) return;
        for (var way : ways(start)) {
            var step = step(start)
                    .read(place(scope))
                    .empty(running)
                    .put(running)
                    .way(way)
                    .event()
                    .entersAndLeaves();
            for (var other : scope.handlers) if (other.start().interrupting) step.empty(handlerPlace(other));
            if (start.interrupting) step.clear(range(scope));
            var once = spent.getOrDefault(start, NONE);
            if (once >= 0) step.empty(once).mark(once);
            step.add();
        }
    }

    private void compensates(Node node) {
        enter(node, step(node).put(place(node)));
        if (node.kind == Graph.Kind.WAIT && node.in.isEmpty()) return;
        var finished = step(node).take(place(node)).leaves();
        for (var activity : node.scope.within()) {
            var undo = activity.compensation;
            var mark = done.get(activity);
            if (undo == null || mark == null) continue;
            var undoes = step(undo).read(place(node)).take(mark);
            if (places.containsKey(undo)) undoes.put(place(undo));
            undoes.enters().add();
            finished.empty(mark);
            if (places.containsKey(undo)) finished.empty(place(undo));
        }
        for (var way : ways(node)) finished.copy().way(way).add();
    }

    /** One way on from a node: the flows that get a token, and the values of tracked variables that lead there. */
    record Way(List<Flow> flows, Map<String, Object> reads) {}

    private List<Way> ways(Node node) {
        return facts.ways(node);
    }

    private Step step(Node node) {
        return new Step(node);
    }

    /** Collects one transition. */
    private final class Step {
        private final Node node;
        private final List<Integer> take = new ArrayList<>();
        private final List<Integer> read = new ArrayList<>();
        private final List<Integer> put = new ArrayList<>();
        private final List<Integer> empty = new ArrayList<>();
        private final List<Integer> clear = new ArrayList<>();
        private final List<Flow> flows = new ArrayList<>();
        private final Map<String, Object> known = new TreeMap<>();
        private boolean event;
        private boolean enters;
        private boolean leaves;
        private @Nullable Scope exit;

        Step(Node node) {
            this.node = node;
        }

        Step copy() {
            var copy = new Step(node);
            copy.take.addAll(take);
            copy.read.addAll(read);
            copy.put.addAll(put);
            copy.empty.addAll(empty);
            copy.clear.addAll(clear);
            copy.flows.addAll(flows);
            copy.known.putAll(known);
            copy.event = event;
            copy.enters = enters;
            copy.leaves = leaves;
            copy.exit = exit;
            return copy;
        }

        Step take(int place) {
            take.add(place);
            return this;
        }

        Step read(int place) {
            read.add(place);
            return this;
        }

        Step put(int place) {
            put.add(place);
            return this;
        }

        /** Marks a place that may be marked already. */
        Step mark(int place) {
            clearOne(place);
            return put(place);
        }

        Step empty(int place) {
            empty.add(place);
            empty.add(place + 1);
            return this;
        }

        Step empty(Range range) {
            empty.add(range.from);
            empty.add(range.to);
            return this;
        }

        /** Needs that nothing is left in a scope. */
        Step exit(Scope scope) {
            exit = scope;
            return empty(range(scope));
        }

        Step clear(Range range) {
            clear.add(range.from);
            clear.add(range.to);
            return this;
        }

        Step clearOne(int place) {
            if (place >= 0) {
                clear.add(place);
                clear.add(place + 1);
            }
            return this;
        }

        Step flow(Flow flow) {
            flows.add(flow);
            return this;
        }

        Step way(Way way) {
            for (var flow : way.flows) {
                put(place(flow));
                flows.add(flow);
            }
            known.putAll(way.reads);
            return this;
        }

        Step event() {
            event = true;
            return this;
        }

        Step enters() {
            enters = true;
            return this;
        }

        Step leaves() {
            leaves = true;
            return this;
        }

        Step entersAndLeaves() {
            return enters().leaves();
        }

        /** Adds it; where it reads a variable, once for a value that is known and once for one that is settled now. */
        void add() {
            var variables = new ArrayList<>(known.keySet());
            // What the same step writes is read only after that: any value may be the one that leads here.
            variables.removeIf(variable -> {
                var held = values.get(variable);
                return held == null || writes(place(held, Facts.NOT_KNOWN));
            });
            for (var settled = 0; settled < 1 << variables.size(); settled++) {
                var step = copy();
                for (var at = 0; at < variables.size(); at++) {
                    var variable = variables.get(at);
                    var held = values.getOrDefault(variable, Map.of());
                    var value = place(held, known.getOrDefault(variable, Facts.NOT_KNOWN));
                    if ((settled >> at & 1) == 0) {
                        step.read(value);
                    } else {
                        step.take(place(held, Facts.NOT_KNOWN));
                        step.put(value);
                    }
                }
                transitions.add(new Transition(
                        transitions.size(),
                        places(step.take),
                        places(step.read),
                        places(step.put),
                        ranges(step.empty),
                        ranges(step.clear),
                        node,
                        List.copyOf(flows),
                        event,
                        enters,
                        leaves));
                if (step.exit != null) exits.put(transitions.get(transitions.size() - 1), step.exit);
            }
        }

        /** Is this value overwritten by the same step? */
        private boolean writes(int place) {
            for (var at = 0; at < clear.size(); at += 2)
                if (place >= clear.get(at) && place < clear.get(at + 1)) return true;
            return false;
        }

        private static int[] places(List<Integer> list) {
            return list.stream().mapToInt(Integer::intValue).distinct().toArray();
        }

        private static int[] ranges(List<Integer> list) {
            return list.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** The steps that can happen in a state. */
    public List<Transition> enabled(BitSet state) {
        return transitions.stream()
                .filter(transition -> transition.enabled(state))
                .toList();
    }

    /** Does the scope end with this step? */
    @Nullable
    public Scope exit(Transition transition) {
        return exits.get(transition);
    }

    /** The scope of which a token ends with this step; null if none does. */
    @Nullable
    public Scope ends(Transition transition) {
        var scope = transition.node.scope;
        var range = ranges.get(scope);
        if (range == null || !transition.leaves) return null;
        for (var put : transition.put) if (put >= range.from && put < range.to) return null;
        return scope;
    }
}
