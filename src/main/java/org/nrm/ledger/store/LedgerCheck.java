package org.nrm.ledger.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.ComparesWithLedger;
import org.nrm.ledger.Entry;
import org.nrm.ledger.Hash;
import org.nrm.ledger.LedgerReport;
import org.nrm.ledger.LedgerReport.Finding;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.KeyHistory;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.note.VerifierKey;
import org.nrm.ledger.tree.GrowingTree;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

/**
 * Checks the whole ledger as it stands in the database: every entry against its hash and the one before, the end of each stream, each leaf
 * of the tree, every checkpoint, and what others hold against all that. Changes nothing.
 */
@Component
public class LedgerCheck {

    /** How much earlier than a checkpoint an entry may say it was made that came into the tree after it: a transaction's length. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private static final Duration JITTER = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final List<ComparesWithLedger> others;

    LedgerCheck(JdbcClient jdbc, ObjectMapper json, List<ComparesWithLedger> others) {
        this.jdbc = jdbc;
        this.json = json;
        this.others = others;
    }

    /**
     * Checks all.
     *
     * @param outside checkpoints that were kept elsewhere
     * @param pinned  keys that one knows from elsewhere; empty to take the log's word for its keys
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public LedgerReport check(Collection<SignedNote> outside, Collection<VerifierKey> pinned) {
        var run = new Run();
        run.streams();
        run.leaves();
        run.checkpoints(outside, pinned);
        return run.report();
    }

    /** A leaf of the tree. */
    private record Leaf(
            long number,
            String stream,
            long seq,
            Hash hash,
            @Nullable String entry) {}

    private record Head(long seq, @Nullable String hash) {}

    private record Kept(long size, String note) {}

    private final class Run {
        private final List<Finding> findings = new ArrayList<>();
        private final List<Finding> compared = new ArrayList<>();
        private final Map<String, Head> heads = new TreeMap<>();
        private long entries;
        private long checkpoints;
        private @Nullable String keyId;
        private @Nullable Instant last;

        void streams() {
            jdbc.sql("select stream, seq, hash from ledger_head order by stream")
                    .query(row -> {
                        heads.put(row.getString("stream"), new Head(row.getLong("seq"), row.getString("hash")));
                    });
            var all = new TreeSet<>(heads.keySet());
            all.addAll(jdbc.sql("select distinct stream from ledger_entry")
                    .query(String.class)
                    .list());
            all.forEach(this::stream);
        }

        private void stream(String stream) {
            var found = new ArrayList<Entry>();
            var before = findings.size();
            jdbc.sql("select " + JdbcLedger.COLUMNS + " from ledger_entry where stream = :stream order by seq")
                    .param("stream", stream)
                    .query(row -> {
                        entries++;
                        if (findings.size() > before) return; // the first that does not fit says it
                        var seq = row.getLong("seq");
                        try {
                            var entry = JdbcLedger.entry(json, row);
                            entry(found, entry, row.getString("hash"));
                            found.add(entry);
                        } catch (RuntimeException e) {
                            finding(stream, seq, "entry " + seq + " was changed: it cannot be read as an entry");
                        }
                    });
            var head = heads.get(stream);
            if (findings.size() > before) return;
            if (head == null) finding(stream, 0, "its end is not noted: the head of the history was removed");
            else if (head.seq() > found.size())
                finding(
                        stream,
                        found.size() + 1L,
                        "entry " + (found.size() + 1) + " is missing: the history ends before its noted end, entry "
                                + head.seq());
            else if (head.seq() < found.size()
                    || (!found.isEmpty()
                            && !found.get(found.size() - 1).hash().toString().equals(head.hash())))
                finding(
                        stream,
                        Math.max(1, Math.min(head.seq() + 1, found.size())),
                        "entry " + Math.max(1, Math.min(head.seq() + 1, found.size()))
                                + " is not the one that was noted as the end of the history");
            if (!stream.equals(Entry.GENERAL) && findings.size() == before)
                for (var other : others) compared.addAll(other.compare(new CaseRef(stream), found));
        }

        private void entry(List<Entry> earlier, Entry entry, String hash) {
            var expected = earlier.size() + 1L;
            var previous = earlier.isEmpty() ? null : earlier.get(earlier.size() - 1);
            if (entry.seq() != expected)
                finding(
                        entry.stream(),
                        expected,
                        "entry " + expected + " is missing: after it comes entry " + entry.seq());
            else if (!entry.hash().toString().equals(hash))
                findings.add(Finding.of(entry, "was changed: its hash is not that of what it says"));
            else if (!entry.previous().equals(previous == null ? Hash.NONE : previous.hash()))
                findings.add(Finding.of(entry, "does not follow from the entry before it"));
            else if (previous != null && entry.time().isBefore(previous.time().minus(JITTER)))
                findings.add(Finding.of(entry, "is earlier than the entry before it: the clock was set back"));
        }

