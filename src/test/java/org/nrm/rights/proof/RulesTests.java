package org.nrm.rights.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nrm.mechanism.AddedRule;
import org.nrm.mechanism.RightsSettings;

/** The list of rules: whole, in order, each with what it says, on what it rests, and how it is judged. */
class RulesTests {

    @Test
    void theProgramsRulesStandInOrderAndNoneIsMissing() {
        assertThat(Rules.OWN)
                .extracting(Rule::id)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 42).mapToObj(n -> "R" + n).toList());
    }

    @Test
    void eachRuleSaysWhatItIsAndIsJudged() {
        assertThat(Rules.OWN).allSatisfy(rule -> {
            assertThat(rule.statement()).isNotBlank().doesNotEndWith(".");
            assertThat(rule.source()).isNotBlank();
            assertThat(rule.checks()).isNotEmpty();
        });
    }

    @Test
    void aRuleThatOthersKeepNamesRulesThatAreJudged() {
        var judged = Rules.OWN.stream()
                .filter(rule -> rule.checks().stream().noneMatch(Rule.KeptBy.class::isInstance))
                .map(Rule::id)
                .toList();
        var kept = Rules.OWN.stream()
                .flatMap(rule -> rule.checks().stream())
                .filter(Rule.KeptBy.class::isInstance)
                .flatMap(check -> ((Rule.KeptBy) check).rules().stream())
                .toList();
        assertThat(kept).isNotEmpty().isSubsetOf(judged);
    }

    @Test
    void anAddedRuleComesAfterAllOthersAndIsMadeOfTheSameChecks() {
        var added = new AddedRule(
                "N1",
                "Help is done by helpers",
                "Law, section 12",
                "performed-by",
                Map.of("strand", "assistance", "roles", List.of("shelter")));
        var rules = new Rules(new RightsSettings(3, 2, List.of(added)));

        assertThat(rules.all()).hasSize(43);
        assertThat(rules.all().subList(42, 43))
                .extracting(Rule::id, Rule::form, rule -> rule.checks().get(0).getClass())
                .containsExactly(tuple("N1", Rule.Form.RECOMMENDED, Performers.class));
        assertThat(List.of("N1", "R10", "unusable", "R9").stream().sorted(rules.order()))
                .containsExactly("unusable", "R9", "R10", "N1");
        assertThat(Set.copyOf(rules.all())).containsAll(Rules.OWN);
    }
}
