package org.nrm.rights.proof;

/**
 * One rights rule.
 *
 * @param id        as {@code R13}
 * @param statement in plain words
 * @param source    the articles on which it rests
 * @param form      how the text stands to the rule
 * @param kind      as {@code precedes}
 */
public record Rule(String id, String statement, String source, Form form, String kind) {

    /** How close the rule is to its source. */
    public enum Form {
        /** The law or the core soft law says so. */
        STATUTORY,
        /** The law has the duty; order, actor or figure are ours and not printed as law. */
        STATUTORY_DUTY,
        RECOMMENDED,
        /** Needed by other rules, or good practice of engineering. */
        ENGINEERING
    }
}
