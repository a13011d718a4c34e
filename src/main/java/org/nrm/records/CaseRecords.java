package org.nrm.records;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

/**
 * The record store. Every read of case data goes through here and says for whom; what the reader's roles on the case may not
 * read does not come out.
 */
@Repository
@Transactional
public class CaseRecords {

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;
    private final DataClasses classes;
    private final CaseFiles caseFiles;
    private final Ledger ledger;

    CaseRecords(
            JdbcClient jdbc, ObjectMapper json, Clock clock, DataClasses classes, CaseFiles caseFiles, Ledger ledger) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.classes = classes;
        this.caseFiles = caseFiles;
        this.ledger = ledger;
    }

    private record Row(String element, String field, String dataClass, String content) {}

    public void write(Answers answers) {
        for (var field : answers.fields())
            jdbc.sql("""
                    insert into case_field (case_ref, form, process, element, task, role, agency, field, data_class, content, written)
                    values (:ref, :form, :process, :element, :task, :role, :agency, :field, :class, :content, :now)""")
                    .param("ref", answers.caseRef().value())
                    .param("form", answers.form())
                    .param("process", answers.process())
                    .param("element", answers.element())
                    .param("task", answers.task())
                    .param("role", answers.role())
                    .param("agency", answers.agency())
                    .param("field", field.key())
                    .param("class", field.dataClass())
                    .param("content", json.writeValueAsString(field.value()))
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
    }

    /**
     * What the actor may read of the case: element id → field → latest value. Empty for who is not on the case. The look is an
     * entry that names the classes seen.
     */
    public Map<String, Map<String, Object>> view(CaseRef caseRef, Actor actor) {
        var reading = caseFiles.readingRoles(caseRef, actor);
        var view = new LinkedHashMap<String, Map<String, Object>>();
        var seen = new TreeSet<String>();
        for (var row : rows(caseRef))
            if (classes.readBy(reading, row.dataClass())) {
                view.computeIfAbsent(row.element(), element -> new LinkedHashMap<>())
                        .put(row.field(), value(row));
                seen.add(row.dataClass());
            }
        looked(caseRef, actor, reading, seen, "case");
        return view;
    }

    /**
     * Latest earlier answers to these questions, for the form of a task: only classes that the task's role may read, and nothing
     * unless the actor's agency is on the case in that role. Law enforcement is shown only what it may read in the form of its
     * own task.
     */
    public Map<String, Object> forTask(CaseRef caseRef, Actor actor, String role, Collection<String> keys) {
        if (keys.isEmpty()
                || caseFiles
                        .assigned(caseRef, role)
                        .filter(actor.agency()::equals)
                        .isEmpty()) return Map.of();
        var found = new LinkedHashMap<String, Object>();
        var seen = new TreeSet<String>();
        for (var row : rows(caseRef))
            if (keys.contains(row.field()) && classes.readBy(Set.of(role), row.dataClass())) {
                found.put(row.field(), value(row));
                seen.add(row.dataClass());
            }
        if (!seen.isEmpty()) looked(caseRef, actor, Set.of(role), seen, "task");
        return found;
    }

    /** The latest value of a routing fact, for the service's own use; a fact of any other class does not come out. */
    @Transactional(readOnly = true)
    public Optional<String> routingFact(CaseRef caseRef, String key) {
        return rows(caseRef).stream()
                .filter(row -> row.field().equals(key) && row.dataClass().equals("routing"))
                .reduce((earlier, later) -> later)
                .map(row -> String.valueOf(value(row)));
    }

    private List<Row> rows(CaseRef caseRef) {
        return jdbc.sql("select element, field, data_class, content from case_field where case_ref = :ref order by id")
                .param("ref", caseRef.value())
                .query((row, number) -> new Row(
                        row.getString("element"),
                        row.getString("field"),
                        row.getString("data_class"),
                        row.getString("content")))
                .list();
    }

    private Object value(Row row) {
        return json.readValue(row.content(), Object.class);
    }

    private void looked(CaseRef caseRef, Actor actor, Set<String> as, Set<String> seen, String where) {
        ledger.append(Act.on(caseRef, EntryType.VIEWED)
                .by(
                        actor.user(),
                        actor.agency(),
                        as.stream().sorted().findFirst().orElse(null))
                .with(Map.of("classes", String.join(" ", seen), "where", where)));
    }
}
