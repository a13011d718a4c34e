package org.nrm.ledger;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * One form for each object (RFC 8785): keys in the order of their UTF-16 units, no white space. Of JSON only what entries need: objects,
 * text, whole numbers below 2^53, true, false and null; so the number forms on which implementations differ cannot occur.
 */
public final class CanonicalJson {

    private static final long LARGEST = (1L << 53) - 1;
    private static final int DEEPEST = 4;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private CanonicalJson() {}

    /** Text that is not in the one form. */
    public static final class NotCanonical extends Exception {
        NotCanonical(String message) {
            super(message);
        }
    }

    /** The one form of the object. */
    public static String write(Map<String, ? extends @Nullable Object> object) {
        var out = new StringBuilder();
        object(object, out);
        return out.toString();
    }

    /** The object that a line holds; refused if the line is not the one form of it. */
    public static Map<String, @Nullable Object> read(String line) throws NotCanonical {
        var object = parse(line);
        if (!write(object).equals(line)) throw otherForm();
        return object;
    }

    static NotCanonical otherForm() {
        return new NotCanonical("is not in canonical form (RFC 8785): other order of keys, white space or escapes");
    }

    /** The object that a line holds in whatever form, for who compares the form afterwards. */
    static Map<String, @Nullable Object> parse(String line) throws NotCanonical {
        try (var parser = FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) throw new NotCanonical("is not a JSON object");
            var object = object(parser, 1);
            if (parser.nextToken() != null) throw new NotCanonical("goes on after its object");
            return object;
        } catch (JacksonException e) {
            throw new NotCanonical("is not JSON without doubled keys, or is cut off");
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, int depth) throws NotCanonical {
        if (depth > DEEPEST) throw new NotCanonical("is nested too deeply");
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = text(parser.currentName());
            var token = parser.nextToken();
            switch (token) {
                case START_OBJECT -> object.put(key, object(parser, depth + 1));
                case VALUE_STRING -> object.put(key, text(parser.getString()));
                case VALUE_NUMBER_INT -> object.put(key, number(parser));
                case VALUE_TRUE -> object.put(key, true);
                case VALUE_FALSE -> object.put(key, false);
                case VALUE_NULL -> object.put(key, null);
                default -> throw new NotCanonical("holds a list or a number with a fraction at '" + key + "'");
            }
        }
        return object;
    }

    private static String text(String text) throws NotCanonical {
        if (!wellFormed(text)) throw new NotCanonical("holds half a character");
        return text;
    }

    private static long number(JsonParser parser) throws NotCanonical {
        var text = parser.getString();
        var value = text.length() > 17 ? Long.MAX_VALUE : Long.parseLong(text);
        if (Math.abs(value) > LARGEST) throw new NotCanonical("holds a number that is too large");
        return value;
    }

    private static void object(Map<?, ?> object, StringBuilder out) {
        out.append('{');
        var first = true;
        for (var member : sorted(object).entrySet()) {
            if (!first) out.append(',');
            first = false;
            string(String.valueOf(member.getKey()), out);
            out.append(':');
            value(member.getValue(), out);
        }
        out.append('}');
    }

    private static Map<?, ?> sorted(Map<?, ?> object) {
        return object instanceof SortedMap<?, ?> sorted && sorted.comparator() == null ? sorted : new TreeMap<>(object);
    }

    private static void value(@Nullable Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) object(map, out);
        else if (value instanceof String text) string(text, out);
        else if (value instanceof Long || value instanceof Integer) {
            var number = ((Number) value).longValue();
            if (number > LARGEST || number < -LARGEST) throw new IllegalArgumentException("Too large a number");
            out.append(value);
        } else if (value instanceof Boolean || value == null) out.append(value);
        else throw new IllegalArgumentException("No place in an entry for a " + value.getClass());
    }

    private static boolean wellFormed(String text) {
        for (var at = 0; at < text.length(); at++) {
            var unit = text.charAt(at);
            if (!Character.isSurrogate(unit)) continue;
            if (!Character.isHighSurrogate(unit)
                    || at + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(++at))) return false;
        }
        return true;
    }

    private static void string(String text, StringBuilder out) {
        if (!wellFormed(text)) throw new IllegalArgumentException("Half a character");
        out.append('"');
        for (var at = 0; at < text.length(); at++) {
            var unit = text.charAt(at);
            switch (unit) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (unit < ' ') out.append("\\u").append(HexFormat.of().toHexDigits(unit));
                    else out.append(unit);
                }
            }
        }
        out.append('"');
    }
}
