package org.nrm.ledger.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.ComparesWithLedger;
import org.nrm.ledger.Entry;
import org.nrm.ledger.Hash;
import org.nrm.ledger.LedgerReport.Finding;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** Every entry against its hash and the one before, and the end of each stream. Holds the entries of one case at a time. */
final class StreamCheck {

    /** Rows read at once. */
    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final List<ComparesWithLedger> others;
    private final LedgerCheck.Progress progress;
    private final Findings findings = new Findings();
    private final Findings compared = new Findings();
    private long streams;
    private long entries;

    StreamCheck(JdbcClient jdbc, ObjectMapper json, List<ComparesWithLedger> others, LedgerCheck.Progress progress) {
        this.jdbc = jdbc;
        this.json = json;
        this.others = others;
        this.progress = progress;
    }

    private record Head(String stream, long seq, @Nullable String hash) {}

    /** A row as it stands; the entry is null if it cannot be read as one. */
    private record Row(
            long seq, @Nullable String hash, @Nullable Entry entry) {}

    void run() {
        var after = "";
        for (var heads = heads(after); !heads.isEmpty(); heads = heads(after))
            for (var head : heads) {
                streams++;
                new Stream(head.stream()).check(head);
                after = head.stream();
            }
        jdbc.sql("""
                select distinct e.stream from ledger_entry e left join ledger_head h on h.stream = e.stream
                 where h.stream is null order by e.stream fetch first :limit rows only""")
                .param("limit", Findings.MOST)
                .query(String.class)
                .list()
                .forEach(stream -> new Stream(stream).check(null));
    }

    private List<Head> heads(String after) {
        return jdbc.sql(
                        "select stream, seq, hash from ledger_head where stream > :after order by stream fetch first :limit rows only")
                .param("after", after)
                .param("limit", BATCH)
                .query((row, number) -> new Head(row.getString("stream"), row.getLong("seq"), row.getString("hash")))
                .list();
    }

    private final class Stream {
        private final String stream;
        private final long before = findings.size();
        private final boolean ofCase;
        private final List<Entry> found = new ArrayList<>();
        private @Nullable Entry last;
        private long count;

        Stream(String stream) {
            this.stream = stream;
            ofCase = !stream.equals(Entry.GENERAL);
        }

        void check(@Nullable Head head) {
            var after = Long.MIN_VALUE;
            for (var rows = rows(after); !rows.isEmpty(); rows = rows(after)) {
                for (var row : rows) {
                    if (fits()) row(row);
                    after = row.seq();
                }
                entries += rows.size();
                progress.read(rows.size());
            }
            if (fits()) end(head);
            if (ofCase && fits())
                for (var other : others)
                    other.compare(new CaseRef(stream), found).forEach(compared::add);
        }

        /** The first that does not fit says it. */
        private boolean fits() {
            return findings.size() == before;
        }

        private List<Row> rows(long after) {
            return jdbc.sql(
                            "select " + JdbcLedger.COLUMNS
                                    + " from ledger_entry where stream = :stream and seq > :after order by seq fetch first :limit rows only")
                    .param("stream", stream)
                    .param("after", after)
                    .param("limit", BATCH)
                    .query((row, number) -> {
                        Entry entry;
                        try {
                            entry = JdbcLedger.entry(json, row);
                        } catch (RuntimeException e) {
                            entry = null;
                        }
                        return new Row(row.getLong("seq"), row.getString("hash"), entry);
                    })
                    .list();
        }

        private void row(Row row) {
            var entry = row.entry();
            if (entry == null) {
                findings.add(stream, row.seq(), "entry " + row.seq() + " was changed: it cannot be read as an entry");
                return;
            }
            entry(entry, row.hash());
            if (ofCase) found.add(entry);
            last = entry;
            count++;
        }

        private void entry(Entry entry, @Nullable String hash) {
            var expected = count + 1;
            var previous = last;
            if (entry.seq() != expected)
                findings.add(
                        stream, expected, "entry " + expected + " is missing: after it comes entry " + entry.seq());
            else if (!entry.hash().toString().equals(hash))
                findings.add(Finding.of(entry, "was changed: its hash is not that of what it says"));
            else if (!entry.previous().equals(previous == null ? Hash.NONE : previous.hash()))
                findings.add(Finding.of(entry, "does not follow from the entry before it"));
            else if (previous != null && entry.time().isBefore(previous.time().minus(LedgerCheck.JITTER)))
                findings.add(Finding.of(entry, "is earlier than the entry before it: the clock was set back"));
        }

        private void end(@Nullable Head head) {
            if (head == null) findings.add(stream, 0, "its end is not noted: the head of the history was removed");
            else if (head.seq() > count)
                findings.add(
                        stream,
                        count + 1,
                        "entry " + (count + 1) + " is missing: the history ends before its noted end, entry "
                                + head.seq());
            else if (head.seq() < count
                    || (last != null && !Objects.equals(last.hash().toString(), head.hash()))) {
                var other = Math.max(1, Math.min(head.seq() + 1, count));
                findings.add(
                        stream, other, "entry " + other + " is not the one that was noted as the end of the history");
            }
        }
    }

    Findings findings() {
        return findings;
    }

    /** What else should agree and does not. */
    Findings compared() {
        return compared;
    }

    long streams() {
        return streams;
    }

    long entries() {
        return entries;
    }
}
