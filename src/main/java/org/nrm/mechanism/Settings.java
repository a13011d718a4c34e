package org.nrm.mechanism;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All settings of one version of a mechanism, each file read once. Who may what is part of them, since a change of it is a change of the
 * rules too.
 */
public record Settings(ModelSettings models, Agencies agencies, CodeLists lists, NeedToKnowSettings needToKnow) {

    private static final String FOLDER = "config/";
    private static final String LISTS = "lists.yaml";

    private static final List<String> FILES = Stream.concat(
                    ModelSettings.FILES.stream(), Stream.of("directory.yaml", LISTS, "need-to-know.yaml"))
            .toList();

    /** The text of each file, by path: what stands in {@code ./config} goes before what is packed. */
    public static SortedMap<String, String> onDisk() {
        var files = new TreeMap<String, String>();
        for (var name : FILES) files.put(FOLDER + name, new SettingsFile(name).text());
        return files;
    }

    /**
     * Reads settings that are to be published, within the bounds of {@link ModelSettings#bounded}.
     *
     * @param files text by path, as {@code config/roles.yaml}; others are passed over, what is missing is the packed file
     * @throws UnusableSettings with file, line and what to mend
     */
    public static Settings bounded(Map<String, String> files) {
        try {
            var models = ModelSettings.bounded(files);
            for (var own : List.of(DeadlineTable.UNCLAIMED, DeadlineTable.OVERDUE))
                if (!models.deadlines().all().containsKey(own))
                    throw text(files, "deadlines.yaml")
                            .unusable("", "'" + own + "' is missing, by which overdue tasks are escalated");
            return of(files, models, CodeLists.read(text(files, LISTS), CodeLists.read(text(Map.of(), LISTS))));
        } catch (UnusableFile e) {
            throw new UnusableSettings(e.inWords());
        }
    }

    /** Reads settings that were judged when they were published, whatever the packed files say now. */
    public static Settings published(Map<String, String> files) {
        try {
            return of(files, ModelSettings.published(files), CodeLists.read(text(files, LISTS)));
        } catch (UnusableFile e) {
            throw new UnusableSettings(e.inWords());
        }
    }

    private static Settings of(Map<String, String> files, ModelSettings models, CodeLists lists) throws UnusableFile {
        return new Settings(
                models,
                Agencies.read(text(files, "directory.yaml"), models.roles()),
                lists,
                NeedToKnowSettings.read(text(files, "need-to-know.yaml"), models.roles(), models.classes()));
    }

    /** The file of this name, under the path by which it was given; the packed one if it was not. */
    static SettingsText text(Map<String, String> files, String name) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().equals(name) || file.getKey().endsWith("/" + name))
                .map(file -> new SettingsText(file.getKey(), file.getValue()))
                .findFirst()
                .orElseGet(() -> new SettingsText(FOLDER + name, new SettingsFile(name).packed()));
    }
}
