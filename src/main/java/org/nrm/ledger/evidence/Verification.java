package org.nrm.ledger.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.note.Checkpoint;

/**
 * What the check of a bundle found.
 *
 * @param caseRef    of the bundle; null if it could not be read
 * @param entries    how many it says that it holds
 * @param problems   the first entry that does not fit first, if there is one
 * @param checkpoint whose signature fits; null if none does
 * @param key        that signed it
 * @param pinned     was that key given by who checks, or announced by one that was?
 * @param witnesses  who has seen the checkpoint
 * @param contents   null if no content was exported
 * @param warnings   what does not count against the bundle, and should be known
 */
public record Verification(
        Verdict verdict,
        @Nullable String caseRef,
        long entries,
        List<Problem> problems,
        @Nullable Checkpoint checkpoint,
        @Nullable String key,
        boolean pinned,
        List<String> witnesses,
        @Nullable Contents contents,
        List<String> warnings) {

    /** The warnings may name what stands in the bundle. */
    public Verification {
        problems = List.copyOf(problems);
        witnesses = List.copyOf(witnesses);
        warnings = warnings.stream().map(Words::plain).toList();
    }

    /** Whether the bundle is as it was exported. */
    public enum Verdict {
        INTACT(0),
        ALTERED(1),
        UNUSABLE(2);

        private final int exitCode;

        Verdict(int exitCode) {
            this.exitCode = exitCode;
        }

        /** Of the command. */
        public int exitCode() {
            return exitCode;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Something that does not fit.
     *
     * @param entry the first entry that does not fit; null if it is about none
     */
    public record Problem(@Nullable Long entry, String message) {

        /** The message may name what stands in the bundle. */
        public Problem {
            message = Words.plain(message);
        }
    }

    /**
     * What became of the content of the classes that were exported.
     *
     * @param matches is what the entry committed to
     * @param erased  is gone, and a later entry says so
     */
    public record Contents(long matches, long erased) {}

    static Verification altered(String message) {
        return only(Verdict.ALTERED, message);
    }

    static Verification unusable(String message) {
        return only(Verdict.UNUSABLE, message);
    }

    private static Verification only(Verdict verdict, String message) {
        return new Verification(
                verdict, null, 0, List.of(new Problem(null, message)), null, null, false, List.of(), null, List.of());
    }

    /** The first entry that does not fit; null if all do. */
    public @Nullable Long entry() {
        return problems.isEmpty() ? null : problems.get(0).entry();
    }

    /** For people. */
    String text() {
        var lines = new ArrayList<String>();
        if (verdict == Verdict.INTACT) {
            lines.add("intact: " + caseRef + ", " + Words.count(entries, "entry", "entries"));
            if (checkpoint != null)
                lines.add("  in the tree of " + Words.count(checkpoint.size(), "entry", "entries") + " of "
                        + Words.oneLine(checkpoint.origin()) + ", checkpoint of " + checkpoint.time());
            lines.add(
                    pinned
                            ? "  signed with the key " + key
                                    + ", which you gave or which was announced by one that you gave"
                            : "  key not pinned: " + key
                                    + ". Compare it with the key that the log publishes elsewhere, or give that with --key");
            for (var witness : witnesses) lines.add("  seen by " + witness);
            if (contents != null)
                lines.add("  content: " + contents.matches() + " as committed, " + contents.erased() + " erased");
        } else {
            for (var problem : problems)
                lines.add((lines.isEmpty() ? verdict.word() + ": " : "  also: ") + problem.message());
        }
        for (var warning : warnings) lines.add("warning: " + warning);
        return String.join("\n", lines) + "\n";
    }

    /** For programs, in one line. */
    String json() {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("verdict", verdict.word());
        json.put("case", caseRef);
        json.put("entries", entries);
        json.put("entry", entry());
        json.put("message", problems.isEmpty() ? null : problems.get(0).message());
        json.put("problems", problems.stream().map(Verification::json).toList());
        json.put("checkpoint", checkpoint == null ? null : json(checkpoint));
        json.put("key", key);
        json.put("pinned", pinned);
        json.put("witnesses", witnesses);
        json.put(
                "contents",
                contents == null ? null : Map.of("matches", contents.matches(), "erased", contents.erased()));
        json.put("warnings", warnings);
        return Json.write(json) + "\n";
    }

    private static Map<String, @Nullable Object> json(Problem problem) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("entry", problem.entry());
        json.put("message", problem.message());
        return json;
    }

    private static Map<String, Object> json(Checkpoint checkpoint) {
        var json = new LinkedHashMap<String, Object>();
        json.put("origin", checkpoint.origin());
        json.put("size", checkpoint.size());
        json.put("root", checkpoint.root().toString());
        json.put("time", checkpoint.time().toString());
        return json;
    }
}
