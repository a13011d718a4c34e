package org.nrm.rights.model;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Feel;

/**
 * What the text of an expression or script does with variables.
 *
 * @param reads      names that are read; of a path its first part
 * @param writes     names that are written, each with the names on which the value depends
 * @param locals     those of the written names that are written to the own scope only
 * @param beans      names that are no variables: the execution, the task and declared delegates
 * @param problem    why it is not allowed or cannot be read; null if nothing is wrong
 * @param unparsable it cannot be read at all, so that nothing is known of it
 */
record Expression(
        Set<String> reads,
        Map<String, Set<String>> writes,
        Set<String> locals,
        Set<String> beans,
        @Nullable String problem,
        boolean unparsable,
        Kind kind) {

    enum Kind {
        /** Text that is the value itself. */
        LITERAL,
        JUEL,
        FEEL,
        SCRIPT
    }

    Expression {
        reads = Set.copyOf(reads);
        writes = Map.copyOf(writes);
        locals = Set.copyOf(locals);
        beans = Set.copyOf(beans);
    }

    static Expression unparsable(Kind kind, String problem) {
        return new Expression(Set.of(), Map.of(), Set.of(), Set.of(), problem, true, kind);
    }

    static Expression of(Feel feel) {
        return new Expression(feel.reads(), Map.of(), Set.of(), Set.of(), feel.problem(), feel.unparsable(), Kind.FEEL);
    }

    /** One that does nothing. */
    static Expression empty(Kind kind) {
        return reading(kind, Set.of(), null);
    }

    /** One that reads, and writes nothing. */
    static Expression reading(Kind kind, Set<String> reads, @Nullable String problem) {
        return new Expression(reads, Map.of(), Set.of(), Set.of(), problem, false, kind);
    }

    /** Both, one after the other; the graver problem stays. */
    Expression and(Expression other) {
        var read = new LinkedHashSet<>(reads);
        read.addAll(other.reads);
        var written = new LinkedHashMap<>(writes);
        other.writes.forEach((name, from) -> written.merge(name, from, Expression::union));
        var graver = problem == null || (other.unparsable && !unparsable) ? other.problem : problem;
        return new Expression(
                read,
                written,
                union(locals, other.locals),
                union(beans, other.beans),
                graver,
                unparsable || other.unparsable,
                kind);
    }

    static Set<String> union(Set<String> one, Set<String> other) {
        var both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }
}
