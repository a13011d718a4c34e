package org.nrm.ledger.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.EvidenceVerifier.Holder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What checking a bundle costs, warm, and beside it the limit: to unpack its files and hash each of their bytes once. A check unpacks and
 * hashes them too, hashes each entry again as a leaf, and some ten to fifteen nodes for each entry.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class EvidenceBenchmark {

    /** Steps of a case have some four and a half entries. */
    private static final double ENTRIES_OF_A_STEP = 4.6;

    /** Of the case; the tree holds three times as many. */
    @Param({"1000", "10000"})
    public int entries;

    private @Nullable SyntheticLog log;
    private @Nullable Path bundle;

    @Setup
    public void export() throws IOException {
        log = new SyntheticLog(1, (int) (entries / ENTRIES_OF_A_STEP));
        bundle = Files.createTempFile("benchmark", ".zip");
        Files.write(bundle, log.bundle(SyntheticLog.CASE));
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(Objects.requireNonNull(bundle));
    }

    @Benchmark
    public Verification verify() {
        var known = Objects.requireNonNull(log);
        var found = new EvidenceVerifier(known.clock())
                .verify(Objects.requireNonNull(bundle), new Holder(List.of(known.first.verifier()), List.of()));
        if (!found.problems().isEmpty()) throw new IllegalStateException(found.text());
        return found;
    }

    @Benchmark
    public void hashTheSameBytes(Blackhole hole) throws Exception {
        try (var zip = BundleZip.open(Objects.requireNonNull(bundle), Limits.USUAL)) {
            for (var file : zip.names())
                try (var in = zip.open(file)) {
                    Hash hash = in.hash();
                    hole.consume(hash);
                }
        }
    }
}
