package org.nrm.ledger.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.ledger.evidence.EvidenceBundle.Contents;
import org.nrm.ledger.evidence.EvidenceVerifier.Holder;
import org.nrm.ledger.evidence.EvidenceVerifier.Kept;
import org.nrm.ledger.evidence.Verification.Verdict;

/** A bundle as it was exported. */
class EvidenceBundleTests {

    private static final SyntheticLog LOG = new SyntheticLog(1, 40);

    @TempDir
    Path folder;

    private Verification verify(byte[] bundle, Holder holder) throws IOException {
        var file = Files.write(folder.resolve("bundle.zip"), bundle);
        return new EvidenceVerifier(LOG.clock()).verify(file, holder);
    }

    @Test
    void isIntact() throws IOException {
        var found = verify(LOG.bundle(SyntheticLog.CASE), Holder.KNOWS_NOTHING);

        assertThat(found.problems()).isEmpty();
        assertThat(found.verdict()).isEqualTo(Verdict.INTACT);
        assertThat(found.caseRef()).isEqualTo("NRM-2026-AAAAAAAA");
        assertThat(found.text())
                .contains("key not pinned: nrm.example/log+"
                        + LOG.second.verifier().id());
    }

    @Test
    void saysWhatBecameOfTheContent() throws IOException {
        var recordings = LOG.contentsOf(SyntheticLog.CASE).size();

        assertThat(verify(LOG.bundle(SyntheticLog.CASE), Holder.KNOWS_NOTHING).contents())
                .isEqualTo(new Verification.Contents(recordings, recordings));
    }

    @Test
    void isTheSameEachTime() {
        assertThat(LOG.bundle(SyntheticLog.CASE)).isEqualTo(LOG.bundle(SyntheticLog.CASE));
    }

    @Test
    void isTrustedUnderTheFirstKeyThatTheLogEverHad() throws IOException {
        var found = verify(
                LOG.bundle(SyntheticLog.CASE),
                new Holder(List.of(LOG.first.verifier(), LOG.witness.verifier()), List.of()));

        assertThat(found.problems()).isEmpty();
        assertThat(found.pinned()).isTrue();
        assertThat(found.witnesses()).singleElement().asString().startsWith("ombudsperson.example at ");
        assertThat(found.text())
                .contains("signed with the key nrm.example/log+"
                        + LOG.second.verifier().id());
    }

    @Test
    void goesOnFromTheCheckpointsThatWereGivenOut() throws IOException {
        var kept = List.of(
                new Kept("old.txt", LOG.note(LOG.size() / 3)),
                new Kept("rotation.txt", LOG.note(LOG.rotated)),
                new Kept("same.txt", LOG.note(LOG.size())));

        assertThat(verify(LOG.bundle(SyntheticLog.CASE), new Holder(List.of(LOG.first.verifier()), kept))
                        .problems())
                .isEmpty();
    }

    @Test
    void saysThatAnEarlierCheckpointCannotBeComparedWithoutAProof() throws IOException {
        var found = verify(
                LOG.bundle(SyntheticLog.CASE), new Holder(List.of(), List.of(new Kept("mine.txt", LOG.note(7)))));

        assertThat(found.verdict()).isEqualTo(Verdict.UNUSABLE);
        assertThat(found.text())
                .contains("mine.txt cannot be compared: the bundle holds no proof from 7 entries. Ask for");
    }

    @Test
    void doesNotJudgeByACheckpointOfAnotherLog() throws IOException {
        var text = LOG.checkpoint(9).text().replace(SyntheticLog.ORIGIN, "elsewhere.example/log");
        var kept = new Kept("mine.txt", SyntheticLog.note(text, LOG.first.sign(text)));

        var found = verify(LOG.bundle(SyntheticLog.CASE), new Holder(List.of(), List.of(kept)));
        assertThat(found.verdict()).isEqualTo(Verdict.UNUSABLE);
        assertThat(found.text()).contains("mine.txt is a checkpoint of another log");
    }

