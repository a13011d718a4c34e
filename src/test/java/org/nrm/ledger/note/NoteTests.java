package org.nrm.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.ledger.Hash;

/** Signed notes, keys, checkpoints and their history, beside the examples of the specifications. */
class NoteTests {

    /** The example of the Go library of signed notes, from which the specification comes. */
    private static final String KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String NOTE = TEXT
            + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    /** The example of C2SP signed-note; it gives no key. */
    private static final String WITH_EMPTY_LINES = """
            Ognuno sta solo sul cuor della terra
            trafitto da un raggio di sole:

            ed è subito sera.

            — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
            """;

    /** From one bit that is tried to the next: with 7, each byte in one of its bits, and each bit in an eighth of the bytes. */
    private static final int BITS = Integer.getInteger("nrm.test.bits", 7);

    private static final Instant TIME = Instant.parse("2026-03-01T08:00:00.120Z");

    private static void assertUnusable(String note) {
        assertThatExceptionOfType(UnusableNote.class).as(note).isThrownBy(() -> SignedNote.parse(note));
    }

    @Test
    void theExampleIsSignedByItsKey() throws UnusableNote {
        var key = VerifierKey.parse(KEY);
        var note = SignedNote.parse(NOTE);

        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(note.signedBy(List.of(key))).containsExactly(new SignedNote.Signed(key, Instant.EPOCH));
        assertThat(note).hasToString(NOTE);
        assertThat(key).hasToString(KEY).returns("c74f20a3", VerifierKey::id).returns(false, VerifierKey::ofWitness);
    }

    @Test
    void theTextMayHoldEmptyLines() throws UnusableNote {
        var note = SignedNote.parse(WITH_EMPTY_LINES);

        assertThat(note.text()).endsWith("sole:\n\ned è subito sera.\n");
        assertThat(note.signatures()).singleElement().returns("quasimodo.example/salvatore", SignedNote.Line::name);
        assertThat(note).hasToString(WITH_EMPTY_LINES);
    }

