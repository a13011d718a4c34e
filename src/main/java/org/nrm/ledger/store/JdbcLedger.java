package org.nrm.ledger.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;
import org.nrm.ledger.Ledger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * The head row of a stream is locked from the first act of a transaction to its end; so {@code seq} has no gaps and no doubles, and each
 * entry follows from the one before. Cases do not wait for each other.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class JdbcLedger implements Ledger {

    /** A clock that is set right by less than this does not count as set back. */
    private static final Duration JITTER = Duration.ofSeconds(1);

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    static final String COLUMNS =
            "stream, seq, at, type, actor, agency, role, process, element, task, version, model, instance, parent, facts, commitments, previous, hash";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final ObjectMapper json;
    private final Clock clock;

    JdbcLedger(JdbcClient jdbc, JdbcTemplate batches, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void append(Act act) {
        var appending = Appending.current(this, this::write);
        var stream = Entry.stream(act.caseRef());
        var head = locked(appending, stream);
        appending.add(Entry.of(head.seq() + 1, time(head.time()), act, head.hash()));
    }

    @Override
    public void lock(CaseRef caseRef) {
        locked(Appending.current(this, this::write), Entry.stream(caseRef));
    }

    @Override
    @Transactional(readOnly = true)
    public List<Entry> history(CaseRef caseRef, long after, int limit) {
        return history(caseRef.value(), after, limit);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Entry> history(CaseRef caseRef, EntryType type) {
        var appending = Appending.present(this);
        if (appending != null) appending.flush();
        return jdbc.sql("select " + COLUMNS + " from ledger_entry where stream = :stream and type = :type order by seq")
                .param("stream", caseRef.value())
                .param("type", type.word())
                .query((row, number) -> entry(json, row))
                .list();
    }

    @Override
    @Transactional(readOnly = true)
    public List<Entry> history(CaseRef caseRef, EntryType type, String actor) {
        var appending = Appending.present(this);
        if (appending != null) appending.flush();
        return jdbc.sql("select " + COLUMNS
                        + " from ledger_entry where stream = :stream and actor = :actor and type = :type order by seq")
                .param("stream", caseRef.value())
                .param("actor", actor)
                .param("type", type.word())
                .query((row, number) -> entry(json, row))
                .list();
    }

    private List<Entry> history(String stream, long after, int limit) {
        var appending = Appending.present(this);
        if (appending != null) appending.flush();
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from ledger_entry where stream = :stream and seq > :after order by seq fetch first :limit rows only")
                .param("stream", stream)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> entry(json, row))
                .list();
    }

    private Instant time(Instant last) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isBefore(last) && last.minus(JITTER).isBefore(now) ? last : now;
    }

    private Appending.Head locked(Appending appending, String stream) {
        var head = appending.head(stream);
        if (head != null) return head;
        var found = select(stream).or(() -> {
            jdbc.sql("insert into ledger_head (stream, seq) values (:stream, 0)")
                    .param("stream", stream)
                    .update();
            return select(stream);
        });
        appending.head(stream, found.orElseThrow());
        return found.orElseThrow();
    }

    private Optional<Appending.Head> select(String stream) {
        return jdbc.sql("select seq, hash, at from ledger_head where stream = :stream for update")
                .param("stream", stream)
                .query((row, number) -> {
                    var hash = row.getString("hash");
                    var time = row.getObject("at", OffsetDateTime.class);
                    return new Appending.Head(
                            row.getLong("seq"),
                            hash == null ? Hash.NONE : Hash.parse(hash),
                            time == null ? Instant.EPOCH : time.toInstant());
                })
                .optional();
    }

    private void write(Appending appending) {
        var entries = appending.entries();
        batches.batchUpdate(
                "insert into ledger_entry (" + COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entries.stream().map(this::row).toList());
        var ends = new LinkedHashMap<String, Entry>();
        for (var entry : entries) ends.put(entry.stream(), entry);
        for (var end : ends.values()) {
            jdbc.sql("update ledger_head set seq = :seq, hash = :hash, at = :at where stream = :stream")
                    .param("seq", end.seq())
                    .param("hash", end.hash().toString())
                    .param("at", end.time().atOffset(ZoneOffset.UTC))
                    .param("stream", end.stream())
                    .update();
            jdbc.sql("insert into ledger_queue (stream, upto) values (:stream, :seq)")
                    .param("stream", end.stream())
                    .param("seq", end.seq())
                    .update();
        }
    }

    private @Nullable Object[] row(Entry entry) {
        var act = entry.act();
        var place = act.place();
        return new @Nullable Object[] {
            entry.stream(),
            entry.seq(),
            entry.time().atOffset(ZoneOffset.UTC),
            act.type().word(),
            act.actor(),
            act.agency(),
            act.role(),
            act.process(),
            act.element(),
            act.task(),
            place == null ? null : place.version(),
            place == null ? null : place.model(),
            place == null ? null : place.instance(),
            place == null ? null : place.parent(),
            text(act.facts()),
            text(act.commitments()),
            entry.previous().toString(),
            entry.hash().toString()
        };
    }

    private @Nullable String text(Map<String, String> texts) {
        return texts.isEmpty() ? null : json.writeValueAsString(texts);
    }

    /** The entry as its row says, whatever its hash. */
    static Entry entry(ObjectMapper json, ResultSet row) throws SQLException {
        var stream = row.getString("stream");
        var model = row.getString("model");
        var act = new Act(
                EntryType.of(row.getString("type")),
                stream.equals(Entry.GENERAL) ? null : new CaseRef(stream),
                row.getString("actor"),
                row.getString("agency"),
                row.getString("role"),
                row.getString("process"),
                row.getString("element"),
                row.getString("task"),
                model == null
                        ? null
                        : new Act.Place(
                                row.getInt("version"),
                                model,
                                row.getString("instance"),
                                Objects.requireNonNull(row.getString("parent"))),
                texts(json, row.getString("facts")),
                texts(json, row.getString("commitments")));
        return new Entry(
                stream,
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                act,
                Hash.parse(row.getString("previous")));
    }

    private static Map<String, String> texts(ObjectMapper json, @Nullable String text) {
        return text == null ? Map.of() : json.readValue(text, TEXTS);
    }
}
