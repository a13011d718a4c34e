package org.nrm.rights.proof;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.AddedRule;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Origin;
import org.nrm.rights.model.Vocabulary;
import org.nrm.rights.proof.Precedence.Earlier;
import org.nrm.rights.proof.Rule.Check;
import org.nrm.rights.proof.Rule.Form;

/** The rules that a country adds, made of the same checks as the program's own. */
final class AddedRules {

    private AddedRules() {}

    static Rule rule(AddedRule added) {
        return Rule.of(added.id(), added.statement(), added.source(), Form.RECOMMENDED, added.kind(), check(added));
    }

    private static Check check(AddedRule rule) {
        return switch (rule.kind()) {
            case "precedes" -> {
                var before = words(rule, "before");
                var after = words(rule, "after");
                yield Precedence.before(
                        node -> marked(node, after) && isOf(node, rule),
                        new Earlier(String.join(" or ", before), node -> marked(node, before)));
            }
            case "offered" -> Offered.toEveryone(word(rule, "kind"));
            case "bounded" -> {
                var mark = List.of(word(rule, "mark"));
                var most = number(rule, "at-most");
                yield new Bounds(node -> marked(node, mark), any -> most, any -> true, "steps marked " + mark);
            }
            case "performed-by" -> performers(rule, (named, role) -> !named.contains(role));
            case "not-performed-by" -> performers(rule, Set::contains);
            case "independent" -> independence(rule);
            case "timed" -> {
                var mark = List.of(word(rule, "mark"));
                Predicate<Node> steps = node -> marked(node, mark);
                yield rule.parameters().containsKey("at-least")
                        ? new Times.AtLeast(steps, word(rule, "at-least"))
                        : new Times.AtMost(steps, word(rule, "at-most"));
            }
            default -> throw new IllegalStateException("No kind " + rule.kind());
        };
    }

    private static Performers performers(AddedRule rule, BiPredicate<Set<String>, String> barred) {
        var roles = Set.copyOf(words(rule, "roles"));
        var mark = rule.parameters().get("mark");
        return new Performers(
                node -> isOf(node, rule) && (mark == null || marked(node, List.of(String.valueOf(mark)))),
                (Vocabulary words, String role) -> barred.test(roles, role),
                "is against the rule: " + rule.statement() + ".");
    }

    private static Independence independence(AddedRule rule) {
        var strands = words(rule, "strands");
        var origins = EnumSet.noneOf(Origin.class);
        for (var named : words(rule, "classes")) Origin.of(named).ifPresent(origins::add);
        if (!words(rule, "work-of").isEmpty()) origins.add(Origin.LAW_ENFORCEMENT);
        return new Independence(node -> node.strand != null && strands.contains(node.strand.word()), origins);
    }

    private static boolean marked(Node node, Collection<String> marks) {
        return node.marks.stream().map(Mark::word).anyMatch(marks::contains);
    }

    /** Does it have the strand and the role that the rule names, if it does? */
    private static boolean isOf(Node node, AddedRule rule) {
        var strand = rule.parameters().get("strand");
        var role = rule.parameters().get("role");
        return (strand == null || isCalled(node.strand == null ? null : node.strand.word(), strand))
                && (role == null || isCalled(node.role, role));
    }

    private static boolean isCalled(@Nullable String word, Object named) {
        return named.equals(word);
    }

    private static String word(AddedRule rule, String name) {
        return String.valueOf(rule.parameters().get(name));
    }

    private static int number(AddedRule rule, String name) {
        if (rule.parameters().get(name) instanceof Number number) return number.intValue();
        throw new IllegalStateException("The rule " + rule.id() + " has no number '" + name + "'");
    }

    private static List<String> words(AddedRule rule, String name) {
        return rule.parameters().get(name) instanceof Collection<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