    /** Each bit of the note in turn: it is no note, or not signed by the key, or the key finds its signature bad. */
    @Test
    void everyBitCounts() throws UnusableNote {
        var key = VerifierKey.parse(KEY);
        var bytes = NOTE.getBytes(StandardCharsets.UTF_8);
        for (var bit = 0; bit < 8 * bytes.length; bit += BITS) {
            var changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                var note = SignedNote.parse(new String(changed, StandardCharsets.UTF_8));
                assertThat(note.signedBy(List.of(key))).as("bit %d", bit).isEmpty();
            } catch (UnusableNote e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void everyBitOfAKeyCounts() throws UnusableNote {
        var bytes = KEY.getBytes(StandardCharsets.UTF_8);
        for (var bit = 0; bit < 8 * bytes.length; bit++) {
            var changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            var text = new String(changed, StandardCharsets.UTF_8);
            assertThatExceptionOfType(UnusableNote.class).as(text).isThrownBy(() -> VerifierKey.parse(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PeterNeumann",
                "PeterNeumann+c74f20a3",
                "PeterNeumann+c74f20a3+",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy1w==",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "no base64+c74f20a3+!!"
            })
    void isNoKey(String text) {
        assertThatExceptionOfType(UnusableNote.class).isThrownBy(() -> VerifierKey.parse(text));
    }

    /** C2SP signed-note: key names have no Unicode spaces and no plus. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a+b", "a\tb", "a\nb", "a\u00a0b", "a\u3000b", "a\u2028b", "a\u0085b", "\u0000"})
    void isNoNameOfAKey(String name) {
        assertThatExceptionOfType(UnusableNote.class).isThrownBy(() -> SigningKey.generate(name));
    }

    @Test
    void isNoNote() {
        var line = NOTE.substring(TEXT.length() + 1);
        assertUnusable("");
        assertUnusable("\n");
        assertUnusable(TEXT);
        assertUnusable(TEXT + "\n");
        assertUnusable(TEXT + line);
        assertUnusable(NOTE.strip());
        assertUnusable(NOTE + "\n");
        assertUnusable(NOTE + "more\n");
        assertUnusable(NOTE.replace("\n", "\r\n"));
        assertUnusable(NOTE.replace("\u2014", "-"));
        assertUnusable(NOTE.replace("PeterNeumann ", ""));
        assertUnusable(NOTE.replace("PeterNeumann", "Peter Neumann"));
        assertUnusable(NOTE.replace("PeterNeumann", "Peter+Neumann"));
        assertUnusable(NOTE.replace("PeterNeumann", "Peter\u00a0Neumann"));
        assertUnusable(NOTE.replace("x08go", "x08g"));
        assertUnusable(NOTE.replaceFirst(" x08.*\n", " x08goA==\n"));
        assertUnusable(NOTE.replace("JnAM=", "JnAN=")); // the same bytes, but another text
        assertUnusable(NOTE.replace("JnAM=", "JnAM"));
        assertUnusable(NOTE.replace("problem,", "problem,\u0007"));
        assertUnusable(TEXT + "\n" + line.repeat(101));
        assertUnusable("a".repeat(1_000_001) + NOTE);
    }

    @Test
    void signaturesOfOthersAreLeftAlone() throws UnusableNote {
        var log = SigningKey.generate("nrm.example/log");
        var stranger = SigningKey.generate("nrm.example/log");
        var note = SignedNote.parse(
                SignedNote.write("a\n", List.of(stranger.sign("b\n"), log.sign("a\n"), stranger.sign("a\n"))));

        assertThat(note.signedBy(List.of(log.verifier()))).hasSize(1);
        assertThatExceptionOfType(UnusableNote.class)
                .isThrownBy(() -> note.signedBy(List.of(log.verifier(), stranger.verifier())))
                .withMessageContaining("does not fit the text");
    }

    @Test
    void aSigningKeyIsReadAsItIsWritten() throws UnusableNote {
        var key = SigningKey.generate("nrm.example/log");
        var other = SigningKey.generate("nrm.example/log");

        assertThat(SigningKey.parse(key.secretText()).sign("a\n")).isEqualTo(key.sign("a\n"));
        assertThat(VerifierKey.parse(key.verifier().toString())).isEqualTo(key.verifier());
        var mixed = key.verifier() + "\n" + other.secretText().lines().toList().get(1);
        for (var text :
                new String[] {"", mixed, key.verifier() + "\n", key.verifier() + "\nAAAA\n", key.verifier() + "\n!\n"})
            assertThatExceptionOfType(UnusableNote.class)
                    .isThrownBy(() -> SigningKey.parse(text))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("AAAA"));
    }

    /** C2SP tlog-cosignature: what is signed is a line that says what it is, the time, and the note's text; the time stands before the signature. */
    @Test
    void aWitnessSignsTheTimeToo() throws UnusableNote {
        var witness = SigningKey.generateWitness("ombudsperson.example");
        var text = new Checkpoint("nrm.example/log", 7, Hash.NONE, TIME).text();
        var note = SignedNote.parse(SignedNote.write(text, List.of(witness.cosign(text, TIME))));

        assertThat(note.signedBy(List.of(witness.verifier())))
                .containsExactly(new SignedNote.Signed(witness.verifier(), Instant.parse("2026-03-01T08:00:00Z")));
        assertThat(witness.verifier().ofWitness()).isTrue();
        assertThat(new String(SigningKey.cosigned("text\n", 1_679_315_147), StandardCharsets.UTF_8))
                .isEqualTo("cosignature/v1\ntime 1679315147\ntext\n");

        var bytes = Base64.getDecoder().decode(note.signatures().get(0).base64());
        assertThat(bytes).hasSize(4 + 8 + 64);
        for (var at = 4; at < bytes.length; at++) {
            var changed = bytes.clone();
            changed[at] ^= 1;
            var line = "\u2014 ombudsperson.example " + Base64.getEncoder().encodeToString(changed) + "\n";
            assertThatExceptionOfType(UnusableNote.class)
                    .isThrownBy(() -> SignedNote.parse(text + "\n" + line).signedBy(List.of(witness.verifier())));
        }
    }

    @Test
    void aWitnessIsNoLogAndALogNoWitness() throws UnusableNote {
        var log = SigningKey.generate("same.example");
        var witness = SigningKey.generateWitness("same.example");
        var note = SignedNote.parse(SignedNote.write("a\n", List.of(witness.cosign("a\n", TIME))));

        assertThat(note.signedBy(List.of(log.verifier()))).isEmpty();
    }

    @Test
    void aCheckpointHasOneForm() throws UnusableNote {
        var checkpoint = new Checkpoint("nrm.example/log", 20_852_163, Hash.of(new byte[] {1}), TIME);

        assertThat(checkpoint.text())
                .isEqualTo(
                        "nrm.example/log\n20852163\nS/W5YvYmLY10tzeUZUX5s1JVwJIQ1iQxp6KMbWuRcMY=\ntime 2026-03-01T08:00:00.120Z\n"
                                .replace(
                                        "S/W5YvYmLY10tzeUZUX5s1JVwJIQ1iQxp6KMbWuRcMY=",
                                        checkpoint.root().base64()));
        assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        assertThat(Checkpoint.parse(checkpoint.text() + "an extension\n")).isEqualTo(checkpoint);
    }

    @Test
    void isNoCheckpoint() {
        var text = new Checkpoint("nrm.example/log", 7, Hash.NONE, TIME).text();
        var root = Hash.NONE.base64();
        for (var bad : new String[] {
            "",
            "\n",
            "a\n",
            text.strip(),
            text.replace("nrm.example/log", ""),
            text.replace("\n7\n", "\n07\n"),
            text.replace("\n7\n", "\n-7\n"),
            text.replace("\n7\n", "\n+7\n"),
            text.replace("\n7\n", "\n7.0\n"),
            text.replace("\n7\n", "\n99999999999999999999\n"),
            text.replace(root, "AAAA"),
            text.replace(root, root.replace("A=", "B=")),
            text.replace(root, "?"),
            text.replace("time ", "Time "),
            text.replace(".120Z", "Z"),
            text.replace(".120Z", ".12Z"),
            text.replace("2026", "year"),
            text.substring(0, text.indexOf("time"))
        }) assertThatExceptionOfType(UnusableNote.class).as(bad).isThrownBy(() -> Checkpoint.parse(bad));
    }

    private static SignedNote signed(long size, String origin, SigningKey... keys) throws UnusableNote {
        var text = new Checkpoint(origin, size, Hash.NONE, TIME).text();
        var lines = new ArrayList<String>();
        for (var key : keys) lines.add(key.sign(text));
        return SignedNote.parse(SignedNote.write(text, lines));
    }

    @Test
    void aKeyCountsWhileItIsInForce() throws UnusableNote {
        var first = SigningKey.generate("nrm.example/log");
        var second = SigningKey.generate("nrm.example/log");
        var third = SigningKey.generate("nrm.example/log");
        var keys = KeyHistory.begin("nrm.example/log", first)
                .followedBy(second, 100, first)
                .followedBy(third, 200, second);

        assertThat(KeyHistory.parse(keys.toString())).hasToString(keys.toString());
        assertThat(keys.at(99)).containsExactly(first.verifier());
        assertThat(keys.at(100)).containsExactly(first.verifier(), second.verifier());
        assertThat(keys.at(101)).containsExactly(second.verifier());
        assertThat(keys.at(5_000)).containsExactly(third.verifier());
        for (var size : new long[] {0, 99, 100, 101, 199, 200, 201})
            for (var key : List.of(first, second, third)) {
                var note = signed(size, "nrm.example/log", key);
                if (keys.at(size).contains(key.verifier()))
                    assertThat(keys.check(note).size()).isEqualTo(size);
                else
                    assertThatExceptionOfType(UnusableNote.class)
                            .isThrownBy(() -> keys.check(note))
                            .withMessage("is not signed by the key that was in force at " + size + " entries");
            }
        assertThatExceptionOfType(UnusableNote.class)
                .isThrownBy(() -> keys.check(signed(5, "other.example/log", first)))
                .withMessageContaining("another log");
    }

    @Test
    void theNotesOfAFileAreReadOneByOne() throws UnusableNote {
        var first = SigningKey.generate("nrm.example/log");
        var second = SigningKey.generate("nrm.example/log");
        var one = signed(1, "nrm.example/log", first);
        var two = signed(2, "nrm.example/log", first, second);

        assertThat(SignedNote.parseAll("")).isEmpty();
        assertThat(SignedNote.parseAll("\n\n")).isEmpty();
        assertThat(SignedNote.parseAll(one.toString())).containsExactly(one);
        assertThat(SignedNote.parseAll(one + "\n" + two + "\n" + one)).containsExactly(one, two, one);
        assertThat(SignedNote.parseAll("\n" + two + "\n\n" + one + "\n")).containsExactly(two, one);
        assertThatExceptionOfType(UnusableNote.class).isThrownBy(() -> SignedNote.parseAll(one + "\nwords\n"));
    }

    @Test
    void aNoteIsNoLongerThanAMillionCharacters() throws UnusableNote {
        var key = SigningKey.generate("nrm.example/log");
        var around = written(key, "\n").length() - 1;
        var longest = written(key, "a".repeat(1_000_000 - around - 1) + "\n");
        assertThat(longest).hasSize(1_000_000);
        assertThat(SignedNote.parse(longest).signedBy(List.of(key.verifier()))).hasSize(1);
        assertThatExceptionOfType(UnusableNote.class)
                .isThrownBy(() -> SignedNote.parse("a" + longest))
                .withMessageContaining("too long");
    }

    private static String written(SigningKey key, String text) {
        return SignedNote.write(text, List.of(key.sign(text)));
    }

    @Test
    void theNextKeyMayBeginWhereThePresentOneDid() throws UnusableNote {
        var first = SigningKey.generate("nrm.example/log");
        var second = SigningKey.generate("nrm.example/log");
        var keys = KeyHistory.begin("nrm.example/log", first).followedBy(second, 0, first);
        assertThat(keys.at(0)).contains(second.verifier());
        assertThat(keys.at(1)).containsExactly(second.verifier());
    }

    @Test
    void theKeyOfAStrangerIsNoneOfTheLogs() throws UnusableNote {
        var keys = KeyHistory.begin("nrm.example/log", SigningKey.generate("nrm.example/log"));
        var note = signed(5, "nrm.example/log", SigningKey.generate("other.example/log"));
        assertThatExceptionOfType(UnusableNote.class)
                .isThrownBy(() -> keys.check(note))
                .withMessage("is signed by none of the log's keys");
    }

    @Test
    void whoKnowsOneKeyCanFollowToLaterOnesOnly() throws UnusableNote {
        var first = SigningKey.generate("nrm.example/log");
        var second = SigningKey.generate("nrm.example/log");
        var keys = KeyHistory.begin("nrm.example/log", first).followedBy(second, 100, first);

        assertThat(keys.from(List.of(first.verifier())).announcements()).hasSize(2);
        assertThat(keys.from(List.of(second.verifier())).announcements()).hasSize(1);
        assertThatExceptionOfType(UnusableNote.class)
                .isThrownBy(() ->
                        keys.from(List.of(SigningKey.generate("nrm.example/log").verifier())));
        assertThatExceptionOfType(UnusableNote.class)
                .isThrownBy(() -> keys.from(List.of(second.verifier())).check(signed(50, "nrm.example/log", first)));
    }

    @Test
    void aKeyIsAnnouncedByThePresentOneAndInTurn() throws UnusableNote {
        var first = SigningKey.generate("nrm.example/log");
        var second = SigningKey.generate("nrm.example/log");
        var keys = KeyHistory.begin("nrm.example/log", first).followedBy(second, 100, first);

        assertThatExceptionOfType(UnusableNote.class).isThrownBy(() -> keys.followedBy(first, 200, first));
        assertThatExceptionOfType(UnusableNote.class).isThrownBy(() -> keys.followedBy(first, 99, second));
    }

    /** Each character of the written form in turn. */
    @Test
    void everyCharacterOfTheKeysCounts() throws UnusableNote {
        var first = SigningKey.generate("nrm.example/log");
        var written = KeyHistory.begin("nrm.example/log", first)
                .followedBy(SigningKey.generate("nrm.example/log"), 100, first)
                .toString();
        var random = new Random(1);
        for (var at = 0; at < written.length(); at++) {
            var changed = new StringBuilder(written);
            changed.setCharAt(at, (char) (written.charAt(at) ^ 1 << random.nextInt(6)));
            assertThatExceptionOfType(UnusableNote.class)
                    .as(changed.toString())
                    .isThrownBy(() -> KeyHistory.parse(changed.toString()));
        }
        for (var bad : new String[] {
            "", "----\n", written + "----\n", written.replace("----\n", "\n"), written.replace("----\n", "")
        }) assertThatExceptionOfType(UnusableNote.class).as(bad).isThrownBy(() -> KeyHistory.parse(bad));
    }
}
