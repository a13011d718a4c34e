package org.nrm.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.mechanism.SettingsFile;
import org.nrm.mechanism.UnusableFile;
import org.nrm.pathway.PublishedModels;
import org.nrm.rights.follow.Course;
import org.nrm.rights.follow.Observed;
import org.nrm.rights.model.Sources;
import org.nrm.rights.proof.VocabularyReader;
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

    private final PublishedModels models;
    private final Map<String, Course> ready = new HashMap<>();

    Courses(PublishedModels models) {
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
        var files = models.files(hash);
        if (files.isEmpty()) return null;
        try {
            var course = Course.of(
                    new Sources(of(files, ".bpmn"), of(files, ".dmn"), of(files, ".form")),
                    VocabularyReader.read(settings(files), packed(), of(files, ".form"))
                            .vocabulary());
            ready.put(hash, course);
            return course;
        } catch (UnusableFile e) {
            throw new IllegalStateException("The published set " + hash + " cannot be read: " + e.inWords(), e);
        }
    }

    private static Map<String, String> of(Map<String, String> files, String ending) {
        var found = new TreeMap<>(files);
        found.keySet().removeIf(path -> !path.endsWith(ending));
        return found;
    }

    private static Map<String, String> settings(Map<String, String> files) {
        var settings = new TreeMap<String, String>();
        for (var name : VocabularyReader.FILES)
            settings.put(name, files.getOrDefault("config/" + name, new SettingsFile(name).packed()));
        return settings;
    }

    private static Map<String, String> packed() {
        var packed = new TreeMap<String, String>();
        for (var name : VocabularyReader.FILES) packed.put(name, new SettingsFile(name).packed());
        return packed;
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
