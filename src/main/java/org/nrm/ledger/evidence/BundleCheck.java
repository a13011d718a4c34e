package org.nrm.ledger.evidence;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.CanonicalJson.NotCanonical;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.EvidenceVerifier.Holder;
import org.nrm.ledger.evidence.EvidenceVerifier.Kept;
import org.nrm.ledger.evidence.Verification.Problem;
import org.nrm.ledger.evidence.Verification.Verdict;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.KeyHistory;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.note.VerifierKey;
import org.nrm.ledger.tree.Proofs;

/** One check of one bundle, in the order: manifest, keys and signatures, entries, content, models, the other files. */
final class BundleCheck {

    /** By which a witness's clock may differ from the log's and from ours. */
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final BundleZip zip;
    private final Limits limits;
    private final Holder holder;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> incomparable = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> witnesses = new ArrayList<>();
    private final TreeMap<String, byte[]> small = new TreeMap<>();
    private @Nullable KeyHistory keys;
    private @Nullable KeyHistory trusted;
    private @Nullable Checkpoint checkpoint;
    private @Nullable VerifierKey signer;

    BundleCheck(BundleZip zip, Limits limits, Holder holder, Instant now) {
        this.zip = zip;
        this.limits = limits;
        this.holder = holder;
        this.now = now;
    }

    Verification run() throws UnusableBundle, IOException {
        if (!zip.holds(Manifest.FILE)) throw new UnusableBundle("is no evidence bundle: it holds no " + Manifest.FILE);
        final Manifest manifest;
        final String manifestText;
        try {
            manifestText = BundleZip.text(zip.bytes(Manifest.FILE));
            manifest = Manifest.read(manifestText);
        } catch (Altered e) {
            return Verification.altered(Manifest.FILE + " " + e.getMessage());
        }
        keys();
        checkpoint(manifest);
        signature(manifestText, manifest.size());
        consistency();
        var models = models();
        var history = new HistoryCheck(manifest, checkpoint, models, limits);
        entries(history);
        var contents = contents(manifest, history);
        models.check(zip, history).ifPresent(problems::add);
        files(manifest);
        return result(manifest, contents);
    }

    private Verification result(Manifest manifest, Verification.@Nullable Contents contents) {
        var verdict =
                !problems.isEmpty() ? Verdict.ALTERED : incomparable.isEmpty() ? Verdict.INTACT : Verdict.UNUSABLE;
        if (problems.isEmpty()) incomparable.forEach(message -> problems.add(new Problem(null, message)));
        else warnings.addAll(incomparable);
        problems.stream().filter(problem -> problem.entry() != null).findFirst().ifPresent(first -> {
            problems.remove(first);
            problems.add(0, first);
        });
        return new Verification(
                verdict,
                Words.oneLine(manifest.stream()),
                manifest.entries(),
                problems.stream().limit(20).toList(),
                checkpoint,
                signer == null ? null : Words.oneLine(signer.name()) + "+" + signer.id(),
                trusted != null && holder.keys().stream().anyMatch(key -> !key.ofWitness()),
                witnesses,
                contents,
                warnings);
    }

    private void problem(String file, Exception e) {
        problems.add(new Problem(null, file + " " + e.getMessage()));
    }

    private String text(String file) throws Altered, UnusableBundle, IOException {
        var bytes = small.get(file);
        if (bytes == null) {
            bytes = zip.bytes(file);
            small.put(file, bytes);
        }
        return BundleZip.text(bytes);
    }

    private void keys() throws UnusableBundle, IOException {
        var given = holder.keys().stream().filter(key -> !key.ofWitness()).toList();
        try {
            keys = KeyHistory.parse(text(EvidenceBundle.KEYS));
            trusted = given.isEmpty() ? keys : keys.from(given);
        } catch (Altered | UnusableNote e) {
            problem(EvidenceBundle.KEYS, e);
        }
    }

    private void checkpoint(Manifest manifest) throws UnusableBundle, IOException {
        try {
            var note = SignedNote.parse(text(EvidenceBundle.CHECKPOINT));
            if (trusted == null) return;
            var signed = trusted.check(note);
            if (signed.size() != manifest.size())
                throw new Altered("is not the checkpoint that the manifest names: it is over " + signed.size()
                        + " entries, not " + manifest.size());
            signer = note.signedBy(trusted.at(signed.size())).get(0).key();
            checkpoint = signed;
            cosignatures(note, signed);
            for (var kept : holder.kept()) compare(kept, signed);
        } catch (Altered | UnusableNote e) {
            problem(EvidenceBundle.CHECKPOINT, e);
        }
    }

