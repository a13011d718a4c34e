package org.nrm.rights.follow;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.follow.Deviation.Kind;
import org.nrm.rights.model.Graph;

/**
 * Follows a history, entry by entry, through the steps of its models. Where an entry is no step that can be taken, this is a
 * deviation; the missing tokens are put, and it goes on, so that all are named.
 */
final class Follower {

    /** What may say why something was broken off, or belongs to that. */
    private static final Set<Observed.Kind> MAY_EXPLAIN =
            Set.of(Observed.Kind.CANCELLED, Observed.Kind.ENTERED, Observed.Kind.FLOW);

    private final List<Observed> history;
    private final Standing standing;
    private final Order order;
    private final BrokenOff broken;
    private final Work work;
    private final Entering entering;
    private final Leaving leaving;
    private final Moving moving;
    private final Unfinished unfinished;

    /**
     * Prepares.
     *
     * @param models the set of models by the name that entries give it
     */
    Follower(Function<@Nullable String, @Nullable Course> models, List<Observed> history) {
        this.history = history;
        standing = new Standing(models);
        order = new Order(models, history);
        broken = new BrokenOff(standing);
        work = new Work(standing);
        var surroundings = new Surroundings(standing, broken);
        entering = new Entering(standing, surroundings, broken, work, order);
        leaving = new Leaving(standing, surroundings, entering, work, order);
        moving = new Moving(standing);
        unfinished = new Unfinished(standing, broken, work);
    }

    List<Deviation> deviations() {
        return standing.deviations;
    }

    double fitness() {
        return standing.fitness();
    }

    Known known() {
        return standing.known;
    }

    /** The processes of the case that run or have run. */
    List<Running> roots() {
        return standing.roots();
    }

    void follow() {
        Observed last = null;
        for (var at = 0; at < history.size(); at++) {
            var entry = history.get(at);
            if (last != null && entry.time().isBefore(last.time()))
                standing.deviate(entry, Kind.OUT_OF_ORDER, null, "Its time is before that of the entry before it.");
            last = entry;
            observe(at, entry);
        }
        if (last != null) unfinished.end(last);
    }

    private void observe(int at, Observed entry) {
        if (!MAY_EXPLAIN.contains(entry.kind())) broken.unexplained();
        switch (entry.kind()) {
            case ENTERED -> entering.entered(at, entry);
            case LEFT -> leaving.left(at, entry);
            case CANCELLED -> broken.cancelled(entry);
            case FLOW -> flow(at, entry);
            case TASK_CREATED -> work.created(entry);
            case COMPLETED -> work.completed(entry);
            case MESSAGE -> work.message(entry);
            case FACT -> entry.values().forEach((name, value) -> work.fact(entry, name, value));
            case MIGRATED -> moving.migrated(entry);
            case CORRECTED -> standing.deviate(entry, Kind.MANUAL_CORRECTION, null, "The case was changed by hand.");
        }
    }

    private void flow(int at, Observed entry) {
        if (order.belongs(at)) {
            broken.unexplained();
            return;
        }
        var around = standing.running.get(String.valueOf(entry.parent()));
        var flow = around == null
                ? null
                : around.scope.nodes.stream()
                        .flatMap(node -> node.out.stream())
                        .filter(one -> String.valueOf(entry.element()).equals(one.element.getId()))
                        .findFirst()
                        .orElse(null);
        if (around == null || flow == null) {
            standing.unknown(entry);
            return;
        }
        if (flow.from.kind == Graph.Kind.EVENT_GATEWAY) {
            broken.explainGateway(around, flow.to);
            broken.unexplained();
            if (around.chosen.contains(flow.to)
                    || around.active.values().stream().anyMatch(one -> one.node == flow.to))
                standing.deviate(entry, Kind.OUT_OF_ORDER, flow.from, "was left twice by one flow.");
            around.chosen.add(flow.to);
            if (around.marking.at(around.net.place(flow.from)) == 0)
                standing.deviate(entry, Kind.OUT_OF_ORDER, flow.from, "was left although nothing waited there.");
            return;
        }
        broken.unexplained();
        standing.deviate(entry, Kind.OUT_OF_ORDER, flow.from, "was left by a flow although it had not ended.");
        around.marking.add(around.net.place(flow));
        standing.produced++;
    }
}
