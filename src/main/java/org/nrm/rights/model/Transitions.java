package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nrm.rights.model.Graph.Scope;
import org.nrm.rights.model.Net.Transition;

/** The steps of a net, in the order in which they are found. */
final class Transitions {

    private final List<Transition> all = new ArrayList<>();
    private final Map<Transition, Scope> exits = new HashMap<>();

    void add(Step step) {
        var transition = step.transition(all.size());
        all.add(transition);
        var ending = step.ending();
        if (ending != null) exits.put(transition, ending);
    }

    List<Transition> all() {
        return List.copyOf(all);
    }

    /** Those with which a scope ends. */
    Map<Transition, Scope> exits() {
        return Map.copyOf(exits);
    }
}
