package org.nrm.ledger.store;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Checkpoints;
import org.nrm.ledger.Hash;
import org.nrm.ledger.Ledger;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.KeyHistory;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.SigningKey;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.tree.Tree;
import org.nrm.transactions.Transactions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Puts committed entries into the tree, one batch at a time, and signs what is in it. Nobody who appends waits for that: a transaction
 * leaves a note of how far its streams have come, and whoever holds the tree's row takes all notes that there are.
 */
@Repository
class JdbcCheckpoints implements Checkpoints {

    /** Streams taken at once. */
    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Transactions transactions;
    private final LogKeys logKeys;
    private final Ledger ledger;
    private final Clock clock;

    JdbcCheckpoints(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Transactions transactions,
            LogKeys logKeys,
            Ledger ledger,
            Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.logKeys = logKeys;
        this.ledger = ledger;
        this.clock = clock;
        this.transactions = transactions;
    }

    @Override
    public SignedNote latest() {
        var present = present();
        if (present.isPresent()) return present.get();
        boolean more;
        do more = transactions.apart(this::takeBatch);
        while (more);
        return transactions.apart(() -> sign());
    }

    /** The newest checkpoint, if nothing has been committed since; asking for it then changes nothing and waits for nobody. */
    private Optional<SignedNote> present() {
        return jdbc.sql("""
                select c.note from ledger_tree t join ledger_checkpoint c on c.size = t.size
                 where t.id = 1 and not exists (select 1 from ledger_queue)""").query(String.class).optional().map(JdbcCheckpoints::note);
    }

    /** How far a stream has come. */
    private record Notice(String stream, long upto) {}

    /** True if there may be more. */
    private boolean takeBatch() {
        var size = lockTree();
        var notices = jdbc.sql(
                        "select stream, max(upto) as upto from ledger_queue group by stream order by stream fetch first "
                                + BATCH + " rows only")
                .query((row, number) -> new Notice(row.getString("stream"), row.getLong("upto")))
                .list();
        if (notices.isEmpty()) return false;
        var leaves = new ArrayList<Object[]>();
        for (var notice : notices) {
            var last = jdbc.sql("select coalesce(max(seq), 0) from ledger_leaf where stream = :stream")
                    .param("stream", notice.stream())
                    .query(Long.class)
                    .single();
            for (var hash : jdbc.sql(
                            "select hash from ledger_entry where stream = :stream and seq > :last and seq <= :upto order by seq")
                    .param("stream", notice.stream())
                    .param("last", last)
                    .param("upto", notice.upto())
                    .query(String.class)
                    .list()) leaves.add(new Object[] {size + leaves.size(), notice.stream(), ++last, hash});
        }
        batches.batchUpdate("insert into ledger_leaf (leaf, stream, seq, hash) values (?, ?, ?, ?)", leaves);
        batches.batchUpdate(
                "delete from ledger_queue where stream = ? and upto <= ?",
                notices.stream()
                        .map(notice -> new Object[] {notice.stream(), notice.upto()})
                        .toList());
        var grown = size + leaves.size();
        subtrees(size, grown);
        jdbc.sql("update ledger_tree set size = :size where id = 1")
                .param("size", grown)
                .update();
        return notices.size() == BATCH;
    }

    private long lockTree() {
        return jdbc.sql("select size from ledger_tree where id = 1 for update")
                .query(Long.class)
                .single();
    }

    /** Stores the roots of the subtrees that have become whole. */
    private void subtrees(long before, long after) {
        var nodes = new StoredNodes(jdbc);
        for (var level = StoredNodes.LEVELS; after >> level > 0; level += StoredNodes.LEVELS) {
            var added = new ArrayList<Object[]>();
            for (var position = before >> level; position < after >> level; position++)
                added.add(new Object[] {
                    level, position, root(nodes, level, position).toString()
                });
            batches.batchUpdate("insert into ledger_subtree (level, position, hash) values (?, ?, ?)", added);
        }
    }

    /** From the stored hashes one step below. */
    private static Hash root(StoredNodes nodes, int level, long position) {
        var left = nodes.node(level - 1, 2 * position);
        return Hash.node(left, nodes.node(level - 1, 2 * position + 1));
    }

