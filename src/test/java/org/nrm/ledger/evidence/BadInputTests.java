package org.nrm.ledger.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.ledger.evidence.EvidenceVerifier.Holder;
import org.nrm.ledger.evidence.Verification.Verdict;

/** Files that are no bundles, that would harm who opens them, and bundles that were packed anew. */
class BadInputTests {

    private static final SyntheticLog LOG = new SyntheticLog(3, 20);
    private static final byte[] BUNDLE = LOG.bundle(SyntheticLog.CASE);
    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    Path folder;

    private Verification verify(byte[] bundle) throws IOException {
        return verify(Files.write(folder.resolve("bundle.zip"), bundle), Limits.USUAL);
    }

    private static Verification verify(Path file, Limits limits) {
        return new EvidenceVerifier(LOG.clock(), limits).verify(file, Holder.KNOWS_NOTHING);
    }

    private static void assertUnusable(Verification found, String says) {
        assertThat(found.verdict()).as(found.text()).isEqualTo(Verdict.UNUSABLE);
        assertThat(found.text()).contains(says);
    }

    private static void assertAltered(Verification found, String says) {
        assertThat(found.verdict()).as(found.text()).isEqualTo(Verdict.ALTERED);
        assertThat(found.text()).contains(says);
    }

    @Test
    void nothingThere() {
        assertUnusable(verify(folder.resolve("none.zip"), Limits.USUAL), "there is no such file");
        assertUnusable(verify(folder, Limits.USUAL), "is not a file");
    }

    @Test
    void noZip() throws IOException {
        assertUnusable(verify(new byte[0]), "is not a zip file");
        assertUnusable(verify("PK but no more".getBytes(StandardCharsets.UTF_8)), "is not a zip file");
        assertUnusable(verify(java.util.Arrays.copyOf(BUNDLE, BUNDLE.length / 2)), "is not a zip file");
    }

    @Test
    void aZipOfSomethingElse() throws IOException {
        assertUnusable(
                verify(zip(Map.of("letter.txt", "Dear all".getBytes(StandardCharsets.UTF_8)))),
                "holds no manifest.json");
        assertUnusable(
                verify(zip(Map.of("manifest.json", "{\"name\": \"a game\"}".getBytes(StandardCharsets.UTF_8)))),
                "does not have the format nrm-evidence");
    }

