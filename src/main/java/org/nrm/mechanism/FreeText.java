package org.nrm.mechanism;

import java.util.Optional;

/** Free text that somebody writes, and what of it no field takes. The same at every door: forms, reasons, searches, titles. */
public final class FreeText {

    /** Characters that a text of several lines may have, where its field names no other limit. */
    public static final int LONGEST = 4000;

    /** Of a text that is none. */
    public static final String NO_TEXT = "Holds a character that is not text.";

    /** Counted as letters or signs, but drawn as nothing: grapheme joiner, Hangul fillers, Khmer vowels inherent, blank Braille. */
    private static final String UNSEEN_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

    private FreeText() {}

    /** What is wrong with a text of several lines; empty if it can be kept. Never repeats the text. */
    public static Optional<String> problem(String text) {
        return problem(text, LONGEST);
    }

    /**
     * The same with another limit.
     *
     * @param longest in UTF-16 units, as the browser counts
     */
    public static Optional<String> problem(String text, int longest) {
        if (text.length() > longest) return Optional.of("At most " + longest + " characters are possible.");
        return isText(text) ? Optional.empty() : Optional.of(NO_TEXT);
    }

    /** What is wrong with a text of one line; a line break is no part of it. */
    public static Optional<String> problemOfLine(String text, int longest) {
        return problem(text, longest)
                .or(() -> text.chars().anyMatch(Character::isISOControl) ? Optional.of(NO_TEXT) : Optional.empty());
    }

    /**
     * Is it well-formed Unicode without characters that order something, as the end of a string of the database or an order to a
     * terminal? Half a surrogate pair is no character: it can be neither kept nor shown.
     */
    public static boolean isText(String text) {
        return text.codePoints().noneMatch(FreeText::isNotText);
    }

    /** Is there nothing to be seen: no character at all, or only such as spaces, joiners and marks of direction? */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(FreeText::isUnseen);
    }

    private static boolean isUnseen(int point) {
        return switch (Character.getType(point)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT -> true;
            default -> UNSEEN_LETTERS.indexOf(point) >= 0;
        };
    }

    private static boolean isNotText(int point) {
        return Character.getType(point) == Character.SURROGATE
                || (Character.isISOControl(point) && point != '\n' && point != '\r' && point != '\t');
    }
}
