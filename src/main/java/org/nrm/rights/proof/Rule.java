package org.nrm.rights.proof;

import java.util.List;

/**
 * One rights rule: what it says, on what it rests, and how it is judged. What is said of a model that breaks it stands in its checks.
 *
 * @param id        as {@code R13}
 * @param statement in plain words
 * @param source    the articles on which it rests
 * @param form      how the text stands to the rule
 * @param kind      as {@code precedes}; several apart by commas
 * @param checks    all that it asks of a model
 */
public record Rule(String id, String statement, String source, Form form, String kind, List<Check> checks) {

    public Rule {
        checks = List.copyOf(checks);
    }

    static Rule of(String id, String statement, String source, Form form, String kind, Check... checks) {
        return new Rule(id, statement, source, form, kind, List.of(checks));
    }

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

    /** One thing that a rule asks of models, and what is said where it is not so. */
    public sealed interface Check {}

    /** Asked of each process, unfolded with all that it calls. */
    non-sealed interface OfProcess extends Check {
        void judge(Rule rule, Judge judge);
    }

    /** Asked of each element as it is written, before anything is run. */
    non-sealed interface OfElement extends Check {
        void judge(Rule rule, Elements elements, Elements.At at);
    }

    /**
     * Nothing is left to ask: other rules, judged of every model, say it already.
     *
     * @param rules their ids
     */
    record KeptBy(List<String> rules) implements Check {}
}
