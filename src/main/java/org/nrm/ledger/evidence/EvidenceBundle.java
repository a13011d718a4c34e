package org.nrm.ledger.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Checkpoints.Placed;
import org.nrm.ledger.Commitment;
import org.nrm.ledger.Entry;
import org.nrm.ledger.Hash;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.KeyHistory;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.UnusableNote;

/** A case's history as one zip file. The same contents give the same bytes. */
public final class EvidenceBundle {

    static final String ENTRIES = "entries.jsonl";
    static final String PROOFS = "proofs.jsonl";
    static final String CHECKPOINT = "checkpoint.txt";
    static final String CONSISTENCY = "consistency.json";
    static final String KEYS = "keys.txt";
    static final String SETS = "sets.json";
    static final String MODELS = "models/";
    static final String CONTENTS = "contents.jsonl";
    static final String PAGE = "index.html";
    static final String README = "README.txt";

    /** Of every file in the zip: the earliest that it can hold, for the export's time is in the manifest. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private EvidenceBundle() {}

    /**
     * What goes into a bundle.
     *
     * @param entries    all of the case, in order
     * @param places     of each entry, against the checkpoint
     * @param checkpoint over all of them
     * @param earlier    checkpoints that somebody outside may have kept
     * @param models     hash of a set → path → text; every set that an entry names
     * @param classes    data classes whose content is given; for each recording of them there is content, or an erasure after it
     * @param contents   what was recorded of these classes and is still there
     * @param reader     of the page in the bundle
     * @param exported   when
     * @param by         login of who exports
     */
    public record Contents(
            CaseRef caseRef,
            List<Entry> entries,
            List<Placed> places,
            SignedNote checkpoint,
            List<Earlier> earlier,
            KeyHistory keys,
            Map<String, Map<String, String>> models,
            Set<String> classes,
            List<Content> contents,
            Reader reader,
            Instant exported,
            String by) {

        public Contents {
            entries = List.copyOf(entries);
            places = List.copyOf(places);
            earlier = List.copyOf(earlier);
            models = Map.copyOf(models);
            classes = Set.copyOf(classes);
            contents = List.copyOf(contents);
        }
    }

    /** An earlier checkpoint, and the proof that the bundle's goes on from it. */
    public record Earlier(SignedNote note, List<Hash> proof) {

        public Earlier {
            proof = List.copyOf(proof);
        }
    }

    /**
     * What was written down in one class at one time, as the entry committed to it.
     *
     * @param recording its id, in the entry's facts
     * @param salt      in base64
     * @param fields    field → JSON text
     */
    public record Content(String recording, String dataClass, String salt, Map<String, String> fields) {

        public Content {
            fields = Map.copyOf(fields);
        }

        /** What the entry must hold. */
        public String commitment() {
            return Commitment.of(salt, fields);
        }
    }

    /** Script and style of the page that shows the history; empty for a page of text alone. */
    public record Reader(String script, String style) {

        /** Text alone. */
        public static final Reader NONE = new Reader("", "");
    }

    /** The log's signature, with the key that is in force. */
    @FunctionalInterface
    public interface Signer {

        /** A signature line under this text, as {@code SigningKey.sign} gives it. */
        String sign(String text);
    }

    /**
     * Writes the bundle.
     *
     * @throws IllegalArgumentException if the contents do not belong together
     */
    public static void write(Contents contents, Signer signer, OutputStream out) throws IOException {
        var checkpoint = checkpoint(contents);
        check(contents, checkpoint);
        var files = files(contents, checkpoint);
        var hashes = new TreeMap<String, Hash>();
        files.forEach((path, bytes) -> hashes.put(path, Hash.of(bytes)));
        var manifest = new Manifest(
                        contents.caseRef().value(),
                        contents.entries().size(),
                        Manifest.last(contents.entries()),
                        checkpoint.size(),
                        contents.classes(),
                        contents.by(),
                        contents.exported().toString(),
                        hashes)
                .text();
        var signed = Manifest.signedText(checkpoint.origin(), manifest);
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        put(zip, Manifest.FILE, bytes(manifest));
        put(zip, Manifest.SIGNATURE, bytes(SignedNote.write(signed, List.of(signer.sign(signed)))));
        for (var file : files.entrySet()) put(zip, file.getKey(), file.getValue());
        zip.finish();
    }

