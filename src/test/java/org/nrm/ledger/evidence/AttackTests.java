package org.nrm.ledger.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nrm.ledger.Act;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.EvidenceVerifier.Holder;
import org.nrm.ledger.evidence.EvidenceVerifier.Kept;
import org.nrm.ledger.evidence.Verification.Verdict;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.SigningKey;
import org.nrm.ledger.note.UnusableNote;

/**
 * What somebody may do to a bundle, each tried as it is and, where that changes anything, with the manifest put right afterwards. Each is
 * found, and the first entry that does not fit is named.
 */
@Tag("slow")
class AttackTests {

    private static final SyntheticLog LOG = new SyntheticLog(2, 45);
    private static final Unzipped BUNDLE = new Unzipped(LOG.bundle(SyntheticLog.CASE));
    private static final List<Entry> HISTORY = LOG.history(SyntheticLog.CASE);
    private static final int LAST = HISTORY.size();

    /** A task completed in the middle. */
    private static final int MIDDLE = (int) HISTORY.stream()
            .filter(entry -> entry.seq() > LAST / 2 && entry.act().type() == EntryType.COMPLETED)
            .findFirst()
            .orElseThrow()
            .seq();

    private static final int FIRST_WITH_MODEL = 3;

    private static final Holder NOTHING = Holder.KNOWS_NOTHING;
    private static final Holder KEY = new Holder(List.of(LOG.first.verifier()), List.of());
    private static final Holder WITNESS = new Holder(List.of(LOG.witness.verifier()), List.of());

    @TempDir
    Path folder;

    /**
     * One way to alter a bundle.
     *
     * @param entry that is named; null if none is at fault
     * @param says  what the message must hold
     */
    private record Attack(
            String what,
            Consumer<Unzipped> change,
            Holder holder,
            @Nullable Integer entry,
            String says) {

        @Override
        public String toString() {
            return what;
        }
    }

    private static Attack on(String what, @Nullable Integer entry, String says, Consumer<Unzipped> change) {
        return new Attack(what, change, NOTHING, entry, says);
    }

