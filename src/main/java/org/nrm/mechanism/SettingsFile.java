package org.nrm.mechanism;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the text of one settings file is found.
 *
 * @param name as {@code roles.yaml}
 */
record SettingsFile(String name) {

    /** The text of the file; {@code ./config/<name>} goes before the packed one. */
    String text() {
        var beside = Path.of("config", name);
        if (!Files.isRegularFile(beside)) return packed();
        try {
            return Files.readString(beside);
        } catch (IOException e) {
            throw new UncheckedIOException("config/" + name + " cannot be read", e);
        }
    }

    /** The text of the packed file, whatever stands beside the working directory. */
    String packed() {
        try (var content = SettingsFile.class.getResourceAsStream("/config/" + name)) {
            if (content == null) throw new IllegalStateException("The program lacks its file config/" + name);
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The packed config/" + name + " cannot be read", e);
        }
    }
}