    private void cosignatures(SignedNote note, Checkpoint signed) throws Altered, UnusableNote {
        for (var witness : holder.keys()) {
            if (!witness.ofWitness()) continue;
            var seen = note.signedBy(List.of(witness));
            if (seen.isEmpty()) warnings.add("the witness " + witness.name() + " has not signed this checkpoint");
            for (var each : seen) {
                if (each.time().isAfter(now.plus(CLOCKS_DIFFER)))
                    throw new Altered(
                            "was signed by the witness " + witness.name() + " at a time to come (" + each.time() + ")");
                if (each.time().isBefore(signed.time().minus(CLOCKS_DIFFER)))
                    throw new Altered("was signed by the witness " + witness.name() + " before it was made ("
                            + each.time() + ")");
                witnesses.add(witness.name() + " at " + each.time());
            }
        }
    }

    /** The log's signature under the manifest, with a key that has not been replaced before the checkpoint. */
    private void signature(String manifest, long size) throws UnusableBundle, IOException {
        if (trusted == null) return;
        try {
            var note = SignedNote.parse(text(Manifest.SIGNATURE));
            var all = trusted.announcements();
            if (!note.text().equals(Manifest.signedText(all.get(0).origin(), manifest)))
                throw new Altered("is not of this " + Manifest.FILE + ": that was changed");
            var inForce = new ArrayList<VerifierKey>();
            for (var index = 0; index < all.size(); index++)
                if (index + 1 == all.size() || all.get(index + 1).from() >= size)
                    inForce.add(all.get(index).key());
            if (note.signedBy(inForce).isEmpty()) throw new Altered("is signed by none of the log's keys of that time");
        } catch (Altered | UnusableNote e) {
            problem(Manifest.SIGNATURE, e);
        }
    }

    /** The bundle's tree must go on from each earlier one; whose roots need no signature then, being the beginning of a signed one. */
    private void consistency() throws UnusableBundle, IOException {
        try {
            var earlier = Earlier.read(text(EvidenceBundle.CONSISTENCY));
            if (checkpoint == null) return;
            for (var each : earlier.values()) {
                if (!each.leadsTo(each.checkpoint().root(), checkpoint))
                    throw new Altered("does not show that the tree goes on from that of "
                            + each.checkpoint().size() + " entries: the history was rewritten after it");
            }
        } catch (Altered e) {
            problem(EvidenceBundle.CONSISTENCY, e);
        }
    }

    /** The bundle's checkpoint beside one that the holder kept. */
    private void compare(Kept kept, Checkpoint signed) throws UnusableBundle, IOException {
        final Checkpoint known;
        try {
            known = Checkpoint.parse(kept.note().text());
            if (!known.origin().equals(signed.origin())) {
                incomparable.add(kept.name() + " is a checkpoint of another log");
                return;
            }
            if (keys != null && kept.note().signedBy(everyKey(keys)).isEmpty()) {
                problems.add(new Problem(
                        null,
                        "the checkpoint in " + kept.name()
                                + " is signed by none of the bundle's keys: this is not the log that you have seen"));
                return;
            }
        } catch (UnusableNote e) {
            incomparable.add(kept.name() + " " + e.getMessage());
            return;
        }
        if (known.size() == signed.size()) {
            if (!known.root().equals(signed.root()))
                problems.add(new Problem(
                        null,
                        "you were shown another history than others: the checkpoint in " + kept.name()
                                + " is over as many entries (" + known.size() + ") and has another root"));
        } else if (known.size() > signed.size())
            problems.add(new Problem(
                    null,
                    "the bundle is older than what you have seen: the checkpoint in " + kept.name() + " is over "
                            + known.size() + " entries, the bundle's over " + signed.size()));
        else if (known.size() > 0) goesOn(kept, known, signed);
    }

