package org.nrm.ledger.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.testing.Databases;
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

/**
 * Acts per second on PostgreSQL, by so many writers at once: a transaction of one row (the physical limit beside it), the same with five
 * entries of a case of the writer's own, and with five entries of one case that all writers share (a ledger with one chain for everything).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dnrm.test.database=postgresql")
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class AppendBenchmark {

    /** What is in a transaction beside the row. */
    public enum Entries {
        NONE,
        OWN_CASE,
        ONE_CASE
    }

    private static final int ACTS = 160;
    private static final int PER_ACT = 5;

    @Param({"1", "2", "4", "8"})
    private int writers;

    @Param
    private Entries entries = Entries.NONE;

    private @Nullable BareLedger bare;
    private @Nullable ExecutorService pool;
    private List<Callable<Boolean>> work = List.of();

    @Setup(Level.Trial)
    public void open() throws IOException {
        var opened = new BareLedger(Databases.fresh(), Files.createTempDirectory("nrm-append"));
        bare = opened;
        pool = Executors.newFixedThreadPool(writers);
        opened.jdbc
                .sql("create table act (id bigint generated always as identity primary key, what varchar(20))")
                .update();
        work = new ArrayList<>();
        for (var writer = 0; writer < writers; writer++) {
            var caseRef = new CaseRef("NRM-2026-AAAAAAA" + (entries == Entries.ONE_CASE ? 0 : writer));
            if (writer == 0 || entries != Entries.ONE_CASE)
                opened.transaction.executeWithoutResult(
                        status -> opened.ledger.append(Act.on(caseRef, EntryType.CASE_OPENED)));
            work.add(() -> {
                for (var act = 0; act < ACTS / writers; act++)
                    opened.transaction.executeWithoutResult(status -> {
                        opened.jdbc
                                .sql("insert into act (what) values ('done')")
                                .update();
                        if (entries == Entries.NONE) return;
                        for (var entry = 0; entry < PER_ACT; entry++)
                            opened.ledger.append(Act.on(caseRef, EntryType.FLOW)
                                    .by("ngo1", "open-door", "case-manager")
                                    .at("referral-pathway", "flow-to-needs", null)
                                    .with(Map.of("isChild", "no")));
                    });
                return true;
            });
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(pool).shutdownNow();
        Objects.requireNonNull(bare).close();
    }

    @Benchmark
    @OperationsPerInvocation(ACTS)
    public int acts() throws InterruptedException, ExecutionException {
        var done = 0;
        for (var writer : Objects.requireNonNull(pool).invokeAll(work)) if (writer.get()) done++;
        return done;
    }
}