    private static Attack on(
            String what, Holder holder, @Nullable Integer entry, String says, Consumer<Unzipped> change) {
        return new Attack(what, change, holder, entry, says);
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                on(
                        "1 a fact changed",
                        MIDDLE,
                        "(completed, ",
                        line(MIDDLE, each -> each.replaceAll("\"(yes|no)\"", "\"perhaps\""))),
                on("2 a time", MIDDLE, "(completed, ", line(MIDDLE, each -> each.replaceFirst("\\.\\d{3}Z", ".999Z"))),
                on(
                        "2 a time before the entry before",
                        MIDDLE,
                        "the clock was set back",
                        chain(
                                MIDDLE,
                                entry -> Entry.of(entry.seq(), SyntheticLog.BEGIN, entry.act(), entry.previous()))),
                on("3 the actor", MIDDLE, "(completed, ", line(MIDDLE, each -> each.replace("ngo1", "ngo2"))),
                on(
                        "4 the element",
                        MIDDLE,
                        "(completed, ",
                        line(MIDDLE, each -> each.replaceAll("offer-place|see-doctor", "offer-nothing"))),
                on("5 the first entry deleted", 1, "stands where entry 1 should be", lines(each -> each.remove(0))),
                on(
                        "6 one in the middle",
                        MIDDLE,
                        "stands where entry " + MIDDLE + " should be",
                        lines(each -> each.remove(MIDDLE - 1))),
                on(
                        "6 one in the middle, with its proof",
                        MIDDLE,
                        "stands where entry " + MIDDLE + " should be",
                        linesAndProofs(each -> each.remove(MIDDLE - 1))),
                on("7 the last", LAST, "is missing", lines(each -> each.remove(LAST - 1))),
                on("8 the last, with its proof", null, "", linesAndProofs(each -> each.remove(LAST - 1))),
                on(
                        "9 a well-formed entry put in",
                        MIDDLE,
                        "in its place in the signed tree",
                        lines(each -> each.add(MIDDLE - 1, forged(MIDDLE).canonical()))),
                on(
                        "10 one put in, the chain hashed anew to the end",
                        MIDDLE,
                        "in its place in the signed tree",
                        entries(each -> each.add(MIDDLE - 1, forged(MIDDLE)))),
                on(
                        "11 neighbours swapped",
                        MIDDLE,
                        "stands where entry " + MIDDLE + " should be",
                        lines(each -> Collections.swap(each, MIDDLE - 1, MIDDLE))),
                on(
                        "12 swapped and numbered anew",
                        MIDDLE,
                        "in its place in the signed tree",
                        entries(each -> Collections.swap(each, MIDDLE - 1, MIDDLE))),
                on(
                        "13 an entry twice",
                        MIDDLE + 1,
                        "stands twice",
                        lines(each -> each.add(MIDDLE, each.get(MIDDLE - 1)))),
                on(
                        "14 cut off within a line",
                        MIDDLE,
                        "is cut off",
                        bundle -> bundle.change(
                                "entries.jsonl",
                                text -> text.substring(
                                        0, text.indexOf(HISTORY.get(MIDDLE - 1).canonical()) + 90))),
                on(
                        "15 an entry of another case",
                        MIDDLE,
                        "belongs to another history",
                        lines(each -> each.set(
                                MIDDLE - 1,
                                LOG.history(SyntheticLog.OTHER).get(MIDDLE - 1).canonical()))),
                on(
                        "15 an entry of another case under this reference",
                        MIDDLE,
                        "in its place in the signed tree",
                        entries(each -> each.set(
                                MIDDLE - 1, LOG.history(SyntheticLog.OTHER).get(MIDDLE - 1)))),
                on(
                        "16 the whole chain of another case",
                        1,
                        "belongs to another history",
                        bundle -> bundle.lines("entries.jsonl", written(LOG.history(SyntheticLog.OTHER)))),
                on(
                        "16 the whole chain of another case under this reference",
                        1,
                        "in its place in the signed tree",
                        entries(each -> {
                            each.clear();
                            each.addAll(LOG.history(SyntheticLog.OTHER));
                        })),
                on(
                        "17 a number twice",
                        MIDDLE + 1,
                        "stands twice",
                        lines(each -> each.add(MIDDLE, each.get(MIDDLE - 1).replace("ngo1", "ngo2")))),
                on(
                        "18 a gap in the numbers",
                        MIDDLE,
                        "is missing, or out of its place",
                        bundle -> bundle.lines("entries.jsonl", withGap())),
                on(
                        "19 none before in the middle",
                        MIDDLE,
                        "does not follow from entry " + (MIDDLE - 1),
                        chain(MIDDLE, entry -> Entry.of(entry.seq(), entry.time(), entry.act(), Hash.NONE))),
                on(
                        "20 an unknown member",
                        MIDDLE,
                        "unknown member 'zeal'",
                        line(MIDDLE, each -> each.substring(0, each.length() - 1) + ",\"zeal\":1}")),
                on("21 white space", MIDDLE, "canonical form", line(MIDDLE, each -> each.replaceFirst(",", ", "))),
                on(
                        "21 order of keys",
                        MIDDLE,
                        "canonical form",
                        line(MIDDLE, each -> each.replaceFirst("\\{(.*),\"v\":1\\}", "{\"v\":1,$1}"))),
                on(
                        "22 a number as 1.0",
                        MIDDLE,
                        "number with a fraction",
                        line(MIDDLE, each -> each.replace("\"v\":1}", "\"v\":1.0}"))),
                on(
                        "23 a key twice",
                        MIDDLE,
                        "without doubled keys",
                        line(MIDDLE, each -> each.replace(",\"v\":1}", ",\"v\":1,\"v\":1}"))),
                on(
                        "24 a look-alike letter",
                        MIDDLE,
                        "in its place in the signed tree",
                        line(MIDDLE, each -> each.replace("ngo1", "ng\u043E1"))),
                on(
                        "24 a letter taken apart",
                        MIDDLE,
                        "in its place in the signed tree",
                        line(MIDDLE, each -> each.replace("ngo1", "ngo\u03081"))),
                on(
                        "24 an escape for a letter",
                        MIDDLE,
                        "canonical form",
                        line(MIDDLE, each -> each.replace("ngo1", "ng\\u006f1"))),
                on(
                        "25 the checkpoint's size lowered",
                        null,
                        "checkpoint.txt the signature of",
                        checkpoint(each -> each.replaceFirst("\n\\d+\n", "\n" + (LOG.size() - 1) + "\n"))),
                on(
                        "26 the root of another size",
                        null,
                        "checkpoint.txt the signature of",
                        checkpoint(each -> each.replace(
                                LOG.root(LOG.size()).base64(),
                                LOG.root(LOG.size() - 1).base64()))),
                on(
                        "26 a real checkpoint of another size",
                        null,
                        "is not the checkpoint that the manifest names",
                        checkpoint(each -> LOG.note(LOG.size() - 1).toString())),
                on(
                        "26 a real checkpoint of another size, in the manifest too",
                        1,
                        "in its place in the signed tree",
                        bundle -> {
                            bundle.put(
                                    "checkpoint.txt", LOG.note(LOG.size() - 3).toString());
                            var manifest = bundle.manifest();
                            manifest.put("checkpoint", Map.of("size", LOG.size() - 3));
                            bundle.put("manifest.json", CanonicalJson.write(manifest) + "\n");
                        }),
                on(
                        "27 the signature taken away",
                        null,
                        "checkpoint.txt has no",
                        checkpoint(each -> each.substring(0, each.indexOf("\n\n") + 1))),
                on(
                        "27 the log's signature taken away, the witness's left",
                        WITNESS,
                        null,
                        "checkpoint.txt is ",
                        checkpoint(each -> each.replaceFirst("\u2014 nrm.example/log .*\n", ""))),
                on(
                        "28 signed by an unknown key",
                        KEY,
                        null,
                        "checkpoint.txt is not signed by the key",
                        checkpoint(each -> signed(LOG.checkpoint(LOG.size()), stranger(SyntheticLog.ORIGIN)))),
                on(
                        "29 all made anew and signed by the attacker",
                        KEY,
                        null,
                        "keys.txt is signed by none of the keys",
                        bundle -> {
                            bundle.files.clear();
                            bundle.files.putAll(new Unzipped(new SyntheticLog(77, 10).bundle(SyntheticLog.CASE)).files);
                        }),
                on(
                        "30 a checkpoint of another origin",
                        KEY,
                        null,
                        "checkpoint.txt is a checkpoint of another log",
                        checkpoint(each -> {
                            var real = LOG.checkpoint(LOG.size());
                            return signed(
                                    new Checkpoint("other.example/log", real.size(), real.root(), real.time()),
                                    LOG.second);
                        })),
                on(
                        "31 an old bundle for a present one",
                        kept(LOG.note(LOG.size()).toString()),
                        null,
                        "older than what you have seen",
                        bundle -> {
                            bundle.files.clear();
                            bundle.files.putAll(
                                    new Unzipped(LOG.bundle(LOG.contents(SyntheticLog.CASE, LOG.size() - 3))).files);
                        }),
                on(
                        "32 two checkpoints of one size",
                        kept(signed(fork(LOG.size()), LOG.second)),
                        null,
                        "you were shown another history than others",
                        AttackTests::unchanged),
                on(
                        "33 a fork after a checkpoint that was kept",
                        kept(signed(fork(LOG.size() / 3), LOG.first)),
                        null,
                        "rewritten since you saw it",
                        AttackTests::unchanged),
                on(
                        "33 a proof of consistency changed",
                        null,
                        "consistency.json does not show",
                        bundle -> bundle.change(
                                "consistency.json",
                                each -> each.replaceFirst(
                                        "\"proof\":\"[0-9a-f]{64}", "\"proof\":\"" + "ab".repeat(32)))),
                on(
                        "33 a proof of consistency taken away",
                        kept(LOG.note(LOG.size() / 3).toString()),
                        null,
                        "hash is not the one in manifest.json",
                        bundle -> bundle.put("consistency.json", "{}\n")),
                on(
                        "34 the proof of another leaf",
                        MIDDLE,
                        "one of entry " + (MIDDLE + 1) + " stands in its place",
                        proofsInFull(each -> Collections.swap(each, MIDDLE - 1, MIDDLE))),
                on(
                        "34 the proof of another leaf under this number",
                        MIDDLE,
                        "in its place in the signed tree",
                        proofs(each -> each.set(
                                MIDDLE - 1, proof(MIDDLE, leaf(MIDDLE) + 1, LOG.path(leaf(MIDDLE) + 1, LOG.size()))))),
                on(
                        "35 a hash too many in a proof",
                        MIDDLE,
                        "in its place in the signed tree",
                        proofs(each ->
                                each.set(MIDDLE - 1, each.get(MIDDLE - 1).replace("\",\"seq\"", " 0\",\"seq\"")))),
                on(
                        "35 a hash missing in a proof",
                        MIDDLE,
                        "in its place in the signed tree",
                        proofs(each -> each.set(
                                MIDDLE - 1, each.get(MIDDLE - 1).replaceFirst(" \\d+\",\"seq\"", "\",\"seq\"")))),
                on(
                        "35 no proof at all",
                        MIDDLE,
                        "has no proof",
                        proofs(each -> each.subList(MIDDLE - 1, each.size()).clear())),
                on(
                        "35 a proof too many",
                        LAST + 1,
                        "there is a proof of it",
                        proofs(each -> each.add(proof(LAST + 1, 0, List.of())))),
                on(
                        "36 a node offered as an entry",
                        MIDDLE,
                        "is not JSON",
                        lines(each -> each.set(MIDDLE - 1, "n".repeat(64)))),
                on(
                        "37 a leaf beyond the tree",
                        MIDDLE,
                        "a place beyond the signed tree",
                        proofs(each ->
                                each.set(MIDDLE - 1, proof(MIDDLE, LOG.size(), LOG.path(leaf(MIDDLE), LOG.size()))))),
                on(
                        "38 a model replaced",
                        FIRST_WITH_MODEL,
                        "which was replaced",
                        bundle -> bundle.change(model(), each -> each.replace("Offer", "Withhold"))),
                on(
                        "38 a model taken away",
                        FIRST_WITH_MODEL,
                        "which is missing",
                        bundle -> bundle.files.remove(model())),
                on("38 a model replaced, and its name", FIRST_WITH_MODEL, "which is missing", bundle -> {
                    var text = bundle.text(model()).replace("Offer", "Withhold");
                    bundle.files.remove(model());
                    bundle.put("models/" + Hash.of(text.getBytes(StandardCharsets.UTF_8)) + ".bpmn", text);
                }),
                on(
                        "39 the models changed in all entries",
                        FIRST_WITH_MODEL,
                        "in its place in the signed tree",
                        AttackTests::withOtherModels),
                on(
                        "40 content changed",
                        recording(),
                        "is not what was recorded",
                        content(each -> each.replace("invented", "other"))),
                on("41 content taken away", recording(), "is missing, and no later entry says", bundle -> {
                    var contents = bundle.lines("contents.jsonl");
                    contents.remove(0);
                    bundle.lines("contents.jsonl", contents);
                }),
                on(
                        "41 all content taken away",
                        recording(),
                        "is missing, and no later entry says",
                        bundle -> bundle.put("contents.jsonl", "")),
                on(
                        "42 a salt changed",
                        recording(),
                        "is not what was recorded",
                        content(each -> each.replaceFirst("\"salt\":\"[0-9a-f]{4}", "\"salt\":\"0000"))),
                on("43 an erasure forged", MIDDLE, "in its place in the signed tree", bundle -> {
                    entries(each -> each.add(MIDDLE - 1, erasure())).accept(bundle);
                    bundle.put("contents.jsonl", "");
                }),
                on("44 everything put right but the entries", MIDDLE, "(completed, ", bundle -> {
                    line(MIDDLE, each -> each.replace("ngo1", "ngo2")).accept(bundle);
                    bundle.putManifestRight();
                }),
                on(
                        "44 who exported it changed in the manifest",
                        KEY,
                        null,
                        "signature.txt is not of this manifest.json",
                        bundle -> bundle.change("manifest.json", each -> each.replace("auditor1", "auditor2"))),
                on("44 the manifest signed by the attacker", KEY, null, "signature.txt is signed by none", bundle -> {
                    bundle.change("manifest.json", each -> each.replace("auditor1", "auditor2"));
                    bundle.sign(stranger(SyntheticLog.ORIGIN));
                }),
                on(
                        "45 a key after its time",
                        KEY,
                        null,
                        "checkpoint.txt is not signed by the key that was in force",
                        checkpoint(each -> signed(LOG.checkpoint(LOG.size()), LOG.first))),
                on(
                        "45 the manifest signed with a key after its time",
                        KEY,
                        null,
                        "signature.txt is signed by none",
                        bundle -> bundle.sign(LOG.first)),
                on("46 a witness's time to come", WITNESS, null, "at a time to come", cosigned(Duration.ofDays(40))),
                on(
                        "46 a witness's time before the checkpoint's",
                        WITNESS,
                        null,
                        "before it was made",
                        cosigned(Duration.ofHours(-1))),
                on("50 no UTF-8", MIDDLE, "is not UTF-8 text", bytes(MIDDLE, (byte) 0xC0)),
                on(
                        "50 a byte order mark",
                        1,
                        "begins with a byte order mark",
                        bundle -> bundle.change("entries.jsonl", each -> "\uFEFF" + each)),
                on(
                        "50 line ends of another system",
                        1,
                        "ends with CR LF: the line ends were changed",
                        bundle -> bundle.change("entries.jsonl", each -> each.replace("\n", "\r\n"))),
                on(
                        "a key announced by another",
                        null,
                        "keys.txt announces a key that the one before did not sign",
                        bundle -> bundle.put("keys.txt", withStrangersKey())),
                on(
                        "a manifest from elsewhere",
                        null,
                        "signature.txt is not of this manifest.json",
                        bundle -> bundle.files.put(
                                "manifest.json",
                                new Unzipped(LOG.bundle(SyntheticLog.OTHER))
                                        .files.getOrDefault("manifest.json", new byte[0]))),
                on(
                        "the page replaced",
                        null,
                        "index.html is not the file that was exported",
                        bundle -> bundle.put("index.html", "<p>All is well.</p>")),
                on("a file taken away", null, "README.txt is missing", bundle -> bundle.files.remove("README.txt")));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isFound(Attack attack) throws IOException {
        var bundle = new Unzipped(BUNDLE);
        attack.change().accept(bundle);

        var found = verify(bundle.zip(), attack.holder());
        assertThat(found.verdict()).as(found.text()).isEqualTo(Verdict.ALTERED);
        assertThat(found.text()).contains(attack.says());
        if (attack.entry() != null) assertThat(found.entry()).as(found.text()).isEqualTo((long) attack.entry());
    }

