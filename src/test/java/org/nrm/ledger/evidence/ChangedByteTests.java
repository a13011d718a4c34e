package org.nrm.ledger.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.EvidenceVerifier.Holder;
import org.nrm.ledger.evidence.Verification.Verdict;

/** One byte changed anywhere in any file, by somebody who then puts the manifest right or does not. */
@Tag("slow")
class ChangedByteTests {

    private static final SyntheticLog LOG = new SyntheticLog(5, 12);
    private static final Unzipped BUNDLE = new Unzipped(LOG.bundle(SyntheticLog.CASE));
    private static final Holder KEY = new Holder(List.of(LOG.first.verifier(), LOG.witness.verifier()), List.of());
    private static final int ROUNDS = Integer.getInteger("nrm.test.rounds", 12);

    @TempDir
    Path folder;

    private Verification verify(Unzipped bundle) throws IOException {
        return new EvidenceVerifier(LOG.clock()).verify(Files.write(folder.resolve("bundle.zip"), bundle.zip()), KEY);
    }

    private static Unzipped changed(String file, Random random) {
        var bundle = new Unzipped(BUNDLE);
        var bytes = bundle.files.getOrDefault(file, new byte[1]);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bundle;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest.json",
                "signature.txt",
                "entries.jsonl",
                "proofs.jsonl",
                "checkpoint.txt",
                "consistency.json",
                "keys.txt",
                "sets.json",
                "contents.jsonl",
                "index.html",
                "README.txt"
            })
    void isFound(String file) throws IOException {
        var random = new Random(file.hashCode());
        for (var round = 0; round < ROUNDS; round++) {
            var found = verify(changed(file, random));

            // A manifest of another format or version cannot be judged; all else is altered.
            if (!file.equals("manifest.json"))
                assertThat(found.verdict()).as(found.text()).isEqualTo(Verdict.ALTERED);
            assertThat(found.verdict()).as(found.text()).isNotEqualTo(Verdict.INTACT);
            assertThat(found.text()).doesNotContain("fault of the program");
        }
    }

    @Test
    void isFoundInAModel() throws IOException {
        var random = new Random(38);
        for (var file : BUNDLE.files.keySet())
            if (file.startsWith("models/"))
                assertThat(verify(changed(file, random)).verdict()).isEqualTo(Verdict.ALTERED);
    }

    /** With the manifest put right as well, which whoever cannot sign it may do: the entry is named all the same. */
    @Test
    void isFoundInTheEntryItIsIn() throws IOException {
        var random = new Random(1);
        for (var round = 0; round < ROUNDS; round++) {
            var bundle = new Unzipped(BUNDLE);
            var bytes = bundle.files.getOrDefault("entries.jsonl", new byte[1]);
            var at = random.nextInt(bytes.length);
            var entry = 1
                    + bundle.text("entries.jsonl")
                            .substring(0, at)
                            .chars()
                            .filter(unit -> unit == '\n')
                            .count();
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            bundle.putManifestRight();

            var found = verify(bundle);
            assertThat(found.verdict()).as(found.text()).isEqualTo(Verdict.ALTERED);
            assertThat(found.entry()).as(found.text()).isEqualTo(entry);
        }
    }

    /** A bit of a hash in a proof changed: at the first entry whose proof rests on that hash. */
    @Test
    void isFoundAtTheFirstEntryWhoseProofRestsOnIt() throws IOException {
        var lines = BUNDLE.lines("proofs.jsonl");
        for (var line = 0; line < lines.size(); line += 7) {
            var hash = lines.get(line).replaceAll("(?s).*?([0-9a-f]{64}).*|.*", "$1");
            if (hash.isEmpty()) continue;
            var bytes = Hash.parse(hash).bytes();
            bytes[9] ^= 4;
            var bundle = new Unzipped(BUNDLE);
            bundle.change(
                    "proofs.jsonl", text -> text.replace(hash, Hash.from(bytes).toString()));
            bundle.putManifestRight();

            assertThat(verify(bundle).entry()).isEqualTo(line + 1L);
        }
    }
}
