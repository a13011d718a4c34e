package org.nrm.casework;

import java.util.List;
import java.util.stream.IntStream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** What a first responder hands over to an adult who does not want to be referred: her rights, and that the door stays open. */
@Component
class RightsCard {

    private static final int SENTENCES = 7;

    private final MessageSource messages;

    RightsCard(MessageSource messages) {
        this.messages = messages;
    }

    List<String> sentences() {
        return IntStream.rangeClosed(1, SENTENCES)
                .mapToObj(number -> messages.getMessage(
                        "casework.rights-card.sentence-" + number, null, LocaleContextHolder.getLocale()))
                .toList();
    }
}
