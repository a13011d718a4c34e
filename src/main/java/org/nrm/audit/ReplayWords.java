package org.nrm.audit;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What the player says, in the reader's language. */
@Component
class ReplayWords {

    private static final Pattern SAID = Pattern.compile("(replay|casework\\.(entry|class))\\..+");

    private final MessageSource messages;

    ReplayWords(MessageSource messages) {
        this.messages = messages;
    }

    /** By key. What is to be filled in stays as {@code {0}}. */
    Map<String, String> in(Locale locale) {
        var words = new TreeMap<String, String>();
        for (var key : ResourceBundle.getBundle("messages", Locale.ROOT).keySet())
            if (SAID.matcher(key).matches()) words.put(key, messages.getMessage(key, null, locale));
        return words;
    }
}