    /** Who has the key's file finds them all just the same when every hash in the manifest fits. */
    @ParameterizedTest
    @MethodSource("attacks")
    void isFoundWithTheManifestPutRight(Attack attack) throws IOException {
        var bundle = new Unzipped(BUNDLE);
        attack.change().accept(bundle);
        bundle.putManifestRight();

        var known = new ArrayList<>(attack.holder().keys());
        known.add(LOG.first.verifier());
        var found = verify(bundle.zip(), new Holder(known, attack.holder().kept()));
        assertThat(found.verdict()).as(found.text()).isEqualTo(Verdict.ALTERED);
        if (attack.entry() != null) assertThat(found.entry()).as(found.text()).isEqualTo((long) attack.entry());
    }

    @Test
    void aWholeForgeryIsFoundByTheKeyAlone() throws IOException {
        var forgery = new SyntheticLog(77, 10).bundle(SyntheticLog.CASE);

        assertThat(verify(forgery, NOTHING).verdict()).isEqualTo(Verdict.INTACT);
        assertThat(verify(forgery, NOTHING).text()).contains("key not pinned: nrm.example/log+");
        assertThat(verify(forgery, KEY).verdict()).isEqualTo(Verdict.ALTERED);
        assertThat(verify(forgery, kept(LOG.note(9).toString())).text())
                .contains("this is not the log that you have seen");
    }

