package org.nrm.pathway;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.ComparesWithLedger;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.LedgerReport.Finding;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The engine keeps a history of its own, which anybody with the database's password can change. It is compared with the ledger row by
 * row: which element ran in which instance, from when to when, and who did the task.
 */
@Component
class EngineHistory implements ComparesWithLedger {

    /** Between the engine's reading of the clock and the ledger's, in one transaction. */
    private static final Duration APART = Duration.ofSeconds(30);

    private final JdbcClient jdbc;

    EngineHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Step(
            String element, Instant from, @Nullable Instant to) {}

    private record TaskRow(
            String element,
            @Nullable String assignee,
            @Nullable Instant to) {}

    @Override
    public List<Finding> compare(CaseRef caseRef, List<Entry> entries) {
        var findings = new ArrayList<Finding>();
        steps(caseRef, entries, findings);
        tasks(caseRef, entries, findings);
        return findings;
    }

    private void steps(CaseRef caseRef, List<Entry> entries, List<Finding> findings) {
        var rows = new HashMap<String, Step>();
        jdbc.sql("""
                select a.id_, a.act_id_, a.start_time_, a.end_time_ from act_hi_actinst a join act_hi_procinst p on p.proc_inst_id_ = a.proc_inst_id_
                 where p.business_key_ = :ref""").param("ref", caseRef.value()).query(row -> {
            rows.put(
                    row.getString("id_"),
                    new Step(
                            row.getString("act_id_"),
                            row.getTimestamp("start_time_").toInstant(),
                            instant(row.getTimestamp("end_time_"))));
        });
        var ends = new HashMap<String, Entry>();
        for (var entry : entries)
            if (entry.act().type() == EntryType.LEFT || entry.act().type() == EntryType.CANCELLED)
                ends.put(instance(entry), entry);
        for (var entry : entries) {
            if (entry.act().type() != EntryType.ENTERED) continue;
            var row = rows.remove(instance(entry));
            if (row == null) {
                findings.add(Finding.of(entry, "the engine's history has no such step: a row was removed there"));
                continue;
            }
            if (!row.element().equals(entry.act().element()) || apart(row.from(), entry.time()))
                findings.add(Finding.of(
                        entry, "the engine's history says another element or time: a row was changed there"));
            ended(row, ends.get(instance(entry)), entry, findings);
        }
        if (!rows.isEmpty())
            findings.add(new Finding(
                    caseRef.value(),
                    0,
                    "the engine's history has " + rows.size()
                            + " steps that no entry tells of: rows were added there"));
    }

    private static void ended(Step row, @Nullable Entry end, Entry entry, List<Finding> findings) {
        var to = row.to();
        if (end == null ? to != null : to == null || apart(to, end.time()))
            findings.add(Finding.of(
                    end == null ? entry : end,
                    "the engine's history says another end of the step: a row was changed there"));
    }

    private void tasks(CaseRef caseRef, List<Entry> entries, List<Finding> findings) {
        var rows = new HashMap<String, TaskRow>();
        jdbc.sql("""
                select t.id_, t.task_def_key_, t.assignee_, t.end_time_ from act_hi_taskinst t join act_hi_procinst p on p.proc_inst_id_ = t.proc_inst_id_
                 where p.business_key_ = :ref""").param("ref", caseRef.value()).query(row -> {
            rows.put(
                    row.getString("id_"),
                    new TaskRow(
                            row.getString("task_def_key_"),
                            row.getString("assignee_"),
                            instant(row.getTimestamp("end_time_"))));
        });
        Map<String, Entry> last = new HashMap<>();
        for (var entry : entries)
            if (entry.act().task() != null) {
                var type = entry.act().type();
                if (type == EntryType.COMPLETED || type == EntryType.TASK_CANCELLED)
                    last.put(entry.act().task(), entry);
            }
        for (var entry : entries) {
            if (entry.act().type() != EntryType.TASK_CREATED) continue;
            var row = rows.remove(String.valueOf(entry.act().task()));
            var end = last.get(String.valueOf(entry.act().task()));
            if (row == null)
                findings.add(Finding.of(entry, "the engine's history has no such task: a row was removed there"));
            else if (!row.element().equals(entry.act().element()) || (row.to() == null) != (end == null))
                findings.add(
                        Finding.of(entry, "the engine's history says otherwise of this task: a row was changed there"));
            else if (end != null
                    && end.act().type() == EntryType.COMPLETED
                    && !Objects.equals(row.assignee(), end.act().actor()))
                findings.add(Finding.of(
                        end, "the engine's history names somebody else who did the task: a row was changed there"));
        }
        if (!rows.isEmpty())
            findings.add(new Finding(
                    caseRef.value(),
                    0,
                    "the engine's history has " + rows.size()
                            + " tasks that no entry tells of: rows were added there"));
    }

    private static String instance(Entry entry) {
        var place = entry.act().place();
        return place == null ? "" : String.valueOf(place.instance());
    }

    private static boolean apart(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(APART) > 0;
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
