package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.nrm.rights.model.Graph.Node;

/**
 * Which findings follow from another, so that a reader mends the one and not the many.
 *
 * @param files  that were read
 * @param events of findings that would not be without an event, that event
 */
record Causes(Collection<ModelFile> files, Map<Finding, Node> events) {

    /** The same findings, each with its cause. */
    List<Finding> of(List<Finding> findings) {
        var told = new ArrayList<>(findings);
        events.forEach((finding, event) -> findings.stream()
                .filter(other -> ofEvent(other, event))
                .findFirst()
                .ifPresent(other -> told.set(told.indexOf(finding), finding.because(other))));
        for (var file : files) foreign(file, told);
        return told;
    }

    /** Does it say what is wrong with the event itself? */
    private boolean ofEvent(Finding finding, Node event) {
        return event.id().equals(finding.element())
                && event.process.equals(finding.process())
                && !events.containsKey(finding);
    }

    /** What a drawing lacks that was made for something else, it lacks because of that. */
    private static void foreign(ModelFile file, List<Finding> told) {
        var foreign = file.foreign();
        if (foreign == null) return;
        var follows = told.stream()
                .filter(finding -> finding.file().equals(file.file())
                        && finding.cause() == null
                        && (finding.verdict() == Verdict.UNUSABLE
                                || finding.rule().equals("R42")))
                .toList();
        if (follows.isEmpty()) return;
        told.removeAll(follows);
        told.add(foreign);
        follows.forEach(finding -> told.add(finding.because(foreign)));
    }
}