    private Verification verify(byte[] bundle, Holder holder) throws IOException {
        var file = Files.write(folder.resolve("bundle.zip"), bundle);
        return new EvidenceVerifier(LOG.clock()).verify(file, holder);
    }

    private static void unchanged(Unzipped bundle) {
        assertThat(bundle.files).isNotEmpty();
    }

    private static Consumer<Unzipped> lines(Consumer<List<String>> change) {
        return bundle -> {
            var lines = bundle.lines("entries.jsonl");
            change.accept(lines);
            bundle.lines("entries.jsonl", lines);
        };
    }

    private static Consumer<Unzipped> line(int seq, UnaryOperator<String> change) {
        return lines(all -> {
            var before = all.get(seq - 1);
            assertThat(all.set(seq - 1, change.apply(before))).isNotEqualTo(all.get(seq - 1));
        });
    }

    private static Consumer<Unzipped> proofs(Consumer<List<String>> change) {
        return bundle -> {
            var lines = bundle.lines("proofs.jsonl");
            change.accept(lines);
            bundle.lines("proofs.jsonl", lines);
        };
    }

    /** With every hash written out, so that no number goes astray. */
    private static Consumer<Unzipped> proofsInFull(Consumer<List<String>> change) {
        return bundle -> {
            var written = new ArrayList<String>();
            for (var placed : LOG.places(SyntheticLog.CASE, LOG.size()))
                written.add(proof(placed.seq(), placed.leaf(), placed.path()));
            change.accept(written);
            bundle.lines("proofs.jsonl", written);
        };
    }

