package org.nrm.mechanism;

import java.util.Map;

/**
 * A rule that a country adds in {@code config/rights.yaml}.
 *
 * @param id         not one of the program's own
 * @param statement  in plain words
 * @param source     the law or guidance on which it rests
 * @param kind       as {@code precedes}
 * @param parameters of the kind, as written: text, numbers, and lists of text
 */
public record AddedRule(String id, String statement, String source, String kind, Map<String, Object> parameters) {

    public AddedRule {
        parameters = Map.copyOf(parameters);
    }
}
