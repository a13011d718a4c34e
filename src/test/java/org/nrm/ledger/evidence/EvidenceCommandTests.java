package org.nrm.ledger.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.ledger.CaseState;
import org.nrm.ledger.Hash;
import org.nrm.ledger.note.Checkpoint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line: what it prints and with which code it ends. */
class EvidenceCommandTests {

    private static final SyntheticLog LOG = new SyntheticLog(4, 30);
    private static final int STEPS = LOG.history(SyntheticLog.CASE).size();

    @TempDir
    Path folder;

    private String bundle = "";

    private record Ran(int code, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    @BeforeEach
    void export() throws IOException {
        bundle = file("bundle.zip", LOG.bundle(SyntheticLog.CASE));
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private String file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static Ran evidence(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code = EvidenceCommand.run(out, err, LOG.clock(), arguments);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String altered() throws IOException {
        var changed = new Unzipped(LOG.bundle(SyntheticLog.CASE));
        changed.change("entries.jsonl", text -> text.replaceFirst("ngo1", "ngo2"));
        return file("altered.zip", changed.zip());
    }

    @Test
    void anIntactBundle() {
        var ran = evidence("verify", bundle);

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("intact: NRM-2026-AAAAAAAA, " + STEPS + " entries\n")
                .contains("key not pinned: ");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void anAlteredBundleNamesTheEntry() throws IOException {
        var ran = evidence("verify", altered());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .startsWith("altered: entry 1 (case-opened): is not what stands in its place in the signed tree");
    }

    @Test
    void somethingElse() throws IOException {
        var ran = evidence("verify", file("letter.zip", "Dear all"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .startsWith("unusable: ")
                .contains("letter.zip is not a zip file")
                .hasLineCount(1);
    }

    @Test
    void theSameForPrograms() throws IOException {
        var intact = evidence("verify", bundle, "--format", "json").json();
        assertThat(intact.path("verdict").stringValue()).isEqualTo("intact");
        assertThat(intact.path("entry").isNull()).isTrue();
        assertThat(intact.path("checkpoint").path("size").asLong()).isEqualTo(LOG.size());

        var altered = evidence("verify", "--format=json", altered()).json();
        assertThat(altered.path("verdict").stringValue()).isEqualTo("altered");
        assertThat(altered.path("entry").asLong()).isEqualTo(1);

        var unusable = evidence("verify", "--format=json", "none.zip").json();
        assertThat(unusable.path("verdict").stringValue()).isEqualTo("unusable");
    }

    @Test
    void keysFromAFile() throws IOException {
        var keys = file(
                "keys",
                "# the log, from its page\n" + LOG.first.verifier() + "\n\n# who watches\n" + LOG.witness.verifier()
                        + "\n");

        var ran = evidence("verify", bundle, "--key", keys);
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("signed with the key ").contains("seen by ombudsperson.example at ");
    }

    @Test
    void theKeyOfAnotherLog() throws IOException {
        var ran = evidence("verify", bundle, "--key", file("keys", new SyntheticLog(9, 2).first.verifier() + "\n"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("keys.txt is signed by none of the keys that were given");
    }

    @Test
    void noKeyInTheFile() throws IOException {
        assertThat(evidence("verify", bundle, "--key", file("keys", "# none\n")))
                .returns(2, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("holds no key"));
        assertThat(evidence("verify", bundle, "--key", file("keys", "\n\nnrm.example/log+00000000+AAAA\n")))
                .returns(2, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("keys, line 3: "));
        assertThat(evidence("verify", bundle, "--key", folder.resolve("none").toString()))
                .returns(2, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("there is no such file"));
    }

    @Test
    void checkpointsThatWereKept() throws IOException {
        var same = file("same", LOG.note(LOG.size()).toString());
        var earlier = file("earlier", LOG.note(LOG.rotated).toString());
        var split = new Checkpoint(SyntheticLog.ORIGIN, LOG.size(), Hash.of(new byte[1]), SyntheticLog.BEGIN).text();

        assertThat(evidence("verify", bundle, "--checkpoint", same, "--checkpoint", earlier)
                        .code())
                .isZero();
        var ran = evidence(
                "verify",
                bundle,
                "--checkpoint",
                file("split", SyntheticLog.note(split, LOG.second.sign(split)).toString()));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("you were shown another history than others");
        assertThat(evidence("verify", bundle, "--checkpoint", file("letter", "Dear all")))
                .returns(2, Ran::code)
                .satisfies(none -> assertThat(none.err()).contains("letter has no empty line before its signatures"));
    }

    @Test
    void theStateAfterTheLastStepAndAfterEach() {
        var last = evidence("replay", bundle, "--format", "json");
        assertThat(last.code()).isZero();
        assertThat(last.out()).isEqualTo(view(STEPS) + "\n");
        for (var step = 0; step <= STEPS; step += 7)
            assertThat(evidence("replay", bundle, "--step", "" + step, "--format", "json")
                            .out())
                    .isEqualTo(view(step) + "\n");
    }

    private static String view(int step) {
        return ReplayView.of(CaseState.of(LOG.history(SyntheticLog.CASE).subList(0, step)), STEPS)
                .toJson();
    }

    @Test
    void theStateInTheFormOfTheContract() {
        var begin = evidence("replay", bundle, "--step", "0", "--format", "json");
        assertThat(begin.out())
                .isEqualTo("{\"step\":0,\"steps\":" + STEPS
                        + ",\"active\":[],\"completed\":[],\"tasks\":[],\"facts\":{},\"model\":null}\n");

        var set = LOG.models.keySet().iterator().next();
        assertThat(evidence("replay", bundle, "--step", "4", "--format", "json").out())
                .isEqualTo("{\"step\":4,\"steps\":" + STEPS
                        + ",\"active\":[\"offer-place\"],\"completed\":[],\"tasks\":[{\"element\":\"offer-place\",\"role\":\"case-manager\",\"agency\":null}],\"facts\":{},\"model\":{\"version\":1,\"hash\":\""
                        + set + "\"}}\n");
    }

    @Test
    void theStateInWords() {
        var ran = evidence("replay", bundle, "--step", "4");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("step 4 of " + STEPS + ", models version 1 (")
                .endsWith(
                        "active:\n  offer-place\ncompleted: none\ntasks:\n  offer-place (case-manager)\nfacts: none\n");
    }

    @Test
    void aStepThatThereIsNot() {
        for (var step : new String[] {"-1", "" + (STEPS + 1)}) {
            var ran = evidence("replay", bundle, "--step=" + step);
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err())
                    .isEqualTo(
                            "unusable: There is no step " + step + ": the history has the steps 0 to " + STEPS + "\n");
        }
    }

    @Test
    void aBrokenBundleIsNotReplayed() throws IOException {
        var ran = evidence("replay", altered());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).startsWith("altered: entry 1 ");
        assertThat(evidence("replay", "none.zip").code()).isEqualTo(2);
    }

    @Test
    void aCommandLineThatCannotBeUsed() {
        for (var arguments : new String[][] {
            {},
            {"prove"},
            {"verify"},
            {"verify", bundle, "--key"},
            {"replay", bundle, "--step", "last"},
            {"verify", bundle, "--format", "xml"}
        })
            assertThat(evidence(arguments))
                    .returns(2, Ran::code)
                    .satisfies(ran -> assertThat(ran.err()).contains("Usage: ").doesNotContain("Exception"));
    }

    @Test
    void tellsHowItIsUsed() {
        assertThat(evidence("--help")).returns(0, Ran::code);
        assertThat(evidence("verify", "--help").out()).contains("--checkpoint", "Exit code: 0 intact");
    }
}
