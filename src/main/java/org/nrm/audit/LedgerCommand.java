package org.nrm.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.ComparesWithLedger;
import org.nrm.ledger.LedgerReport;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.note.VerifierKey;
import org.nrm.ledger.store.LedgerCheck;
import org.nrm.ledger.store.LedgerSettings;
import org.nrm.records.file.Recordings;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ledger check}: does every entry of every case in the database still fit? Exit code 0: all. 1: something was altered; the first
 * entry that does not fit is named. 2: it could not be checked.
 */
@Command(name = "ledger", description = "Checks the ledger in the database.", synopsisSubcommandLabel = "check")
public final class LedgerCommand implements Runnable {

    private static final int ALTERED = 1;
    private static final int UNUSABLE = 2;

    /** Entries and leaves of which a check takes so long that one wants to know how far it is. */
    private static final int LONG = 100_000;

    private static final int TENTHS = 10;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(new CommandLine(this), "Say what to do: check.");
    }

    /** Runs the command and returns its exit code. */
    public static int run(String... arguments) {
        return run(System.out, System.err, arguments);
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new LedgerCommand())
                .addSubcommand(new Check(out, err))
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((failure, given) -> {
                    err.println(failure.getMessage());
                    return UNUSABLE;
                })
                .execute(arguments);
    }

    /** What the check needs of the service, and nothing that would begin to work. No configuration of the service itself. */
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    @EnableConfigurationProperties(LedgerSettings.class)
    @ComponentScan(
            basePackages = "org.nrm",
            useDefaultFilters = false,
            includeFilters =
                    @Filter(
                            type = FilterType.ASSIGNABLE_TYPE,
                            classes = {LedgerCheck.class, ComparesWithLedger.class, Recordings.class}))
    @ComponentScan("org.nrm.records.keys")
    static class Beans {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    @Command(
            name = "check",
            description = "Reads every entry of every case, compares and changes nothing.",
            footer = {
                "",
                "Options of the service that say where the database is are given after --, as in: ledger check -- --spring.datasource.url=jdbc:postgresql://…",
                "Exit code: 0 intact, 1 altered, 2 could not be checked."
            })
    static final class Check implements Callable<Integer> {

        @Option(names = "--checkpoint", paramLabel = "FILE", description = "Checkpoints that were kept elsewhere.")
        private List<Path> checkpoints = List.of();

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "Verifier keys that one knows from elsewhere, one a line.")
        private @Nullable Path key;

        @Option(names = "--format", paramLabel = "text|json", description = "How to report; text by itself.")
        private String format = "text";

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        @CommandLine.Parameters(paramLabel = "OPTION", description = "Options of the service.")
        private List<String> options = List.of();

        private final PrintStream out;
        private final PrintStream err;

        private Check(PrintStream out, PrintStream err) {
            this.out = out;
            this.err = err;
        }

        @Override
        public Integer call() {
            try {
                var notes = new ArrayList<SignedNote>();
                for (var file : checkpoints) notes.addAll(SignedNote.parseAll(text(file)));
                var keys = new HashSet<VerifierKey>();
                if (key != null)
                    for (var line : text(key).lines().toList())
                        if (!line.isBlank() && !line.startsWith("#")) keys.add(VerifierKey.parse(line));
                return report(check(notes, keys));
            } catch (UnusableNote e) {
                err.println("A file that was given " + e.getMessage() + ".");
            } catch (IOException e) {
                err.println("Cannot be read: " + e.getMessage());
            } catch (RuntimeException e) {
                err.println("The database cannot be checked: " + cause(e)
                        + ". If it is the file of a service that runs, stop it, or check on its page Ledger.");
            }
            return UNUSABLE;
        }

        private LedgerReport check(List<SignedNote> notes, Set<VerifierKey> keys) {
            try (var service = new SpringApplicationBuilder(Beans.class)
                    .web(WebApplicationType.NONE)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .properties(Map.of("logging.level.root", "error"))
                    .run(options.toArray(String[]::new))) {
                var filed = service.getBean(LedgerSettings.class).checkpointFile();
                if (Files.isRegularFile(filed)) notes.addAll(SignedNote.parseAll(text(filed)));
                var check = service.getBean(LedgerCheck.class);
                return check.check(notes, keys, progress(check.size()));
            } catch (IOException | UnusableNote e) {
                throw new IllegalStateException("the checkpoint file " + e.getMessage(), e);
            }
        }

        /** Says after each tenth of a long check that it goes on. */
        private LedgerCheck.Progress progress(long of) {
            var read = new AtomicLong();
            return more -> {
                var now = read.addAndGet(more);
                if (of > LONG && now * TENTHS / of > (now - more) * TENTHS / of)
                    err.println("Read " + now + " of " + of + ".");
            };
        }

        private int report(LedgerReport report) {
            if (format.equals("json")) out.println(JsonMapper.shared().writeValueAsString(report));
            else {
                for (var finding : report.findings()) out.println(finding);
                out.println(
                        report.intact()
                                ? "Intact: " + report.entries() + " entries of " + report.streams() + " histories, "
                                        + report.checkpoints() + " checkpoints."
                                : "Altered: " + report.findings().size() + " things do not fit.");
            }
            return report.intact() ? 0 : ALTERED;
        }

        private static String text(Path file) throws IOException {
            return Files.readString(file, StandardCharsets.UTF_8);
        }

        private static String cause(Throwable failure) {
            var cause = failure;
            while (cause.getCause() != null) cause = cause.getCause();
            return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        }
    }
}
