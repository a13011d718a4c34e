package org.nrm.mechanism;

import java.util.Arrays;
import java.util.List;

/** Words in a row, as models, forms and consents write them. */
public final class Words {

    private Words() {}

    /** The parts of a list, trimmed, without empty ones. */
    public static List<String> of(String list, String separator) {
        return Arrays.stream(list.split(separator, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
