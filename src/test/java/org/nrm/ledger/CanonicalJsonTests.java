package org.nrm.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.ledger.CanonicalJson.NotCanonical;
import tools.jackson.databind.json.JsonMapper;

class CanonicalJsonTests {

    private static final long LARGEST = (1L << 53) - 1;

    /** RFC 8785, section 3.2.3: by UTF-16 unit, so the smiley goes before the Hebrew letter. */
    @Test
    void keysAreInTheOrderOfTheirUnits() {
        var object = new LinkedHashMap<String, Object>();
        object.put("\u20ac", "Euro Sign");
        object.put("\r", "Carriage Return");
        object.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        object.put("1", "One");
        object.put("\ud83d\ude00", "Emoji: Grinning Face");
        object.put("\u0080", "Control");
        object.put("\u00f6", "Latin Small Letter O With Diaeresis");

        assertThat(CanonicalJson.write(object))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void keysAreInThatOrderWhateverOrderTheMapHas() {
        var object = new TreeMap<String, String>(Comparator.reverseOrder());
        object.put("a", "1");
        object.put("b", "2");

        assertThat(CanonicalJson.write(object)).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
    }

    /** RFC 8785, section 3.2.2 and 3.2.4: the text and the literals of its example. */
    @Test
    void textIsEscapedNoMoreThanItMust() {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("string", "\u20ac$\017\nA'B\"\\\\\"/");
        object.put("no", null);
        object.put("yes", true);
        object.put("not", false);

        assertThat(CanonicalJson.write(object))
                .isEqualTo(
                        "{\"no\":null,\"not\":false,\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",\"yes\":true}");
    }

    /** RFC 8785, section 3.2.2.2: five have short forms, the others are written in lower case; all else stands as it is. */
    @Test
    void controlCharactersHaveOneForm() {
        assertThat(CanonicalJson.write(Map.of("", "\b\t\n\f\r\u0000\u001f\u007f\u2028")))
                .isEqualTo("{\"\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028\"}");
    }

    @Test
    void wholeNumbersBelowTwoToTheFiftyThird() throws NotCanonical {
        assertThat(CanonicalJson.write(Map.of("a", LARGEST, "b", -LARGEST, "c", 0)))
                .isEqualTo("{\"a\":9007199254740991,\"b\":-9007199254740991,\"c\":0}");
        assertThat(CanonicalJson.read("{\"a\":-9007199254740991}")).containsEntry("a", -LARGEST);
        for (var number : new long[] {LARGEST + 1, -LARGEST - 1, Long.MAX_VALUE, Long.MIN_VALUE})
            assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.write(Map.of("a", number)));
    }

    @Test
    void nothingElseIsWritten() {
        for (var value : new Object[] {1.5, List.of(), new int[0], 'a'})
            assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.write(Map.of("a", value)));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.write(Map.of("a", "\ud83d")));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.write(Map.of("\ude00", "a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"a\"",
                "1",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1}{}",
                "{} ",
                " {}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\": 1}",
                "{\"b\":1,\"a\":1}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{\"a\":1,\"\\u0061\":1}",
                "{\"a\":[]}",
                "{\"a\":1.0}",
                "{\"a\":1e2}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":-0}",
                "{\"a\":9007199254740992}",
                "{\"a\":123456789012345678901234567890}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":True}",
                "{\"a\":\"\\u0041\"}",
                "{\"a\":\"\\/\"}",
                "{\"a\":\"\\u000A\"}",
                "{\"a\":\"\\u000a\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":\"\\ud83d\\ude00\"}",
                "{\"\\ud83d\":1}",
                "{\"\\ude00\":{}}",
                "{}\n",
                "\uFEFF{}",
                "{}//",
                "/**/{}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}"
            })
    void isNotTheOneForm(String line) {
        assertThatExceptionOfType(NotCanonical.class).isThrownBy(() -> CanonicalJson.read(line));
    }

    @Test
    void generatedObjectsAreReadAsTheyAreWritten() throws NotCanonical {
        var random = new Random(8785);
        for (var round = 0; round < 3_000; round++) {
            var object = object(random, 4);
            var line = CanonicalJson.write(object);

            assertThat(CanonicalJson.read(line)).isEqualTo(object);
            assertThat(JsonMapper.shared().readTree(line).size()).isEqualTo(object.size());
        }
    }

    /** Whatever is read without complaint has this form and no other. */
    @Test
    void aChangedCharacterIsAnotherObjectOrNone() {
        var random = new Random(53);
        for (var round = 0; round < 5_000; round++) {
            var line = CanonicalJson.write(object(random, 3));
            var changed = new StringBuilder(line);
            changed.setCharAt(
                    random.nextInt(line.length()), "\"\\{}:,[]01aeu \n\u00f6\ud83d".charAt(random.nextInt(17)));
            try {
                var object = CanonicalJson.read(changed.toString());
                assertThat(CanonicalJson.write(object)).isEqualTo(changed.toString());
            } catch (NotCanonical e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static Map<String, @Nullable Object> object(Random random, int depth) {
        var object = new TreeMap<String, @Nullable Object>();
        for (var members = random.nextInt(5); members > 0; members--) object.put(text(random), value(random, depth));
        return object;
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> depth > 1 ? object(random, depth - 1) : "deep";
            case 1 -> null;
            case 2 -> random.nextBoolean();
            case 3 -> random.nextLong() >> (11 + random.nextInt(50));
            default -> text(random);
        };
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (var length = random.nextInt(6); length > 0; length--) {
            var character = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> random.nextInt(0x80);
                case 2 -> random.nextInt(0xD800);
                default -> 0xE000 + random.nextInt(0x110000 - 0xE000);
            };
            text.appendCodePoint(character);
        }
        return text.toString();
    }
}
