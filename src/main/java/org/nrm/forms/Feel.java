package org.nrm.forms;

import camundajar.impl.fastparse.Parsed;
import camundajar.impl.scala.Product;
import camundajar.impl.scala.Tuple2;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.camunda.feel.FeelEngine;
import org.camunda.feel.impl.interpreter.BuiltinFunctions;
import org.camunda.feel.impl.parser.FeelParser;
import org.camunda.feel.syntaxtree.ConstContext;
import org.camunda.feel.syntaxtree.EveryItem;
import org.camunda.feel.syntaxtree.Exp;
import org.camunda.feel.syntaxtree.Filter;
import org.camunda.feel.syntaxtree.For;
import org.camunda.feel.syntaxtree.FunctionDefinition;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.JavaFunctionInvocation;
import org.camunda.feel.syntaxtree.QualifiedFunctionInvocation;
import org.camunda.feel.syntaxtree.Ref;
import org.camunda.feel.syntaxtree.SomeItem;
import org.jspecify.annotations.Nullable;

/**
 * What a FEEL expression reads.
 *
 * @param reads      names that it does not bring itself; of a path its first part
 * @param problem    why it is not allowed or cannot be read; null if nothing is wrong
 * @param unparsable it cannot be read at all, so that nothing is known of it
 */
public record Feel(Set<String> reads, @Nullable String problem, boolean unparsable) {

    private static final BuiltinFunctions FUNCTIONS =
            new BuiltinFunctions(FeelEngine.defaultClock(), FeelEngine.defaultValueMapper());

    public Feel {
        reads = Set.copyOf(reads);
    }

    public static Feel expression(String text) {
        return read(text, FeelParser.parseExpression(text.strip()));
    }

    /** The cell of a decision table. */
    public static Feel unaryTests(String text) {
        return read(text, FeelParser.parseUnaryTests(text.strip()));
    }

    private static Feel read(String text, Parsed<Exp> parsed) {
        if (!parsed.isSuccess())
            return new Feel(Set.of(), "the FEEL expression '" + text.strip() + "' cannot be read", true);
        var visit = new Visit();
        visit.visit(parsed.get().value(), Set.of());
        return new Feel(visit.reads, visit.problem, false);
    }

    /** A walk through the tree of one expression. */
    private static final class Visit {

        private final Set<String> reads = new LinkedHashSet<>();
        private @Nullable String problem;

        /**
         * Visits a node of the tree or a list of nodes.
         *
         * @param bound names that the expression itself brings
         */
        private void visit(Object node, Set<String> bound) {
            if (node instanceof Ref reference) {
                var name = reference.names().head();
                if (!bound.contains(name)) reads.add(name);
            } else if (node instanceof For loop) scoped(loop.iterators(), loop.exp(), with(bound, "partial"));
            else if (node instanceof SomeItem some) scoped(some.iterators(), some.condition(), bound);
            else if (node instanceof EveryItem every) scoped(every.iterators(), every.condition(), bound);
            else if (node instanceof ConstContext context) scoped(context.entries(), null, bound);
            else if (node instanceof Filter filter) {
                visit(filter.list(), bound);
                visit(filter.filter(), with(bound, "item"));
            } else if (node instanceof FunctionDefinition function) {
                var names = new LinkedHashSet<>(bound);
                each(function.parameters(), name -> names.add(String.valueOf(name)));
                visit(function.body(), names);
            } else if (node instanceof JavaFunctionInvocation) problem("calls Java, which is not allowed");
            else if (node instanceof QualifiedFunctionInvocation call) {
                problem("calls the function '" + call.function() + "', which is not known");
                parts(call, bound);
            } else if (node instanceof FunctionInvocation call) {
                if (!bound.contains(call.function()) && !FUNCTIONS.functions().contains(call.function()))
                    problem("calls the function '" + call.function() + "', which is not known");
                parts(call, bound);
            } else if (node instanceof camundajar.impl.scala.collection.Iterable<?> list)
                each(list, part -> visit(part, bound));
            else if (node instanceof Product product) parts(product, bound);
        }

        private void parts(Product product, Set<String> bound) {
            for (var i = 0; i < product.productArity(); i++) visit(product.productElement(i), bound);
        }

        /** Each name is known to what comes after it. */
        private void scoped(
                camundajar.impl.scala.collection.Iterable<Tuple2<String, Exp>> entries,
                @Nullable Exp body,
                Set<String> bound) {
            var names = new LinkedHashSet<>(bound);
            each(entries, entry -> {
                visit(entry._2(), Set.copyOf(names));
                names.add(entry._1());
            });
            if (body != null) visit(body, names);
        }

        private static <T> void each(camundajar.impl.scala.collection.Iterable<T> list, Consumer<T> action) {
            for (var items = list.iterator(); items.hasNext(); ) action.accept(items.next());
        }

        private void problem(String text) {
            if (problem == null) problem = text;
        }

        private static Set<String> with(Set<String> bound, String name) {
            var names = new LinkedHashSet<>(bound);
            names.add(name);
            return names;
        }
    }
}
