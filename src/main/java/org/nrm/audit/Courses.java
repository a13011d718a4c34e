package org.nrm.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Entry;
import org.nrm.pathway.PublishedModels;
import org.nrm.rights.Course;
import org.nrm.rights.Observed;
import org.nrm.rights.Sources;
import org.nrm.rights.UnusableFile;
import org.nrm.rights.VocabularyReader;
import org.nrm.settings.SettingsFile;
import org.springframework.stereotype.Component;

/** The published sets of models, ready for following cases through them. One case is followed at a time. */
@Component
class Courses {

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

    /** The entry in the terms of its models; null for what is no step of one. */
    static @Nullable Observed observed(Entry entry) {
        var act = entry.act();
        var kind = switch (act.type()) {
            case ENTERED -> Observed.Kind.ENTERED;
            case LEFT -> Observed.Kind.LEFT;
            case CANCELLED -> Observed.Kind.CANCELLED;
            case FLOW -> Observed.Kind.FLOW;
            case TASK_CREATED -> Observed.Kind.TASK_CREATED;
            case COMPLETED -> Observed.Kind.COMPLETED;
            case MESSAGE -> Observed.Kind.MESSAGE;
            case FACT -> Observed.Kind.FACT;
            case MIGRATED -> Observed.Kind.MIGRATED;
            default -> null;
        };
        if (kind == null) return null;
        var place = act.place();
        return new Observed(
                entry.seq(),
                entry.time(),
                kind,
                act.process(),
                act.element(),
                place == null ? null : place.instance(),
                place == null ? null : place.parent(),
                act.role(),
                place == null ? null : place.model(),
                act.facts());
    }
}
