package org.nrm.ledger.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.nrm.ledger.Act;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Checkpoints.Placed;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.EvidenceBundle.Content;
import org.nrm.ledger.evidence.EvidenceBundle.Contents;
import org.nrm.ledger.evidence.EvidenceBundle.Earlier;
import org.nrm.ledger.evidence.EvidenceBundle.Reader;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.KeyHistory;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.SigningKey;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.tree.GrowingTree;
import org.nrm.ledger.tree.Tree;

/**
 * A log of some invented cases whose entries lie among each other, with a change of its key, a witness, two sets of models, content, and
 * an erasure. The same seed gives the same entries; keys are new each time.
 */
final class SyntheticLog {

    static final String ORIGIN = "nrm.example/log";
    static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    static final CaseRef CASE = new CaseRef("NRM-2026-AAAAAAAA");
    static final CaseRef OTHER = new CaseRef("NRM-2026-BBBBBBBB");
    static final CaseRef THIRD = new CaseRef("NRM-2026-CCCCCCCC");
    static final Set<String> EXPORTED_CLASSES = Set.of("support", "health");

    final Map<String, List<Entry>> streams = new TreeMap<>();
    final Map<String, List<Long>> leaves = new HashMap<>();
    final List<Hash> tree = new ArrayList<>();
    final Map<String, List<Content>> contents = new HashMap<>();
    final Map<String, Map<String, String>> models = new LinkedHashMap<>();
    final SigningKey first;
    final SigningKey second;
    final SigningKey witness;
    final KeyHistory keys;
    final long rotated;

    private final List<String> sets = new ArrayList<>();
    private final Map<Long, Hash> roots = new HashMap<>();
    private final Map<String, Hash> nodes = new HashMap<>();
    private final Random random;
    private Instant now = BEGIN;

    /** @param steps of each case, four to six entries each */
    SyntheticLog(long seed, int steps) {
        random = new Random(seed);
        models();
        var cases = List.of(CASE, OTHER, THIRD);
        for (var each : cases) append(Act.on(each, EntryType.CASE_OPENED).by("ngo1", "agency-a", "case-manager"));
        for (var each : cases)
            append(Act.on(each, EntryType.ASSIGNED)
                    .by("ngo1", "agency-a", "case-manager")
                    .with(Map.of("role", "health", "agency", "clinic-b")));
        for (var step = 0; step < steps; step++) for (var each : cases) step(each, step, step < steps / 2 ? 1 : 2);
        for (var each : cases)
            append(Act.on(each, EntryType.ERASED)
                    .by("coordinator1", "office", "coordinator")
                    .with(Map.of("classes", "health", "why", "asked")));
        contents.values()
                .forEach(list -> list.removeIf(content -> content.dataClass().equals("health")));
        for (var each : cases)
            append(Act.on(each, EntryType.VIEWED)
                    .by("auditor1", "office", "auditor")
                    .with(Map.of("where", "history")));
        rotated = tree.size() / 2;
        try {
            first = SigningKey.generate(ORIGIN);
            second = SigningKey.generate(ORIGIN);
            witness = SigningKey.generateWitness("ombudsperson.example");
            keys = KeyHistory.begin(ORIGIN, first).followedBy(second, rotated, first);
        } catch (UnusableNote e) {
            throw new IllegalStateException(e);
        }
    }

    private void models() {
        for (var version = 1; version <= 2; version++) {
            var files = new TreeMap<String, String>();
            files.put("processes/help.bpmn", """
                    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="help" name="Help %d">
                    <userTask id="offer-place" name="Offer a place"/><userTask id="see-doctor" name="See a doctor"/>
                    </process></definitions>
                    """.formatted(version));
            files.put("forms/offer-place.form", "{\"id\": \"offer-place\"}\n");
            files.put("config/deadlines.yaml", "urgent-shelter: PT4H\n");
            var hashes = new TreeMap<String, String>();
            files.forEach((path, text) -> hashes.put(
                    path, Hash.of(text.getBytes(StandardCharsets.UTF_8)).toString()));
            var set = Hash.of(CanonicalJson.write(hashes).getBytes(StandardCharsets.UTF_8))
                    .toString();
            sets.add(set);
            models.put(set, files);
        }
    }

    private void step(CaseRef caseRef, int step, int version) {
        var element = step % 2 == 0 ? "offer-place" : "see-doctor";
        var task = "task-" + caseRef.value().substring(9) + "-" + step;
        var instance = "instance-" + step;
        var place = new Act.Place(version, sets.get(version - 1), instance, "process-1");
        append(Act.on(caseRef, EntryType.ENTERED).at("help", element, null).in(place));
        append(Act.on(caseRef, EntryType.TASK_CREATED)
                .by(null, null, "case-manager")
                .at("help", element, task)
                .in(place));
        if (random.nextInt(3) == 0) return; // stays open
        append(Act.on(caseRef, EntryType.CLAIMED)
                .by("ngo1", "agency-a", "case-manager")
                .at("help", element, task)
                .in(place));
        record(caseRef, element, task, place);
        append(Act.on(caseRef, EntryType.COMPLETED)
                .by("ngo1", "agency-a", "case-manager")
                .at("help", element, task)
                .in(place)
                .with(Map.of("placeAccepted", random.nextBoolean() ? "yes" : "no")));
        append(Act.on(caseRef, EntryType.LEFT).at("help", element, null).in(place));
    }

