package org.nrm.casework;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Form;
import org.nrm.mechanism.CodeLists;
import org.nrm.pathway.AdvisoryTables;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.TaskModels;
import org.nrm.records.file.CaseRecords;
import org.springframework.stereotype.Component;

/**
 * The decision tables that advise: evaluated in memory from the form just filled in, and shown. Nothing is kept and nothing
 * reaches the process; a person decides.
 */
@Component
class DecisionTables {

    private static final Set<String> SIGNS = Set.of("seen", "said");
    private static final String INDICATOR = "indicator";

    private final TaskModels models;
    private final CaseRecords records;

    DecisionTables(TaskModels models, CaseRecords records) {
        this.models = models;
        this.records = records;
    }

    /** What the tables make of the answers so far, by the question on which they advise; empty where there is no table for it. */
    Map<String, String> advice(OpenTask task, Form form, Map<String, ? extends @Nullable Object> answers) {
        var advice = new LinkedHashMap<String, String>();
        var tables = models.tables(task);
        if (form.question("indication").isPresent()) {
            // As it was when it happened: of a child no means need be shown, and turning 18 since changes nothing of
            // that.
            var isChild = records.firstRoutingFact(task.caseRef(), "isChild").orElse("unknown");
            advice.put("indication", indication(tables, models.lists(task), isChild, answers));
        }
        if (form.question("riskLevel").isPresent()) advice.put("riskLevel", riskLevel(tables, answers));
        if (answers.get("urgentNeeds") instanceof Collection<?> needs)
            for (var need : needs) advice.put("urgentNeeds " + need, urgency(tables, String.valueOf(need), answers));
        return advice;
    }

    private static String indication(
            AdvisoryTables tables, CodeLists lists, String isChild, Map<String, ? extends @Nullable Object> answers) {
        var strengths = new TreeMap<String, Map<String, Integer>>();
        for (var indicator : lists.codes(CodeLists.INDICATORS)) {
            if (!SIGNS.contains(String.valueOf(answers.get(INDICATOR + indicator.value())))) continue;
            strengths
                    .computeIfAbsent(String.valueOf(indicator.dimension()), dimension -> new HashMap<>())
                    .merge(String.valueOf(indicator.strength()), 1, Integer::sum);
        }
        var inputs = new HashMap<String, @Nullable Object>();
        for (var dimension : List.of("A", "B", "C", "D", "E", "F"))
            inputs.put(
                    dimension.toLowerCase(Locale.ROOT), present(tables, strengths.getOrDefault(dimension, Map.of())));
        inputs.put("isChild", isChild);
        inputs.put("movedForExploitation", "yes".equals(answers.get("movedForExploitation")));
        inputs.put("any", !strengths.isEmpty());
        return evaluate(tables, "indication", inputs, "indication");
    }

    private static boolean present(AdvisoryTables tables, Map<String, Integer> counts) {
        var inputs = new HashMap<String, @Nullable Object>();
        inputs.put("strong", counts.getOrDefault("strong", 0));
        inputs.put("medium", counts.getOrDefault("medium", 0));
        inputs.put("weak", counts.getOrDefault("weak", 0));
        return Boolean.parseBoolean(evaluate(tables, "dimension-present", inputs, "present"));
    }

    private static String riskLevel(AdvisoryTables tables, Map<String, ? extends @Nullable Object> answers) {
        var inputs = new HashMap<String, @Nullable Object>();
        for (var key : List.of("dangerNow", "selfHarm", "threatsFrom", "childrenWithPerson"))
            inputs.put(key, answers.get(key));
        inputs.put(
                "riskFactors",
                answers.get("riskFactors") instanceof Collection<?> factors
                        ? (int) factors.stream()
                                .filter(factor -> !"none".equals(factor))
                                .count()
                        : 0);
        return evaluate(tables, "risk-level", inputs, "riskLevel");
    }

    private static String urgency(AdvisoryTables tables, String need, Map<String, ? extends @Nullable Object> answers) {
        var inputs = new HashMap<String, @Nullable Object>();
        inputs.put("urgentNeed", need);
        inputs.put("dangerNow", answers.get("dangerNow"));
        return evaluate(tables, "urgent-needs", inputs, "actWithin") + " "
                + evaluate(tables, "urgent-needs", inputs, "who");
    }

    private static String evaluate(
            AdvisoryTables tables, String table, Map<String, @Nullable Object> inputs, String output) {
        return tables.evaluate(table, inputs, output).orElse("");
    }
}
