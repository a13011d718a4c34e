package org.nrm.mechanism;

import java.util.List;

/**
 * What {@code config/rights.yaml} adds to the rules and tightens in them. Nothing in it can loosen one.
 *
 * @param interviewsAdult at most so many interviews of an adult
 * @param interviewsChild at most so many interviews of a child
 * @param added           in the order of the file
 */
public record RightsSettings(int interviewsAdult, int interviewsChild, List<AddedRule> added) {

    public RightsSettings {
        added = List.copyOf(added);
    }

    /** The recommended limits, and no rule beyond the program's own. */
    public static RightsSettings recommended() {
        return new RightsSettings(3, 2, List.of());
    }
}
