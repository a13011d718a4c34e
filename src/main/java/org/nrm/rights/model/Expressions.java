package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.camunda.bpm.impl.juel.AstEval;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Tree;
import org.camunda.bpm.impl.juel.TreeBuilderException;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Feel;

/** Reads expressions and small scripts with the parsers of the engine's own languages. */
public final class Expressions {

    private static final Builder BUILDER = new Builder(Builder.Feature.METHOD_INVOCATIONS, Builder.Feature.VARARGS);

    private static final Set<String> SCRIPTS = Set.of("javascript", "ecmascript", "js", "groovy");

    private final Set<String> delegates;

    /**
     * Reads with a list of beans that may be called.
     *
     * @param delegates names of declared beans
     */
    Expressions(Set<String> delegates) {
        this.delegates = Set.copyOf(delegates);
    }

    /** A text in which <code>${..}</code> and <code>#{..}</code> are evaluated. */
    Expression text(String text) {
        var stripped = text.strip();
        if (!evaluated(stripped)) return Expression.empty(Expression.Kind.LITERAL);
        try {
            return new JuelReader(delegates).read(build(stripped), Expression.Kind.JUEL);
        } catch (TreeBuilderException e) {
            return Expression.unparsable(Expression.Kind.JUEL, "the expression '" + stripped + "' cannot be read");
        }
    }

    public static boolean evaluated(String text) {
        return text.contains("${") || text.contains("#{");
    }

    static Tree build(String text) {
        return BUILDER.build(text);
    }

    Expression feel(String text) {
        return Expression.of(Feel.expression(text));
    }

    /** The cell of a decision table. */
    Expression unaryTests(String text) {
        return Expression.of(Feel.unaryTests(text));
    }

    /** A script; allowed is one of which every statement is an expression too. */
    Expression script(@Nullable String format, String source) {
        var language = format == null ? "" : format.strip().toLowerCase(Locale.ROOT);
        // The engine's default language.
        if (language.isEmpty() || language.equals("juel")) return text(source);
        if (language.equals("feel")) return feel(source);
        if (!SCRIPTS.contains(language)) return refused("a script in '" + language + "' cannot be analysed");
        // In Groovy a dollar in a string is an expression.
        if (language.equals("groovy") && source.contains("$")) return refused("the script cannot be analysed");
        var all = Expression.empty(Expression.Kind.SCRIPT);
        for (var statement : statements(source)) {
            Tree tree;
            try {
                tree = build("${" + statement + "}");
            } catch (TreeBuilderException e) {
                return refused("the script cannot be analysed: '" + statement + "' is more than an expression");
            }
            if (!(tree.getRoot() instanceof AstEval)) return refused("the script cannot be analysed");
            all = all.and(new JuelReader(delegates).read(tree, Expression.Kind.SCRIPT));
        }
        return all;
    }

    private static Expression refused(String problem) {
        return Expression.reading(Expression.Kind.SCRIPT, Set.of(), problem);
    }

    /** Splits at semicolons and ends of lines outside of quotes. */
    private static List<String> statements(String source) {
        var statements = new ArrayList<String>();
        var current = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < source.length(); i++) {
            var c = source.charAt(i);
            if (quote == '\0' && (c == ';' || c == '\n' || c == '\r')) {
                add(statements, current);
                continue;
            }
            current.append(c);
            if (quote != '\0' && c == '\\' && i + 1 < source.length()) {
                i++;
                current.append(source.charAt(i));
            } else if (c == quote) quote = '\0';
            else if (quote == '\0' && (c == '\'' || c == '"')) quote = c;
        }
        add(statements, current);
        return statements;
    }

    private static void add(List<String> statements, StringBuilder current) {
        var statement = current.toString().strip();
        if (!statement.isEmpty()) statements.add(statement);
        current.setLength(0);
    }
}