    private static Consumer<Unzipped> linesAndProofs(Consumer<List<String>> change) {
        return bundle -> {
            lines(change).accept(bundle);
            proofsInFull(change).accept(bundle);
        };
    }

    private static String proof(long seq, long leaf, List<Hash> path) {
        return CanonicalJson.write(Map.of(
                "seq",
                seq,
                "leaf",
                leaf,
                "path",
                String.join(" ", path.stream().map(Hash::toString).toList())));
    }

    /** The entries changed, then numbered and chained anew under this reference, so that they are a history again. */
    private static Consumer<Unzipped> entries(Consumer<List<Entry>> change) {
        return bundle -> {
            var entries = new ArrayList<>(HISTORY);
            change.accept(entries);
            var written = new ArrayList<String>();
            var previous = Hash.NONE;
            for (var entry : entries) {
                var next =
                        Entry.of(written.size() + 1L, entry.time(), ofCase(entry.act(), SyntheticLog.CASE), previous);
                written.add(next.canonical());
                previous = next.hash();
            }
            bundle.lines("entries.jsonl", written);
        };
    }

    private static Consumer<Unzipped> chain(int seq, UnaryOperator<Entry> change) {
        return lines(all -> {
            var previous = Hash.NONE;
            for (var entry : HISTORY) {
                var next = Entry.of(
                        entry.seq(), entry.time(), entry.act(), entry.seq() > seq ? previous : entry.previous());
                if (entry.seq() == seq) next = change.apply(next);
                all.set((int) entry.seq() - 1, next.canonical());
                previous = next.hash();
            }
        });
    }