        /** Each leaf is an entry, each entry up to a stream's last leaf is a leaf; roots are those of the checkpoints. */
        void leaves() {
            var tree = new GrowingTree();
            var kept = new ArrayList<>(jdbc.sql("select size, note from ledger_checkpoint order by size")
                    .query((row, number) -> new Kept(row.getLong("size"), row.getString("note")))
                    .list());
            var noted = jdbc.sql("select size from ledger_tree where id = 1")
                    .query(Long.class)
                    .optional()
                    .orElse(0L);
            var next = new HashMap<String, Long>();
            var broken = new HashSet<String>();
            findings.forEach(finding -> broken.add(String.valueOf(finding.stream())));
            var roots = new HashMap<Long, Hash>();
            var wanted = new HashSet<Long>();
            kept.forEach(checkpoint -> wanted.add(checkpoint.size()));
            roots.put(0L, tree.root());
            var signed = new TreeMap<Long, Instant>();
            jdbc.sql("select size, signed from ledger_checkpoint").query(row -> {
                signed.put(
                        row.getLong("size"),
                        row.getObject("signed", OffsetDateTime.class).toInstant());
            });
            jdbc.sql("""
                    select l.leaf, l.stream, l.seq, l.hash, e.hash as entry, e.at
                      from ledger_leaf l left join ledger_entry e on e.stream = l.stream and e.seq = l.seq order by l.leaf""").query(row -> {
                var leaf = new Leaf(
                        row.getLong("leaf"),
                        row.getString("stream"),
                        row.getLong("seq"),
                        Hash.parse(row.getString("hash")),
                        row.getString("entry"));
                var covered = signed.floorEntry(leaf.number());
                var time = row.getObject("at", OffsetDateTime.class);
                if (covered != null
                        && time != null
                        && time.toInstant().isBefore(covered.getValue().minus(LATE))
                        && broken.add(leaf.stream()))
                    finding(
                            leaf.stream(),
                            leaf.seq(),
                            "entry " + leaf.seq() + " says that it is older than the checkpoint of "
                                    + covered.getValue() + ", which does not cover it: the clock was set back");
                if (leaf.number() != tree.size() && broken.add("tree"))
                    finding(null, 0, "the tree's leaf " + tree.size() + " is missing");
                tree.add(leaf.hash());
                if (!broken.contains(leaf.stream())) fits(leaf, next, broken);
                if (wanted.contains(tree.size())) roots.put(tree.size(), tree.root());
            });
            if (tree.size() != noted)
                finding(null, 0, "the tree has " + tree.size() + " leaves and is noted with " + noted);
            this.tree = tree;
            this.kept = kept;
            this.roots = roots;
        }

        private GrowingTree tree = new GrowingTree();
        private List<Kept> kept = List.of();
        private Map<Long, Hash> roots = Map.of();

        private void fits(Leaf leaf, Map<String, Long> next, Collection<String> broken) {
            var expected = next.merge(leaf.stream(), 1L, Long::sum);
            var hash = leaf.entry();
            if (leaf.seq() != expected)
                finding(leaf.stream(), expected, "entry " + expected + " is not in the tree in its turn");
            else if (hash == null)
                finding(
                        leaf.stream(),
                        leaf.seq(),
                        "entry " + leaf.seq() + " was removed: the tree has it as leaf " + leaf.number());
            else if (!leaf.hash().toString().equals(hash))
                finding(
                        leaf.stream(),
                        leaf.seq(),
                        "entry " + leaf.seq() + " is not the one that is in the tree as leaf " + leaf.number());
            else return;
            broken.add(leaf.stream());
        }

        void checkpoints(Collection<SignedNote> outside, Collection<VerifierKey> pinned) {
            checkpoints = kept.size();
            var keys = keys(pinned);
            if (keys == null) return;
            Checkpoint earlier = null;
            for (var each : kept) {
                var checkpoint = checkpoint(keys, each);
                if (checkpoint == null) continue;
                if (earlier != null && checkpoint.time().isBefore(earlier.time().minus(JITTER)))
                    finding(
                            null,
                            0,
                            "the checkpoint of " + each.size() + " entries is earlier than that of " + earlier.size()
                                    + ": the clock was set back");
                if (!checkpoint.root().equals(roots.getOrDefault(checkpoint.size(), Hash.NONE)))
                    findings.add(first(earlier == null ? 0 : earlier.size(), checkpoint));
                earlier = checkpoint;
                last = checkpoint.time();
                keyId = keys.at(checkpoint.size())
                        .get(keys.at(checkpoint.size()).size() - 1)
                        .id();
            }
            if (earlier != null && earlier.size() < tree.size()) late(earlier);
            outside(keys, outside);
        }

