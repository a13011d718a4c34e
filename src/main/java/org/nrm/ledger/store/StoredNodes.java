package org.nrm.ledger.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nrm.ledger.Hash;
import org.nrm.ledger.tree.Tree;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Nodes of the tree as it is stored: leaves, and the roots of whole subtrees of 256, 65536 … leaves. What lies between is computed. Reads
 * 256 hashes at once and keeps them, so one object serves one call.
 */
final class StoredNodes implements Tree.Nodes {

    /** Levels between stored hashes. */
    static final int LEVELS = 8;

    /** Hashes in a row. */
    static final int WIDTH = 1 << LEVELS;

    private record Row(int level, long position) {}

    private final JdbcClient jdbc;
    private final Map<Row, List<Hash>> rows = new HashMap<>();

    StoredNodes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Hash node(int level, long position) {
        var stored = level / LEVELS * LEVELS;
        var within = level - stored;
        var first = position << within;
        var row = rows.computeIfAbsent(new Row(stored, first / WIDTH), this::read);
        var from = (int) (first % WIDTH);
        return Tree.Nodes.of(row.subList(from, from + (1 << within))).node(within, 0);
    }

    private List<Hash> read(Row row) {
        var from = row.position() * WIDTH;
        var sql = row.level() == 0
                ? "select hash from ledger_leaf where leaf >= :from and leaf < :to order by leaf"
                : "select hash from ledger_subtree where level = :level and position >= :from and position < :to order by position";
        return jdbc.sql(sql)
                .param("level", row.level())
                .param("from", from)
                .param("to", from + WIDTH)
                .query((found, number) -> Hash.parse(found.getString("hash")))
                .list();
    }
}
