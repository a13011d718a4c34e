package org.nrm.ledger.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.evidence.EvidenceVerifier.Holder;
import org.nrm.ledger.evidence.EvidenceVerifier.Kept;
import org.nrm.ledger.evidence.Verification.Verdict;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.note.VerifierKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code evidence}: checks an exported case, and shows the state after a step of it. Exit code 0: intact. 1: altered. 2: it could not be
 * judged.
 */
@Command(
        name = "evidence",
        description = "Checks or replays the exported history of a case, without network and database.",
        sortOptions = false,
        subcommands = {EvidenceCommand.Verify.class, EvidenceCommand.Replay.class})
public final class EvidenceCommand implements Callable<Integer> {

    private static final int UNUSABLE = 2;
    private static final long LARGEST_NOTE = 1024 * 1024;

    private enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    private final Clock clock;

    private EvidenceCommand(Clock clock) {
        this.clock = clock;
    }

    /** Runs the command and returns its exit code. */
    public static int run(String... arguments) {
        return run(System.out, System.err, Clock.systemUTC(), arguments);
    }

    /** The same, with the output and the present time of the caller. */
    public static int run(OutputStream out, OutputStream err, Clock clock, String... arguments) {
        var command = new CommandLine(new EvidenceCommand(clock))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler((failure, given) -> {
                    var line = failure.getCommandLine();
                    line.getErr().println(Words.oneLine(String.valueOf(failure.getMessage())));
                    line.getErr().println(line.getUsageMessage().strip());
                    return UNUSABLE;
                });
        var code = command.execute(arguments);
        command.getOut().flush();
        command.getErr().flush();
        return code;
    }

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        line.getErr().println(line.getUsageMessage().strip());
        return UNUSABLE;
    }

    /** What both commands take. */
    private abstract static class OnBundle implements Callable<Integer> {

        @Parameters(paramLabel = "BUNDLE.zip", description = "The exported history.")
        private String bundle = "";

        @Option(names = "--format", paramLabel = "text|json", description = "How to report; text by itself.")
        private Format format = Format.TEXT;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        @CommandLine.ParentCommand
        private @Nullable EvidenceCommand parent;

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            try {
                return run(Path.of(bundle));
            } catch (UnusableBundle e) {
                return say(Verification.unusable(Words.oneLine(String.valueOf(e.getMessage()))));
            } catch (InvalidPathException e) {
                return say(Verification.unusable(Words.oneLine(e.getInput()) + " is not a path"));
            }
        }

        abstract int run(Path path) throws UnusableBundle;

        Verification verify(Path path, Holder holder) {
            return new EvidenceVerifier(Objects.requireNonNull(parent).clock).verify(path, holder);
        }

        int say(Verification verification) {
            if (format == Format.JSON) out().print(verification.json());
            else if (verification.verdict() == Verdict.UNUSABLE) err().print(verification.text());
            else out().print(verification.text());
            return verification.verdict().exitCode();
        }

        boolean json() {
            return format == Format.JSON;
        }

        PrintWriter out() {
            return Objects.requireNonNull(spec).commandLine().getOut();
        }

        PrintWriter err() {
            return Objects.requireNonNull(spec).commandLine().getErr();
        }
    }

    @Command(
            name = "verify",
            description = "Is the history in the bundle as it was exported, whole and unchanged?",
            sortOptions = false,
            footer = {
                "",
                "Exit code: 0 intact, 1 altered (the first entry that does not fit is named), 2 could not be judged."
            })
    static final class Verify extends OnBundle {

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "Verifier keys of the log, and of witnesses, one a line; # begins a comment.")
        private @Nullable String key;

        @Option(
                names = "--checkpoint",
                paramLabel = "FILE",
                description = "A checkpoint of the log that you kept; may be given several times.")
        private List<String> checkpoints = List.of();

        @Override
        int run(Path path) throws UnusableBundle {
            var keys = new ArrayList<VerifierKey>();
            if (key != null) {
                var number = 0;
                for (var line : text(key).lines().toList()) {
                    number++;
                    if (line.isBlank() || line.startsWith("#")) continue;
                    try {
                        keys.add(VerifierKey.parse(line));
                    } catch (UnusableNote e) {
                        throw new UnusableBundle(key + ", line " + number + ": " + e.getMessage());
                    }
                }
                if (keys.isEmpty()) throw new UnusableBundle(key + " holds no key");
            }
            var kept = new ArrayList<Kept>();
            for (var file : checkpoints) {
                try {
                    kept.add(new Kept(Words.oneLine(file), SignedNote.parse(text(file))));
                } catch (UnusableNote e) {
                    throw new UnusableBundle(file + " " + e.getMessage());
                }
            }
            return say(verify(path, new Holder(keys, kept)));
        }

        private static String text(String file) throws UnusableBundle {
            var path = Path.of(file);
            try {
                if (!Files.isRegularFile(path)) throw new UnusableBundle(file + ": there is no such file");
                if (Files.size(path) > LARGEST_NOTE) throw new UnusableBundle(file + " is too large");
                return Files.readString(path);
            } catch (CharacterCodingException e) {
                throw new UnusableBundle(file + " is not UTF-8 text");
            } catch (IOException e) {
                throw new UnusableBundle(file + " cannot be read");
            }
        }
    }

    @Command(
            name = "replay",
            description = "Where the case stood after a step: what ran, which tasks were open, what was known.",
            sortOptions = false,
            footer = {
                "",
                "The bundle is checked first, so a broken one is not replayed. Exit code: 0, or that of verify."
            })
    static final class Replay extends OnBundle {

        @Option(
                names = "--step",
                paramLabel = "N",
                description = "After so many entries; the last by itself, 0 is the beginning.")
        private @Nullable Long step;

        @Override
        int run(Path path) throws UnusableBundle {
            var verification = verify(path, Holder.KNOWS_NOTHING);
            if (verification.verdict() != Verdict.INTACT) return say(verification);
            var steps = verification.entries();
            var wanted = step == null ? steps : step;
            if (wanted < 0 || wanted > steps)
                throw new UnusableBundle("There is no step " + wanted + ": the history has the steps 0 to " + steps);
            var view = new EvidenceReplay(path, steps).at(wanted);
            out().print(json() ? view.toJson() + "\n" : text(view));
            return 0;
        }

        private static String text(ReplayView view) {
            var text = new StringBuilder();
            text.append("step ").append(view.step()).append(" of ").append(view.steps());
            var model = view.model();
            if (model != null)
                text.append(", models version ")
                        .append(model.version())
                        .append(" (")
                        .append(Words.oneLine(model.hash()))
                        .append(')');
            text.append('\n');
            list(text, "active", view.active());
            list(text, "completed", view.completed());
            list(text, "tasks", view.tasks().stream().map(Replay::text).toList());
            list(
                    text,
                    "facts",
                    view.facts().entrySet().stream()
                            .map(fact -> fact.getKey() + " = " + fact.getValue())
                            .toList());
            return text.toString();
        }

        private static String text(ReplayView.Task task) {
            var who = new StringJoiner(", ", " (", ")").setEmptyValue("");
            if (task.role() != null) who.add(task.role());
            if (task.agency() != null) who.add(task.agency());
            return task.element() + who;
        }

        private static void list(StringBuilder text, String name, List<String> items) {
            text.append(name).append(items.isEmpty() ? ": none\n" : ":\n");
            for (var item : items) text.append("  ").append(Words.oneLine(item)).append('\n');
        }
    }
}
