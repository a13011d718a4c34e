package org.nrm.records.search;

import static org.nrm.records.search.Reading.apply;
import static org.nrm.records.search.Reading.rule;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.records.search.Reading.Rule;
import org.nrm.records.search.Token.Kind;

/**
 * Makes one form of the many spellings of a name. A false hit costs somebody a look, a miss costs a person her history:
 * so what diacritics tell apart is held to be the same (Đorđević, Djordjevic, Dordevic, Ђорђевић).
 *
 * <p>The table is written by hand: a general transliteration is made to be read, and gives Hodža, Hoxha and Хоџа three
 * forms. Letters of other scripts are kept, so such a name is found again in its own script only.
 */
public final class NameFolding {

    /** Nobody has a longer name; what follows is left out. */
    private static final int LONGEST = 300;

    private static final int MOST_WORDS = 8;

    /** What a letter stands for. Capital letters are settled sounds, which no reading touches. */
    private static final Map<Character, String> LETTERS = letters(
            // Cyrillic
            "аA бB вV гG дD еE ёE жZ зZ иI йI кK лL мM нN оO пP рR сS тT уU фF хH цC чC шS щST ыI эE юIU яIA",
            "іI їI єIE ґG ўU ђD јJ љLI њNI ћC џC ѓD ѕC ќC",
            // Greek; gamma is g, which readings differ about
            "αA βV γg δD εE ζZ ηI θT ιI κK λL μM νN ξKS οO πP ρR σS ςS τT υI φF χH ψPS ωO",
            // Latin; a letter whose sign is often left out is the letter without it
            "čC ćC çC ḱC ǵD šS śS şS șS žZ źZ đD ðD ʒC ıi ğG ţt țt łL øo æae œoe ßS þT ħh",
            // Arabic and Persian write the same letter in two ways
            "ىي یي کك ةه");

    /** Two Greek vowels that are one; where they are two, the first has an accent or the second a diaeresis. */
    private static final List<Rule> GREEK_VOWELS = List.of(
            rule("ο[υύ]", "U"),
            rule("α[ιί]", "E"),
            rule("[εο][ιί]", "I"),
            rule("([αε])[υύ](?=[θκξπστφχψς]|$)", "$1F"),
            rule("([αε])[υύ]", "$1V"));

    /** Russian writes the hard sign before these; Bulgarian has it for a vowel, as in Първанов. */
    private static final List<Rule> SIGNS =
            List.of(rule("ъ(?=[еёєюяї]|$)", ""), rule("ъ", "A"), rule("ьо", "IO"), rule("ь", ""));

    private static final Rule DOUBLED = rule("([a-z])\\1+", "$1");

    /** The same for all scripts, after the readings; the order matters. */
    private static final List<Rule> SOUNDS = List.of(
            DOUBLED,
            rule("shch|sht", "st"), // Щербаков is Shcherbakov in Russia, Щерев is Shterev in Bulgaria
            rule("sch|sh|sz", "s"),
            rule("xh|dzh|tch|cz|cs|ch|kj|q", "c"),
            rule("dj|gj|dh", "d"),
            rule("zh|zs", "z"),
            rule("ph", "f"),
            rule("th", "t"),
            rule("gh", "g"),
            rule("ou", "u"),
            rule("[jy]", "i"),
            rule("w|f$", "v"), // Iwanow, Ivanoff
            rule("[td][szc]", "c"),
            rule("sc(?=[ei])", "st"),
            rule("ck", "k"),
            rule("x|ks|kh", "h"), // x is ks to most, h in Romani and in Greek chat
            rule("m[pb]", "b"),
            rule("nt", "nd"),
            rule("^nd", "d"),
            rule("ng|gk", "g"),
            rule("i+u", "u"), // Гюл, Gül; Юлия, Julija
            rule("i+e", "e"), // Елена, Yelena, Jelena; Васильев, Vasiliev, Vasilyev, Vasilev
            DOUBLED);

