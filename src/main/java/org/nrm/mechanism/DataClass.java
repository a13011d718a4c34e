package org.nrm.mechanism;

import java.time.Period;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One class of data.
 *
 * @param readers   roles that read it on a case to which their agency is assigned
 * @param condition may a condition of a model read it
 * @param retention how long after closure it is kept
 */
public record DataClass(Set<String> readers, Condition condition, Period retention) {

    /** May a condition read a class? From the widest to the narrowest. */
    public enum Condition {
        ALWAYS,
        CLOSED_LIST,
        NEVER;

        /** As in the file: {@code closed-list}. */
        static Optional<Condition> of(String word) {
            return Arrays.stream(values())
                    .filter(condition -> condition
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')
                            .equals(word))
                    .findFirst();
        }
    }

    public DataClass {
        readers = Set.copyOf(readers);
    }
}
