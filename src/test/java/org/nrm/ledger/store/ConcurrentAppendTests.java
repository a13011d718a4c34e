package org.nrm.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.testing.Databases;
import org.nrm.testing.Program;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Many write at once, some change their mind, one is killed: there is no act without its entry and no entry without its act. */
@Tag("slow")
@Tag("database")
class ConcurrentAppendTests {

    private static final int WRITERS = 8;
    private static final int ACTS = 60;

    @TempDir
    private Path folder;

    @Test
    void entriesOfManyWritersAreInOneChainPerCaseAndAllInTheTree() throws Exception {
        try (var bare = new BareLedger(Databases.fresh(), folder)) {
            var cases = List.of(reference(1), reference(2), reference(3));
            acts(bare);
            for (var caseRef : cases) bare.transaction.executeWithoutResult(status -> act(bare, caseRef));
            var writing = new AtomicBoolean(true);
            var pool = Executors.newFixedThreadPool(WRITERS + 1);
            try {
                var notes = pool.submit(() -> {
                    var signed = new ArrayList<SignedNote>();
                    while (writing.get()) signed.add(bare.checkpoints.latest());
                    return signed;
                });
                var writers = new ArrayList<Callable<Integer>>();
                for (var writer = 0; writer < WRITERS; writer++) {
                    var seed = writer;
                    writers.add(() -> write(bare, cases, new Random(seed)));
                }
                var committed = cases.size();
                for (var done : pool.invokeAll(writers)) committed += done.get();
                writing.set(false);

                assertThat(count(bare, "act")).isEqualTo(committed);
                assertThat(count(bare, "ledger_entry where stream <> 'general'"))
                        .isEqualTo(committed);
                var last = bare.checkpoints.latest();
                assertThat(Checkpoint.parse(last.text()).size()).isEqualTo(committed);
                var signed = notes.get();
                signed.add(last);
                assertThat(bare.check.check(signed, Set.of()).findings())
                        .as("and every checkpoint that was signed meanwhile fits")
                        .isEmpty();
            } finally {
                writing.set(false);
                pool.shutdownNow();
            }
        }
    }

    /** Each time two acts, on one case or two, in one transaction, in the order of the cases; some are taken back. */
    private static int write(BareLedger bare, List<CaseRef> cases, Random random) {
        var committed = 0;
        for (var act = 0; act < ACTS; act++) {
            var one = random.nextInt(cases.size());
            var other = random.nextInt(cases.size());
            var takenBack = random.nextInt(5) == 0;
            bare.transaction.executeWithoutResult(status -> {
                act(bare, cases.get(Math.min(one, other)));
                act(bare, cases.get(Math.max(one, other)));
                if (takenBack) status.setRollbackOnly();
            });
            if (!takenBack) committed += 2;
        }
        return committed;
    }

    @Test
    void whatIsTakenBackLeavesNothing() {
        try (var bare = new BareLedger(Databases.fresh(), folder)) {
            acts(bare);
            bare.transaction.executeWithoutResult(status -> act(bare, reference(1)));
            bare.transaction.executeWithoutResult(status -> {
                act(bare, reference(1));
                assertThat(bare.ledger.history(reference(1)))
                        .as("who writes reads it")
                        .hasSize(2);
                status.setRollbackOnly();
            });
            bare.transaction.executeWithoutResult(status -> act(bare, reference(1)));
            assertThat(bare.ledger.history(reference(1)))
                    .extracting(entry -> entry.seq())
                    .containsExactly(1L, 2L);
            bare.checkpoints.latest();
            assertThat(bare.check.check(List.of(), Set.of()).findings()).isEmpty();
        }
    }

    @Test
    void anActWithinAnotherTransactionOfItsOwnHasItsOwnEntry() {
        try (var bare = new BareLedger(Databases.fresh(), folder)) {
            acts(bare);
            var ownTransaction =
                    new TransactionTemplate(Objects.requireNonNull(bare.transaction.getTransactionManager()));
            ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            bare.transaction.executeWithoutResult(status -> {
                act(bare, reference(1));
                ownTransaction.executeWithoutResult(own -> act(bare, reference(2)));
                status.setRollbackOnly();
            });
            assertThat(bare.ledger.history(reference(1))).isEmpty();
            assertThat(bare.ledger.history(reference(2))).hasSize(1);
        }
    }

