package org.nrm.rights.report;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the files with certain endings among paths; directories with all that is in them. */
final class InputFiles {

    private final Set<String> endings;
    private final List<Path> found = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    InputFiles(Set<String> endings) {
        this.endings = endings;
    }

    /** The files as the user named them, each once; those of a directory by name. */
    List<Path> found() {
        return List.copyOf(found);
    }

    /** What was left out. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Adds a file, or all files of a directory that have one of the endings. */
    void add(Path path) throws UnusableInput {
        try {
            if (Files.isDirectory(path)) directory(path, true);
            else if (!Files.exists(path))
                throw new UnusableInput(path.toString(), "there is no such file or directory");
            else if (!matches(path))
                throw new UnusableInput(
                        path.toString(),
                        "is neither a directory nor a file that ends in " + String.join(" or ", sorted()));
            else if (seen.add(path.toRealPath())) found.add(path);
        } catch (IOException e) {
            throw new UnusableInput(path.toString(), "cannot be read");
        }
    }

    /** Adds all files of a directory that have one of the endings, though it be none. */
    void addAll(Path directory) throws UnusableInput {
        try {
            directory(directory, false);
        } catch (IOException e) {
            throw new UnusableInput(directory.toString(), "cannot be read");
        }
    }

    private void directory(Path directory, boolean needed) throws IOException, UnusableInput {
        var root = directory.toRealPath();
        var inside = new ArrayList<Path>();
        var unreadable = new ArrayList<Path>();
        Files.walkFileTree(directory.resolve(""), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!matches(file) || Files.isDirectory(file)) return FileVisitResult.CONTINUE;
                if (attributes.isSymbolicLink() && !leadsInto(root, file)) {
                    notes.add(file + ": not followed, the link leads out of " + directory + " or nowhere");
                    return FileVisitResult.CONTINUE;
                }
                inside.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                unreadable.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        if (!unreadable.isEmpty()) throw new UnusableInput(unreadable.get(0).toString(), "cannot be read");
        if (inside.isEmpty() && needed)
            throw new UnusableInput(
                    directory.toString(), "holds no file that ends in " + String.join(" or ", sorted()));
        inside.sort(Path::compareTo);
        for (var file : inside) if (seen.add(file.toRealPath())) found.add(file);
    }

    private static boolean leadsInto(Path root, Path link) {
        try {
            return link.toRealPath().startsWith(root);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean matches(Path file) {
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith);
    }

    private List<String> sorted() {
        return endings.stream().sorted().toList();
    }
}