    @Test
    void isNotPinnedByTheKeyOfAWitness() throws IOException {
        var found = verify(LOG.bundle(SyntheticLog.CASE), new Holder(List.of(LOG.witness.verifier()), List.of()));

        assertThat(found.verdict()).isEqualTo(Verdict.INTACT);
        assertThat(found.pinned()).isFalse();
    }

    @Test
    void isAlteredWhateverElseCannotBeCompared() throws IOException {
        var text = LOG.checkpoint(9).text().replace(SyntheticLog.ORIGIN, "elsewhere.example/log");
        var kept = new Kept("mine.txt", SyntheticLog.note(text, LOG.first.sign(text)));
        var changed = new Unzipped(LOG.bundle(SyntheticLog.CASE));
        changed.change(EvidenceBundle.ENTRIES, entries -> entries.replaceFirst("\"seq\":3,", "\"seq\":4,"));

        var found = verify(changed.zip(), new Holder(List.of(), List.of(kept)));
        assertThat(found.verdict()).isEqualTo(Verdict.ALTERED);
        assertThat(found.warnings()).contains("mine.txt is a checkpoint of another log");
        assertThat(found.problems().toString()).doesNotContain("mine.txt");
    }

    /** Nothing was promised before the first entry. */
    @Test
    void goesOnFromTheEmptyLogWithoutAProof() throws IOException {
        var kept = List.of(new Kept("mine.txt", LOG.note(0)));

        assertThat(verify(LOG.bundle(SyntheticLog.CASE), new Holder(List.of(), kept))
                        .verdict())
                .isEqualTo(Verdict.INTACT);
    }

    @Test
    void saysThatAWitnessHasNotSigned() throws IOException {
        var unpacked = LOG.contents(SyntheticLog.CASE, LOG.size());
        var text = LOG.checkpoint(LOG.size()).text();
        var bundle = LOG.bundle(new Contents(
                unpacked.caseRef(),
                unpacked.entries(),
                unpacked.places(),
                SyntheticLog.note(text, LOG.second.sign(text)),
                unpacked.earlier(),
                unpacked.keys(),
                unpacked.models(),
                unpacked.classes(),
                unpacked.contents(),
                unpacked.reader(),
                unpacked.exported(),
                unpacked.by()));

        var found = verify(bundle, new Holder(List.of(LOG.witness.verifier()), List.of()));
        assertThat(found.verdict()).isEqualTo(Verdict.INTACT);
        assertThat(found.warnings()).containsExactly("the witness ombudsperson.example has not signed this checkpoint");
    }

    @Test
    void isMadeAtAnyMomentOfTheLog() throws IOException {
        for (var size = 3L; size <= LOG.size(); size += 29) {
            var contents = LOG.contents(SyntheticLog.CASE, size);
            var without = new Contents(
                    contents.caseRef(),
                    contents.entries(),
                    contents.places(),
                    contents.checkpoint(),
                    contents.earlier(),
                    contents.keys(),
                    contents.models(),
                    Set.of(),
                    List.of(),
                    contents.reader(),
                    contents.exported(),
                    contents.by());
            assertThat(verify(LOG.bundle(without), Holder.KNOWS_NOTHING).problems())
                    .as("%d entries", size)
                    .isEmpty();
        }
    }

    @Test
    void isNotMadeOfWhatDoesNotBelongTogether() {
        var contents = LOG.contents(SyntheticLog.CASE, LOG.size());
        var places = new ArrayList<>(contents.places());
        places.remove(places.size() - 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LOG.bundle(new Contents(
                        contents.caseRef(),
                        contents.entries(),
                        places,
                        contents.checkpoint(),
                        contents.earlier(),
                        contents.keys(),
                        contents.models(),
                        contents.classes(),
                        contents.contents(),
                        contents.reader(),
                        contents.exported(),
                        contents.by())))
                .withMessageContaining("needs a place in the tree");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entries.jsonl",
                "proofs.jsonl",
                "checkpoint.txt",
                "consistency.json",
                "keys.txt",
                "sets.json",
                "contents.jsonl",
                "README.txt",
                "index.html",
                "manifest.json",
                "signature.txt"
            })
    void holds(String file) {
        assertThat(new Unzipped(LOG.bundle(SyntheticLog.CASE)).files).containsKey(file);
    }
}
