package org.nrm.records.search;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the letters stand for that languages disagree about. In a spelling small letters are as written, capital letters
 * are settled sounds.
 *
 * @param letters of other scripts, or with a sign: read otherwise than commonly
 * @param rules   for Latin letters, one after the other
 */
record Reading(Map<Character, String> letters, List<Rule> rules) {

    /** One letter or some, as a regular expression, and what is heard. */
    record Rule(Pattern spelling, String sound) {
        String apply(String text) {
            return spelling.matcher(text).replaceAll(sound);
        }
    }

    /** As a Slavic or Albanian writer means them. */
    static final Reading COMMON = new Reading(Map.of());

    /** Mircea, Gheorghe, Crețu; also what Moldova wrote in Cyrillic. */
    private static final Reading ROMANIAN = new Reading(
            Map.of('ț', "C", 'ţ', "C", 'â', "I", 'э', "A", 'я', "EA"),
            rule("ch", "K"),
            rule("gh", "G"),
            rule("[cg][ei](?=[aou])", "C"),
            rule("g(?=[ei])", "C"),
            rule("c(?![ei])", "K"),
            rule("j", "Z"));

    /** Nagy. */
    private static final Reading HUNGARIAN = new Reading(Map.of(), rule("gy", "D"));

    /** As it is spoken, and by ELOT 743 (ISO 843): Yeoryios, Michail, Eirini; Eugenia. */
    private static final Reading GREEK = new Reading(
            Map.of(),
            rule("ch", "H"),
            rule("c", "K"),
            rule("eu", "EV"),
            rule("au", "AV"),
            rule("ei|oi", "I"),
            rule("^ai", "E"),
            rule("g(?=[eiyEI])", "I"));

    /** Fyodor, Gorbachov, Nadja. */
    private static final Reading RUSSIAN = new Reading(Map.of('ё', "IO"), rule("dj", "DI"), rule("(?<=[CSZ])IO", "O"));

    /** Bohdan. */
    private static final Reading UKRAINIAN = new Reading(Map.of('г', "H"));

    /** A silent ğ; Arabic names as English spells them: Qasim, Jamila. */
    private static final Reading TURKISH_AND_ARABIC =
            new Reading(Map.of('ğ', "", 'ö', "IO"), rule("q", "K"), rule("j", "C"));

    /** Aspirated sounds, and dj for what is elsewhere dž. */
    private static final Reading ROMANI = new Reading(Map.of(), rule("dj", "C"), rule("ph", "P"), rule("kh", "K"));

    /** The common one first. */
    static final List<Reading> ALL =
            List.of(COMMON, ROMANIAN, HUNGARIAN, GREEK, RUSSIAN, UKRAINIAN, TURKISH_AND_ARABIC, ROMANI);

    private Reading(Map<Character, String> letters, Rule... rules) {
        this(letters, List.of(rules));
    }

    /** The letter as this language reads it, or as it is commonly read. */
    String letter(char letter, String common) {
        return letters.getOrDefault(letter, common);
    }

    /** Settles the letters that this language reads in its own way. */
    String settle(String spelling) {
        return apply(rules, spelling);
    }

    static Rule rule(String spelling, String sound) {
        return new Rule(Pattern.compile(spelling), sound);
    }

    static String apply(List<Rule> rules, String text) {
        var result = text;
        for (var rule : rules) result = rule.apply(result);
        return result;
    }
}
