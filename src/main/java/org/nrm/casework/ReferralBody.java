package org.nrm.casework;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.web.FieldProblem;
import tools.jackson.databind.JsonNode;

/** The body of {@code POST /api/v1/referrals}: in which member the answer to each question of the form {@code referral} stands. */
final class ReferralBody {

    private static final Map<String, String> PATH_OF = new LinkedHashMap<>();

    static {
        List.of(
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
                        "exploitationSector")
                .forEach(question -> PATH_OF.put(question, question));
        PATH_OF.put("referralDate", "date");
        PATH_OF.put("consentGiven", "consent.given");
        PATH_OF.put("consentLanguage", "consent.language");
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
                .forEach(question -> PATH_OF.put(question, "person." + question));
        List.of("safeContact", "doNotContact", "safeTimes")
                .forEach(question -> PATH_OF.put(question, "contact." + question));
    }

    private ReferralBody() {}

    /** The path of the member that answers the question. */
    static String path(String question) {
        return PATH_OF.getOrDefault(question, question);
    }

    /** The answer to the question as it came; null if there is none. */
    static @Nullable Object answer(JsonNode body, String question) {
        var path = PATH_OF.get(question);
        if (path == null) return null;
        var member = body;
        for (var name : path.split("\\.", -1)) member = member.path(name);
        if (path.equals("consent.given") && member.isBoolean()) return member.asBoolean() ? "yes" : "no";
        return value(member);
    }

    /** What in the body answers no question: a member that there is not, or something else where an object must be. */
    static List<FieldProblem> unknown(JsonNode body) {
        var problems = new ArrayList<FieldProblem>();
        if (body.isObject()) unknown("", body, problems);
        else problems.add(new FieldProblem("", "The body must be an object."));
        return problems;
    }

    private static void unknown(String prefix, JsonNode node, List<FieldProblem> problems) {
        for (var member : node.properties()) {
            var path = prefix + member.getKey();
            // A point leads into a member; in a name it would say the same thing a second time.
            if (!member.getKey().contains(".") && PATH_OF.containsValue(path)) continue;
            if (PATH_OF.values().stream().noneMatch(known -> known.startsWith(path + ".")))
                problems.add(new FieldProblem(path, "A referral has no such member."));
            else if (member.getValue().isObject()) unknown(path + ".", member.getValue(), problems);
            else if (!member.getValue().isNull()) problems.add(new FieldProblem(path, "Must be an object."));
        }
    }

    private static @Nullable Object value(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) return null;
        if (value.isString()) return value.asString();
        if (value.isBoolean()) return value.asBoolean();
        if (value.isNumber()) return value.numberValue();
        if (value.isArray()) {
            var items = new ArrayList<@Nullable Object>();
            value.forEach(item -> items.add(value(item)));
            return items;
        }
        return value;
    }
}
