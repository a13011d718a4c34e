package org.nrm.records.erasure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.CaseFile;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.ErasesToo;
import org.nrm.records.keys.KeyStore;
import org.nrm.records.search.PersonIndex;
import org.nrm.transactions.Transactions;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Erases classes of a case (Regulation (EU) 2016/679 art. 5(1)(e), 17): the values go in one transaction with the entry, their keys
 * when it has committed, so that no back-up gives them back. What holds no content stays: the history, consents, disclosures, who was
 * on the case.
 */
@Component
public class Erasures {

    /** The course of an open case rests on these. */
    static final Set<String> NEEDED_WHILE_OPEN = Set.of("routing", "decision");

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final String IDENTITY = "identity";
    private static final int AT_ONCE = 200;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CaseFiles caseFiles;
    private final Holds holds;
    private final PersonIndex personIndex;
    private final KeyStore keyStore;
    private final List<ErasesToo> others;
    private final Ledger ledger;
    private final Transactions transactions;

    Erasures(
            JdbcClient jdbc,
            Clock clock,
            CaseFiles caseFiles,
            Holds holds,
            PersonIndex personIndex,
            KeyStore keyStore,
            List<ErasesToo> others,
            Ledger ledger,
            Transactions transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.caseFiles = caseFiles;
        this.holds = holds;
        this.personIndex = personIndex;
        this.keyStore = keyStore;
        this.others = List.copyOf(others);
        this.ledger = ledger;
        this.transactions = transactions;
    }

    /** Why something is erased. */
    enum Why {
        RETENTION,
        REQUEST,
        /** A back-up of the data had brought back what was erased after it was made. */
        BACK_UP;

        /** As {@code back-up}. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** A class that was erased. Later answers of the class may have been written since. */
    record Erasure(
            String dataClass,
            String why,
            Instant erased,
            @Nullable Instant keyDestroyed) {}

    /** Why these classes cannot be erased now; empty if they can. */
    Optional<String> refusal(CaseRef caseRef, Set<String> dataClasses) {
        var held = holds.inForce(caseRef);
        if (!held.isEmpty())
            return Optional.of("Nothing of this case is erased while it is held: "
                    + String.join(
                            ", ",
                            new TreeSet<>(held.stream().map(Holds.Hold::reason).toList())) + ".");
        var open = caseFiles
                .find(caseRef)
                .filter(file -> file.status() == CaseFile.Status.OPEN)
                .isPresent();
        var needed = new TreeSet<>(dataClasses);
        needed.retainAll(NEEDED_WHILE_OPEN);
        return open && !needed.isEmpty()
                ? Optional.of("Cannot be erased while the case is open, since its course rests on it: "
                        + String.join(", ", needed) + ".")
                : Optional.empty();
    }

    /**
     * Erases these classes.
     *
     * @param by   null if it is done by time
     * @param role in which it is done
     * @return false if there was nothing to erase; then nothing changes
     * @throws InvalidAnswers if the case is held, or needs them
     */
    boolean erase(CaseRef caseRef, Set<String> dataClasses, Why why, @Nullable Actor by, @Nullable String role) {
        return transactions.run(() -> {
            ledger.lock(caseRef);
            refusal(caseRef, dataClasses).ifPresent(reason -> {
                throw new InvalidAnswers(List.of(new FieldProblem("classes", reason)));
            });
            if (dataClasses.stream().allMatch(dataClass -> isEmpty(caseRef, dataClass))) return false;
            for (var dataClass : new TreeSet<>(dataClasses)) {
                var keys = keyStore.ids(caseRef, dataClass);
                keyStore.retire(caseRef, dataClass); // what is written from now on has a key of its own
                jdbc.sql("delete from case_field where case_ref = :ref and data_class = :class")
                        .param("ref", caseRef.value())
                        .param("class", dataClass)
                        .update();
                if (dataClass.equals(IDENTITY)) personIndex.remove(caseRef);
                note(caseRef, dataClass, why, keys);
            }
            others.forEach(other -> other.erase(caseRef, dataClasses));
            var entry = Act.on(caseRef, EntryType.ERASED)
                    .with(Map.of("classes", String.join(" ", new TreeSet<>(dataClasses)), "why", why.word()));
            ledger.append(by == null ? entry : entry.by(by.user(), by.agency(), role));
            afterCommit();
            return true;
        });
    }

    /** Nothing is kept of the class, and no key of it is left. */
    private boolean isEmpty(CaseRef caseRef, String dataClass) {
        return keyStore.ids(caseRef, dataClass).isEmpty()
                && jdbc.sql("select count(*) from case_field where case_ref = :ref and data_class = :class")
                                .param("ref", caseRef.value())
                                .param("class", dataClass)
                                .query(Integer.class)
                                .single()
                        == 0;
    }

    /** What was erased of the case, oldest first. */
    List<Erasure> of(CaseRef caseRef) {
        return jdbc.sql(
                        "select data_class, why, erased, key_destroyed from erasure where case_ref = :ref order by erased, id")
                .param("ref", caseRef.value())
                .query(Erasures::erasure)
                .list();
    }

    /** Destroys the keys of all that is erased and has not lost its keys yet. Stopped on the way, it is simply run again. */
    public void destroyKeys() {
        for (var erasure : jdbc.sql("select id from erasure where key_destroyed is null")
                .query(String.class)
                .list()) {
            keyStore.destroy(Set.copyOf(jdbc.sql("select key_id from erasure_key where erasure = :id")
                    .param("id", erasure)
                    .query(String.class)
                    .list()));
            transactions.apart(() -> jdbc.sql("update erasure set key_destroyed = :now where id = :id")
                    .param("now", now())
                    .param("id", erasure)
                    .update());
        }
    }

