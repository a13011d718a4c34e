package org.nrm.rights.proof;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Vocabulary;

/**
 * {@code performed-by} and {@code not-performed-by}: who may not do a step.
 *
 * @param steps  of which it is asked
 * @param barred roles that may not do it
 * @param why    the end of the sentence that begins with the step and its role
 */
record Performers(Predicate<Node> steps, BiPredicate<Vocabulary, String> barred, String why) implements Rule.OfProcess {

    static Performers only(Predicate<Node> steps, String role, String why) {
        return new Performers(steps, (words, other) -> !other.equals(role), why);
    }

    static Performers not(Predicate<Node> steps, String role, String why) {
        return new Performers(steps, (words, other) -> other.equals(role), why);
    }

    static Performers notLawEnforcement(Predicate<Node> steps, String why) {
        return new Performers(steps, (words, role) -> words.lawEnforcement().contains(role), why);
    }

    @Override
    public void judge(Rule rule, Judge judge) {
        for (var node : judge.nodes(steps)) {
            var role = node.role;
            if (role != null && barred.test(judge.vocabulary, role))
                judge.find(
                        rule,
                        node,
                        "'" + node.name() + "', done by the role " + role + ", " + why,
                        "Give the task to another role.",
                        List.of());
        }
    }
}