    private static List<String> withGap() {
        var written = new ArrayList<String>();
        var previous = Hash.NONE;
        for (var entry : HISTORY) {
            var next = Entry.of(entry.seq() + (entry.seq() >= MIDDLE ? 1 : 0), entry.time(), entry.act(), previous);
            written.add(next.canonical());
            previous = next.hash();
        }
        return written;
    }

    private static void withOtherModels(Unzipped bundle) {
        var files = new TreeMap<String, String>();
        var text = "<definitions/>";
        files.put(
                "processes/help.bpmn",
                Hash.of(text.getBytes(StandardCharsets.UTF_8)).toString());
        var set = EvidenceBundle.setHash(files).toString();
        bundle.put("models/" + files.get("processes/help.bpmn") + ".bpmn", text);
        bundle.change("sets.json", each -> {
            var sets = Unzipped.object(each.strip());
            sets.put(set, files);
            return CanonicalJson.write(sets) + "\n";
        });
        entries(all -> all.replaceAll(entry -> {
                    var place = entry.act().place();
                    if (place == null) return entry;
                    var other = new Act.Place(place.version(), set, place.instance(), place.parent());
                    return Entry.of(entry.seq(), entry.time(), entry.act().in(other), entry.previous());
                }))
                .accept(bundle);
    }

