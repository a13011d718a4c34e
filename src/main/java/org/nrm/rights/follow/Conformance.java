package org.nrm.rights.follow;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does a history fit the models that were in force?
 *
 * @param fitness    by token replay, from 0 to 1
 * @param deviations in the order of the entries
 */
public record Conformance(double fitness, List<Deviation> deviations) {

    public Conformance {
        deviations = List.copyOf(deviations);
    }

    public boolean fits() {
        return deviations.isEmpty();
    }

    /**
     * Follows the history of one case, which may have several processes.
     *
     * @param models the set of models by the name that entries give it
     */
    public static Conformance of(Function<@Nullable String, @Nullable Course> models, List<Observed> history) {
        var follower = new Follower(models, history);
        follower.follow();
        return new Conformance(
                follower.fitness(),
                follower.deviations().stream()
                        .sorted(java.util.Comparator.comparingLong(Deviation::seq))
                        .toList());
    }
}
