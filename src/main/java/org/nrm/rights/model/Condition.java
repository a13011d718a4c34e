package org.nrm.rights.model;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstBoolean;
import org.camunda.bpm.impl.juel.AstEval;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstLiteral;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstNull;
import org.camunda.bpm.impl.juel.AstUnary;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.SimpleContext;
import org.camunda.bpm.impl.juel.SimpleResolver;
import org.camunda.bpm.impl.juel.Tree;
import org.camunda.bpm.impl.juel.TreeBuilderException;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.jspecify.annotations.Nullable;

/** A condition that can be evaluated, given what it reads. */
public final class Condition {

    private final @Nullable Tree tree;
    private final Expression expression;
    private final Map<String, Set<String>> literals = new LinkedHashMap<>();
    private final boolean decidable;

    /**
     * Reads a condition.
     *
     * @param text with <code>${..}</code>; what is no expression or cannot be read is not decidable
     */
    public Condition(String text, Expressions expressions) {
        expression = expressions.text(text);
        tree = parse(text.strip());
        decidable = tree != null
                && expression.problem() == null
                && tree.getRoot() instanceof AstEval eval
                && formula(eval.getChild(0));
    }

    private static @Nullable Tree parse(String text) {
        try {
            return Expressions.evaluated(text) ? Expressions.build(text) : null;
        } catch (TreeBuilderException e) {
            return null;
        }
    }

    Expression expression() {
        return expression;
    }

    public Set<String> reads() {
        return expression.reads();
    }

    /** The texts, numbers and truth values with which a variable is compared, as text; null is not among them. */
    public List<String> literals(String name) {
        return List.copyOf(literals.getOrDefault(name, Set.of()));
    }

    /** Does it consist of nothing but comparisons of a variable with a literal, and of {@code and}, {@code or}, {@code not}? */
    public boolean decidable() {
        return decidable;
    }

    /**
     * Evaluates it as the engine does; false if the engine would fail.
     *
     * @param values a value for each name that is read; a text stands for a number or truth value too, a missing name for null
     */
    public boolean holds(Map<String, Object> values) {
        if (tree == null) return false;
        var resolver = new SimpleResolver(true);
        for (var name : expression.reads()) resolver.getRootPropertyResolver().setProperty(name, values.get(name));
        try {
            var holds = tree.getRoot().getValue(tree.bind(null, null), new SimpleContext(resolver), Boolean.class);
            return Boolean.TRUE.equals(holds);
        } catch (ELException e) {
            return false;
        }
    }

    private boolean formula(Node node) {
        if (node instanceof AstNested nested) return formula(nested.getChild(0));
        if (node instanceof AstBoolean) return true;
        if (node instanceof AstIdentifier identifier) {
            literal(identifier, "true");
            literal(identifier, "false");
            return true;
        }
        if (node instanceof AstUnary unary) return unary.getOperator() == AstUnary.NOT && formula(unary.getChild(0));
        if (!(node instanceof AstBinary binary)) return false;
        var operator = binary.getOperator();
        if (operator == AstBinary.AND || operator == AstBinary.OR) {
            // Both sides are looked at, so that all literals are known.
            var left = formula(binary.getChild(0));
            return formula(binary.getChild(1)) && left;
        }
        return (operator == AstBinary.EQ || operator == AstBinary.NE)
                && (comparison(binary.getChild(0), binary.getChild(1))
                        || comparison(binary.getChild(1), binary.getChild(0)));
    }

    private boolean comparison(Node variable, Node value) {
        if (!(unwrap(variable) instanceof AstIdentifier identifier && unwrap(value) instanceof AstLiteral literal))
            return false;
        if (literal instanceof AstBoolean) {
            literal(identifier, "true");
            literal(identifier, "false");
        } else if (literal instanceof AstNull)
            literals.computeIfAbsent(identifier.getName(), key -> new LinkedHashSet<>());
        else literal(identifier, String.valueOf(literal.eval(null, null)));
        return true;
    }

    private void literal(AstIdentifier identifier, String text) {
        literals.computeIfAbsent(identifier.getName(), key -> new LinkedHashSet<>())
                .add(text);
    }

    private static Node unwrap(Node node) {
        var inner = node;
        while (inner instanceof AstNested nested) inner = nested.getChild(0);
        return inner;
    }
}
