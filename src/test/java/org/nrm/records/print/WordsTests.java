package org.nrm.records.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Every language has all the words, and they can be printed. */
class WordsTests {

    private static final Path FOLDER = Path.of("src/main/resources/org/nrm/records/print");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d}");

    static Stream<String> languages() {
        return Stream.of("en", "sq", "bg", "el", "mk", "ro", "ru", "sr", "tr", "uk");
    }

    @Test
    void theLanguagesOfTheRegionAreThere() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(languages()
                            .map(language -> "words_" + language + ".properties")
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguageHasEveryKey(String language) throws IOException {
        var expected = new TreeSet<>(file("en").stringPropertyNames());
        if (!language.equals("en")) expected.remove("fallback");
        assertThat(file(language).stringPropertyNames()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(file(language).values()).noneMatch(text -> text.toString().isBlank());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void noKeyStandsTwice(String language) throws IOException {
        var keys = Files.readAllLines(FOLDER.resolve("words_" + language + ".properties")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')));
        assertThat(keys).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyArgumentHasItsPlace(String language) throws IOException {
        var english = file("en");
        var texts = file(language);
        for (var key : texts.stringPropertyNames())
            assertThat(arguments(texts, key)).as(key).isEqualTo(arguments(english, key));
    }

    /** A straight one would swallow arguments. Around the names of months it stands in the pattern of the day. */
    @ParameterizedTest
    @MethodSource("languages")
    void apostrophesAreCurled(String language) throws IOException {
        var texts = file(language);
        texts.remove("day");
        assertThat(texts.values()).noneMatch(text -> text.toString().contains("'"));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everySentenceCanBePrinted(String language) {
        assertThat(new Sheets().prints(language)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatTheConfigurationNamesHasAWord(String language) throws IOException {
        var keys = file(language).stringPropertyNames();
        assertThat(keys).containsAll(keys("role", config("roles").path("roles").propertyNames()));
        assertThat(keys)
                .containsAll(
                        keys("class", config("data-classes").path("classes").propertyNames()));
        assertThat(keys).containsAll(keys("purpose", codes("consent-purpose")));
        assertThat(keys).containsAll(keys("form", codes("consent-form-kind")));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguageOfTheListHasAName(String language) throws IOException {
        var words = Words.in(language).orElseThrow();
        for (var code : codes("languages"))
            assertThat(words.language(code)).as(code).isNotBlank().isNotEqualTo(code);
    }

    private static List<String> arguments(Properties texts, String key) {
        return ARGUMENT.matcher(texts.getProperty(key))
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    private static List<String> keys(String group, Iterable<String> codes) {
        return Stream.iterate(codes.iterator(), names -> names.hasNext(), names -> names)
                .map(names -> group + "." + names.next())
                .toList();
    }

    private static List<String> codes(String list) throws IOException {
        return config("lists")
                .path("lists")
                .path(list)
                .valueStream()
                .map(each -> each.path("value").asString())
                .toList();
    }

    private static JsonNode config(String file) throws IOException {
        return new YAMLMapper().readTree(Files.readString(Path.of("config", file + ".yaml")));
    }

    private static Properties file(String language) throws IOException {
        var texts = new Properties();
        try (var reader = Files.newBufferedReader(FOLDER.resolve("words_" + language + ".properties"))) {
            texts.load(reader);
        }
        return texts;
    }
}
