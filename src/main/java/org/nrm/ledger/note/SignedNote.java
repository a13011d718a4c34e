package org.nrm.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * A text with signatures under it (C2SP signed-note). Signatures by keys that one does not know are left alone; a bad one by a known key
 * makes the note bad.
 *
 * @param text       with its last line end
 * @param signatures in the order in which they stand
 */
public record SignedNote(String text, List<Line> signatures) {

    static final String DASH = "\u2014 ";

    private static final int LONGEST = 1_000_000;
    private static final int MOST_SIGNATURES = 100;

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * One signature line.
     *
     * @param name   of the key
     * @param base64 key id and signature
     */
    public record Line(String name, String base64) {

        private byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }

    /**
     * A signature that fits.
     *
     * @param time when a witness saw the note; of a log's own signature the beginning of time
     */
    public record Signed(VerifierKey key, Instant time) {}

    /** From its written form. */
    public static SignedNote parse(String written) throws UnusableNote {
        if (written.length() > LONGEST) throw new UnusableNote("is too long for a note");
        if (written.indexOf('\r') >= 0)
            throw new UnusableNote("has line ends of another system (CRLF) than it was signed with");
        if (written.chars().anyMatch(unit -> unit < ' ' && unit != '\n'))
            throw new UnusableNote("holds a control character");
        var border = written.lastIndexOf("\n\n");
        if (border < 0 || !written.endsWith("\n")) throw new UnusableNote("has no empty line before its signatures");
        var lines = new ArrayList<Line>();
        for (var line : written.substring(border + 2).lines().toList()) {
            var space = line.lastIndexOf(' ');
            if (!line.startsWith(DASH)
                    || space <= DASH.length()
                    || !VerifierKey.NAME
                            .matcher(line.substring(DASH.length(), space))
                            .matches()) throw new UnusableNote("has a line among its signatures that is none");
            if (lines.size() == MOST_SIGNATURES)
                throw new UnusableNote("has more than " + MOST_SIGNATURES + " signatures");
            var signature = new Line(line.substring(DASH.length(), space), line.substring(space + 1));
            try {
                var bytes = signature.bytes();
                if (!Base64.getEncoder().encodeToString(bytes).equals(signature.base64()))
                    throw new UnusableNote("has a signature that is not in the one form of base64");
                if (bytes.length <= VerifierKey.ID_BYTES) throw new UnusableNote("has a signature that is cut off");
            } catch (IllegalArgumentException e) {
                throw new UnusableNote("has a signature that is not base64");
            }
            lines.add(signature);
        }
        if (lines.isEmpty()) throw new UnusableNote("has no signature");
        return new SignedNote(written.substring(0, border + 1), lines);
    }

    /** All notes of a file, one after the other with an empty line between. */
    public static List<SignedNote> parseAll(String text) throws UnusableNote {
        var notes = new ArrayList<SignedNote>();
        var one = new StringBuilder();
        var signatures = false;
        for (var line : text.lines().toList()) {
            if (line.isEmpty() && signatures) {
                notes.add(parse(one.toString()));
                one.setLength(0);
                signatures = false;
                continue;
            }
            if (line.isEmpty() && one.isEmpty()) continue;
            if (one.indexOf("\n\n") >= 0) signatures = true;
            one.append(line).append('\n');
            if (line.isEmpty()) signatures = false;
        }
        if (!one.toString().isBlank()) notes.add(parse(one.toString()));
        return notes;
    }

    /** The note with another signature line as {@link SigningKey} makes it. */
    public SignedNote with(String line) throws UnusableNote {
        return parse(this + line);
    }

    /** The written form of a text and its signature lines. */
    public static String write(String text, Collection<String> lines) {
        return text + "\n" + String.join("", lines);
    }

    /**
     * Signatures by these keys.
     *
     * @throws UnusableNote if one of them does not fit
     */
    public List<Signed> signedBy(Collection<VerifierKey> keys) throws UnusableNote {
        var signed = new ArrayList<Signed>();
        for (var line : signatures)
            for (var key : keys) {
                var bytes = line.bytes();
                if (!key.name().equals(line.name())
                        || !Arrays.equals(key.idBytes(), Arrays.copyOf(bytes, VerifierKey.ID_BYTES))) continue;
                signed.add(check(key, Arrays.copyOfRange(bytes, VerifierKey.ID_BYTES, bytes.length)));
            }
        return signed;
    }

    private Signed check(VerifierKey key, byte[] signature) throws UnusableNote {
        if (!key.ofWitness()) {
            if (!key.checks(text.getBytes(StandardCharsets.UTF_8), signature)) throw bad(key);
            return new Signed(key, Instant.EPOCH);
        }
        if (signature.length <= Long.BYTES) throw bad(key);
        var time = ByteBuffer.wrap(signature).getLong();
        if (!key.checks(SigningKey.cosigned(text, time), Arrays.copyOfRange(signature, Long.BYTES, signature.length)))
            throw bad(key);
        return new Signed(key, Instant.ofEpochSecond(time));
    }

    private static UnusableNote bad(VerifierKey key) {
        return new UnusableNote("the signature of " + key.name() + " (key " + key.id() + ") does not fit the text");
    }

    /** The written form. */
    @Override
    public String toString() {
        var written = new StringBuilder(text).append('\n');
        for (var line : signatures)
            written.append(DASH)
                    .append(line.name())
                    .append(' ')
                    .append(line.base64())
                    .append('\n');
        return written.toString();
    }
}