        private @Nullable KeyHistory keys(Collection<VerifierKey> pinned) {
            var history = jdbc.sql("select history from ledger_keys where id = 1")
                    .query(String.class)
                    .optional();
            if (history.isEmpty()) {
                if (!kept.isEmpty()) finding(null, 0, "the announcements of the log's keys were removed");
                return null;
            }
            try {
                var keys = KeyHistory.parse(history.get());
                return pinned.isEmpty() ? keys : keys.from(pinned);
            } catch (UnusableNote e) {
                finding(null, 0, "the log's keys were altered: the history of keys " + e.getMessage());
                return null;
            }
        }

        private @Nullable Checkpoint checkpoint(KeyHistory keys, Kept each) {
            try {
                var checkpoint = keys.check(SignedNote.parse(each.note()));
                if (checkpoint.size() == each.size()) return checkpoint;
                finding(null, 0, "the checkpoint of " + each.size() + " entries says another size");
            } catch (UnusableNote e) {
                finding(
                        null,
                        0,
                        "the checkpoint of " + each.size() + " entries was forged or altered: it " + e.getMessage());
            }
            return null;
        }

        /** Where two roots differ the change lies among the leaves that came between. */
        private Finding first(long from, Checkpoint checkpoint) {
            if (checkpoint.size() > tree.size())
                return new Finding(
                        null,
                        0,
                        "entries are missing: the checkpoint of " + checkpoint.time() + " covers " + checkpoint.size()
                                + ", the database has " + tree.size() + " in its tree");
            var leaf = jdbc.sql("select stream, seq from ledger_leaf where leaf = :leaf")
                    .param("leaf", from)
                    .query((row, number) ->
                            new Leaf(from, row.getString("stream"), row.getLong("seq"), Hash.NONE, null))
                    .optional();
            return new Finding(
                    leaf.map(Leaf::stream).orElse(null),
                    leaf.map(Leaf::seq).orElse(0L),
                    "entries were changed after the checkpoint of " + checkpoint.time()
                            + " was signed: the tree of its first " + checkpoint.size()
                            + " entries has another root; the first of those leaves is number "
                            + from);
        }

        /** What is in the tree and under no checkpoint; at most the work of a moment. */
        private void late(Checkpoint newest) {
            finding(
                    null,
                    0,
                    "the tree has " + tree.size() + " entries and the newest checkpoint covers " + newest.size()
                            + ": a checkpoint was removed");
        }

        private void outside(KeyHistory keys, Collection<SignedNote> outside) {
            var seen = new HashMap<Long, Hash>();
            for (var note : outside) {
                final Checkpoint checkpoint;
                try {
                    checkpoint = keys.check(note);
                } catch (UnusableNote e) {
                    finding(null, 0, "a checkpoint that was given " + e.getMessage());
                    continue;
                }
                var other = seen.put(checkpoint.size(), checkpoint.root());
                if (other != null && !other.equals(checkpoint.root()))
                    finding(
                            null,
                            0,
                            "two checkpoints of " + checkpoint.size()
                                    + " entries have different roots: two ledgers were shown");
                if (checkpoint.size() > tree.size())
                    finding(
                            null,
                            0,
                            "an older ledger was put in place: the checkpoint of " + checkpoint.time() + " covers "
                                    + checkpoint.size() + " entries, the database has " + tree.size());
                else if (!checkpoint.root().equals(root(checkpoint.size())))
                    finding(
                            null,
                            0,
                            "another ledger is shown here than the one of the checkpoint of " + checkpoint.time() + " ("
                                    + checkpoint.size() + " entries)");
            }
        }

        private Hash root(long size) {
            var known = roots.get(size);
            if (known != null) return known;
            var grown = new GrowingTree();
            jdbc.sql("select hash from ledger_leaf where leaf < :size order by leaf")
                    .param("size", size)
                    .query(row -> {
                        grown.add(Hash.parse(Objects.requireNonNull(row.getString("hash"))));
                    });
            return grown.root();
        }

        private void finding(@Nullable String stream, long seq, String message) {
            var finding = new Finding(stream, seq, message);
            if (findings.stream()
                    .noneMatch(known -> known.message().equals(message) && Objects.equals(known.stream(), stream)))
                findings.add(finding);
        }

        LedgerReport report() {
            var all = new ArrayList<>(findings);
            all.addAll(compared);
            return new LedgerReport(heads.size(), entries, checkpoints, keyId, last, all);
        }
    }
}
