package org.nrm.rights.report;

import java.io.Console;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.mechanism.ModelSettings;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;
import org.nrm.rights.proof.Finding;
import org.nrm.rights.proof.Report;
import org.nrm.rights.proof.Rules;
import org.nrm.rights.proof.Verdict;
import org.nrm.rights.proof.Verifier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code verify}: does any of these process models break a rule of rights? Exit code 0: none, and it is proved. 1: a rule is
 * broken. 2: something could not be judged.
 */
@Command(
        name = "verify",
        description = "Proves that process models keep the rights rules, or shows where they do not.",
        sortOptions = false,
        footer = {
            "",
            "Files are verified together. ./config and ./forms go before the packed configuration and forms.",
            "Exit code: 0 all proved, 1 a rule is violated, 2 something could not be judged."
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final int UNUSABLE = 2;

    private enum Format {
        TEXT,
        JSON,
        SARIF
    }

    @Option(names = "--format", paramLabel = "text|json|sarif", description = "How to report; text by itself.")
    private Format format = Format.TEXT;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description =
                    "roles.yaml, data-classes.yaml, deadlines.yaml and rights.yaml; what is missing there is the packed one.")
    private @Nullable String config;

    @Option(names = "--forms", paramLabel = "DIR", description = "The forms that the models name.")
    private @Nullable String forms;

    @Parameters(arity = "1..*", paramLabel = "FILE_OR_DIR", description = "Models (.bpmn) and decision tables (.dmn).")
    private List<String> paths = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    private final boolean colours;

    private VerifyCommand(boolean colours) {
        this.colours = colours;
    }

    /** Runs the command and returns its exit code. */
    public static int run(String... arguments) {
        return run(System.out, System.err, isTerminal() && System.getenv("NO_COLOR") == null, arguments);
    }

    /** From JDK 22 on there is a console without a terminal too, and it can be asked. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        var console = System.console();
        if (console == null) return false;
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    static int run(OutputStream out, OutputStream err, boolean colours, String... arguments) {
        var command = new CommandLine(new VerifyCommand(colours))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF))
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
        var report = report();
        for (var finding : report.findings()) if (finding.verdict() == Verdict.UNUSABLE) say(finding);
        return exitCode(report.verdict());
    }

    static int exitCode(Verdict verdict) {
        return switch (verdict) {
            case PROVED -> 0;
            case VIOLATED -> 1;
            case UNUSABLE -> UNUSABLE;
        };
    }

    private Report report() {
        Report report;
        Map<String, String> texts = Map.of();
        try {
            var unread = new ArrayList<UnusableFile>();
            var formFiles = formFiles(unread);
            var settings = ModelSettings.bounded(configuration());
            var vocabulary = Vocabulary.of(settings, Form.parseAll(formFiles, unread::add));
            var sources = sources(formFiles, unread);
            texts = sources.processes();
            report = new Verifier(vocabulary, new Rules(settings.rights())).verify(sources, unread);
        } catch (UnusableFile e) {
            report = unusable(e.file(), e.line(), String.valueOf(e.getMessage()));
        } catch (UnusableInput e) {
            report = unusable(e.file(), 0, String.valueOf(e.getMessage()));
        } catch (InvalidPathException e) {
            report = unusable(e.getInput(), 0, "is not a path; if it has letters beyond a to z, set LC_ALL=C.UTF-8");
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            report = unusable(
                    String.join(", ", paths),
                    0,
                    "The verifier failed and judged nothing. This is a fault of the program.");
        }
        write(report, texts);
        return report;
    }

    private static Report unusable(String file, int line, String message) {
        var finding = Finding.unusable(file, line, null, null, Words.oneLine(message));
        return new Report(
                Verdict.UNUSABLE,
                List.of(new Report.Model(file, null, Verdict.UNUSABLE, List.of(finding), 0, 0, 0)),
                List.of(),
                0);
    }

    private void write(Report report, Map<String, String> texts) {
        var out = out();
        switch (format) {
            case JSON -> out.println(new JsonReport(report).text());
            case SARIF -> out.println(new SarifReport(report, texts).text());
            case TEXT -> out.print(new TextReport(report, colours).text());
        }
    }

    private void say(Finding finding) {
        err().println(Words.oneLine(finding.file()
                + (finding.line() > 0 ? ", line " + finding.line() : "")
                + (finding.element() == null ? "" : ", element '" + finding.element() + "'")
                + (finding.name() == null ? "" : " (" + finding.name() + ")")
                + ": "
                + finding.message()));
    }

    private Map<String, String> configuration() throws UnusableInput, UnusableFile {
        var folder = Path.of(config == null ? "config" : config);
        if (config != null && !Files.isDirectory(folder)) throw new UnusableInput(config, "is not a directory");
        var files = new LinkedHashMap<String, String>();
        for (var name : ModelSettings.FILES) {
            var file = folder.resolve(name);
            if (!Files.exists(file)) continue;
            files.put(file.toString(), new TextFile(file).read());
        }
        return files;
    }

    private Map<String, String> formFiles(List<UnusableFile> unread) throws UnusableInput {
        var folder = Path.of(forms == null ? "forms" : forms);
        if (!Files.isDirectory(folder)) {
            if (forms == null) return new PackedFiles("forms").all(".form");
            throw new UnusableInput(forms, "is not a directory");
        }
        var input = new InputFiles(Set.of(".form"));
        input.addAll(folder);
        var files = new LinkedHashMap<String, String>();
        for (var file : input.found()) {
            try {
                files.put(file.toString(), new TextFile(file).read());
            } catch (UnusableFile e) {
                unread.add(e);
            }
        }
        return files;
    }

    private Sources sources(Map<String, String> formFiles, List<UnusableFile> unread) throws UnusableInput {
        var input = new InputFiles(Set.of(".bpmn", ".dmn"));
        for (var path : paths) {
            if (path.isBlank()) throw new UnusableInput("", "a path is empty");
            try {
                input.add(Path.of(path));
            } catch (UnusableInput e) {
                unread.add(new UnusableFile(e.file(), 0, String.valueOf(e.getMessage())));
            }
        }
        input.notes().forEach(note -> err().println(Words.oneLine(note)));
        var processes = new LinkedHashMap<String, String>();
        var decisions = new LinkedHashMap<String, String>();
        for (var file : input.found()) {
            var name = file.toString();
            try {
                var text = new TextFile(file).readXml();
                (name.toLowerCase(Locale.ROOT).endsWith(".dmn") ? decisions : processes).put(name, text);
            } catch (UnusableFile e) {
                unread.add(e);
            }
        }
        if (processes.isEmpty() && unread.isEmpty())
            throw new UnusableInput(String.join(", ", paths), "there is no .bpmn file to judge");
        return new Sources(processes, decisions, formFiles);
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