    private void goesOn(Kept kept, Checkpoint known, Checkpoint signed) throws UnusableBundle, IOException {
        final Earlier earlier;
        try {
            earlier = Earlier.read(text(EvidenceBundle.CONSISTENCY)).get(known.size());
        } catch (Altered e) {
            return; // is found by the check of that file
        }
        if (earlier == null)
            incomparable.add("the checkpoint in " + kept.name()
                    + " cannot be compared: the bundle holds no proof from " + known.size()
                    + " entries. Ask for an export that has one, with since=" + known.size());
        else if (!earlier.leadsTo(known.root(), signed))
            problems.add(new Problem(
                    null,
                    "the history was rewritten since you saw it: the tree of the bundle does not go on from the checkpoint in "
                            + kept.name() + " (" + known.size() + " entries)"));
    }

    private static List<VerifierKey> everyKey(KeyHistory keys) {
        return keys.announcements().stream().map(KeyHistory.Announcement::key).toList();
    }

    private ModelSets models() throws UnusableBundle, IOException {
        try {
            return ModelSets.read(text(EvidenceBundle.SETS));
        } catch (Altered e) {
            problem(EvidenceBundle.SETS, e);
            return ModelSets.UNKNOWN;
        }
    }

    private void entries(HistoryCheck history) throws UnusableBundle, IOException {
        try (var entries = zip.open(EvidenceBundle.ENTRIES);
                var proofs = zip.open(EvidenceBundle.PROOFS)) {
            history.run(entries, proofs);
            history.problem().ifPresent(problems::add);
            entries.hash();
            proofs.hash();
        } catch (Altered e) {
            problems.add(new Problem(null, "A file of entries or proofs " + e.getMessage()));
        }
    }

    private Verification.@Nullable Contents contents(Manifest manifest, HistoryCheck history)
            throws UnusableBundle, IOException {
        if (manifest.classes().isEmpty()) return null;
        var check = new ContentCheck(manifest.classes(), history);
        try (var in = zip.open(EvidenceBundle.CONTENTS)) {
            check.run(new Lines(in, limits.content()));
        } catch (Altered e) {
            problem(EvidenceBundle.CONTENTS, e);
            return null;
        }
        problems.addAll(check.problems());
        return new Verification.Contents(check.matches(), check.erased());
    }

    /** Every file that the manifest names has its hash; of others it is only said that they are there. */
    private void files(Manifest manifest) throws UnusableBundle, IOException {
        for (var file : manifest.files().keySet()) {
            try {
                var hash = zip.hash(file);
                if (!hash.equals(manifest.files().get(file)))
                    problems.add(new Problem(
                            null,
                            Words.oneLine(file) + " is not the file that was exported: its hash is not the one in "
                                    + Manifest.FILE));
            } catch (Altered e) {
                problem(Words.oneLine(file), e);
            }
        }
        var added = zip.names().stream()
                .filter(file -> !manifest.files().containsKey(file)
                        && !file.equals(Manifest.FILE)
                        && !file.equals(Manifest.SIGNATURE))
                .map(Words::oneLine)
                .toList();
        if (!added.isEmpty())
            warnings.add(Words.count(added.size(), "file", "files")
                    + " that the manifest does not name, not looked at: "
                    + added.stream().limit(5).collect(Collectors.joining(", ")) + (added.size() > 5 ? " …" : ""));
    }

    /** An earlier checkpoint as the bundle holds it. */
    private record Earlier(Checkpoint checkpoint, List<Hash> proof) {

        static TreeMap<Long, Earlier> read(String text) throws Altered {
            var all = new TreeMap<Long, Earlier>();
            try {
                if (!text.endsWith("\n")) throw new Altered("is cut off");
                var object = CanonicalJson.read(text.substring(0, text.length() - 1));
                for (var size : object.keySet()) {
                    var each = Members.object(object, size, "note", "proof");
                    var note = SignedNote.parse(Members.text(each, "note"));
                    var proof = new ArrayList<Hash>();
                    for (var word : Members.text(each, "proof").split(" ", -1))
                        if (!word.isEmpty()) proof.add(Hash.parse(word));
                    var checkpoint = Checkpoint.parse(note.text());
                    if (!size.equals(Long.toString(checkpoint.size())))
                        throw new Altered("has a checkpoint under another size");
                    all.put(checkpoint.size(), new Earlier(checkpoint, proof));
                }
            } catch (NotCanonical | UnusableNote e) {
                throw new Altered(e);
            } catch (IllegalArgumentException e) {
                throw new Altered("has a hash that is none");
            }
            return all;
        }

        boolean leadsTo(Hash root, Checkpoint later) {
            return Proofs.consistent(checkpoint.size(), root, later.size(), later.root(), proof);
        }
    }
}