    private static final Pattern WITHIN_A_WORD =
            Pattern.compile("['`\\u2018-\\u201f\\u2032\\p{Cf}\\p{Cs}\\p{Lm}\\p{N}]");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}]+");
    private static final Pattern BETWEEN_NAMES = Pattern.compile("[,;/|()\\r\\n]+");
    private static final Pattern NOT_ASCII = Pattern.compile("[^a-z]");

    private NameFolding() {}

    /**
     * The common form of a name in small ASCII letters; letters of other scripts as {@code ~} and their number. Spaces,
     * hyphens and apostrophes do not count, the order of the words does. Empty if there is no letter in it.
     */
    public static String fold(String name) {
        return fold(String.join("", words(name)), Reading.COMMON);
    }

    /** The common form first, then what the name is if its letters are read as another language reads them. */
    static Set<String> readings(String name) {
        var readings = new LinkedHashSet<String>();
        for (var reading : Reading.ALL) readings.add(fold(String.join("", words(name)), reading));
        return readings;
    }

    /**
     * All that a record can be found by. Two records that share a token may be of one person; the kinds of the tokens that
     * they share say how likely that is.
     *
     * @param otherNames names that the person uses or used, apart by commas or lines
     * @param birthDate  as written, {@code 1990-04-03}, {@code 3.4.1990} or the year alone
     * @return empty if the name has no letters; without a date of birth, {@link Kind#NAMES} only
     */
    public static Set<Token> tokens(String name, @Nullable String otherNames, @Nullable String birthDate) {
        var written = new ArrayList<List<String>>();
        written.add(words(name));
        for (var other : BETWEEN_NAMES.split(shortened(otherNames == null ? "" : otherNames), -1))
            written.add(words(other));
        var birth = BirthDate.of(birthDate).orElse(null);
        var tokens = new LinkedHashSet<Token>();
        for (var reading : Reading.ALL) {
            var parts = parts(written, reading);
            for (var names : names(parts)) {
                tokens.add(new Token(Kind.NAMES, names));
                if (birth == null) continue;
                tokens.add(new Token(Kind.NAMES_AND_YEAR, names + " " + birth.year()));
                birth.whicheverIsTheMonth()
                        .ifPresent(date -> tokens.add(new Token(Kind.NAMES_AND_EXCHANGED_BIRTH, names + " " + date)));
                if (birth.day() != null) tokens.add(new Token(Kind.NAMES_AND_BIRTH, names + " " + birth.day()));
            }
            if (birth != null && birth.day() != null)
                for (var part : parts) tokens.add(new Token(Kind.WORD_AND_BIRTH, part.text() + " " + birth.day()));
        }
        return tokens;
    }

    /**
     * A word of a name, or two that stand together: Ana Maria is Anamaria too.
     *
     * @param from  place of the first word
     * @param to    place after the last word
     * @param whole no word of that name is left out
     */
    private record Part(String text, int from, int to, boolean whole) {}

    private static List<Part> parts(List<List<String>> names, Reading reading) {
        var parts = new ArrayList<Part>();
        int before = 0;
        for (var words : names) {
            int count = Math.min(words.size(), MOST_WORDS - before);
            for (int from = 0; from < count; from++)
                for (int to = from + 1; to <= Math.min(from + 2, count); to++) {
                    var text = fold(String.join("", words.subList(from, to)), reading);
                    if (text.length() < 2) continue; // an initial
                    parts.add(new Part(text, before + from, before + to, to - from == words.size()));
                }
            before += count;
        }
        return parts;
    }

    /** Each two parts that do not overlap, in the order of the alphabet; and each name that is one part. */
    private static Set<String> names(List<Part> parts) {
        var names = new LinkedHashSet<String>();
        for (var one : parts) {
            if (one.whole()) names.add(one.text());
            for (var other : parts)
                if (one.to() <= other.from())
                    names.add(
                            one.text().compareTo(other.text()) < 0
                                    ? one.text() + " " + other.text()
                                    : other.text() + " " + one.text());
        }
        return names;
    }

    private static List<String> words(String name) {
        var composed =
                Normalizer.normalize(shortened(name), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        var letters = WITHIN_A_WORD.matcher(composed).replaceAll("");
        return BETWEEN_WORDS
                .splitAsStream(letters)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    private static String fold(String word, Reading reading) {
        var text = apply(SIGNS, apply(GREEK_VOWELS, Normalizer.normalize(word, Normalizer.Form.NFKC)));
        var spelling = new StringBuilder();
        for (int at = 0; at < text.length(); at++) append(text.charAt(at), reading, spelling);
        var sounds = apply(SOUNDS, reading.settle(spelling.toString()).toLowerCase(Locale.ROOT));
        return NOT_ASCII
                .matcher(sounds)
                .replaceAll(other -> "~" + Integer.toHexString(other.group().codePointAt(0)));
    }

    private static void append(char letter, Reading reading, StringBuilder spelling) {
        var common = LETTERS.getOrDefault(letter, "");
        var known = reading.letter(letter, common);
        if (!known.isEmpty() || !common.isEmpty()) {
            spelling.append(known);
            return;
        }
        var parts = Normalizer.normalize(String.valueOf(letter), Normalizer.Form.NFD);
        for (int at = 0; at < parts.length(); at++) {
            char part = parts.charAt(at);
            if (Character.getType(part) != Character.NON_SPACING_MARK)
                spelling.append(LETTERS.getOrDefault(part, String.valueOf(part)));
        }
    }

    private static Map<Character, String> letters(String... rows) {
        var letters = new HashMap<Character, String>();
        for (var row : rows) for (var entry : row.split(" ", -1)) letters.put(entry.charAt(0), entry.substring(1));
        return Map.copyOf(letters);
    }
}
