package org.nrm.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.records.file.SealedRow;
import org.nrm.records.keys.CaseKeys;
import org.nrm.records.keys.KeyStore;
import org.nrm.records.keys.Sealed;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What one answer costs to write and to read, sealed and, beside it, in clear text in a table of the same columns. A form of 20 answers in one
 * transaction, as a task brings them; the keys are looked up in the key store each time, as the service does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class FieldBenchmark {

    /** How the values are kept. */
    public enum Kept {
        CLEAR,
        SEALED
    }

    private static final int FIELDS = 20;
    private static final String TEXT = "an answer of some sixty characters, as people write them in forms";
    private static final CaseRef READ = new CaseRef("NRM-2026-AAAAAAAA");
    private static final CaseRef WRITTEN = new CaseRef("NRM-2026-BBBBBBBB");
    private static final List<String> CLASSES = List.of("account", "contact", "identity", "routing", "support");

    @Param
    private Kept kept = Kept.SEALED;

    private @Nullable AnnotationConfigApplicationContext context;
    private @Nullable SingleConnectionDataSource database;

    @SuppressWarnings("NullAway.Init") // by start()
    private JdbcClient jdbc;

    @SuppressWarnings("NullAway.Init")
    private TransactionTemplate transaction;

    @SuppressWarnings("NullAway.Init")
    private KeyStore keyStore;

    @Setup
    public void start() throws IOException {
        var keyFile = Files.createTempDirectory("benchmark-keys").resolve("key-encryption.json");
        keyStore = keyStore(keyFile);
        database = new SingleConnectionDataSource("jdbc:h2:mem:fields", "nrm", "", true);
        jdbc = JdbcClient.create(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        jdbc.sql("""
                create table case_field (
                    id bigint generated always as identity primary key, case_ref varchar(20) not null, form varchar(64) not null,
                    process varchar(64) not null, element varchar(160) not null, task varchar(64) not null, role varchar(64) not null,
                    agency varchar(64) not null, field varchar(64) not null, data_class varchar(32) not null,
                    sealed varchar(200000) not null, key_id varchar(36) not null, written timestamp(3) with time zone not null)""").update();
        jdbc.sql("create index case_field_case on case_field (case_ref, field)").update();
        jdbc.sql("create index case_field_key on case_field (key_id)").update();
        write(READ);
    }

    @Benchmark
    @OperationsPerInvocation(FIELDS)
    public void write() {
        write(WRITTEN);
    }

    @Benchmark
    @OperationsPerInvocation(FIELDS)
    public List<String> read() {
        return Objects.requireNonNull(transaction.execute(status -> {
            var keys = kept == Kept.SEALED ? keyStore.of(READ) : null;
            return jdbc.sql("""
                    select id, form, process, element, task, role, agency, field, data_class, sealed, key_id, written from case_field
                     where case_ref = :ref order by id""")
                    .param("ref", READ.value())
                    .query((row, number) -> {
                        var text = row.getString("sealed");
                        return keys == null
                                ? text
                                : keys.open(
                                        row.getString("data_class"),
                                        place(row.getString("field")),
                                        new Sealed(row.getString("key_id"), text));
                    })
                    .list();
        }));
    }

    /** So that what was written in one iteration does not slow down the next. */
    @TearDown(Level.Iteration)
    public void clear() {
        jdbc.sql("delete from case_field where case_ref = :ref")
                .param("ref", WRITTEN.value())
                .update();
    }

    @TearDown
    public void stop() {
        Objects.requireNonNull(context).close();
        Objects.requireNonNull(database).destroy();
    }

    private void write(CaseRef caseRef) {
        transaction.executeWithoutResult(status -> {
            var keys = kept == Kept.SEALED ? keyStore.of(caseRef) : null;
            for (var number = 0; number < FIELDS; number++)
                insert(caseRef, keys, "field-" + number, CLASSES.get(number % CLASSES.size()));
        });
    }

    private void insert(CaseRef caseRef, @Nullable CaseKeys keys, String field, String dataClass) {
        var sealed = keys == null ? new Sealed("none", TEXT) : keys.seal(dataClass, place(field), TEXT);
        jdbc.sql("""
                insert into case_field (case_ref, form, process, element, task, role, agency, field, data_class, sealed, key_id, written)
                values (:ref, 'form', 'process', 'element', 'task', 'role', 'agency', :field, :class, :sealed, :key, current_timestamp)""")
                .param("ref", caseRef.value())
                .param("field", field)
                .param("class", dataClass)
                .param("sealed", sealed.text())
                .param("key", sealed.keyId())
                .update();
    }

    private static String place(String field) {
        return SealedRow.place("element", "task", field);
    }

    private KeyStore keyStore(Path keyFile) {
        var made = new AnnotationConfigApplicationContext();
        made.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "benchmark",
                        Map.of(
                                "nrm.keys.url",
                                "jdbc:h2:mem:keys;DB_CLOSE_DELAY=-1",
                                "nrm.keys.key-encryption-file",
                                keyFile.toString())));
        made.registerBean(Clock.class, () -> Clock.systemUTC());
        made.register(KeyStore.class);
        made.refresh();
        context = made;
        return made.getBean(KeyStore.class);
    }
}