    private void record(CaseRef caseRef, String element, String task, Act.Place place) {
        var recording = "recording-" + tree.size();
        var commitments = new TreeMap<String, String>();
        for (var dataClass : List.of("account", "health", "support")) {
            var salt = new byte[32];
            random.nextBytes(salt);
            var content = new Content(
                    recording,
                    dataClass,
                    Base64.getEncoder().encodeToString(salt),
                    Map.of("note", "\"invented words " + random.nextInt(1000) + "\"", "needs", "[\"bed\",\"meals\"]"));
            commitments.put(dataClass, content.commitment());
            if (EXPORTED_CLASSES.contains(dataClass))
                contents.computeIfAbsent(caseRef.value(), none -> new ArrayList<>())
                        .add(content);
        }
        append(Act.on(caseRef, EntryType.RECORDED)
                .by("ngo1", "agency-a", "case-manager")
                .at("help", element, task)
                .in(place)
                .with(Map.of("recording", recording))
                .committing(commitments));
    }

    private void append(Act act) {
        now = now.plusMillis(random.nextInt(3_600_000));
        var stream = streams.computeIfAbsent(Entry.stream(act.caseRef()), none -> new ArrayList<>());
        var entry = Entry.of(
                stream.size() + 1,
                now,
                act,
                stream.isEmpty() ? Hash.NONE : stream.get(stream.size() - 1).hash());
        stream.add(entry);
        leaves.computeIfAbsent(entry.stream(), none -> new ArrayList<>()).add((long) tree.size());
        tree.add(entry.hash());
    }

    List<Entry> history(CaseRef caseRef) {
        return streams.getOrDefault(caseRef.value(), List.of());
    }

    private List<Long> leavesOf(CaseRef caseRef) {
        return leaves.getOrDefault(caseRef.value(), List.of());
    }

    List<Content> contentsOf(CaseRef caseRef) {
        return contents.getOrDefault(caseRef.value(), List.of());
    }

    long size() {
        return tree.size();
    }

    Hash root(long size) {
        return roots.computeIfAbsent(size, count -> {
            var growing = new GrowingTree();
            for (var leaf : tree.subList(0, count.intValue())) growing.add(leaf);
            return growing.root();
        });
    }

    private Instant timeOf(long size) {
        return size == size() ? now.plusSeconds(1) : BEGIN.plusSeconds(size);
    }

    Checkpoint checkpoint(long size) {
        return new Checkpoint(ORIGIN, size, root(size), timeOf(size));
    }

    /** The log's checkpoint of this size, cosigned by the witness a minute later. */
    SignedNote note(long size) {
        var text = checkpoint(size).text();
        var key = size < rotated ? first : second;
        return note(text, key.sign(text), witness.cosign(text, timeOf(size).plusSeconds(60)));
    }

    static SignedNote note(String text, String... lines) {
        try {
            return SignedNote.parse(SignedNote.write(text, List.of(lines)));
        } catch (UnusableNote e) {
            throw new IllegalArgumentException(e);
        }
    }

    List<Entry> entries(CaseRef caseRef, long size) {
        var placed = leavesOf(caseRef).stream().filter(leaf -> leaf < size).count();
        return history(caseRef).subList(0, (int) placed);
    }

    List<Hash> path(long leaf, long size) {
        return new Tree(this::node, size).inclusion(leaf);
    }

    /** Each whole subtree is reckoned once. */
    private Hash node(int level, long position) {
        if (level == 0) return tree.get((int) position);
        var known = nodes.get(level + "/" + position);
        if (known != null) return known;
        var hash = Hash.node(node(level - 1, 2 * position), node(level - 1, 2 * position + 1));
        nodes.put(level + "/" + position, hash);
        return hash;
    }

    List<Hash> consistency(long earlier, long later) {
        return new Tree(this::node, later).consistency(earlier);
    }

    List<Placed> places(CaseRef caseRef, long size) {
        var places = new ArrayList<Placed>();
        for (var entry : entries(caseRef, size)) {
            var leaf = leavesOf(caseRef).get((int) entry.seq() - 1);
            places.add(new Placed(entry.seq(), leaf, path(leaf, size)));
        }
        return places;
    }

    /** As an honest exporter fills it. */
    Contents contents(CaseRef caseRef, long size) {
        var earlier = new ArrayList<Earlier>();
        for (var known : List.of(size / 3, rotated, size - 2))
            if (known < size) earlier.add(new Earlier(note(known), consistency(known, size)));
        var entries = entries(caseRef, size);
        var used = new LinkedHashMap<String, Map<String, String>>();
        for (var entry : entries)
            if (entry.act().place() != null)
                used.put(
                        entry.act().place().model(),
                        models.get(entry.act().place().model()));
        return new Contents(
                caseRef,
                entries,
                places(caseRef, size),
                note(size),
                earlier,
                keys,
                used,
                EXPORTED_CLASSES,
                contentsOf(caseRef),
                Reader.NONE,
                now.plusSeconds(120),
                "auditor1");
    }

    byte[] bundle(CaseRef caseRef) {
        return bundle(contents(caseRef, size()));
    }

    byte[] bundle(Contents contents) {
        try {
            var out = new ByteArrayOutputStream();
            EvidenceBundle.write(contents, second::sign, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A clock a day after the end. */
    java.time.Clock clock() {
        return java.time.Clock.fixed(now.plusSeconds(86_400), java.time.ZoneOffset.UTC);
    }
}