    @Test
    void aNewerFormat() throws IOException {
        var bundle = new Unzipped(BUNDLE);
        bundle.change("manifest.json", each -> each.replace("\"version\":1}", "\"version\":2}"));

        assertUnusable(verify(bundle.zip()), "has the format version 2; this program reads version 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "C:\\evil", "a\\..\\evil", "a/./b", "line\nbreak"})
    void namesThatLeadOutOfTheBundle(String name) throws IOException {
        var bundle = new Unzipped(BUNDLE);
        bundle.put(name, "evil");

        assertAltered(verify(bundle.zip()), "holds a file whose name leads out of the bundle");
    }

    @Test
    void aFileTwice() throws IOException {
        var bundle = new Unzipped(BUNDLE);
        bundle.put("entries.jsonX", "{}\n");
        var latin = new String(bundle.zip(), StandardCharsets.ISO_8859_1).replace("entries.jsonX", "entries.jsonl");

        assertAltered(verify(latin.getBytes(StandardCharsets.ISO_8859_1)), "holds the file 'entries.jsonl' twice");
    }

    @Test
    void aBomb() throws IOException {
        var file = folder.resolve("bomb.zip");
        zip(file, "entries.jsonl", 100L * MEGABYTE, new byte[MEGABYTE]);

        assertUnusable(verify(file, Limits.USUAL), "unpacks to more than 200 times its size ('entries.jsonl')");
    }

    @Test
    void aBombThatLiesAboutItsSize() throws IOException {
        var bundle = new Unzipped(BUNDLE);
        var length = bundle.files.getOrDefault("entries.jsonl", new byte[0]).length;
        var zip = bundle.zip();

        assertUnusable(verify(withDeclaredSize(zip, "entries.jsonl", length, length - 100)), "is larger than it says");
    }

    @Test
    void aZipInAZip() throws IOException {
        var bundle = new Unzipped(BUNDLE);
        bundle.files.put("inner.zip", BUNDLE);

        var found = verify(bundle.zip());
        assertThat(found.verdict()).isEqualTo(Verdict.INTACT);
        assertThat(found.warnings())
                .containsExactly("1 file that the manifest does not name, not looked at: inner.zip");
    }

    @Test
    void moreThanAnyCaseHas() throws IOException {
        var file = folder.resolve("large.zip");
        var noise = new byte[MEGABYTE];
        new Random(1).nextBytes(noise);
        zip(file, "entries.jsonl", 20L * MEGABYTE, noise);
        var limits = Limits.USUAL;

        assertUnusable(
                verify(
                        file,
                        new Limits(
                                limits.files(),
                                10L * MEGABYTE,
                                limits.small(),
                                limits.entries(),
                                limits.line(),
                                limits.content(),
                                limits.ratio())),
                "unpacks to more than 10 MB");
        assertUnusable(
                verify(
                        Files.write(folder.resolve("b.zip"), BUNDLE),
                        new Limits(
                                5,
                                limits.unpacked(),
                                limits.small(),
                                limits.entries(),
                                limits.line(),
                                limits.content(),
                                limits.ratio())),
                "holds more than 5 files");
        assertUnusable(
                verify(
                        Files.write(folder.resolve("b.zip"), BUNDLE),
                        new Limits(
                                limits.files(),
                                limits.unpacked(),
                                limits.small(),
                                9,
                                limits.line(),
                                limits.content(),
                                limits.ratio())),
                "holds more than 9 entries");
        assertUnusable(
                verify(
                        Files.write(folder.resolve("b.zip"), BUNDLE),
                        new Limits(
                                limits.files(),
                                limits.unpacked(),
                                limits.small(),
                                limits.entries(),
                                100,
                                limits.content(),
                                limits.ratio())),
                "has a line of more than 100 bytes");
    }

    @Test
    void filesChangedWithinTheZip() throws IOException {
        var random = new Random(4);
        for (var round = 0; round < 60; round++) {
            var damaged = BUNDLE.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            var found = verify(damaged);
            // What a zip says beside its files (times, sums) is not part of the bundle.
            assertThat(found.problems()).noneMatch(problem -> problem.message().contains("fault of the program"));
        }
    }

    @Test
    void repackedIsIntact() throws IOException {
        var files = new Unzipped(BUNDLE).files;
        assertThat(verify(Unzipped.zip(ZipOutputStream.STORED, files)).verdict())
                .isEqualTo(Verdict.INTACT);

        var names = new ArrayList<>(files.keySet());
        Collections.shuffle(names, new Random(5));
        var otherwise = new LinkedHashMap<String, byte[]>();
        otherwise.put("models/", new byte[0]);
        for (var name : names) otherwise.put(name, files.getOrDefault(name, new byte[0]));
        var found = verify(zip(otherwise));
        assertThat(found.verdict()).as(found.text()).isEqualTo(Verdict.INTACT);
        assertThat(found.warnings()).isEmpty();
    }

    @Test
    void anAddedFileIsAWarning() throws IOException {
        var bundle = new Unzipped(BUNDLE);
        bundle.put("notes of the auditor.txt", "seen");

        var found = verify(bundle.zip());
        assertThat(found.verdict()).isEqualTo(Verdict.INTACT);
        assertThat(found.text())
                .contains("warning: 1 file that the manifest does not name, not looked at: notes of the auditor.txt");
    }

    private static byte[] zip(Map<String, byte[]> files) {
        return Unzipped.zip(ZipOutputStream.DEFLATED, files);
    }

    private static void zip(Path file, String name, long size, byte[] content) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            for (var written = 0L; written < size; written += content.length) zip.write(content);
            zip.closeEntry();
        }
    }

    /** In the directory at the end of the zip, which is what says how large a file is. */
    private static byte[] withDeclaredSize(byte[] zip, String name, int size, int declared) {
        var bytes = zip.clone();
        var at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(name) - 46 + 24;
        for (var index = 0; index < 4; index++) {
            assertThat(bytes[at + index]).isEqualTo((byte) (size >> (8 * index)));
            bytes[at + index] = (byte) (declared >> (8 * index));
        }
        return bytes;
    }
}
