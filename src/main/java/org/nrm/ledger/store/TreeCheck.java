package org.nrm.ledger.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Hash;
import org.nrm.ledger.LedgerReport.Finding;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.KeyHistory;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.note.VerifierKey;
import org.nrm.ledger.tree.GrowingTree;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Each leaf is an entry, in its turn; the roots are those of the checkpoints, which are met on the way, and of those that were kept
 * elsewhere. Holds a thousand leaves and a hundred checkpoints at a time.
 */
final class TreeCheck {

    /** How much earlier than a checkpoint an entry may say it was made that came into the tree after it: a transaction's length. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /** Leaves read at once. */
    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final LedgerCheck.Progress progress;
    private final Findings leaves = new Findings();
    private final Findings checkpoints = new Findings();
    private final GrowingTree tree = new GrowingTree();

    /** Of the sizes at which somebody else holds a checkpoint. */
    private final Map<Long, Hash> roots = new HashMap<>();

    /** Streams of which it is known that they do not fit. */
    private final Set<String> broken = new HashSet<>();

    private @Nullable KeyHistory keys;
    private @Nullable Checkpoint earlier;
    private @Nullable Instant covered;
    private @Nullable String keyId;
    private long count;

    TreeCheck(JdbcClient jdbc, LedgerCheck.Progress progress) {
        this.jdbc = jdbc;
        this.progress = progress;
    }

    /**
     * A leaf of the tree.
     *
     * @param turn the leaf before it of its stream is there, and earlier in the tree
     */
    private record Leaf(
            long number,
            String stream,
            long seq,
            Hash hash,
            @Nullable String entry,
            @Nullable Instant time,
            boolean turn) {}

    private record Kept(long size, Instant signed, String note) {}

    /** @param streams findings about these are known */
    void run(Collection<Finding> streams, Collection<SignedNote> outside, Collection<VerifierKey> pinned) {
        streams.forEach(finding -> broken.add(String.valueOf(finding.stream())));
        keys = keys(pinned);
        for (var note : outside) wanted(note);
        var noted = jdbc.sql("select size from ledger_tree where id = 1")
                .query(Long.class)
                .optional()
                .orElse(0L);
        var kept = new KeptCheckpoints();
        meet(kept);
        for (var some = leaves(Long.MIN_VALUE);
                !some.isEmpty();
                some = leaves(some.get(some.size() - 1).number() + 1)) {
            for (var leaf : some) {
                leaf(leaf);
                tree.add(leaf.hash());
                meet(kept);
            }
            progress.read(some.size());
        }
        if (tree.size() != noted)
            leaves.add(null, 0, "the tree has " + tree.size() + " leaves and is noted with " + noted);
        for (var rest = kept.next(); rest != null; rest = kept.next()) checkpoint(rest, Hash.NONE);
        if (earlier != null && earlier.size() < tree.size()) late(earlier);
        if (keys != null) outside(keys, outside);
        else if (count > 0 && !announced())
            checkpoints.add(null, 0, "the announcements of the log's keys were removed");
    }

    private List<Leaf> leaves(long from) {
        return jdbc.sql("""
                select l.leaf, l.stream, l.seq, l.hash, e.hash as entry, e.at, p.leaf as predecessor
                  from ledger_leaf l left join ledger_entry e on e.stream = l.stream and e.seq = l.seq
                       left join ledger_leaf p on p.stream = l.stream and p.seq = l.seq - 1
                 where l.leaf >= :from order by l.leaf fetch first :limit rows only""")
                .param("from", from)
                .param("limit", BATCH)
                .query((row, number) -> {
                    var time = row.getObject("at", OffsetDateTime.class);
                    var predecessor = row.getObject("predecessor", Long.class);
                    return new Leaf(
                            row.getLong("leaf"),
                            row.getString("stream"),
                            row.getLong("seq"),
                            Hash.parse(row.getString("hash")),
                            row.getString("entry"),
                            time == null ? null : time.toInstant(),
                            row.getLong("seq") == 1 || (predecessor != null && predecessor < row.getLong("leaf")));
                })
                .list();
    }

