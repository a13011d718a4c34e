package org.nrm.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.Entry;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.ModelElements.Element;

/**
 * An entry as an export tells of it.
 *
 * @param name        of what was done
 * @param element     null if it concerns none, or its set is not there
 * @param model       hash of the set of models in force; null before the first
 * @param transitions of the life cycle; none for what is no work of its own
 * @param facts       routing facts that a gateway reads
 * @param codes       what else is told of it: words of closed lists, pseudonyms of agencies
 */
record Step(
        Entry entry,
        String name,
        @Nullable Element element,
        @Nullable String model,
        List<String> transitions,
        Map<String, String> facts,
        Map<String, String> codes) {

    @Nullable
    String strand() {
        return element == null || element.strand() == null
                ? null
                : element.strand().word();
    }

    /** The marks of the element, apart by spaces; empty if it has none. */
    String marks() {
        return element == null ? "" : element.marks().stream().map(Mark::word).collect(Collectors.joining(" "));
    }

    boolean has(Mark mark) {
        return element != null && element.has(mark);
    }

    /** Of the element or task, by which steps on the same one are found; empty for what is no step of a model. */
    String instance() {
        var act = entry.act();
        if (act.task() != null) return act.task();
        var place = act.place();
        return place == null || place.instance() == null ? "" : place.instance();
    }

    /** The instance of what surrounds it: a subprocess, the activity that called the process, or the process itself. */
    Optional<String> parent() {
        return Optional.ofNullable(entry.act().place()).map(Act.Place::parent);
    }
}
