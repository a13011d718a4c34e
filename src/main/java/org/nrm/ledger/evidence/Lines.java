package org.nrm.ledger.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a file, one at a time: strict UTF-8, each ended by a line feed. */
final class Lines {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private byte[] line = new byte[1024];
    private int at;
    private int filled;
    private long number;

    /**
     * Of this stream.
     *
     * @param longest bytes of a line
     */
    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** The next line without its end; null after the last. */
    @Nullable
    String next() throws IOException, Altered, UnusableBundle {
        var bytes = bytes();
        if (bytes == null) return null;
        if (number == 1 && startsWithMark(bytes))
            throw new Altered("begins with a byte order mark, which it was not exported with");
        if (bytes.length > 0 && bytes[bytes.length - 1] == '\r')
            throw new Altered(
                    "ends with CR LF: the line ends were changed to those of another system, and with them the hashes; use the file as it was exported");
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Altered("is not UTF-8 text");
        }
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(Arrays.copyOf(bytes, BYTE_ORDER_MARK.length), BYTE_ORDER_MARK);
    }

    private byte @Nullable [] bytes() throws IOException, Altered, UnusableBundle {
        var length = 0;
        while (true) {
            if (at == filled) {
                filled = in.read(buffer);
                at = 0;
                if (filled <= 0) {
                    filled = 0;
                    if (length == 0) return null;
                    number++;
                    throw new Altered("is cut off: it does not end with a line feed");
                }
            }
            var end = at;
            while (end < filled && buffer[end] != '\n') end++;
            var part = end - at;
            if (length + part > longest) throw new UnusableBundle("has a line of more than " + longest + " bytes");
            if (length + part > line.length) line = Arrays.copyOf(line, Math.max(2 * line.length, length + part));
            System.arraycopy(buffer, at, line, length, part);
            length += part;
            at = end;
            if (at < filled) {
                at++;
                number++;
                return Arrays.copyOf(line, length);
            }
        }
    }
}
