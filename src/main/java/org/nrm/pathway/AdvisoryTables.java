package org.nrm.pathway;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.transform.DmnTransformException;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelException;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.UnusableSettings;

/**
 * The decision tables of one version, evaluated in memory. Those that only advise are never deployed in the engine, since what they
 * read is content; of the others see {@link ModelSet#deployed}.
 */
public final class AdvisoryTables {

    private static final Pattern FEEL = Pattern.compile("(?i)feel|https?://www\\.omg\\.org/spec/\\S*feel\\S*");

    private final DmnEngine engine = EngineWall.decisions();
    private final Map<String, DmnDecision> tables = new HashMap<>();

    /**
     * Reads the tables.
     *
     * @param files text by path
     */
    AdvisoryTables(Map<String, String> files) {
        files.forEach(this::read);
    }

    /** The named output of the first rule that fits; empty if there is no such table or no rule fits. */
    public Optional<String> evaluate(String table, Map<String, ? extends @Nullable Object> inputs, String output) {
        var decision = tables.get(table);
        if (decision == null) return Optional.empty();
        var variables = Variables.createVariables();
        inputs.forEach(variables::putValue);
        var result = engine.evaluateDecisionTable(decision, variables);
        return result.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(result.getFirstResult().getEntry(output)).map(Object::toString);
    }

    private void read(String path, String content) {
        try {
            var model = Dmn.readModelFromStream(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
            for (var element : model.getModelElementsByType(DmnElement.class)) onlyFeel(path, element);
            engine.parseDecisions(model).forEach(decision -> tables.put(decision.getKey(), decision));
        } catch (DmnModelException | DmnTransformException e) {
            throw new UnusableSettings(path + " is not a decision table: " + e.getMessage());
        }
    }

    private static void onlyFeel(String path, DmnElement element) {
        var language = element.getAttributeValue("expressionLanguage");
        if (language != null && !FEEL.matcher(language).matches())
            throw new UnusableSettings(path + ", element '" + element.getAttributeValue("id") + "': is written in '"
                    + language + "'; a decision table is written in FEEL, so leave expressionLanguage out");
    }
}
