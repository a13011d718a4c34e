package org.nrm.records.file;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.keys.CaseKeys;
import org.nrm.records.keys.KeyStore;
import org.nrm.records.keys.Sealed;
import org.nrm.records.keys.SealedValues;
import org.nrm.records.keys.Unreadable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

/**
 * The record store. Each value is sealed under the key of its case and class and bound to its place. Every read goes through here, says
 * for whom, is judged by {@link ReadingPolicy} and leaves an entry.
 */
@Repository
@Transactional
public class CaseRecords implements SealedValues {

    private static final Logger LOG = LoggerFactory.getLogger(CaseRecords.class);

    private static final String SELECT = """
            select id, version, form, process, element, task, role, agency, field, data_class, sealed, key_id, written from case_field
             where case_ref = :ref""";

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;
    private final ReadingPolicy policy;
    private final KeyStore keyStore;
    private final IndexesNames names;
    private final Recordings recordings;
    private final Ledger ledger;
    private final VersionInForce versions;

    CaseRecords(
            JdbcClient jdbc,
            ObjectMapper json,
            Clock clock,
            ReadingPolicy policy,
            KeyStore keyStore,
            IndexesNames names,
            Recordings recordings,
            Ledger ledger,
            VersionInForce versions) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.policy = policy;
        this.keyStore = keyStore;
        this.names = names;
        this.recordings = recordings;
        this.ledger = ledger;
        this.versions = versions;
    }

    /**
     * What somebody reads of a case.
     *
     * @param answers    element id → field → latest answer
     * @param unreadable how many values do not open: damaged, or their key is missing
     */
    public record Content(Map<String, Map<String, Answer>> answers, int unreadable) {

        /** Element id → field → latest value. */
        public Map<String, Map<String, Object>> data() {
            var data = new LinkedHashMap<String, Map<String, Object>>();
            answers.forEach((element, fields) -> {
                var values = new LinkedHashMap<String, Object>();
                fields.forEach((field, answer) -> values.put(field, answer.value()));
                data.put(element, values);
            });
            return data;
        }
    }

    /**
     * An answer with where it comes from.
     *
     * @param version of the models by which it was written
     * @param process in which the task stands
     */
    public record Answer(int version, String process, Object value) {}

    /** Keeps the answers. Waits for other acts on the case, so that nothing is written under a key that is being destroyed. */
    public void write(Answers answers) {
        if (answers.fields().isEmpty()) return;
        ledger.lock(answers.caseRef());
        var keys = keyStore.of(answers.caseRef());
        var version = answers.version() == null ? versions.versionInForce() : answers.version();
        var recording = UUID.randomUUID().toString();
        var ofClass = new TreeMap<String, Map<String, String>>();
        for (var field : answers.fields()) {
            var place = SealedRow.place(answers.element(), answers.task(), field.key());
            var text = json.writeValueAsString(field.value());
            var sealed = keys.seal(field.dataClass(), place, text);
            ofClass.computeIfAbsent(field.dataClass(), none -> new TreeMap<>()).put(field.key(), text);
            jdbc.sql("""
                    insert into case_field (case_ref, version, form, process, element, task, role, agency, field, data_class, sealed, key_id, written, recording)
                    values (:ref, :version, :form, :process, :element, :task, :role, :agency, :field, :class, :sealed, :key, :now, :recording)""")
                    .param("ref", answers.caseRef().value())
                    .param("version", version)
                    .param("form", answers.form())
                    .param("process", answers.process())
                    .param("element", answers.element())
                    .param("task", answers.task())
                    .param("role", answers.role())
                    .param("agency", answers.agency())
                    .param("field", field.key())
                    .param("class", field.dataClass())
                    .param("sealed", sealed.text())
                    .param("key", sealed.keyId())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("recording", recording)
                    .update();
        }
        var act = Act.on(answers.caseRef(), EntryType.RECORDED);
        var user = answers.user();
        ledger.append((user == null ? act : act.by(user, answers.agency(), answers.role()))
                .at(answers.process(), answers.element(), answers.task())
                .with(Map.of("recording", recording, "version", String.valueOf(version)))
                .committing(recordings.commit(answers.caseRef(), keys, recording, ofClass)));
        if (answers.fields().stream().anyMatch(field -> names.finds(field.key()))) index(answers.caseRef(), keys);
    }

    /**
     * What the actor may read of the case. Nothing for who is not on it. The look is an entry that names the classes seen and why.
     *
     * @param where the screen or call
     */
    public Content view(CaseRef caseRef, Actor actor, String where) {
        var reading = policy.of(caseRef, actor);
        if (reading.nothing()) return new Content(Map.of(), 0);
        var view = new LinkedHashMap<String, Map<String, Answer>>();
        var seen = new TreeMap<String, String>();
        var unreadable = 0;
        var rows = rows(caseRef);
        var keys = keyStore.of(caseRef); // after the rows: a rotation makes the key first
        for (var row : rows) {
            var why = reading.classes().get(row.dataClass());
            if (why == null) continue;
            var value = value(keys, row);
            if (value.isPresent()) {
                view.computeIfAbsent(row.element(), element -> new LinkedHashMap<>())
                        .put(row.field(), new Answer(row.version(), row.process(), value.get()));
                seen.put(row.dataClass(), why);
            } else unreadable++;
        }
        looked(caseRef, actor, reading, seen, where);
        return new Content(view, unreadable);
    }

    /**
     * Latest earlier answers to these questions, for the form of a task: only what the task's role may read, and nothing unless the
     * actor's agency is on the case in that role.
     */
    public Map<String, Object> forTask(CaseRef caseRef, Actor actor, String role, Collection<String> keys) {
        if (keys.isEmpty()) return Map.of();
        var reading = policy.ofTask(caseRef, actor, role);
        if (reading.nothing()) return Map.of();
        var found = new LinkedHashMap<String, Object>();
        var seen = new TreeMap<String, String>();
        var rows = rows(caseRef);
        var caseKeys = keyStore.of(caseRef);
        for (var row : rows) {
            var why = reading.classes().get(row.dataClass());
            if (why == null || !keys.contains(row.field())) continue;
            value(caseKeys, row).ifPresent(value -> {
                found.put(row.field(), value);
                seen.put(row.dataClass(), why);
            });
        }
        if (!seen.isEmpty()) looked(caseRef, actor, reading, seen, "task");
        return found;
    }

    /**
     * What was written down in one act.
     *
     * @param element of the task, or what else was done
     * @param agency  that wrote it
     * @param answers by field
     */
    public record Written(String element, Instant at, String agency, Map<String, Answer> answers) {}

    /** Everything that the actor may read of the case, also what was later answered anew, in order. The look is an entry. */
    public List<Written> all(CaseRef caseRef, Actor actor, String where) {
        var reading = policy.of(caseRef, actor);
        var written = new LinkedHashMap<String, Written>();
        var seen = new TreeMap<String, String>();
        var rows = rows(caseRef);
        var keys = keyStore.of(caseRef);
        for (var row : rows) {
            var why = reading.classes().get(row.dataClass());
            if (why == null) continue;
            value(keys, row).ifPresent(value -> {
                written.computeIfAbsent(
                                row.element() + " " + row.task() + " " + row.written(),
                                act -> new Written(row.element(), row.written(), row.agency(), new LinkedHashMap<>()))
                        .answers()
                        .put(row.field(), new Answer(row.version(), row.process(), value));
                seen.put(row.dataClass(), why);
            });
        }
        if (!reading.nothing()) looked(caseRef, actor, reading, seen, where);
        return List.copyOf(written.values());
    }

    /** What one task (or a consent of its own) brought, field → value, as far as the actor may read it. The look is an entry. */
    public Map<String, Object> ofTask(CaseRef caseRef, Actor actor, String task, String where) {
        var reading = policy.of(caseRef, actor);
        var found = new LinkedHashMap<String, Object>();
        var seen = new TreeMap<String, String>();
        var rows = rows(caseRef);
        var keys = keyStore.of(caseRef);
        for (var row : rows) {
            var why = reading.classes().get(row.dataClass());
            if (why == null || !row.task().equals(task)) continue;
            value(keys, row).ifPresent(value -> {
                found.put(row.field(), value);
                seen.put(row.dataClass(), why);
            });
        }
        if (!reading.nothing()) looked(caseRef, actor, reading, seen, where);
        return found;
    }

    /**
     * What was recorded, act by act, with the salt that its commitment in the ledger needs.
     *
     * @param classes that the actor may read
     */
    public record Recorded(Set<String> classes, List<Recordings.Opened> acts) {}

    /** All that was recorded of the classes that the actor may read, to take away. The look is an entry. */
    public Recorded recorded(CaseRef caseRef, Actor actor, String where) {
        var reading = policy.of(caseRef, actor);
        var acts = recordings.open(caseRef, reading.classes().keySet());
        var seen = new TreeMap<String, String>();
        for (var act : acts) seen.put(act.dataClass(), reading.classes().getOrDefault(act.dataClass(), ""));
        if (!reading.nothing()) looked(caseRef, actor, reading, seen, where);
        return new Recorded(Set.copyOf(reading.classes().keySet()), acts);
    }

    /** The latest value of a routing fact, for the service's own use; a fact of any other class does not come out. */
    @Transactional(readOnly = true)
    public Optional<String> routingFact(CaseRef caseRef, String key) {
        return latest(caseRef, key, "routing");
    }

    /** The first value of a routing fact: what was so when the case began. */
    @Transactional(readOnly = true)
    public Optional<String> firstRoutingFact(CaseRef caseRef, String key) {
        return rows(caseRef, key, "routing", "id").stream()
                .findFirst()
                .flatMap(row -> value(keyStore.of(caseRef), row))
                .map(String::valueOf);
    }

    /** The date of birth that was recorded last, for the service's own use: whether the person is of age now. */
    @Transactional(readOnly = true)
    public Optional<String> birthDate(CaseRef caseRef) {
        return latest(caseRef, "birthDate", "identity");
    }

    private Optional<String> latest(CaseRef caseRef, String key, String dataClass) {
        return rows(caseRef, key, dataClass, "id desc").stream()
                .findFirst()
                .flatMap(row -> value(keyStore.of(caseRef), row))
                .map(String::valueOf);
    }

    private List<SealedRow> rows(CaseRef caseRef, String key, String dataClass, String order) {
        return jdbc.sql(SELECT + " and field = :field and data_class = :class order by " + order
                        + " fetch first 1 rows only")
                .param("ref", caseRef.value())
                .param("field", key)
                .param("class", dataClass)
                .query(SealedRow::of)
                .list();
    }

    /** A text that was kept beside the tasks; empty if there is none or it does not open. The caller judges who reads it and writes the entry. */
    @Transactional(readOnly = true)
    public Optional<String> text(CaseRef caseRef, String element, String task) {
        return rows(caseRef).stream()
                .filter(row -> row.element().equals(element) && row.task().equals(task))
                .findFirst()
                .flatMap(row -> value(keyStore.of(caseRef), row))
                .map(String::valueOf);
    }

    /** All rows of the case in the order in which they were written, sealed. */
    public List<SealedRow> rows(CaseRef caseRef) {
        return jdbc.sql(SELECT + " order by id")
                .param("ref", caseRef.value())
                .query(SealedRow::of)
                .list();
    }

    @Override
    @Transactional(readOnly = true)
    public List<CaseRef> cases() {
        return jdbc.sql("select distinct case_ref from case_field order by case_ref")
                .query((row, number) -> new CaseRef(row.getString("case_ref")))
                .list();
    }

    @Override
    public int sealAnew(CaseRef caseRef) {
        ledger.lock(caseRef);
        var count = 0;
        var rows = rows(caseRef);
        var before = keyStore.of(caseRef);
        rows.stream().map(SealedRow::dataClass).distinct().forEach(dataClass -> keyStore.retire(caseRef, dataClass));
        var after = keyStore.of(caseRef);
        for (var row : rows) {
            final Sealed sealed;
            try {
                sealed = after.seal(
                        row.dataClass(), row.place(), before.open(row.dataClass(), row.place(), row.sealed()));
            } catch (Unreadable e) {
                LOG.error("{}", e.getMessage());
                continue; // stays as it is: a damaged value is not made worse
            }
            jdbc.sql("update case_field set sealed = :sealed, key_id = :key where id = :id")
                    .param("sealed", sealed.text())
                    .param("key", sealed.keyId())
                    .param("id", row.id())
                    .update();
            count++;
        }
        recordings.sealAnew(caseRef, before, after);
        index(caseRef, after);
        return count;
    }

    /** Opens the value; empty, and an error in the log, if it does not open. */
    Optional<Object> value(CaseKeys keys, SealedRow row) {
        try {
            return Optional.of(json.readValue(keys.open(row.dataClass(), row.place(), row.sealed()), Object.class));
        } catch (Unreadable e) {
            LOG.error("{}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Makes the index of the person's names anew from the latest answers. */
    private void index(CaseRef caseRef, CaseKeys keys) {
        var latest = new LinkedHashMap<String, String>();
        var keyId = "";
        for (var row : new ArrayList<>(rows(caseRef)))
            if (row.dataClass().equals("identity") && names.finds(row.field())) {
                value(keys, row).ifPresent(value -> latest.put(row.field(), String.valueOf(value)));
                keyId = row.sealed().keyId();
            }
        if (!latest.isEmpty()) names.put(caseRef, latest, keyId);
    }

    private void looked(
            CaseRef caseRef, Actor actor, ReadingPolicy.Reading reading, Map<String, String> seen, String where) {
        var reasons = seen.isEmpty() && reading.as().isEmpty()
                ? reading.classes().values()
                : seen.isEmpty() ? List.of("assigned") : seen.values();
        var why = reasons.stream().distinct().sorted().toList();
        ledger.append(Act.on(caseRef, EntryType.VIEWED)
                .by(actor.user(), actor.agency(), reading.role())
                .with(Map.of(
                        "classes", String.join(" ", seen.keySet()), "where", where, "why", String.join(" ", why))));
    }
}
