package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.model.DataFacts.Assignment;
import org.nrm.rights.model.DataFacts.DecisionPoint;
import org.nrm.rights.model.DataFacts.Mapping;
import org.nrm.rights.model.DataFacts.Phase;
import org.nrm.rights.model.DataFacts.Problem;

/** What has been found so far of what one element does with data. */
final class FoundData {

    private final Expressions expressions;
    private final List<Assignment> before = new ArrayList<>();
    private final List<Assignment> at = new ArrayList<>();
    private final List<Assignment> after = new ArrayList<>();
    private final List<DecisionPoint> points = new ArrayList<>();
    private final List<Mapping> mappings = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    FoundData(Expressions expressions) {
        this.expressions = expressions;
    }

    Set<String> point(String what, @Nullable String text) {
        return text == null ? Set.of() : point(what, expressions.text(text));
    }

    Set<String> point(String what, Expression expression) {
        problem(expression);
        if (!expression.reads().isEmpty()) points.add(new DecisionPoint(what, expression.reads()));
        return expression.reads();
    }

    /** If it cannot be evaluated, the path stops here. */
    void evaluated(String what, Phase phase, Expression expression) {
        point(what, expression);
        writes(phase, expression);
    }

    void writes(Phase phase, Expression expression) {
        problem(expression);
        expression.writes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(write -> add(new Assignment(
                        phase,
                        write.getKey(),
                        expression.locals().contains(write.getKey()),
                        write.getValue(),
                        null,
                        null)));
    }

    void problem(Expression expression) {
        if (expression.problem() != null) problem(expression.problem(), expression.unparsable());
    }

    void problem(String text, boolean unusable) {
        var problem = new Problem(text, unusable);
        if (!problems.contains(problem)) problems.add(problem);
    }

    void point(DecisionPoint point) {
        points.add(point);
    }

    void add(Assignment assignment) {
        switch (assignment.phase()) {
            case BEFORE -> before.add(assignment);
            case AT -> at.add(assignment);
            case AFTER -> after.add(assignment);
        }
    }

    void add(Mapping mapping) {
        mappings.add(mapping);
    }

    void problems(List<Problem> found) {
        problems.addAll(found);
    }

    DataFacts all() {
        var all = new ArrayList<>(before);
        all.addAll(at);
        all.addAll(after);
        return new DataFacts(all, points, mappings, problems);
    }
}
