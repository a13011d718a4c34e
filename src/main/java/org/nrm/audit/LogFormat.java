package org.nrm.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.MediaType;

/** What process-mining tools read. */
enum LogFormat {
    /** IEEE 1849-2016. */
    XES(MediaType.APPLICATION_XML_VALUE, "xes"),
    /** OCEL 2.0 as JSON. */
    OCEL(MediaType.APPLICATION_JSON_VALUE, "jsonocel");

    private final String type;
    private final String ending;

    LogFormat(String type, String ending) {
        this.type = type;
        this.ending = ending;
    }

    static Optional<LogFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }

    /** As {@code xes}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the content. */
    String type() {
        return type;
    }

    /** Of a file's name. */
    String ending() {
        return ending;
    }
}
