package org.nrm.ledger.note;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The keys of a log, one after the other. Each but the first is announced under the signature of the one before, so who has any of them
 * can follow to all later ones; a key counts only for checkpoints of the sizes for which it was in force. The first checkpoint of a new
 * key has both signatures.
 */
public final class KeyHistory {

    private static final String BORDER = "----\n";
    private static final String KEY = "key ";
    private static final String FROM = "from ";

    private final List<Announcement> announcements;

    private KeyHistory(List<Announcement> announcements) {
        this.announcements = List.copyOf(announcements);
    }

    /**
     * One key.
     *
     * @param from smallest size of a checkpoint that it signs
     */
    public record Announcement(String origin, VerifierKey key, long from, SignedNote note) {

        private static Announcement parse(SignedNote note) throws UnusableNote {
            var lines = note.text().split("\n", -1);
            if (lines.length != 4 || !lines[1].startsWith(KEY) || !lines[2].startsWith(FROM))
                throw new UnusableNote("holds an announcement of a key that is none");
            try {
                return new Announcement(
                        lines[0],
                        VerifierKey.parse(lines[1].substring(KEY.length())),
                        Long.parseLong(lines[2].substring(FROM.length())),
                        note);
            } catch (NumberFormatException e) {
                throw new UnusableNote("announces a key from a size that is no number");
            }
        }
    }

    /** Of a new log. */
    public static KeyHistory begin(String origin, SigningKey key) throws UnusableNote {
        var text = text(origin, key, 0);
        return new KeyHistory(List.of(Announcement.parse(new SignedNote(text, List.of()).with(key.sign(text)))));
    }

    /** With the next key, announced by the present one. */
    public KeyHistory followedBy(SigningKey next, long from, SigningKey present) throws UnusableNote {
        var last = last();
        if (!present.verifier().equals(last.key()))
            throw new UnusableNote("the key that announces is not the present one");
        if (from < last.from()) throw new UnusableNote("the next key begins before the present one");
        var text = text(last.origin(), next, from);
        var all = new ArrayList<>(announcements);
        all.add(Announcement.parse(
                new SignedNote(text, List.of()).with(present.sign(text)).with(next.sign(text))));
        return new KeyHistory(all);
    }

    private static String text(String origin, SigningKey key, long from) {
        return origin + "\n" + KEY + key.verifier() + "\n" + FROM + from + "\n";
    }

    /** From its written form; refused unless each key is announced by itself and the one before. */
    public static KeyHistory parse(String written) throws UnusableNote {
        var announcements = new ArrayList<Announcement>();
        for (var note : written.split(BORDER, -1)) {
            var announcement = Announcement.parse(SignedNote.parse(note));
            var signers = new HashSet<VerifierKey>();
            signers.add(announcement.key());
            if (!announcements.isEmpty()) {
                var last = announcements.get(announcements.size() - 1);
                if (announcement.from() < last.from() || !announcement.origin().equals(last.origin()))
                    throw new UnusableNote("announces a key out of turn");
                signers.add(last.key());
            }
            var signed = announcement.note().signedBy(signers).stream()
                    .map(SignedNote.Signed::key)
                    .collect(Collectors.toSet());
            if (!signed.equals(signers)) throw new UnusableNote("announces a key that the one before did not sign");
            announcements.add(announcement);
        }
        return new KeyHistory(announcements);
    }

    public List<Announcement> announcements() {
        return announcements;
    }

    private Announcement last() {
        return announcements.get(announcements.size() - 1);
    }

    /** The keys whose signature counts on a checkpoint of this size. */
    public List<VerifierKey> at(long size) {
        var keys = new ArrayList<VerifierKey>();
        for (var index = 0; index < announcements.size(); index++) {
            var until = index + 1 < announcements.size()
                    ? announcements.get(index + 1).from()
                    : Long.MAX_VALUE;
            if (size >= announcements.get(index).from() && size <= until)
                keys.add(announcements.get(index).key());
        }
        return keys;
    }

    /** What is reached from any of these keys: its own announcement and all later ones. Refused if none of them is in it. */
    public KeyHistory from(Collection<VerifierKey> pinned) throws UnusableNote {
        for (var index = 0; index < announcements.size(); index++)
            if (pinned.contains(announcements.get(index).key()))
                return new KeyHistory(announcements.subList(index, announcements.size()));
        throw new UnusableNote("is signed by none of the keys that were given");
    }

    /** The checkpoint that a note holds, if one of these keys that counts for its size has signed it, of the log of this origin. */
    public Checkpoint check(SignedNote note) throws UnusableNote {
        var checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(last().origin()))
            throw new UnusableNote("is a checkpoint of another log (" + checkpoint.origin() + ")");
        var keys = at(checkpoint.size());
        if (note.signedBy(keys).isEmpty()) {
            var outside = announcements.stream()
                    .map(Announcement::key)
                    .filter(key -> note.signatures().stream()
                            .anyMatch(line -> line.name().equals(key.name())))
                    .findFirst();
            throw new UnusableNote(
                    outside.isPresent()
                            ? "is not signed by the key that was in force at " + checkpoint.size() + " entries"
                            : "is signed by none of the log's keys");
        }
        return checkpoint;
    }

    /** The written form. */
    @Override
    public String toString() {
        return announcements.stream()
                .map(announcement -> announcement.note().toString())
                .collect(Collectors.joining(BORDER));
    }
}
