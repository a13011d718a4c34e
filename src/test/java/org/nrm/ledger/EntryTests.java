package org.nrm.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.ledger.CanonicalJson.NotCanonical;

class EntryTests {

    private static final CaseRef CASE = new CaseRef("NRM-2026-AAAAAAAA");
    private static final Instant TIME = Instant.parse("2026-03-01T08:00:00.120Z");

    private static final Entry COMPLETED = Entry.of(
            17,
            TIME,
            Act.on(CASE, EntryType.COMPLETED)
                    .by("ngo1", "agency-a", "case-manager")
                    .at("shelter-placement", "offer-shelter", "task-9")
                    .in(new Act.Place(2, "ab", "instance-3", "process-1"))
                    .with(Map.of("shelterAccepted", "yes"))
                    .committing(Map.of("support", "cd")),
            Hash.NONE);

    private static final String LINE =
            "{\"actor\":{\"agency\":\"agency-a\",\"role\":\"case-manager\",\"user\":\"ngo1\"},"
                    + "\"case\":\"NRM-2026-AAAAAAAA\",\"commit\":{\"support\":\"cd\"},\"facts\":{\"shelterAccepted\":\"yes\"},"
                    + "\"prev\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"seq\":17,"
                    + "\"subject\":{\"element\":\"offer-shelter\",\"instance\":\"instance-3\",\"model\":\"ab\",\"parent\":\"process-1\","
                    + "\"process\":\"shelter-placement\",\"task\":\"task-9\",\"version\":2},"
                    + "\"time\":\"2026-03-01T08:00:00.120Z\",\"type\":\"completed\",\"v\":1}";

    @Test
    void hasOneWrittenForm() throws NotCanonical {
        assertThat(COMPLETED.canonical()).isEqualTo(LINE);
        assertThat(Entry.read(LINE)).isEqualTo(COMPLETED);
    }

    @Test
    void leavesOutWhatIsNotThere() throws NotCanonical {
        var opened = Entry.of(1, Instant.parse("2026-03-01T08:00:00Z"), Act.general(EntryType.SIGNED_IN), Hash.NONE);

        assertThat(opened.canonical())
                .isEqualTo("{\"case\":\"general\",\"prev\":\"" + "0".repeat(64)
                        + "\",\"seq\":1,\"time\":\"2026-03-01T08:00:00.000Z\",\"type\":\"signed-in\",\"v\":1}");
        assertThat(Entry.read(opened.canonical())).isEqualTo(opened);
    }

