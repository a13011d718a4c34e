package org.nrm.mechanism;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One file of the settings, as text. A name that the file should not have, or has twice, a missing number and broken YAML make it
 * unusable.
 *
 * @param path as it is to be named in messages: {@code config/roles.yaml}
 */
record SettingsText(String path, String content) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    <T> T read(Class<T> type) throws UnusableFile {
        try {
            var value = YAML.readValue(content, type);
            if (value == null) throw unusable("", "the file is empty");
            return value;
        } catch (JacksonException e) {
            var location = e.getLocation();
            throw new UnusableFile(path, location == null ? 0 : Math.max(0, location.getLineNr()), words(e));
        }
    }

    /** Names the line on which this word first stands at the beginning, as a key or an item. */
    UnusableFile unusable(String word, String message) {
        var lines = content.lines().map(String::strip).toList();
        for (var at = 0; at < lines.size() && !word.isEmpty(); at++) {
            var line = lines.get(at).replaceFirst("^- *", "").replaceFirst("^id: *", "");
            if (line.equals(word) || line.startsWith(word + ":") || line.startsWith(word + " "))
                return new UnusableFile(path, at + 1, message);
        }
        return new UnusableFile(path, 0, message);
    }

    /** The value, or a message that says what is missing. */
    <T> T needed(@Nullable T value, String word, String message) throws UnusableFile {
        if (value == null) throw unusable(word, message);
        return value;
    }

    /** The parser's message, its first line. */
    private static String words(JacksonException e) {
        return String.valueOf(e.getOriginalMessage())
                .replaceAll("\\(class [^)]*\\)", "")
                .lines()
                .findFirst()
                .orElse("cannot be read");
    }
}
