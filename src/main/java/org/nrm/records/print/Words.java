package org.nrm.records.print;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of the sheets in one language: the sentences, and what codes are called. */
final class Words {

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    private final Properties texts;
    private final Locale locale;

    private Words(Properties texts) {
        this.texts = texts;
        locale = Locale.forLanguageTag(texts.getProperty("locale"));
    }

    /** Empty if there is no file for the language. */
    static Optional<Words> in(String language) {
        if (!LANGUAGE.matcher(language).matches()) return Optional.empty();
        try (var file = Words.class.getResourceAsStream("words_" + language + ".properties")) {
            if (file == null) return Optional.empty();
            var texts = new Properties();
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return Optional.of(new Words(texts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Locale locale() {
        return locale;
    }

    Stream<String> all() {
        return texts.values().stream().map(String::valueOf);
    }

    String say(String key, Object... arguments) {
        var text = texts.getProperty(key);
        if (text == null) throw new IllegalArgumentException("No words for " + key);
        return arguments.length == 0 ? text : new MessageFormat(text, locale).format(arguments);
    }

    /** What a code is called. A country may have added its own codes: these are printed as they are. */
    String code(String group, String code) {
        return texts.getProperty(group + "." + code, code.replace('-', ' '));
    }

    List<String> codes(String group, List<String> codes) {
        return codes.stream().map(each -> code(group, each)).toList();
    }

    String recipient(Recipient to) {
        var role = code("role", to.role());
        return to.agency() == null || to.agency().isBlank() ? role : role + ", " + to.agency();
    }

    String day(LocalDate day) {
        return DateTimeFormatter.ofPattern(say("day"), locale).format(day);
    }

    /** Names of languages come from Java, save for those that it lacks or calls by a name that hurts. */
    String language(String code) {
        var named = texts.getProperty("language." + code);
        if (named != null) return named;
        return LANGUAGE.matcher(code).matches()
                ? Locale.forLanguageTag(code).getDisplayLanguage(locale)
                : say("language.other");
    }
}
