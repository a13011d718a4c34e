package org.nrm.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.pathway.ModelSet;
import org.nrm.pathway.ModelSets;
import org.nrm.rights.follow.Course;
import org.nrm.rights.follow.Observed;
import org.springframework.stereotype.Component;

/** The published sets of models, ready for following cases through them. One case is followed at a time. */
@Component
class Courses {

    private static final Map<EntryType, Observed.Kind> KINDS = Map.of(
            EntryType.ENTERED, Observed.Kind.ENTERED,
            EntryType.LEFT, Observed.Kind.LEFT,
            EntryType.CANCELLED, Observed.Kind.CANCELLED,
            EntryType.FLOW, Observed.Kind.FLOW,
            EntryType.TASK_CREATED, Observed.Kind.TASK_CREATED,
            EntryType.COMPLETED, Observed.Kind.COMPLETED,
            EntryType.MESSAGE, Observed.Kind.MESSAGE,
            EntryType.FACT, Observed.Kind.FACT,
            EntryType.MIGRATED, Observed.Kind.MIGRATED);

    private final ModelSets models;
    private final Map<String, Course> ready = new HashMap<>();

    Courses(ModelSets models) {
        this.models = models;
    }

    /** Follows a case through the sets that its entries name. */
    synchronized <T> T follow(Function<Function<@Nullable String, @Nullable Course>, T> work) {
        return work.apply(this::course);
    }

    private @Nullable Course course(@Nullable String hash) {
        if (hash == null) return null;
        var known = ready.get(hash);
        if (known != null) return known;
        var course = models.find(hash).map(ModelSet::course).orElse(null);
        if (course != null) ready.put(hash, course);
        return course;
    }

    /** The entries in the terms of their models; what is no step of one is left out. */
    static List<Observed> observed(List<Entry> entries) {
        var instances = new HashMap<String, String>();
        var steps = new ArrayList<Observed>();
        for (var entry : entries) {
            var act = entry.act();
            var kind = KINDS.get(act.type());
            if (kind == null) continue;
            var place = act.place();
            var instance = place == null ? null : place.instance();
            if (act.task() != null && instance != null) instances.put(act.task(), instance);
            if (instance == null && act.task() != null) instance = instances.get(act.task());
            steps.add(new Observed(
                    entry.seq(),
                    entry.time(),
                    kind,
                    act.process(),
                    act.element(),
                    instance,
                    place == null ? null : place.parent(),
                    act.role(),
                    place == null ? null : place.model(),
                    act.facts()));
        }
        return steps;
    }
}
