package org.nrm.ledger.note;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.nrm.ledger.Hash;

/**
 * What the log says about itself at one moment (C2SP tlog-checkpoint): so many entries, with this root. The time stands in an extension
 * line, so that it is signed too.
 *
 * @param origin name of the log
 * @param size   number of entries
 */
public record Checkpoint(String origin, long size, Hash root, Instant time) {

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,15}");
    private static final String TIME_LINE = "time ";
    private static final int LINES = 4;

    /** From the text of a note. */
    public static Checkpoint parse(String text) throws UnusableNote {
        var lines = text.split("\n", -1);
        if (lines.length < LINES + 1 || lines[0].isEmpty())
            throw new UnusableNote("is no checkpoint: origin, size, root hash and time, a line each");
        if (!DECIMAL.matcher(lines[1]).matches()) throw new UnusableNote("has a size that is no number");
        if (!lines[3].startsWith(TIME_LINE)) throw new UnusableNote("has no line that says its time");
        try {
            var checkpoint = new Checkpoint(
                    lines[0],
                    Long.parseLong(lines[1]),
                    Hash.parseBase64(lines[2]),
                    TIME.parse(lines[3].substring(TIME_LINE.length()), Instant::from));
            if (!text.startsWith(checkpoint.text())) throw new UnusableNote("is not in the one form of a checkpoint");
            return checkpoint;
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new UnusableNote("has a root hash or a time that is none");
        }
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n" + TIME_LINE + TIME.format(time) + "\n";
    }
}