    @Test
    void aWriterThatIsKilledLeavesWholeActsOnly() throws IOException, InterruptedException {
        var database = Databases.onPostgresql()
                ? Databases.fresh()
                : new Databases.Database("jdbc:h2:file:" + folder.resolve("killed") + ";LOCK_TIMEOUT=20000", "nrm", "");
        for (var kill = 0; kill < 2; kill++) {
            var writer = Program.java(
                            Writer.class.getName(),
                            List.of(database.url(), database.username(), database.password(), folder.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
                for (var act = 0; act < 20; ) {
                    var line = out.readLine();
                    assertThat(line).isNotNull();
                    if (line.equals("done")) act++;
                }
            } finally {
                writer.destroyForcibly().waitFor();
            }
        }
        try (var bare = new BareLedger(database, folder)) {
            var acts = count(bare, "act");
            // H2 writes what is committed a moment later; PostgreSQL has all that was said to be done.
            assertThat(acts).isGreaterThanOrEqualTo(Databases.onPostgresql() ? 80 : 1);
            assertThat(count(bare, "ledger_entry where stream <> 'general'")).isEqualTo(acts);
            bare.checkpoints.latest();
            assertThat(bare.check.check(List.of(), Set.of()).findings()).isEmpty();
        }
    }

    @Test
    void keysRotateAndOldCheckpointsStayValid() throws UnusableNote {
        try (var bare = new BareLedger(Databases.fresh(), folder)) {
            acts(bare);
            bare.transaction.executeWithoutResult(status -> act(bare, reference(1)));
            var before = bare.checkpoints.latest();
            var oldKey = bare.checkpoints.keys().announcements().get(0).key();
            bare.checkpoints.rotateKey(Act.general(EntryType.LEDGER_KEY_ROTATED).by("operator1", "office", "operator"));
            var between = bare.checkpoints.latest();
            bare.transaction.executeWithoutResult(status -> act(bare, reference(1)));
            var after = bare.checkpoints.latest();
            var keys = bare.checkpoints.keys();

            assertThat(keys.announcements()).hasSize(2);
            assertThat(between.signatures())
                    .as("both sign the first checkpoint after the change")
                    .hasSize(2);
            assertThat(after.signatures()).hasSize(1);
            assertThat(after.signedBy(Set.of(oldKey))).isEmpty();
            for (var note : List.of(before, between, after)) keys.check(note);
            assertThat(bare.check
                            .check(List.of(before, between), Set.of(oldKey))
                            .findings())
                    .as("who knows the first key only can follow")
                    .isEmpty();
        }
    }

    @Test
    void theCheckpointIsFiledThoughSomebodyAskedForItBefore() throws Exception {
        try (var bare = new BareLedger(Databases.fresh(), folder)) {
            acts(bare);
            var filed = folder.resolve("checkpoints.txt");
            var file = new CheckpointFile(bare.checkpoints, new LedgerSettings("", folder, filed), true);
            bare.transaction.executeWithoutResult(status -> act(bare, reference(1)));
            var first = bare.checkpoints.latest();
            file.everyMinute();
            file.everyMinute();
            bare.transaction.executeWithoutResult(status -> act(bare, reference(1)));
            file.everyMinute();
            assertThat(SignedNote.parseAll(Files.readString(filed))).containsExactly(first, bare.checkpoints.latest());
        }
    }

    private static void acts(BareLedger bare) {
        bare.jdbc
                .sql("create table act (id bigint generated always as identity primary key, case_ref varchar(20))")
                .update();
    }

    private static void act(BareLedger bare, CaseRef caseRef) {
        bare.jdbc
                .sql("insert into act (case_ref) values (:ref)")
                .param("ref", caseRef.value())
                .update();
        bare.ledger.append(Act.on(caseRef, EntryType.VIEWED).with(Map.of("where", "test")));
    }

    private static long count(BareLedger bare, String from) {
        return bare.jdbc.sql("select count(*) from " + from).query(Long.class).single();
    }

    private static CaseRef reference(int number) {
        return new CaseRef("NRM-2026-AAAAAAA" + number);
    }

    /** Writes until it is killed, and says so after each act. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            var database = new Databases.Database(arguments[0], arguments[1], arguments[2]);
            try (var bare = new BareLedger(database, Path.of(arguments[3]))) {
                bare.jdbc
                        .sql(
                                "create table if not exists act (id bigint generated always as identity primary key, case_ref varchar(20))")
                        .update();
                while (true) {
                    bare.transaction.executeWithoutResult(status -> {
                        act(bare, reference(1));
                        bare.ledger.append(Act.on(reference(1), EntryType.VIEWED));
                        bare.jdbc
                                .sql("insert into act (case_ref) values ('second')")
                                .update();
                    });
                    System.out.println("done");
                    bare.checkpoints.latest();
                }
            }
        }
    }
}