    private void leaf(Leaf leaf) {
        var time = leaf.time();
        if (covered != null && time != null && time.isBefore(covered.minus(LATE)) && broken.add(leaf.stream()))
            leaves.add(
                    leaf.stream(),
                    leaf.seq(),
                    "entry " + leaf.seq() + " says that it is older than the checkpoint of " + covered
                            + ", which does not cover it: the clock was set back");
        if (leaf.number() != tree.size() && broken.add("tree"))
            leaves.add(null, 0, "the tree's leaf " + tree.size() + " is missing");
        if (!broken.contains(leaf.stream())) fits(leaf);
    }

    private void fits(Leaf leaf) {
        var hash = leaf.entry();
        if (!leaf.turn()) {
            var expected = jdbc.sql(
                            "select coalesce(max(seq), 0) + 1 from ledger_leaf where stream = :stream and leaf < :leaf")
                    .param("stream", leaf.stream())
                    .param("leaf", leaf.number())
                    .query(Long.class)
                    .single();
            leaves.add(leaf.stream(), expected, "entry " + expected + " is not in the tree in its turn");
        } else if (hash == null)
            leaves.add(
                    leaf.stream(),
                    leaf.seq(),
                    "entry " + leaf.seq() + " was removed: the tree has it as leaf " + leaf.number());
        else if (!leaf.hash().toString().equals(hash))
            leaves.add(
                    leaf.stream(),
                    leaf.seq(),
                    "entry " + leaf.seq() + " is not the one that is in the tree as leaf " + leaf.number());
        else return;
        broken.add(leaf.stream());
    }

    /** The checkpoints of the size that the tree has now. */
    private void meet(KeptCheckpoints kept) {
        var size = tree.size();
        if (roots.containsKey(size)) roots.put(size, tree.root());
        for (var next = kept.peek(); next != null && next.size() <= size; next = kept.peek()) {
            kept.next();
            covered = next.signed();
            checkpoint(next, next.size() == size ? tree.root() : Hash.NONE);
        }
    }

    private void checkpoint(Kept kept, Hash root) {
        count++;
        if (keys == null) return;
        var checkpoint = checkpoint(keys, kept);
        if (checkpoint == null) return;
        if (earlier != null && checkpoint.time().isBefore(earlier.time().minus(LedgerCheck.JITTER)))
            checkpoints.add(
                    null,
                    0,
                    "the checkpoint of " + kept.size() + " entries is earlier than that of " + earlier.size()
                            + ": the clock was set back");
        if (!checkpoint.root().equals(root)) checkpoints.add(first(earlier == null ? 0 : earlier.size(), checkpoint));
        earlier = checkpoint;
        var signing = keys.at(checkpoint.size());
        keyId = signing.get(signing.size() - 1).id();
    }

    private @Nullable Checkpoint checkpoint(KeyHistory keys, Kept kept) {
        try {
            var checkpoint = keys.check(SignedNote.parse(kept.note()));
            if (checkpoint.size() == kept.size()) return checkpoint;
            checkpoints.add(null, 0, "the checkpoint of " + kept.size() + " entries says another size");
        } catch (UnusableNote e) {
            checkpoints.add(
                    null,
                    0,
                    "the checkpoint of " + kept.size() + " entries was forged or altered: it " + e.getMessage());
        }
        return null;
    }

    private boolean announced() {
        return jdbc.sql("select count(*) from ledger_keys where id = 1")
                        .query(Long.class)
                        .single()
                > 0;
    }

    private @Nullable KeyHistory keys(Collection<VerifierKey> pinned) {
        var history = jdbc.sql("select history from ledger_keys where id = 1")
                .query(String.class)
                .optional();
        if (history.isEmpty()) return null;
        try {
            var known = KeyHistory.parse(history.get());
            return pinned.isEmpty() ? known : known.from(pinned);
        } catch (UnusableNote e) {
            checkpoints.add(null, 0, "the log's keys were altered: the history of keys " + e.getMessage());
            return null;
        }
    }

