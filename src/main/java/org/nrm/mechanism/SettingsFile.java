package org.nrm.mechanism;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One YAML file of {@code config/}. A name that the file should not have, a missing value or broken YAML is an {@link UnusableSettings}.
 *
 * @param name as {@code roles.yaml}
 */
public record SettingsFile(String name) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    /** Reads the file as {@code type}; {@code ./config/<name>} goes before the packed one. */
    public <T> T read(Class<T> type) {
        return read(text(), type);
    }

    /** Reads a text that this file has, or had in another version, as {@code type}. */
    public <T> T read(String text, Class<T> type) {
        try {
            var value = YAML.readValue(text, type);
            if (value == null) throw new UnusableSettings("config/" + name + " is empty");
            return value;
        } catch (DatabindException e) {
            throw new UnusableSettings("config/" + name + place(e) + ": " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw new UnusableSettings("config/" + name + place(e) + " is not YAML: " + e.getOriginalMessage());
        }
    }

    /** The text of the file; {@code ./config/<name>} goes before the packed one. */
    public String text() {
        var beside = Path.of("config", name);
        if (!Files.isRegularFile(beside)) return packed();
        try {
            return Files.readString(beside);
        } catch (IOException e) {
            throw new UncheckedIOException("config/" + name + " cannot be read", e);
        }
    }

    /** The text of the packed file, whatever stands beside the working directory. */
    public String packed() {
        try (var content = SettingsFile.class.getResourceAsStream("/config/" + name)) {
            if (content == null) throw new IllegalStateException("The program lacks its file config/" + name);
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The packed config/" + name + " cannot be read", e);
        }
    }

    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null || location.getLineNr() < 1 ? "" : ", line " + location.getLineNr();
    }
}
