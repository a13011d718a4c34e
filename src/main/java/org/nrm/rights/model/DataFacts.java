package org.nrm.rights.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one element of a model does with data.
 *
 * @param assignments in the order in which they happen
 * @param points      what in it depends on data
 * @param mappings    of a call
 * @param problems    what is not allowed or cannot be read
 */
public record DataFacts(
        List<Assignment> assignments, List<DecisionPoint> points, List<Mapping> mappings, List<Problem> problems) {

    /** When something is written. */
    enum Phase {
        BEFORE,
        AT,
        AFTER
    }

    /**
     * A variable is written.
     *
     * @param local     to the element's own scope
     * @param reads     names on which the value depends
     * @param field     key of the form's field; null if it is no answer
     * @param dataClass as declared; null if the value's class is that of what it depends on
     */
    record Assignment(
            Phase phase,
            String target,
            boolean local,
            Set<String> reads,
            @Nullable String field,
            @Nullable String dataClass) {}

    /**
     * A place at which data decides what happens.
     *
     * @param what as {@code due date}
     */
    public record DecisionPoint(String what, Set<String> reads) {

        private static final String OF_FIELD = "condition of the field";

        /** By which a form shows or hides a field. */
        static DecisionPoint ofField(String field, Set<String> reads) {
            return new DecisionPoint(OF_FIELD + " '" + field + "'", reads);
        }

        /** Is it asked by a form, of what has just been answered in it, and never by the engine? */
        public boolean ofForm() {
            return what.startsWith(OF_FIELD);
        }
    }

    /**
     * What goes into a call or comes out of it.
     *
     * @param source name of the variable; null if it is computed or all are meant
     * @param target name on the other side; null for the business key or if all are meant
     * @param all    every variable
     * @param local  of or to the element's own scope only
     */
    record Mapping(
            boolean in,
            @Nullable String source,
            Set<String> reads,
            @Nullable String target,
            boolean all,
            boolean local) {}

    /**
     * Something wrong.
     *
     * @param unusable it cannot be judged at all
     */
    public record Problem(String text, boolean unusable) {}

    public DataFacts {
        assignments = List.copyOf(assignments);
        points = List.copyOf(points);
        mappings = List.copyOf(mappings);
        problems = List.copyOf(problems);
    }
}