    /** Where two roots differ the change lies among the leaves that came between. */
    private Finding first(long from, Checkpoint checkpoint) {
        if (tree.size() < checkpoint.size())
            return new Finding(
                    null,
                    0,
                    "entries are missing: the checkpoint of " + checkpoint.time() + " covers " + checkpoint.size()
                            + ", the database has " + tree.size() + " in its tree");
        var leaf = jdbc.sql("select stream, seq from ledger_leaf where leaf = :leaf")
                .param("leaf", from)
                .query((row, number) -> new Place(row.getString("stream"), row.getLong("seq")))
                .optional();
        return new Finding(
                leaf.map(Place::stream).orElse(null),
                leaf.map(Place::seq).orElse(0L),
                "entries were changed after the checkpoint of " + checkpoint.time()
                        + " was signed: the tree of its first " + checkpoint.size()
                        + " entries has another root; the first of those leaves is number " + from);
    }

    private record Place(String stream, long seq) {}

    /** What is in the tree and under no checkpoint; at most the work of a moment. */
    private void late(Checkpoint newest) {
        checkpoints.add(
                null,
                0,
                "the tree has " + tree.size() + " entries and the newest checkpoint covers " + newest.size()
                        + ": a checkpoint was removed");
    }

    /** Notes the size at which the tree's root is wanted. */
    private void wanted(SignedNote note) {
        try {
            roots.put(Checkpoint.parse(note.text()).size(), Hash.NONE);
        } catch (UnusableNote e) {
            // Told when it is its turn.
        }
    }

    private void outside(KeyHistory keys, Collection<SignedNote> outside) {
        var seen = new HashMap<Long, Hash>();
        for (var note : outside) {
            final Checkpoint checkpoint;
            try {
                checkpoint = keys.check(note);
            } catch (UnusableNote e) {
                checkpoints.add(null, 0, "a checkpoint that was given " + e.getMessage());
                continue;
            }
            var other = seen.put(checkpoint.size(), checkpoint.root());
            if (other != null && !other.equals(checkpoint.root()))
                checkpoints.add(
                        null,
                        0,
                        "two checkpoints of " + checkpoint.size()
                                + " entries have different roots: two ledgers were shown");
            if (checkpoint.size() > tree.size())
                checkpoints.add(
                        null,
                        0,
                        "an older ledger was put in place: the checkpoint of " + checkpoint.time() + " covers "
                                + checkpoint.size() + " entries, the database has " + tree.size());
            else if (!checkpoint.root().equals(roots.getOrDefault(checkpoint.size(), Hash.NONE)))
                checkpoints.add(
                        null,
                        0,
                        "another ledger is shown here than the one of the checkpoint of " + checkpoint.time() + " ("
                                + checkpoint.size() + " entries)");
        }
    }

    List<Findings> findings() {
        return List.of(leaves, checkpoints);
    }

    long checkpoints() {
        return count;
    }

    @Nullable
    String keyId() {
        return keyId;
    }

    @Nullable
    Instant last() {
        return earlier == null ? null : earlier.time();
    }

    /** The checkpoints in the database by size, some at a time. */
    private final class KeptCheckpoints {

        private static final int SOME = 100;

        private List<Kept> some = List.of();
        private int at;
        private long after = -1;
        private boolean over;

        @Nullable
        Kept peek() {
            if (at == some.size() && !over) {
                some = jdbc.sql(
                                "select size, signed, note from ledger_checkpoint where size > :after order by size fetch first :limit rows only")
                        .param("after", after)
                        .param("limit", SOME)
                        .query((row, number) -> new Kept(
                                row.getLong("size"),
                                row.getObject("signed", OffsetDateTime.class).toInstant(),
                                Objects.requireNonNull(row.getString("note"))))
                        .list();
                at = 0;
                over = some.isEmpty();
                if (!over) after = some.get(some.size() - 1).size();
            }
            return at < some.size() ? some.get(at) : null;
        }

        @Nullable
        Kept next() {
            var next = peek();
            if (next != null) at++;
            return next;
        }
    }
}
