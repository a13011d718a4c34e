package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.LiteralExpression;
import org.camunda.bpm.model.dmn.instance.Text;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/** The decision tables of a set of files: what each reads, by itself and through the decisions that it requires. */
public final class Decisions {

    /**
     * One decision.
     *
     * @param reads    on which every output depends
     * @param outputs  names of what it gives
     * @param problems what cannot be read or is not allowed in it
     */
    record Facts(String id, String file, Set<String> reads, Set<String> outputs, List<DataFacts.Problem> problems) {}

    /** Decisions that require each other in a row. */
    private static final int LONGEST_CHAIN = 50;

    private final Map<String, String> sources;
    private final Expressions expressions;
    private final Map<String, Decision> decisions = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, Facts> facts = new LinkedHashMap<>();
    private final Map<String, List<SchemaFaults.Fault>> unusable = new LinkedHashMap<>();

    /**
     * Reads the files.
     *
     * @param sources text of each file by its path
     */
    public Decisions(Map<String, String> sources, Expressions expressions) {
        this.sources = sources;
        this.expressions = expressions;
        sources.forEach((file, text) -> {
            try {
                index(file, DmnReader.read(file, text));
            } catch (UnusableTable e) {
                unusable.put(file, e.faults());
            }
        });
        decisions.keySet().forEach(id -> read(id, new HashSet<>()));
    }

    /** Those of files that have been proved. */
    public static Decisions of(Sources sources, Vocabulary vocabulary) {
        return new Decisions(sources.decisions(), DataReader.expressions(vocabulary));
    }

    /** The file that holds a decision; empty if none does. */
    public Optional<String> file(String id) {
        return Optional.ofNullable(facts.get(id)).map(Facts::file);
    }

    /** The variables on which a decision depends. */
    public Set<String> reads(String id) {
        var found = facts.get(id);
        return found == null ? Set.of() : Set.copyOf(found.reads());
    }

    /** Why a file cannot be used, by its path. */
    public Map<String, List<SchemaFaults.Fault>> unusable() {
        return unusable;
    }

    /** What it was read from. */
    public Map<String, String> sources() {
        return sources;
    }

    /** Null if no file has a decision of this id. */
    @Nullable
    Facts find(String id) {
        return facts.get(id);
    }

    private void index(String file, DmnModelInstance model) {
        for (var decision : model.getModelElementsByType(Decision.class)) {
            var id = decision.getId();
            if (decisions.putIfAbsent(id, decision) != null)
                unusable.put(
                        file,
                        List.of(new SchemaFaults.Fault(
                                0,
                                id,
                                "has a decision '" + id + "', as the file " + files.get(id)
                                        + " has; give one of them another id")));
            files.putIfAbsent(id, file);
        }
    }

    private Facts read(String id, Set<String> open) {
        var known = facts.get(id);
        if (known != null) return known;
        if (open.contains(id) || open.size() > LONGEST_CHAIN)
            return new Facts(
                    id,
                    files.getOrDefault(id, ""),
                    Set.of(),
                    Set.of(),
                    List.of(new DataFacts.Problem(
                            "the decision '" + id + "' "
                                    + (open.contains(id)
                                            ? "requires itself, by way of what it requires"
                                            : "is required by more than " + LONGEST_CHAIN + " others in a row"),
                            true)));
        var decision = decisions.get(id);
        var reads = new LinkedHashSet<String>();
        var outputs = new LinkedHashSet<String>();
        var problems = new ArrayList<DataFacts.Problem>();
        if (decision != null && open.add(id)) {
            var all = new ArrayList<Expression>();
            var bound = new HashSet<String>();
            var body = decision.getExpression();
            if (body instanceof DecisionTable table) table(table, all, bound, outputs);
            else if (body instanceof LiteralExpression literal) {
                all.add(expression(literal.getExpressionLanguage(), text(literal)));
                if (decision.getVariable() != null && decision.getVariable().getName() != null)
                    outputs.add(decision.getVariable().getName());
            } else
                problems.add(new DataFacts.Problem(
                        "the decision '" + id + "' is neither a table nor a literal expression", true));
            for (var expression : all) {
                reads.addAll(expression.reads());
                if (expression.problem() != null)
                    problems.add(new DataFacts.Problem(
                            "the decision '" + id + "': " + expression.problem(), expression.unparsable()));
            }
            for (var requirement : decision.getInformationRequirements()) {
                var required = requirement.getRequiredDecision();
                if (required == null) continue;
                var theirs = read(required.getId(), open);
                bound.addAll(theirs.outputs());
                bound.add(required.getId());
                reads.removeAll(bound);
                reads.addAll(theirs.reads());
                problems.addAll(theirs.problems());
            }
            reads.removeAll(bound);
            open.remove(id);
        }
        var found = new Facts(
                id,
                files.getOrDefault(id, ""),
                reads,
                outputs,
                problems.stream().distinct().toList());
        facts.put(id, found);
        return found;
    }

    private void table(DecisionTable table, List<Expression> all, Set<String> bound, Set<String> outputs) {
        bound.add("cellInput");
        for (var input : table.getInputs()) {
            var variable = input.getCamundaInputVariable();
            if (variable != null) bound.add(variable);
            var expression = input.getInputExpression();
            if (expression != null) all.add(expression(expression.getExpressionLanguage(), text(expression)));
        }
        for (var output : table.getOutputs()) if (output.getName() != null) outputs.add(output.getName());
        for (var rule : table.getRules()) {
            for (var cell : rule.getInputEntries()) {
                var text = text(cell);
                if (text.isEmpty()) continue;
                all.add(
                        feel(cell.getExpressionLanguage())
                                ? expressions.unaryTests(text)
                                : expression(cell.getExpressionLanguage(), text));
            }
            for (var cell : rule.getOutputEntries()) all.add(expression(cell.getExpressionLanguage(), text(cell)));
        }
    }

    private Expression expression(@Nullable String language, String text) {
        if (text.isEmpty()) return Expression.empty(Expression.Kind.LITERAL);
        if (feel(language)) return expressions.feel(text);
        return expressions.script(language, text);
    }

    /** The engine's default language. */
    private static boolean feel(@Nullable String language) {
        return language == null
                || language.isBlank()
                || language.toLowerCase(Locale.ROOT).contains("feel");
    }

    private static String text(ModelElementInstance element) {
        var text = new StringBuilder();
        for (var part : element.getChildElementsByType(Text.class)) text.append(part.getTextContent());
        return text.toString().strip();
    }
}