    private SignedNote sign() {
        var size = lockTree();
        return ofSize(size).orElseGet(() -> sign(size, logKeys.history()));
    }

    private SignedNote sign(long size, KeyHistory keys) {
        var root = new Tree(new StoredNodes(jdbc), size).root();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var text = new Checkpoint(keys.announcements().get(0).origin(), size, root, now).text();
        var note = new SignedNote(text, List.of());
        try {
            for (var key : keys.at(size)) note = note.with(logKeys.signing(key).sign(text));
        } catch (UnusableNote e) {
            throw new IllegalStateException(e);
        }
        jdbc.sql("insert into ledger_checkpoint (size, signed, note) values (:size, :now, :note)")
                .param("size", size)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("note", note.toString())
                .update();
        return note;
    }

    @Override
    public String sign(String text) {
        var keys = keys().announcements();
        return logKeys.signing(keys.get(keys.size() - 1).key()).sign(text);
    }

    @Override
    public void rotateKey(Act by) {
        try {
            var next = SigningKey.generate(keys().announcements().get(0).origin());
            transactions.apart(
                    () -> ledger.append(by.with(Map.of("key", next.verifier().id()))));
            latest();
            transactions.apart(() -> announce(next));
        } catch (UnusableNote e) {
            throw new IllegalStateException(e);
        }
    }

    private void announce(SigningKey next) {
        var size = lockTree();
        var last = ofSize(size).orElseGet(() -> sign(size, logKeys.history()));
        logKeys.rotate(logKeys.history(), next, size);
        jdbc.sql("update ledger_checkpoint set note = :note where size = :size")
                .param("note", last + next.sign(last.text()))
                .param("size", size)
                .update();
    }

    @Override
    public Optional<SignedNote> ofSize(long size) {
        return jdbc.sql("select note from ledger_checkpoint where size = :size")
                .param("size", size)
                .query(String.class)
                .optional()
                .map(JdbcCheckpoints::note);
    }

    private static SignedNote note(String written) {
        try {
            return SignedNote.parse(written);
        } catch (UnusableNote e) {
            throw new IllegalStateException("A checkpoint in the database was altered: it " + e.getMessage());
        }
    }

    @Override
    public List<Long> given(int limit) {
        return jdbc.sql(
                        "select size from ledger_checkpoint where given is not null order by size desc fetch first :limit rows only")
                .param("limit", limit)
                .query(Long.class)
                .list();
    }

    @Override
    public void give(long size) {
        var given = jdbc.sql("select count(*) from ledger_checkpoint where size = :size and given is not null")
                .param("size", size)
                .query(Long.class)
                .single();
        if (given > 0) return;
        transactions.apart(
                () -> jdbc.sql("update ledger_checkpoint set given = :now where size = :size and given is null")
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("size", size)
                        .update());
    }

    @Override
    public SignedNote cosigned(long size, String line) {
        return transactions.apart(() -> {
            lockTree();
            var note = note(ofSize(size).orElseThrow() + line);
            jdbc.sql("update ledger_checkpoint set note = :note where size = :size")
                    .param("note", note.toString())
                    .param("size", size)
                    .update();
            return note;
        });
    }

    @Override
    public List<Placed> places(CaseRef caseRef, long size) {
        var tree = new Tree(new StoredNodes(jdbc), size);
        return jdbc
                .sql("select seq, leaf from ledger_leaf where stream = :stream and leaf < :size order by seq")
                .param("stream", caseRef.value())
                .param("size", size)
                .query((row, number) -> new Placed(row.getLong("seq"), row.getLong("leaf"), List.of()))
                .list()
                .stream()
                .map(placed -> new Placed(placed.seq(), placed.leaf(), tree.inclusion(placed.leaf())))
                .toList();
    }

    @Override
    public List<Hash> consistency(long earlier, long later) {
        return new Tree(new StoredNodes(jdbc), later).consistency(earlier);
    }

    @Override
    public KeyHistory keys() {
        var stored = logKeys.stored();
        if (stored.isPresent()) return stored.get();
        return transactions.apart(() -> {
            lockTree();
            return logKeys.history();
        });
    }
}
