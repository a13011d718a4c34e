package org.nrm.ledger.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CanonicalJson.NotCanonical;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.Verification.Problem;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.tree.Proofs;

/**
 * The entries one after the other: canonical form, chain, time, place in the tree. Ends at the first that does not fit, for what comes
 * after it rests on it. Of the entries it keeps what the checks of content and models need.
 */
final class HistoryCheck {

    /** A clock that is put right by less than this does not count as set back. */
    private static final Duration JITTER = Duration.ofSeconds(1);

    private final Manifest manifest;
    private final @Nullable Checkpoint checkpoint;
    private final ModelSets models;
    private final Limits limits;
    private final Map<String, Named> firstOfModel = new LinkedHashMap<>();
    private final Map<String, Committed> committed = new LinkedHashMap<>();
    private final Map<String, Long> erased = new HashMap<>();
    private @Nullable Problem problem;
    private long count;
    private Hash last = Hash.NONE;
    private @Nullable Instant time;
    private long leaf = -1;

    /** @param checkpoint null if none is signed as it should be, so that no place in the tree can be checked */
    HistoryCheck(Manifest manifest, @Nullable Checkpoint checkpoint, ModelSets models, Limits limits) {
        this.manifest = manifest;
        this.checkpoint = checkpoint;
        this.models = models;
        this.limits = limits;
    }

    /** An entry by its number and by what people call it. */
    record Named(long seq, String name) {}

    /** What an entry committed to. */
    record Committed(Named entry, String dataClass, String commitment) {}

    /** The first entry that does not fit. */
    Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    /** Hash of a set of models → the first entry that rests on it. */
    Map<String, Named> firstOfModel() {
        return firstOfModel;
    }

    /** Recording and class → what was committed to, of the classes that were exported. */
    Map<String, Committed> committed() {
        return committed;
    }

    /** Class → the last entry that says that it was erased; 0 if there is none. */
    long erased(String dataClass) {
        return erased.getOrDefault(dataClass, 0L);
    }

    void run(InputStream entries, InputStream proofs) throws IOException, UnusableBundle {
        var lines = new Lines(entries, limits.line());
        var proofLines = new Lines(proofs, limits.line());
        var reader = new ProofLines.Reader();
        while (true) {
            final String line;
            try {
                line = lines.next();
            } catch (Altered e) {
                problem = new Problem(count + 1, "entry " + (count + 1) + " " + e.getMessage());
                return;
            }
            if (line == null) break;
            if (count == limits.entries()) throw new UnusableBundle("holds more than " + limits.entries() + " entries");
            var entry = read(line);
            if (entry == null) return;
            var named = new Named(entry.seq(), name(entry));
            try {
                var hash = Entry.hash(line);
                follows(entry);
                if (checkpoint != null) isInTree(entry, hash, proof(proofLines, reader), checkpoint);
                keep(entry, named);
                count++;
                last = hash;
            } catch (Altered e) {
                problem = new Problem(count + 1, named.name() + ": " + e.getMessage());
                return;
            }
        }
        isWhole(proofLines);
    }

    private @Nullable Entry read(String line) {
        try {
            return Entry.read(line);
        } catch (NotCanonical e) {
            problem = new Problem(
                    count + 1, "entry " + (count + 1) + ": " + Words.oneLine(String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** As {@code entry 17 (completed, offer-place)}. */
    private static String name(Entry entry) {
        var element = entry.act().element();
        return "entry " + entry.seq() + " (" + entry.act().type().word()
                + (element == null ? "" : ", " + Words.oneLine(element)) + ")";
    }

    private void follows(Entry entry) throws Altered {
        var expected = count + 1;
        if (!entry.stream().equals(manifest.stream()))
            throw new Altered(
                    "belongs to another history, and stands where entry " + expected + " of this case should be");
        if (entry.seq() < expected)
            throw new Altered("stands where entry " + expected + " should be: it has been put in, or stands twice");
        if (entry.seq() > expected)
            throw new Altered("stands where entry " + expected + " should be: that is missing, or out of its place");
        if (!entry.previous().equals(last))
            throw new Altered(
                    expected == 1
                            ? "is not the first of its history: it names one before it"
                            : "does not follow from entry " + count + ": the hash of that is not the one it names");
        if (time != null && !entry.time().isAfter(time.minus(JITTER)))
            throw new Altered("is earlier than entry " + count + ": the clock was set back, or a time was changed");
        time = entry.time();
        if (expected > manifest.entries())
            throw new Altered("is one too many: the case had " + Words.count(manifest.entries(), "entry", "entries")
                    + " at the checkpoint");
        var place = entry.act().place();
        if (place != null && !models.know(place.model()))
            throw new Altered("rests on a set of models that is not in the bundle");
    }

    private org.nrm.ledger.Checkpoints.@Nullable Placed proof(Lines lines, ProofLines.Reader reader)
            throws IOException, UnusableBundle, Altered {
        try {
            var line = lines.next();
            return line == null ? null : reader.read(line);
        } catch (Altered e) {
            throw new Altered("its proof " + e.getMessage());
        }
    }

    private void isInTree(Entry entry, Hash hash, org.nrm.ledger.Checkpoints.@Nullable Placed placed, Checkpoint signed)
            throws Altered {
        if (placed == null) throw new Altered("has no proof that it is in the signed tree");
        if (placed.seq() != entry.seq())
            throw new Altered("has no proof of its own: one of entry " + placed.seq() + " stands in its place");
        if (placed.leaf() < 0 || placed.leaf() >= signed.size())
            throw new Altered(
                    "has a place beyond the signed tree of " + Words.count(signed.size(), "entry", "entries"));
        if (placed.leaf() <= leaf)
            throw new Altered("has a place in the tree that is not after that of the entry before");
        if (!Proofs.included(hash, placed.leaf(), signed.size(), placed.path(), signed.root()))
            throw new Altered("is not what stands in its place in the signed tree, or its proof was changed");
        leaf = placed.leaf();
    }

    private void keep(Entry entry, Named named) {
        var act = entry.act();
        var place = act.place();
        if (place != null) firstOfModel.putIfAbsent(place.model(), named);
        var recording = act.facts().get("recording");
        if (recording != null)
            act.commitments().forEach((dataClass, commitment) -> {
                if (manifest.classes().contains(dataClass))
                    committed.put(recording + " " + dataClass, new Committed(named, dataClass, commitment));
            });
        if (act.type() == EntryType.ERASED)
            for (var dataClass : Manifest.set(act.facts().get("classes"))) erased.put(dataClass, entry.seq());
    }

    private void isWhole(Lines proofLines) throws IOException, UnusableBundle {
        if (count < manifest.entries()) {
            var missing = count + 1;
            problem = new Problem(
                    missing,
                    "entry " + missing + " is missing: the case had "
                            + Words.count(manifest.entries(), "entry", "entries") + " at the checkpoint");
        } else if (!last.equals(manifest.last()))
            problem = new Problem(count, "entry " + count + " is not the last that the manifest names");
        else if (checkpoint != null) {
            try {
                if (proofLines.next() != null)
                    problem = new Problem(count + 1, "entry " + (count + 1) + " is missing: there is a proof of it");
            } catch (Altered e) {
                problem = new Problem(null, EvidenceBundle.PROOFS + " " + e.getMessage());
            }
        }
    }
}
