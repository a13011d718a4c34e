package org.nrm.casework;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.web.FieldProblem;
import tools.jackson.databind.JsonNode;

/** The members of {@code POST /api/v1/referrals} and the questions of the form {@code referral} that they answer. */
final class ReferralBody {

    private static final Map<String, String> QUESTION_OF = new LinkedHashMap<>();

    static {
        var top = List.of(
                "channel",
                "placeKind",
                "language",
                "communicationNeed",
                "interpretationMode",
                "dangerNow",
                "urgentNeeds",
                "indicators",
                "reason",
                "exploitationRegion",
                "exploitationSector");
        top.forEach(name -> QUESTION_OF.put(name, name));
        QUESTION_OF.put("date", "referralDate");
        QUESTION_OF.put("consent.given", "consentGiven");
        QUESTION_OF.put("consent.language", "consentLanguage");
        List.of(
                        "isChild",
                        "ageBand",
                        "sex",
                        "name",
                        "birthDate",
                        "documentKind",
                        "documentNumber",
                        "nationality",
                        "stayStatus")
                .forEach(name -> QUESTION_OF.put("person." + name, name));
        List.of("safeContact", "doNotContact", "safeTimes").forEach(name -> QUESTION_OF.put("contact." + name, name));
    }

    private ReferralBody() {}

    /** The path of the member that answers the question. */
    static String path(String question) {
        return QUESTION_OF.entrySet().stream()
                .filter(entry -> entry.getValue().equals(question))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(question);
    }

    /** The answers by question; a member that there is not is a problem. */
    static Map<String, @Nullable Object> answers(JsonNode body, List<FieldProblem> problems) {
        var answers = new HashMap<String, @Nullable Object>();
        if (!body.isObject()) {
            problems.add(new FieldProblem("", "The body must be an object."));
            return answers;
        }
        collect("", body, answers, problems);
        return answers;
    }

    private static void collect(
            String prefix, JsonNode node, Map<String, @Nullable Object> answers, List<FieldProblem> problems) {
        for (var member : node.properties()) {
            var path = prefix + member.getKey();
            // A point leads into a member; in a name it would say the same thing a second time.
            var question = member.getKey().contains(".") ? null : QUESTION_OF.get(path);
            var value = member.getValue();
            if (question != null) answers.put(question, value(path, value));
            else if (QUESTION_OF.keySet().stream().anyMatch(known -> known.startsWith(path + "."))) {
                if (value.isObject()) collect(path + ".", value, answers, problems);
                else if (!value.isNull()) problems.add(new FieldProblem(path, "Must be an object."));
            } else problems.add(new FieldProblem(path, "A referral has no such member."));
        }
    }

    private static @Nullable Object value(String path, JsonNode value) {
        if (path.equals("consent.given") && value.isBoolean()) return value.asBoolean() ? "yes" : "no";
        if (value.isNull()) return null;
        if (value.isString()) return value.asString();
        if (value.isBoolean()) return value.asBoolean();
        if (value.isNumber()) return value.numberValue();
        if (value.isArray()) {
            var items = new ArrayList<@Nullable Object>();
            value.forEach(item -> items.add(value("", item)));
            return items;
        }
        return value;
    }
}