    /** So that the hash in the chain is the leaf of the tree as well. */
    @Test
    void isHashedAsALeaf() {
        assertThat(COMPLETED.hash())
                .isEqualTo(Hash.leaf(LINE.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Entry.hash(LINE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"v\":1}|\"v\":2}",
                "\"v\":1}|\"v\":\"1\"}",
                "\"v\":1}|\"v\":1,\"w\":1}",
                "\"v\":1}|\"v\":null}",
                "\"type\":\"completed\"|\"type\":\"Completed\"",
                "\"type\":\"completed\"|\"type\":\"done\"",
                "\"type\":\"completed\"|\"type\":null",
                "\"type\":\"completed\",|``",
                "NRM-2026-AAAAAAAA|NRM-2026-aaaaaaaa",
                "NRM-2026-AAAAAAAA|general2",
                "NRM-2026-AAAAAAAA|``",
                "\"seq\":17|\"seq\":\"17\"",
                "\"seq\":17|\"seq\":true",
                "08:00:00.120Z|08:00:00.12Z",
                "08:00:00.120Z|08:00:00.1200Z",
                "08:00:00.120Z|09:00:00.120+01:00",
                "08:00:00.120Z|24:00:00.000Z",
                "08:00:00.120Z|08:00:60.000Z",
                "2026-03-01T|2026-02-30T",
                "2026-03-01T|+1000000001-01-01T",
                "\"facts\":{\"shelterAccepted\":\"yes\"}|\"facts\":{}",
                "\"facts\":{\"shelterAccepted\":\"yes\"}|\"facts\":null",
                "\"facts\":{\"shelterAccepted\":\"yes\"}|\"facts\":\"yes\"",
                "\"shelterAccepted\":\"yes\"|\"shelterAccepted\":1",
                "\"shelterAccepted\":\"yes\"|\"shelterAccepted\":null",
                "\"shelterAccepted\":\"yes\"|\"shelterAccepted\":{\"a\":\"b\"}",
                "\"user\":\"ngo1\"|\"user\":null",
                "\"user\":\"ngo1\"|\"user\":\"ngo1\",\"x\":\"y\"",
                "\"version\":2|\"version\":\"2\"",
                "\"version\":2|\"version\":9007199254740991",
                "\"version\":2|\"version\":2147483648",
                "\"version\":2|\"version\":-1",
                ",\"version\":2|``",
                "\"model\":\"ab\",|``",
                "\"parent\":\"process-1\",|``",
                "000000\",\"seq|00000\",\"seq",
                "000000\",\"seq|00000F\",\"seq",
            })
    void isNotAnEntry(String part, String instead) {
        assertThat(LINE).contains(part);
        assertThatExceptionOfType(NotCanonical.class)
                .isThrownBy(() -> Entry.read(LINE.replace(part, instead == null ? "" : instead)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE})
    void aVersionIsAnyWholeNumberFromZero(int version) throws NotCanonical {
        var read = Entry.read(LINE.replace("\"version\":2", "\"version\":" + version));

        assertThat(read.act().place()).extracting(Act.Place::version).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"v\":1}|\"v\":1,\"w\":1}|has the unknown member 'w'",
                "\"user\":\"ngo1\"|\"user\":\"ngo1\",\"x\":\"y\"|has the unknown member 'x'",
                "\"version\":2|\"version\":2,\"x\":\"y\"|has the unknown member 'x'",
                "\"model\":\"ab\",|``|is not the written form of an entry",
                "\"seq\":17|\"seq\": 17|is not in canonical form (RFC 8785): other order of keys, white space or escapes",
            })
    void saysWhatIsWrongWithALine(String part, String instead, String message) {
        assertThatExceptionOfType(NotCanonical.class)
                .isThrownBy(() -> Entry.read(LINE.replace(part, instead)))
                .withMessage(message);
    }

    @Test
    void generatedEntriesAreReadAsTheyAreWritten() throws NotCanonical {
        var random = new Random(17);
        for (var round = 0; round < 3_000; round++) {
            var entry = entry(random);
            var line = entry.canonical();

            assertThat(Entry.read(line)).isEqualTo(entry);
            assertThat(Entry.read(line).hash()).isEqualTo(entry.hash());
        }
    }

    /** What can be read at all is an entry that is written in just this way; so a changed line is another entry, of another hash. */
    @Test
    void aChangedCharacterIsAnotherEntryOrNone() {
        var random = new Random(18);
        for (var round = 0; round < 8_000; round++) {
            var changed = new StringBuilder(LINE);
            var at = random.nextInt(LINE.length());
            changed.setCharAt(at, LINE.charAt(random.nextInt(LINE.length())));
            try {
                var entry = Entry.read(changed.toString());
                assertThat(entry.canonical()).isEqualTo(changed.toString());
                assertThat(entry.equals(COMPLETED)).isEqualTo(changed.toString().equals(LINE));
            } catch (NotCanonical e) {
                assertThat(changed.toString()).isNotEqualTo(LINE);
            }
        }
    }

    private static Entry entry(Random random) {
        var types = EntryType.values();
        var type = types[random.nextInt(types.length)];
        var act = random.nextInt(10) == 0 ? Act.general(type) : Act.on(CASE, type);
        if (random.nextBoolean()) act = act.by(text(random), text(random), text(random));
        if (random.nextBoolean()) act = act.at(text(random), text(random), text(random));
        if (random.nextBoolean())
            act = act.in(new Act.Place(
                    random.nextInt(Integer.MAX_VALUE), "m" + text(random), text(random), "p" + text(random)));
        if (random.nextBoolean()) act = act.with(texts(random));
        if (random.nextBoolean()) act = act.committing(texts(random));
        var previous = new byte[Hash.LENGTH];
        random.nextBytes(previous);
        return Entry.of(
                1 + random.nextInt(Integer.MAX_VALUE),
                Instant.ofEpochMilli(random.nextLong() >> 20),
                act,
                Hash.from(previous));
    }

    private static Map<String, String> texts(Random random) {
        var texts = new TreeMap<String, String>();
        for (var count = random.nextInt(4); count > 0; count--) texts.put("k" + text(random), "v" + text(random));
        return texts;
    }

    private static @Nullable String text(Random random) {
        if (random.nextInt(4) == 0) return null;
        return new String(Character.toChars(0x20 + random.nextInt(0xD000))) + random.nextInt(99);
    }
}