    private static Act ofCase(Act act, CaseRef caseRef) {
        return new Act(
                act.type(),
                caseRef,
                act.actor(),
                act.agency(),
                act.role(),
                act.process(),
                act.element(),
                act.task(),
                act.place(),
                act.facts(),
                act.commitments());
    }

    private static List<String> written(List<Entry> entries) {
        return entries.stream().map(Entry::canonical).toList();
    }

    private static Entry forged(int seq) {
        var before = HISTORY.get(seq - 2);
        var act = Act.on(SyntheticLog.CASE, EntryType.CONSENT_GIVEN).by("ngo1", "agency-a", "case-manager");
        return Entry.of(seq, before.time(), act, before.hash());
    }

    private static Entry erasure() {
        var before = HISTORY.get(MIDDLE - 2);
        var act = Act.on(SyntheticLog.CASE, EntryType.ERASED).with(Map.of("classes", "support", "why", "asked"));
        return Entry.of(MIDDLE, before.time(), act, before.hash());
    }

    private static long leaf(int seq) {
        return LOG.places(SyntheticLog.CASE, LOG.size()).get(seq - 1).leaf();
    }

    private static String model() {
        var place =
                Objects.requireNonNull(HISTORY.get(FIRST_WITH_MODEL - 1).act().place());
        var text = LOG.models.getOrDefault(place.model(), Map.of()).getOrDefault("processes/help.bpmn", "");
        return "models/" + Hash.of(text.getBytes(StandardCharsets.UTF_8)) + ".bpmn";
    }

    /** Number of the entry whose content stands first. */
    private static int recording() {
        return (int) HISTORY.stream()
                .filter(entry -> entry.act().type() == EntryType.RECORDED)
                .findFirst()
                .orElseThrow()
                .seq();
    }

    private static Consumer<Unzipped> content(UnaryOperator<String> change) {
        return bundle -> {
            var lines = bundle.lines("contents.jsonl");
            var before = lines.get(0);
            lines.set(0, change.apply(before));
            assertThat(lines.get(0)).isNotEqualTo(before);
            bundle.lines("contents.jsonl", lines);
        };
    }

    private static Consumer<Unzipped> checkpoint(UnaryOperator<String> change) {
        return bundle -> bundle.change("checkpoint.txt", change);
    }

    private static Consumer<Unzipped> cosigned(Duration after) {
        return checkpoint(each -> {
            var checkpoint = LOG.checkpoint(LOG.size());
            var text = checkpoint.text();
            return SyntheticLog.note(
                            text,
                            LOG.second.sign(text),
                            LOG.witness.cosign(text, checkpoint.time().plus(after)))
                    .toString();
        });
    }

    private static Consumer<Unzipped> bytes(int seq, byte value) {
        return bundle -> {
            var bytes = bundle.text("entries.jsonl").getBytes(StandardCharsets.UTF_8);
            bytes[bundle.text("entries.jsonl").indexOf(HISTORY.get(seq - 1).canonical()) + 40] = value;
            bundle.files.put("entries.jsonl", bytes);
        };
    }

    private static Checkpoint fork(long size) {
        var real = LOG.checkpoint(size);
        return new Checkpoint(real.origin(), size, Hash.of(new byte[] {1}), real.time());
    }

    private static String signed(Checkpoint checkpoint, SigningKey key) {
        return SyntheticLog.note(checkpoint.text(), key.sign(checkpoint.text())).toString();
    }

    private static Holder kept(String note) {
        try {
            return new Holder(List.of(), List.of(new Kept("kept.txt", org.nrm.ledger.note.SignedNote.parse(note))));
        } catch (UnusableNote e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static SigningKey stranger(String name) {
        try {
            return SigningKey.generate(name);
        } catch (UnusableNote e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The first announcement of the log, then one that the stranger signed alone. */
    private static String withStrangersKey() {
        var key = stranger(SyntheticLog.ORIGIN);
        var text = SyntheticLog.ORIGIN + "\nkey " + key.verifier() + "\nfrom 5\n";
        return LOG.keys.announcements().get(0).note() + "----\n" + SyntheticLog.note(text, key.sign(text));
    }
}
