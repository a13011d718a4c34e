package org.nrm.forms;

import java.util.HashMap;
import java.util.Map;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.jspecify.annotations.Nullable;

/** A FEEL condition under which a question is not asked, parsed once. */
public final class HideCondition {

    private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();

    private final String text;
    private final Feel reading;
    private final @Nullable ParsedExpression parsed;

    /** @param text without the leading equals sign */
    HideCondition(String text) {
        this.text = text;
        reading = Feel.expression(text);
        var result = FEEL.parseExpression(text);
        parsed = result.isSuccess() ? result.parsedExpression() : null;
    }

    /** What is hidden if either holds: a question of a group is hidden with the group, too. */
    HideCondition or(HideCondition inner) {
        return new HideCondition("(" + text + ") or (" + inner.text + ")");
    }

    /** What it reads, and whether anything is wrong with it. */
    public Feel reading() {
        return reading;
    }

    /** Does it hold? A condition that cannot be evaluated does not: the question is asked. */
    boolean holds(Map<String, ? extends @Nullable Object> answers) {
        if (parsed == null) return false;
        var known = new HashMap<String, @Nullable Object>();
        reading.reads().forEach(name -> known.put(name, answers.get(name)));
        @SuppressWarnings("unchecked") // FEEL reads null as null; its signature is from before null-marking.
        var context = (Map<String, Object>) (Map<String, ?>) known;
        var result = FEEL.evaluate(parsed, context);
        return result.isSuccess() && Boolean.TRUE.equals(result.result());
    }
}
