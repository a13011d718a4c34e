package org.nrm.ledger.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** The head row of a case is locked from the first act of a transaction to its end; so {@code seq} has no gaps and no doubles. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class JdbcLedger implements Ledger {

    /** Stream of what concerns no case. */
    private static final String GENERAL = "general";

    private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    JdbcLedger(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void append(Act act) {
        var stream = stream(act.caseRef());
        if (increment(stream) == 0) {
            open(stream);
            increment(stream);
        }
        var seq = jdbc.sql("select seq from ledger_head where stream = :stream")
                .param("stream", stream)
                .query(Long.class)
                .single();
        jdbc.sql("""
                insert into ledger_entry (stream, seq, at, type, actor, agency, role, process, element, task, facts)
                values (:stream, :seq, :at, :type, :actor, :agency, :role, :process, :element, :task, :facts)""")
                .param("stream", stream)
                .param("seq", seq)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("type", act.type().word())
                .param("actor", act.actor())
                .param("agency", act.agency())
                .param("role", act.role())
                .param("process", act.process())
                .param("element", act.element())
                .param("task", act.task())
                .param("facts", act.facts().isEmpty() ? null : json.writeValueAsString(act.facts()))
                .update();
    }

    @Override
    public void lock(CaseRef caseRef) {
        var stream = stream(caseRef);
        if (held(stream)) return;
        open(stream);
        held(stream);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Entry> history(CaseRef caseRef, long after, int limit) {
        return jdbc.sql("""
                select seq, at, type, actor, agency, role, process, element, task, facts
                  from ledger_entry where stream = :stream and seq > :after order by seq fetch first :limit rows only""")
                .param("stream", caseRef.value())
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> entry(caseRef, row))
                .list();
    }

    private Entry entry(CaseRef caseRef, ResultSet row) throws SQLException {
        var facts = row.getString("facts");
        var act = new Act(
                EntryType.of(row.getString("type")),
                caseRef,
                row.getString("actor"),
                row.getString("agency"),
                row.getString("role"),
                row.getString("process"),
                row.getString("element"),
                row.getString("task"),
                facts == null ? Map.of() : json.readValue(facts, FACTS));
        return new Entry(
                row.getLong("seq"), row.getObject("at", OffsetDateTime.class).toInstant(), act);
    }

    private boolean held(String stream) {
        return jdbc.sql("select seq from ledger_head where stream = :stream for update")
                .param("stream", stream)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    private int increment(String stream) {
        return jdbc.sql("update ledger_head set seq = seq + 1 where stream = :stream")
                .param("stream", stream)
                .update();
    }

    private void open(String stream) {
        jdbc.sql("insert into ledger_head (stream, seq) values (:stream, 0)")
                .param("stream", stream)
                .update();
    }

    private static String stream(@Nullable CaseRef caseRef) {
        return caseRef == null ? GENERAL : caseRef.value();
    }
}
