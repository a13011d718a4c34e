package org.nrm.ledger.evidence;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON of maps, lists, text, numbers and truth values, members in the order of the map. For what is read, not for what is hashed. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    static String write(Map<String, ? extends @Nullable Object> object) {
        var text = new StringWriter();
        try (var out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            value(object, out);
        }
        return text.toString();
    }

    private static void value(@Nullable Object value, JsonGenerator out) {
        if (value == null) out.writeNull();
        else if (value instanceof Map<?, ?> object) {
            out.writeStartObject();
            object.forEach((key, member) -> {
                out.writeName(String.valueOf(key));
                value(member, out);
            });
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            list.forEach(element -> value(element, out));
            out.writeEndArray();
        } else if (value instanceof Number number) out.writeNumber(number.longValue());
        else if (value instanceof Boolean truth) out.writeBoolean(truth);
        else out.writeString(value.toString());
    }
}
