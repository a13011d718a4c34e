package org.nrm.rights.report;

/** Text for people, from files that anyone may have written. */
final class Words {

    private Words() {}

    /** In one line, and without what a terminal would obey or what turns the direction of writing. */
    static String oneLine(String text) {
        var line = new StringBuilder();
        text.strip().replaceAll("\\s+", " ").codePoints().forEach(character -> {
            var type = Character.getType(character);
            line.appendCodePoint(type == Character.CONTROL || type == Character.FORMAT ? '\uFFFD' : character);
        });
        return line.toString();
    }

    /** As {@code 1 process} and {@code 2 processes}. */
    static String count(long number, String one, String many) {
        return String.format(java.util.Locale.ROOT, "%,d", number) + " " + (number == 1 ? one : many);
    }
}
