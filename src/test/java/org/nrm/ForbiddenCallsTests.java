package org.nrm;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.text.Collator;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Scanner;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls whose answer hangs on the machine, its language or the hour, and what to call instead: one line each. */
@Tag("slow")
class ForbiddenCallsTests {

    /** Where the time of the machine comes in: the clock that all others are given. */
    private static final String[] SOURCES_OF_TIME = {"EngineClock", "LedgerCommand", "EvidenceCommand"};

    private static final List<Forbidden> FORBIDDEN = List.of(
            // time: the demo's clock goes forward, and the engine's with it
            line("java\\.time\\.\\w+\\.now\\(((?!java\\.time\\.Clock).*)?\\)", "now(clock), with the injected Clock"),
            line("java\\.time\\.Clock\\.(system\\w*|tick\\w+)\\(.*\\)", "the injected Clock", SOURCES_OF_TIME),
            line("java\\.lang\\.System\\.currentTimeMillis\\(\\)", "clock.millis(); System.nanoTime() for a duration"),
            line("java\\.util\\.Date\\.<init>\\(\\)", "Date.from(clock.instant())"),
            line(
                    "java\\.util\\.(Gregorian)?Calendar\\.(getInstance|<init>)\\(.*\\)",
                    "java.time and the injected Clock"),
            // zone
            line("java\\.time\\.ZoneId\\.systemDefault\\(\\)", "the zone of the mechanism, or ZoneOffset.UTC"),
            line("java\\.util\\.TimeZone\\.getDefault\\(\\)", "the zone of the mechanism, or ZoneOffset.UTC"),
            line("java\\.sql\\.(Date|Time|Timestamp)\\.(valueOf|toLocal\\w+)\\(.*\\)", "OffsetDateTime or LocalDate"),
            // chance: what depends on unseeded chance cannot be repeated
            line("java\\.util\\.(Splittable)?Random\\.<init>\\(\\)", "a Random with a seed, or SecureRandom"),
            line("java\\.lang\\.(Strict)?Math\\.random\\(\\)", "a Random with a seed, or SecureRandom"),
            line(
                    "java\\.util\\.concurrent\\.ThreadLocalRandom\\.current\\(\\)",
                    "a Random with a seed, or SecureRandom"),
            line("java\\.util\\.Collections\\.shuffle\\(java\\.util\\.List\\)", "shuffle(list, random)"),
            // language
            line(
                    "java\\.lang\\.String\\.format\\(java\\.lang\\.String, .*\\)",
                    "String.format(Locale.ROOT, ...), or the reader's locale"),
            line("java\\.lang\\.String\\.formatted\\(.*\\)", "String.format(Locale.ROOT, ...), or the reader's locale"),
            line(
                    "java\\.(io\\.Print(Stream|Writer)|util\\.Formatter)\\.(printf|format)\\(java\\.lang\\.String, .*\\)",
                    "printf(Locale.ROOT, ...)"),
            line(
                    "java\\.lang\\.String\\.to(Upper|Lower)Case\\(\\)",
                    "toUpperCase(Locale.ROOT), toLowerCase(Locale.ROOT)"),
            line("java\\.util\\.Locale\\.getDefault\\(.*\\)", "the reader's locale, or Locale.ROOT"),
            line(
                    "java\\.text\\.MessageFormat\\.(<init>\\(java\\.lang\\.String\\)|format\\(java\\.lang\\.String, .*\\))",
                    "new MessageFormat(text, locale)"),
            line("java\\.text\\.(Number|Decimal)Format\\.\\w+\\(\\)", "the same with a locale"),
            line("java\\.text\\.SimpleDateFormat\\..*", "DateTimeFormatter with a locale"),
            line(
                    "java\\.time\\.format\\.DateTimeFormatter\\.ofPattern\\(java\\.lang\\.String\\)",
                    "ofPattern(pattern, locale)"),
            line("java\\.text\\.Collator\\.getInstance\\(\\)", "Collator.getInstance(locale)"),
            // charset
            line("java\\.nio\\.charset\\.Charset\\.defaultCharset\\(\\)", "StandardCharsets.UTF_8"),
            line("java\\.lang\\.String\\.getBytes\\(\\)", "getBytes(StandardCharsets.UTF_8)"),
            line("java\\.lang\\.String\\.<init>\\(\\[B(, int, int)?\\)", "new String(bytes, StandardCharsets.UTF_8)"),
            line("java\\.io\\.ByteArrayOutputStream\\.toString\\(\\)", "toString(StandardCharsets.UTF_8)"),
            line(
                    "java\\.io\\.(InputStreamReader|OutputStreamWriter)\\.<init>\\(java\\.io\\.\\w+\\)",
                    "the same with StandardCharsets.UTF_8"),
            line(
                    "java\\.io\\.File(Reader|Writer)\\.<init>\\([\\w.]+(, boolean)?\\)",
                    "Files.newBufferedReader(path), Files.newBufferedWriter(path)"),
            line(
                    "java\\.io\\.Print(Stream|Writer)\\.<init>\\(java\\.(io\\.(OutputStream|File)|lang\\.String)(, boolean)?\\)",
                    "the same with StandardCharsets.UTF_8"),
            line(
                    "java\\.util\\.Scanner\\.<init>\\(java\\.(io\\.(InputStream|File)|nio\\.file\\.Path)\\)",
                    "the same with StandardCharsets.UTF_8"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.nrm");

    private static final JavaClass EXAMPLES = new ClassFileImporter().importClass(Examples.class);

    /**
     * A line of the list.
     *
     * @param call    the whole name of a method with its parameters, as a pattern
     * @param instead what to call
     * @param allowed classes that may call it all the same
     */
    private record Forbidden(Pattern call, String instead, Set<String> allowed) {

        boolean matches(JavaAccess<?> access) {
            return call.matcher(access.getTarget().getFullName()).matches();
        }

        boolean allows(JavaAccess<?> access) {
            return allowed.contains(file(access));
        }

        @Override
        public String toString() {
            return call + ": use " + instead;
        }
    }

    private static Forbidden line(String call, String instead, String... allowed) {
        return new Forbidden(Pattern.compile(call), instead, Set.of(allowed));
    }

    static List<Forbidden> forbidden() {
        return FORBIDDEN;
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void nothingIn(Forbidden forbidden) {
        assertThat(accesses().filter(forbidden::matches).filter(access -> !forbidden.allows(access)))
                .extracting(access -> access.getDescription() + ": use " + forbidden.instead)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void theExamplesAreFoundBy(Forbidden forbidden) {
        assertThat(EXAMPLES.getAccessesFromSelf()).anyMatch(forbidden::matches);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void whoeverIsAllowedNeedsIt(Forbidden forbidden) {
        assertThat(accesses()
                        .filter(forbidden::matches)
                        .map(ForbiddenCallsTests::file)
                        .collect(toSet()))
                .containsAll(forbidden.allowed);
    }

    @Test
    void whatIsRightIsNotForbidden() {
        var right = new ClassFileImporter().importClass(RightExamples.class).getAccessesFromSelf();
        assertThat(right).hasSizeGreaterThan(5);
        for (var forbidden : FORBIDDEN) assertThat(right).noneMatch(forbidden::matches);
    }

    /** The class of the file in which the call stands. */
    private static String file(JavaAccess<?> access) {
        return access.getOriginOwner().getName().replaceFirst(".*\\.", "").replaceFirst("\\$.*", "");
    }

    private static Stream<JavaAccess<?>> accesses() {
        return CLASSES.stream().flatMap(each -> each.getAccessesFromSelf().stream());
    }

    /** Each forbidden call once; never run. */
    @SuppressWarnings({
        "unused",
        "DefaultCharset",
        "JavaUtilDate",
        "JavaTimeDefaultTimeZone",
        "StringCaseLocaleUsage",
        "ReturnValueIgnored",
        "CheckReturnValue",
        "ThreadLocalRandom",
        "DefaultLocale",
        "TimeZoneUsage",
        "SystemOut"
    })
    private static final class Examples {

        Object[] time() {
            return new Object[] {
                LocalDate.now(), Clock.systemUTC(), System.currentTimeMillis(), new Date(), Calendar.getInstance()
            };
        }

        Object[] zone(java.sql.Timestamp timestamp) {
            return new Object[] {ZoneId.systemDefault(), TimeZone.getDefault(), timestamp.toLocalDateTime()};
        }

        Object[] chance(List<String> list) {
            Collections.shuffle(list);
            return new Object[] {new Random(), Math.random(), ThreadLocalRandom.current()};
        }

        Object[] language(String text, int number) {
            new PrintWriter(new StringWriter()).printf("%d", number);
            return new Object[] {
                String.format("%d", number),
                "%d".formatted(number),
                text.toUpperCase(),
                Locale.getDefault(),
                new MessageFormat(text),
                NumberFormat.getInstance(),
                new SimpleDateFormat(text),
                DateTimeFormatter.ofPattern(text),
                Collator.getInstance()
            };
        }

        Object[] charset(String text, byte[] bytes) throws IOException {
            var out = new ByteArrayOutputStream();
            return new Object[] {
                Charset.defaultCharset(),
                text.getBytes(),
                new String(bytes),
                out.toString(),
                new InputStreamReader(System.in),
                new OutputStreamWriter(out),
                new java.io.FileReader(text),
                new PrintStream(out),
                new Scanner(System.in)
            };
        }
    }

    @SuppressWarnings("unused")
    private static final class RightExamples {

        Object[] all(Clock clock, String text, byte[] bytes, Locale locale) {
            return new Object[] {
                LocalDate.now(clock),
                Date.from(clock.instant()),
                new Random(1),
                String.format(Locale.ROOT, "%d", 1),
                text.toUpperCase(Locale.ROOT),
                new MessageFormat(text, locale),
                DateTimeFormatter.ofPattern(text, locale),
                new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
            };
        }
    }
}
