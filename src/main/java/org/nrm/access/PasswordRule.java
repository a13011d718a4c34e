package org.nrm.access;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a password must be: long, and not what everybody tries first. No rule on kinds of characters, as NIST SP 800-63B advises. */
final class PasswordRule {

    /** Characters. */
    static final int SHORTEST = 12;

    /** Bytes that bcrypt takes. */
    static final int LONGEST = 72;

    private static final int FEWEST_DIFFERENT_CHARACTERS = 5;

    /** What remains of a common password when digits and signs are left out and a repetition is taken once. */
    private static final Set<String> COMMON = Set.of("""
            password passwort passw pass qwerty qwertyuiop qwertyuiopasdfghjkl azerty asdfgh asdfghjkl
            zxcvbnm qazwsx qazwsxedc abc abcd abcdef abcdefgh abcdefghijkl abcdefghijklmnopqrstuvwxyz
            letmein letmeinplease welcome welcomehome admin administrator root operator changeme
            changemenow secret default test testing iloveyou loveyou sunshine princess football baseball
            basketball superman batman dragon monkey master shadow michael jordan liverpool chelsea trustno
            whatever computer internet login user guest mypassword passwordadmin adminpassword
            thisismypassword correcthorsebatterystaple nrmengine nrm""".split("\\s+"));

    private PasswordRule() {}

    /** What is wrong with the password, as the end of a message key; empty if nothing is. */
    static Optional<String> problem(String password, String login) {
        if (password.codePointCount(0, password.length()) < SHORTEST) return Optional.of("short");
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST) return Optional.of("long");
        var lower = password.toLowerCase(Locale.ROOT);
        var letters = once(lower.replaceAll("[^\\p{L}]", ""));
        if (letters.isEmpty()
                || COMMON.contains(letters)
                || lower.chars().distinct().count() < FEWEST_DIFFERENT_CHARACTERS) return Optional.of("common");
        if (!login.isBlank() && (letters.equals(once(login.replaceAll("[^\\p{L}]", ""))) || lower.contains(login)))
            return Optional.of("login");
        return Optional.empty();
    }

    /** {@code abcabc} as {@code abc}. */
    private static String once(String text) {
        for (int length = 1; length <= text.length() / 2; length++) {
            var part = text.substring(0, length);
            if (text.length() % length == 0
                    && part.repeat(text.length() / length).equals(text)) return part;
        }
        return text;
    }
}
