package org.nrm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The program as it is started outside tests: in a folder of its own, with the data that it left there. */
public final class Program implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    private final Process process;
    private final int port;

    /** Starts it and waits until it answers. */
    public Program(Path folder, List<String> arguments) throws Exception {
        var all = new ArrayList<>(List.of("--server.port=0", "--server.shutdown=immediate"));
        all.addAll(arguments);
        process = java("org.nrm.NrmEngine", all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        port = port();
    }

    /** A main class on the class path of the tests, in a process of its own that is quick to start. */
    public static ProcessBuilder java(String main, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    public Api api() {
        return new Api(port);
    }

    /** The user at a browser. */
    public PageVisitor visitor(String user) {
        return new PageVisitor(port, user);
    }

    private int port() throws Exception {
        var said = new StringBuilder();
        var lines = process.inputReader();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            var started = STARTED.matcher(line);
            if (started.find()) {
                var rest = new Thread(() -> passOver(lines));
                rest.setDaemon(true);
                rest.start();
                return Integer.parseInt(started.group(1));
            }
        }
        throw new AssertionError("The program does not start:\n" + said);
    }

    private static void passOver(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                // what it says while it runs is of no interest, but somebody has to take it
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    @Override
    public void close() {
        process.destroy();
        assertThat(process.onExit().orTimeout(60, TimeUnit.SECONDS).join()).isNotNull();
    }
}
