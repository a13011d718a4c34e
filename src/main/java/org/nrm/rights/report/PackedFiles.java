package org.nrm.rights.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a folder that are packed in the program.
 *
 * @param folder as {@code forms}
 */
record PackedFiles(String folder) {

    /** One file. */
    String read(String name) {
        var path = "/" + folder + "/" + name;
        try (var content = PackedFiles.class.getResourceAsStream(path)) {
            if (content == null) throw new IllegalStateException("The program lacks its file " + path);
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files with this ending, by path. */
    Map<String, String> all(String ending) {
        var files = new TreeMap<String, String>();
        var url = PackedFiles.class.getResource("/" + folder);
        if (url == null) throw new IllegalStateException("The program lacks its folder " + folder);
        try {
            if (url.openConnection() instanceof JarURLConnection jar) {
                var prefix = folder + "/";
                try (var opened = jar.getJarFile()) {
                    for (var entry : opened.stream().toList()) {
                        var name = entry.getName();
                        if (!name.endsWith(ending) || !name.contains(prefix)) continue;
                        var start = name.indexOf(prefix);
                        if (name.indexOf('/', start + prefix.length()) >= 0) continue;
                        if (start > 0 && !name.substring(0, start).equals("BOOT-INF/classes/")) continue;
                        try (var content = opened.getInputStream(entry)) {
                            files.put(
                                    name.substring(start), new String(content.readAllBytes(), StandardCharsets.UTF_8));
                        }
                    }
                }
            } else {
                try (var list = Files.list(Path.of(new URI(url.toString())))) {
                    for (var file : list.toList()) {
                        var name = String.valueOf(file.getFileName());
                        if (name.endsWith(ending)) files.put(folder + "/" + name, Files.readString(file));
                    }
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
