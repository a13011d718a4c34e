package org.nrm.ledger.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.nrm.ledger.ComparesWithLedger;
import org.nrm.ledger.LedgerReport;
import org.nrm.ledger.LedgerReport.Finding;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.VerifierKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

/**
 * Checks the whole ledger as it stands in the database: every entry against its hash and the one before, the end of each stream, each leaf
 * of the tree, every checkpoint, and what others hold against all that. Changes nothing. Of a large ledger no more is held at once than
 * the entries of one case.
 */
@Component
public class LedgerCheck {

    static final Duration JITTER = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final List<ComparesWithLedger> others;

    LedgerCheck(JdbcClient jdbc, ObjectMapper json, List<ComparesWithLedger> others) {
        this.jdbc = jdbc;
        this.json = json;
        this.others = others;
    }

    /** Is told how far it has come. */
    @FunctionalInterface
    public interface Progress {

        /** So many more have been read, of {@link LedgerCheck#size()}. */
        void read(int more);
    }

    /** How much there is to read: entries, and leaves of the tree. */
    @Transactional(readOnly = true)
    public long size() {
        return jdbc.sql("""
                select coalesce(sum(seq), 0) + coalesce((select size from ledger_tree where id = 1), 0) from ledger_head""").query(Long.class).single();
    }

    /**
     * Checks all.
     *
     * @param outside checkpoints that were kept elsewhere
     * @param pinned  keys that one knows from elsewhere; empty to take the log's word for its keys
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public LedgerReport check(Collection<SignedNote> outside, Collection<VerifierKey> pinned) {
        return check(outside, pinned, more -> {});
    }

    /** As {@link #check(Collection, Collection)}. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public LedgerReport check(Collection<SignedNote> outside, Collection<VerifierKey> pinned, Progress progress) {
        var streams = new StreamCheck(jdbc, json, others, progress);
        streams.run();
        var tree = new TreeCheck(jdbc, progress);
        tree.run(streams.findings().list(), outside, pinned);
        var findings = new ArrayList<Finding>(streams.findings().list());
        tree.findings().forEach(found -> findings.addAll(found.list()));
        findings.addAll(streams.compared().list());
        return new LedgerReport(
                streams.streams(), streams.entries(), tree.checkpoints(), tree.keyId(), tree.last(), findings);
    }
}
