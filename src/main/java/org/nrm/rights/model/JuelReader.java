package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstBracket;
import org.camunda.bpm.impl.juel.AstChoice;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstFunction;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstProperty;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.Tree;
import org.jspecify.annotations.Nullable;

/** Collects what one JUEL tree reads, writes and calls. */
final class JuelReader {

    /** The engine's own; they read no variable. */
    private static final Set<String> FUNCTIONS = Set.of("now", "dateTime");

    private static final Set<String> SCOPES = Set.of("execution", "task");

    /** Properties of the execution and the task that hold no variable. */
    private static final Set<String> PROPERTIES = Set.of(
            "id",
            "processInstanceId",
            "processDefinitionId",
            "processBusinessKey",
            "businessKey",
            "activityInstanceId",
            "parentActivityInstanceId",
            "currentActivityId",
            "currentActivityName",
            "currentTransitionId",
            "eventName",
            "tenantId",
            "name",
            "taskDefinitionKey",
            "createTime",
            "executionId");

    private static final Set<String> READERS = Set.of(
            "getVariable",
            "getVariableLocal",
            "getVariableTyped",
            "getVariableLocalTyped",
            "hasVariable",
            "hasVariableLocal");

    private static final Set<String> WRITERS =
            Set.of("setVariable", "setVariableLocal", "removeVariable", "removeVariableLocal");

    private final Set<String> delegates;
    private final Set<String> reads = new LinkedHashSet<>();
    private final Map<String, Set<String>> writes = new LinkedHashMap<>();
    private final Set<String> locals = new LinkedHashSet<>();
    private final Set<String> beans = new LinkedHashSet<>();
    private @Nullable String problem;

    JuelReader(Set<String> delegates) {
        this.delegates = delegates;
    }

    Expression read(Tree tree, Expression.Kind kind) {
        visit(tree.getRoot(), Set.of());
        return new Expression(reads, writes, locals, beans, problem, false, kind);
    }

    /**
     * Visits a node.
     *
     * @param guards names that decide whether the node is evaluated
     */
    private void visit(Node node, Set<String> guards) {
        if (node instanceof AstIdentifier identifier) identifier(identifier.getName());
        else if (node instanceof AstMethod method) method(method, guards);
        else if (node instanceof AstProperty property) property(property, guards);
        else if (node instanceof AstFunction function) {
            if (!FUNCTIONS.contains(function.getName()))
                problem("calls the function '" + function.getName() + "', which is not known");
            children(node, 0, guards);
        } else if (node instanceof AstChoice
                || (node instanceof AstBinary binary
                        && (binary.getOperator() == AstBinary.AND || binary.getOperator() == AstBinary.OR))) {
            visit(node.getChild(0), guards);
            children(node, 1, Expression.union(guards, readsOf(node.getChild(0))));
        } else children(node, 0, guards);
    }

    private void children(Node node, int from, Set<String> guards) {
        for (var i = from; i < node.getCardinality(); i++) visit(node.getChild(i), guards);
    }

    private void identifier(String name) {
        if (SCOPES.contains(name)) problem("hands on '" + name + "', so that any variable may be read");
        else if (delegates.contains(name)) beans.add(name);
        else reads.add(name);
    }

    private void property(AstProperty property, Set<String> guards) {
        var scope = scope(property.getChild(0));
        if (scope == null) {
            children(property, 0, guards);
            return;
        }
        beans.add(scope);
        var name = name(property);
        if (name == null || !PROPERTIES.contains(name))
            problem("reads '" + scope + "." + (name == null ? "[..]" : name) + "', which is not allowed");
        if (property instanceof AstBracket) children(property, 1, guards);
    }

