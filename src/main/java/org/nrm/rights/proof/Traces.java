package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.List;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Graph.Trigger;
import org.nrm.rights.model.Net.Transition;

/** Runs as findings tell them: element ids in order. */
final class Traces {

    private Traces() {}

    static List<String> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    /** The nodes of a run, each once for each time that it is entered or left. */
    static List<String> of(List<Transition> run) {
        var told = new ArrayList<String>();
        for (var transition : run) {
            var id = transition.node().id();
            // The end of the whole is a step of its start.
            if (transition.node().trigger == Trigger.NONE && transition.node().kind == Kind.START && told.contains(id))
                continue;
            if (told.isEmpty() || !told.get(told.size() - 1).equals(id)) told.add(id);
        }
        return told;
    }
}
