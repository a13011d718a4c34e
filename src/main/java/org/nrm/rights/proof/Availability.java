package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Net;
import org.nrm.rights.model.Net.Transition;
import org.nrm.rights.proof.Explorer.Goal;
import org.nrm.rights.proof.Explorer.TooLarge;

/**
 * {@code available}: what the person may do at any time is open in every state until the case is closed.
 *
 * @param mark     of what can happen
 * @param words    what it is called in a sentence
 * @param concerns it is asked only of models in which there is such a step
 * @param from     it is asked only after a step of this mark; null for from the beginning
 */
record Availability(
        Mark mark,
        String words,
        Predicate<Node> concerns,
        @Nullable Mark from) implements Rule.OfProcess {

    /** By whom an event may come that is the person's own. */
    private static final Set<String> FOR_THE_PERSON = Set.of("person", "case-manager", "legal-adviser", "guardian");

    static Availability always(Mark mark, String words) {
        return always(mark, words, any -> true);
    }

    static Availability always(Mark mark, String words, Predicate<Node> concerns) {
        return new Availability(mark, words, concerns, null);
    }

    static Availability after(Mark from, Mark mark, String words) {
        return new Availability(mark, words, Steps.with(from), from);
    }

    @Override
    public void judge(Rule rule, Judge judge) {
        if (!judge.pathway || judge.graph.nodes.stream().noneMatch(concerns)) return;
        var events = judge.nodes(this::happens);
        var hosts = events.stream().map(event -> host(event, judge.net)).collect(Collectors.toSet());
        if (hosts.contains(judge.net.alive)) return;
        var first = judge.graph.starts.get(0);
        try {
            var run = closed(judge, events);
            if (run != null) notOpen(rule, judge, events, run.subList(0, run.size() - 1));
        } catch (TooLarge e) {
            judge.tooLarge(first, e);
        }
    }

    /** A run to a state in which none of the events can happen, and one step more. */
    private @Nullable List<Transition> closed(Judge judge, List<Node> events) throws TooLarge {
        var watched = Net.watching(judge.graph, judge.facts, node -> from != null && node.has(from));
        var search = new Explorer(watched, Judge.BOUND);
        var marked = from == null ? new int[] {watched.alive} : new int[] {watched.alive, watched.seen};
        var open = events.stream().mapToInt(event -> host(event, watched)).toArray();
        var run = search.find(
                watched.initial(any -> true),
                new Goal(watched.transitions, marked, open),
                transition -> !(transition.leaves() && transition.node().has(Mark.CLOSES)));
        judge.searched(search);
        return run;
    }

    private void notOpen(Rule rule, Judge judge, List<Node> events, List<Transition> here) {
        var at = here.isEmpty()
                ? judge.graph.starts.get(0)
                : here.get(here.size() - 1).node();
        judge.find(
                rule,
                events.isEmpty() ? at : events.get(0),
                events.isEmpty()
                        ? "There is no event for " + words + ", by the person, in an event subprocess."
                        : "After '" + at.name() + "' " + words + " is not possible: its event is not open there.",
                "Put an event subprocess that does not interrupt, started by a message of the person, into the pathway itself.",
                Traces.of(here));
    }

    private boolean happens(Node node) {
        if (!node.has(mark)) return false;
        if (node.element instanceof UserTask) return node.role != null && FOR_THE_PERSON.contains(node.role);
        var opens = node.kind == Kind.BOUNDARY || (node.kind == Kind.START && node.scope.handler);
        // What ends the whole pathway can happen once only.
        var endsAll = node.kind == Kind.START
                && node.interrupting
                && node.scope.parent != null
                && node.scope.parent.owner == null;
        return opens
                && node.trigger.external()
                && node.sentBy != null
                && FOR_THE_PERSON.contains(node.sentBy)
                && !endsAll;
    }

    /** The place that is marked while the event can happen. */
    private static int host(Node event, Net net) {
        if (event.kind == Kind.BOUNDARY && event.attachedTo != null) return net.place(event.attachedTo);
        if (event.kind == Kind.START && event.scope.parent != null) return net.place(event.scope.parent);
        return net.place(event);
    }

    /**
     * {@code available}: what the person may do at any time must not cost her help that is under way.
     *
     * @param mark of what can happen
     */
    record NoLoss(Mark mark) implements Rule.OfProcess {

        private static final Set<Mark> OWN = Set.of(Mark.WITHDRAWS, Mark.COMPLAINS, Mark.REQUESTS_DATA, Mark.APPEALS);

        @Override
        public void judge(Rule rule, Judge judge) {
            for (var event :
                    judge.nodes(node -> node.interrupting && node.element instanceof CatchEvent && node.has(mark)))
                ended(event).stream()
                        .filter(Node::unconditional)
                        .findFirst()
                        .ifPresent(lost -> judge.find(
                                rule,
                                event,
                                "'" + event.name() + "' ends '" + lost.name() + "', which is help that must go on.",
                                "Let the event not interrupt, or let it interrupt only a scope without steps of help.",
                                Traces.to(judge.graph, event)));
        }

        /** Is it an event of the person's own that costs her help? The rules about it say so. */
        static boolean costsHelp(Node event) {
            return event.interrupting
                    && event.element instanceof CatchEvent
                    && event.marks.stream().anyMatch(OWN::contains)
                    && ended(event).stream().anyMatch(Node::unconditional);
        }

        private static List<Node> ended(Node event) {
            var ended = new ArrayList<Node>();
            if (event.kind == Kind.BOUNDARY && event.attachedTo != null) {
                ended.add(event.attachedTo);
                if (event.attachedTo.body != null) ended.addAll(event.attachedTo.body.within());
            } else if (event.kind == Kind.START && event.scope.parent != null)
                for (var node : event.scope.parent.within()) if (!node.scope.isWithin(event.scope)) ended.add(node);
            return ended;
        }
    }
}
