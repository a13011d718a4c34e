package org.nrm.mechanism;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All settings of one version of a mechanism, each file read once. Who may what is part of them, since a change of it is a change of the
 * rules too.
 */
public record Settings(ModelSettings models, Agencies agencies, CodeLists lists, NeedToKnowSettings needToKnow) {

    private static final String FOLDER = "config/";

    private static final List<String> FILES = Stream.concat(
                    ModelSettings.FILES.stream(), Stream.of("directory.yaml", "lists.yaml", "need-to-know.yaml"))
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
            var lists = CodeLists.read(text(texts(Map.of(), FILES), "lists.yaml"));
            var read = of(
                    files,
                    ModelSettings.bounded(files),
                    CodeLists.read(text(texts(files, FILES), "lists.yaml"), lists));
            for (var own : List.of(DeadlineTable.UNCLAIMED, DeadlineTable.OVERDUE))
                if (!read.models.deadlines().all().containsKey(own))
                    throw text(texts(files, FILES), "deadlines.yaml")
                            .unusable("", "'" + own + "' is missing, by which overdue tasks are escalated");
            return read;
        } catch (UnusableFile e) {
            throw new UnusableSettings(e.inWords());
        }
    }

    /** Reads settings that were judged when they were published, whatever the packed files say now. */
    public static Settings published(Map<String, String> files) {
        try {
            return of(files, ModelSettings.published(files), CodeLists.read(text(texts(files, FILES), "lists.yaml")));
        } catch (UnusableFile e) {
            throw new UnusableSettings(e.inWords());
        }
    }

    private static Settings of(Map<String, String> files, ModelSettings models, CodeLists lists) throws UnusableFile {
        var texts = texts(files, FILES);
        return new Settings(
                models,
                Agencies.read(text(texts, "directory.yaml"), models.roles()),
                lists,
                NeedToKnowSettings.read(text(texts, "need-to-know.yaml"), models.roles(), models.classes()));
    }

    /** Each file of these names, by name, under the path by which it was given. */
    static Map<String, SettingsText> texts(Map<String, String> files, List<String> names) {
        var texts = new TreeMap<String, SettingsText>();
        for (var name : names)
            texts.put(
                    name,
                    files.entrySet().stream()
                            .filter(file ->
                                    file.getKey().equals(name) || file.getKey().endsWith("/" + name))
                            .map(file -> new SettingsText(file.getKey(), file.getValue()))
                            .findFirst()
                            .orElseGet(() -> new SettingsText(FOLDER + name, new SettingsFile(name).packed())));
        return texts;
    }

    static SettingsText text(Map<String, SettingsText> texts, String name) {
        return Objects.requireNonNull(texts.get(name), name);
    }
}
