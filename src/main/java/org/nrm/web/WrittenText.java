package org.nrm.web;

import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.FreeText;
import org.springframework.boot.jackson.JacksonComponent;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;

/**
 * Every text that a body of the interface brings in a member of its own. What is no text is refused at the member before anybody reads
 * it; one of which nothing can be seen is empty. Answers to a form are looked at by its questions.
 */
@JacksonComponent
class WrittenText extends ValueDeserializer<String> {

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
        var text = StringDeserializer.instance.deserialize(parser, context);
        if (text == null) return null;
        // Without the text: an exception ends in a log.
        if (!FreeText.isText(text)) throw InvalidFormatException.from(parser, FreeText.NO_TEXT, "", String.class);
        return FreeText.isBlank(text) ? "" : text;
    }
}