    private static void put(ZipOutputStream zip, String path, byte[] content) throws IOException {
        var entry = new ZipEntry(path);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static Map<String, byte[]> files(Contents contents, Checkpoint checkpoint) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(README, bytes(Readme.text(contents, checkpoint)));
        files.put(PAGE, bytes(new BundlePage(contents, checkpoint).html()));
        files.put(CHECKPOINT, bytes(contents.checkpoint().toString()));
        files.put(KEYS, bytes(contents.keys().toString()));
        files.put(CONSISTENCY, bytes(consistency(contents.earlier())));
        files.put(
                ENTRIES,
                bytes(contents.entries().stream()
                        .map(entry -> entry.canonical() + "\n")
                        .collect(Collectors.joining())));
        var proofs = new ProofLines.Writer();
        files.put(PROOFS, bytes(contents.places().stream().map(proofs::line).collect(Collectors.joining())));
        models(contents.models(), files);
        if (!contents.classes().isEmpty())
            files.put(
                    CONTENTS,
                    bytes(contents.contents().stream().map(EvidenceBundle::line).collect(Collectors.joining())));
        return files;
    }

    private static void models(Map<String, Map<String, String>> models, Map<String, byte[]> files) {
        var sets = new TreeMap<String, Map<String, String>>();
        var models2 = new TreeMap<String, byte[]>();
        models.forEach((set, texts) -> {
            var hashes = new TreeMap<String, String>();
            texts.forEach((path, text) -> {
                var content = bytes(text);
                var hash = Hash.of(content).toString();
                hashes.put(path, hash);
                models2.put(modelFile(path, hash), content);
            });
            if (!setHash(hashes).toString().equals(set))
                throw new IllegalArgumentException("The files of a set are not its own");
            sets.put(set, hashes);
        });
        files.put(SETS, bytes(CanonicalJson.write(sets) + "\n"));
        files.putAll(models2);
    }

    /** The hash of a set of models: of the canonical object of path → hash of the file. */
    static Hash setHash(Map<String, String> hashes) {
        return Hash.of(bytes(CanonicalJson.write(hashes)));
    }

    /** Where the file of this path in its set stands in the bundle. */
    static String modelFile(String path, String hash) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var dot = name.lastIndexOf('.');
        return MODELS + hash + (dot < 0 ? "" : name.substring(dot));
    }

    private static String consistency(List<Earlier> earlier) {
        var ofSize = new TreeMap<String, Map<String, String>>();
        for (var each : earlier)
            ofSize.put(
                    Long.toString(size(each.note())),
                    Map.of(
                            "note",
                            each.note().toString(),
                            "proof",
                            each.proof().stream().map(Hash::toString).collect(Collectors.joining(" "))));
        return CanonicalJson.write(ofSize) + "\n";
    }

    private static String line(Content content) {
        return CanonicalJson.write(Map.of(
                        "recording",
                        content.recording(),
                        "class",
                        content.dataClass(),
                        "salt",
                        HexFormat.of().formatHex(Base64.getDecoder().decode(content.salt())),
                        "fields",
                        content.fields()))
                + "\n";
    }

    private static Checkpoint checkpoint(Contents contents) {
        try {
            return contents.keys().check(contents.checkpoint());
        } catch (UnusableNote e) {
            throw new IllegalArgumentException("The checkpoint " + e.getMessage(), e);
        }
    }

    private static long size(SignedNote note) {
        try {
            return Checkpoint.parse(note.text()).size();
        } catch (UnusableNote e) {
            throw new IllegalArgumentException("An earlier checkpoint " + e.getMessage(), e);
        }
    }

    private static void check(Contents contents, Checkpoint checkpoint) {
        if (contents.places().size() != contents.entries().size())
            throw new IllegalArgumentException("Each entry needs a place in the tree of the checkpoint: there are "
                    + contents.entries().size() + " entries and "
                    + contents.places().size() + " places");
        var expected = 1L;
        for (var entry : contents.entries()) {
            var place = contents.places().get(Math.toIntExact(expected - 1));
            if (entry.seq() != expected
                    || place.seq() != expected
                    || !entry.stream().equals(contents.caseRef().value()))
                throw new IllegalArgumentException(
                        "Entry " + expected + " or its place is not of this case, or missing");
            if (place.leaf() >= checkpoint.size())
                throw new IllegalArgumentException("Entry " + expected + " is later than the checkpoint");
            var where = entry.act().place();
            if (where != null && !contents.models().containsKey(where.model()))
                throw new IllegalArgumentException("The models of entry " + expected + " are missing");
            expected++;
        }
        var given = new TreeSet<String>();
        for (var content : contents.contents()) {
            if (!contents.classes().contains(content.dataClass()))
                throw new IllegalArgumentException("Content of a class that is not exported");
            if (!given.add(content.recording() + " " + content.dataClass()))
                throw new IllegalArgumentException("Content is given twice");
        }
        Objects.requireNonNull(contents.exported());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