    /** Destroys once more what was destroyed before: a back-up of the key store may have been put in its place. */
    public void destroyKeysOfAllErasures() {
        destroyKeys();
        var after = new Destroyed("", "");
        for (var some = destroyedAfter(after); !some.isEmpty(); some = destroyedAfter(after)) {
            keyStore.destroy(some.stream().map(Destroyed::key).collect(Collectors.toSet()));
            after = some.get(some.size() - 1);
        }
    }

    private record Destroyed(String erasure, String key) {}

    private List<Destroyed> destroyedAfter(Destroyed last) {
        return jdbc.sql("""
                select erasure, key_id from erasure_key where (erasure, key_id) > (:erasure, :key)
                 order by erasure, key_id fetch first :most rows only""")
                .param("erasure", last.erasure())
                .param("key", last.key())
                .param("most", AT_ONCE)
                .query((row, number) -> new Destroyed(row.getString("erasure"), row.getString("key_id")))
                .list();
    }

    /**
     * Erases again what a back-up of the data has brought back: whatever is sealed under a key that was destroyed.
     *
     * @return how many values there were
     */
    public int purge() {
        var count = 0;
        var after = "";
        for (var some = usedAfter(after); !some.isEmpty(); some = usedAfter(after)) {
            for (var key : keyStore.destroyed(Set.copyOf(some)))
                for (var caseRef : sealedUnder(key)) count += purge(caseRef, keyStore.destroyed(usedIn(caseRef)));
            after = some.get(some.size() - 1);
        }
        if (count > 0)
            LOG.warn("{} values that had been erased were in the data again, and have been erased anew", count);
        return count;
    }

    /** The next keys under which something is sealed, in order: never all at once, since there is one for each class of each case. */
    private List<String> usedAfter(String key) {
        return jdbc.sql("""
                select key_id from case_field where key_id > :after
                union select key_id from person_index where key_id > :after order by key_id fetch first :most rows only""")
                .param("after", key)
                .param("most", AT_ONCE)
                .query(String.class)
                .list();
    }

    private Set<String> usedIn(CaseRef caseRef) {
        return new HashSet<>(jdbc.sql(
                        "select key_id from case_field where case_ref = :ref union select key_id from person_index where case_ref = :ref")
                .param("ref", caseRef.value())
                .query(String.class)
                .list());
    }

    private List<CaseRef> sealedUnder(String key) {
        return jdbc.sql(
                        "select case_ref from case_field where key_id = :key union select case_ref from person_index where key_id = :key")
                .param("key", key)
                .query((row, number) -> new CaseRef(row.getString("case_ref")))
                .list();
    }

    private int purge(CaseRef caseRef, Set<String> keys) {
        return transactions.run(() -> {
            ledger.lock(caseRef);
            var dataClasses = new TreeSet<String>();
            var count = 0;
            for (var key : keys) {
                dataClasses.addAll(
                        jdbc.sql("select distinct data_class from case_field where case_ref = :ref and key_id = :key")
                                .param("ref", caseRef.value())
                                .param("key", key)
                                .query(String.class)
                                .list());
                count += delete("case_field", caseRef, key);
                if (delete("person_index", caseRef, key) > 0) dataClasses.add(IDENTITY);
            }
            if (dataClasses.isEmpty()) return 0;
            for (var dataClass : dataClasses) note(caseRef, dataClass, Why.BACK_UP, Set.of());
            others.forEach(other -> other.erase(caseRef, dataClasses));
            ledger.append(Act.on(caseRef, EntryType.ERASED)
                    .with(Map.of("classes", String.join(" ", dataClasses), "why", Why.BACK_UP.word())));
            afterCommit();
            return count;
        });
    }

    private int delete(String table, CaseRef caseRef, String key) {
        return jdbc.sql("delete from " + table + " where case_ref = :ref and key_id = :key")
                .param("ref", caseRef.value())
                .param("key", key)
                .update();
    }

    private void note(CaseRef caseRef, String dataClass, Why why, Set<String> keys) {
        var id = UUID.randomUUID().toString();
        jdbc.sql("insert into erasure (id, case_ref, data_class, why, erased) values (:id, :ref, :class, :why, :now)")
                .param("id", id)
                .param("ref", caseRef.value())
                .param("class", dataClass)
                .param("why", why.word())
                .param("now", now())
                .update();
        for (var key : keys)
            jdbc.sql("insert into erasure_key (erasure, key_id) values (:id, :key)")
                    .param("id", id)
                    .param("key", key)
                    .update();
    }

    private void afterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                try {
                    destroyKeys();
                } catch (RuntimeException e) {
                    LOG.error(
                            "What was erased is gone; its keys are not destroyed yet, which is tried again every night and at the next start: {}",
                            e.getClass().getSimpleName());
                }
            }
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Erasure erasure(ResultSet row, int number) throws SQLException {
        var destroyed = row.getObject("key_destroyed", OffsetDateTime.class);
        return new Erasure(
                row.getString("data_class"),
                row.getString("why"),
                row.getObject("erased", OffsetDateTime.class).toInstant(),
                destroyed == null ? null : destroyed.toInstant());
    }
}
