package org.nrm.mechanism;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.core.io.ClassPathResource;
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
        try (var content = open()) {
            var value = YAML.readValue(content, type);
            if (value == null) throw new UnusableSettings("config/" + name + " is empty");
            return value;
        } catch (DatabindException e) {
            throw new UnusableSettings("config/" + name + place(e) + ": " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw new UnusableSettings("config/" + name + place(e) + " is not YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("config/" + name + " cannot be read", e);
        }
    }

    /** The text of the file; {@code ./config/<name>} goes before the packed one. */
    public String text() {
        try (var content = open()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("config/" + name + " cannot be read", e);
        }
    }

    /** The text of the packed file, whatever stands beside the working directory. */
    public String packed() {
        try (var content = new ClassPathResource("config/" + name).getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The packed config/" + name + " cannot be read", e);
        }
    }

    private InputStream open() throws IOException {
        var beside = Path.of("config", name);
        return Files.isRegularFile(beside)
                ? Files.newInputStream(beside)
                : new ClassPathResource("config/" + name).getInputStream();
    }

    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null || location.getLineNr() < 1 ? "" : ", line " + location.getLineNr();
    }
}
