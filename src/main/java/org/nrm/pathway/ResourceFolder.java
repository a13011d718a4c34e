package org.nrm.pathway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The files of {@code processes/} or {@code forms/}: the folder beside the working directory if there is one, else the packed one. */
record ResourceFolder(String name) {

    /** Content by file name, for the files with these endings. */
    Map<String, String> files(String... endings) {
        var files = new TreeMap<String, String>();
        try {
            var beside = Path.of(name);
            if (Files.isDirectory(beside)) {
                try (var list = Files.list(beside)) {
                    for (var file : list.toList()) {
                        var fileName = String.valueOf(file.getFileName());
                        if (matches(fileName, endings)) files.put(fileName, Files.readString(file));
                    }
                }
                return files;
            }
            for (var resource : new PathMatchingResourcePatternResolver().getResources("classpath:" + name + "/*")) {
                var fileName = resource.getFilename();
                if (fileName != null && matches(fileName, endings))
                    files.put(fileName, resource.getContentAsString(StandardCharsets.UTF_8));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + name + " cannot be read", e);
        }
    }

    private static boolean matches(String fileName, String... endings) {
        for (var ending : endings) if (fileName.endsWith(ending)) return true;
        return false;
    }
}