    private void method(AstMethod method, Set<String> guards) {
        var property = (AstProperty) method.getChild(0);
        var parameters = parameters(method);
        var base = unwrap(property.getChild(0));
        var name = name(property);
        var scope = scope(base);
        if (scope != null) {
            beans.add(scope);
            scopeMethod(scope, name, parameters, guards);
        } else if (base instanceof AstIdentifier bean && bean.getName().equals("deadlines")) {
            beans.add("deadlines");
            if (!"due".equals(name) && !"duration".equals(name))
                problem("calls 'deadlines." + name + "', which is not known");
            parameters.forEach(parameter -> visit(parameter, guards));
        } else if (base instanceof AstIdentifier bean && delegates.contains(bean.getName())) {
            beans.add(bean.getName());
            for (var parameter : parameters) {
                var handed = scope(parameter);
                if (handed == null) visit(parameter, guards);
                else beans.add(handed);
            }
        } else {
            if (base instanceof AstIdentifier bean) {
                beans.add(bean.getName());
                problem("calls a method of '" + bean.getName() + "', which is no declared delegate");
            } else {
                visit(base, guards);
                if (!ofFunction(base)) problem("calls the method '" + name + "' of a value");
            }
            if (property instanceof AstBracket) children(property, 1, guards);
            parameters.forEach(parameter -> visit(parameter, guards));
        }
    }

    private void scopeMethod(String scope, @Nullable String name, List<Node> parameters, Set<String> guards) {
        if (name != null && READERS.contains(name) && !parameters.isEmpty()) {
            var variable = literal(parameters.get(0));
            if (variable == null) {
                problem("reads a variable whose name is computed");
                visit(parameters.get(0), guards);
            } else reads.add(variable);
        } else if (name != null && WRITERS.contains(name) && !parameters.isEmpty()) {
            var variable = literal(parameters.get(0));
            if (variable == null) {
                problem("writes a variable whose name is computed");
                visit(parameters.get(0), guards);
            }
            var from = guards;
            for (var value : parameters.subList(1, parameters.size())) {
                visit(value, guards);
                from = Expression.union(from, readsOf(value));
            }
            if (variable == null) return;
            // What is removed lets the outer variable of that name through.
            if (name.startsWith("remove")) from = Expression.union(from, Set.of(variable));
            writes.merge(variable, from, Expression::union);
            if (name.endsWith("Local")) locals.add(variable);
        } else if (name == null || !parameters.isEmpty() || !getter(name)) {
            problem("calls '" + scope + "." + (name == null ? "[..]" : name) + "', which is not allowed");
            parameters.stream()
                    .filter(parameter -> scope(parameter) == null)
                    .forEach(parameter -> visit(parameter, guards));
        }
    }

    private static boolean getter(String method) {
        return method.startsWith("get")
                && method.length() > 3
                && PROPERTIES.contains(Character.toLowerCase(method.charAt(3)) + method.substring(4));
    }

    /** The names that a node reads, looked at by itself. */
    private Set<String> readsOf(Node node) {
        var alone = new JuelReader(delegates);
        alone.visit(node, Set.of());
        return alone.reads;
    }

    private static List<Node> parameters(AstMethod method) {
        var list = method.getChild(1);
        var parameters = new ArrayList<Node>();
        for (var i = 0; i < list.getCardinality(); i++) parameters.add(list.getChild(i));
        return parameters;
    }

    private static Node unwrap(Node node) {
        var inner = node;
        while (inner instanceof AstNested nested) inner = nested.getChild(0);
        return inner;
    }

    private static @Nullable String scope(Node node) {
        return unwrap(node) instanceof AstIdentifier identifier && SCOPES.contains(identifier.getName())
                ? identifier.getName()
                : null;
    }

    /** Is it a function's result, or a method of one? */
    private static boolean ofFunction(Node node) {
        var inner = unwrap(node);
        while (inner instanceof AstMethod || inner instanceof AstProperty) inner = unwrap(inner.getChild(0));
        return inner instanceof AstFunction;
    }

    private static @Nullable String name(AstProperty property) {
        if (property instanceof AstDot) {
            // The library shows the name in the structure only.
            var prefix = property.getChild(0).getStructuralId(null);
            return property.getStructuralId(null).substring(prefix.length() + 1);
        }
        return literal(property.getChild(1));
    }

    private static @Nullable String literal(Node node) {
        return unwrap(node) instanceof AstString string ? String.valueOf(string.eval(null, null)) : null;
    }

    private void problem(String text) {
        if (problem == null) problem = text;
    }
}
