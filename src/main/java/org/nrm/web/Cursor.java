package org.nrm.web;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the next part of a list begins: behind this item. A reader gets it as an opaque text.
 *
 * @param time by which the list is ordered first
 * @param id   by which it is ordered then
 */
public record Cursor(Instant time, String id) {

    /** Behind every time of ours; stands for no time at all. */
    public static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /** Before everything, in a list that begins with the oldest. */
    public static final Cursor OLDEST = new Cursor(Instant.EPOCH, "");

    /** Before everything, in a list that begins with the newest. */
    public static final Cursor NEWEST = new Cursor(LAST, "");

    private static final String VERSION = "1";
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    /**
     * Where the part begins that is asked for.
     *
     * @param text as {@link #text} wrote it; nothing for the first part
     * @param beginning of the list
     * @throws UnknownCursor if the text is none of ours
     */
    public static Cursor of(@Nullable String text, Cursor beginning) {
        return text == null || text.isBlank() ? beginning : parse(text);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws UnknownCursor if the text is none of ours
     */
    public static Cursor parse(String text) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length != 3
                    || !parts[0].equals(VERSION)
                    || !ID.matcher(parts[2]).matches()) throw new UnknownCursor();
            var time = Instant.parse(parts[1]);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) throw new UnknownCursor();
            return new Cursor(time, parts[2]);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnknownCursor();
        }
    }

    /** As a reader gets it. */
    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((VERSION + " " + time + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
