package org.nrm.ledger.evidence;

import java.util.Locale;

/** Text for people, of files that anyone may have written. */
final class Words {

    private static final int LONGEST = 200;

    private Words() {}

    /** In one line, not too long, and without what a terminal would obey or what turns the direction of writing. */
    static String oneLine(String text) {
        return plain(text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text);
    }

    /** The same of any length. */
    static String plain(String text) {
        var line = new StringBuilder();
        text.strip().replaceAll("\\s+", " ").codePoints().forEach(character -> {
            var type = Character.getType(character);
            line.appendCodePoint(type == Character.CONTROL || type == Character.FORMAT ? '\uFFFD' : character);
        });
        return line.toString();
    }

    /** As {@code 1 entry} and {@code 2,000 entries}. */
    static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d", number) + " " + (number == 1 ? one : many);
    }
}
