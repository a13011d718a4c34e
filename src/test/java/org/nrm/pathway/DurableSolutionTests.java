package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** Where to live from now on is the person's choice, and every choice can be changed. */
@Tag("slow")
class DurableSolutionTests extends Stories {

    private static final Map<String, String> NO_APPLICATION = Map.of(
            "applyPersonal", "not-wanted",
            "applyCooperation", "not-wanted",
            "applyAsylum", "not-wanted",
            "applyFamily", "not-wanted",
            "applyRegularisation", "not-wanted");

    @Override
    protected String process() {
        return "durable-solution";
    }

    @Test
    void aPersonWhoHasNotDecidedLosesNothingAndIsHeardAgainWhenAWishComes() {
        var person = wishing(Mechanism.adult());
        var others = otherTasks(person);
        wishes(person, "undecided");
        assertThat(open(person)).isEmpty();
        assertThat(otherTasks(person)).isEqualTo(others);

        mechanism.raise("ngo1", person, "wish-for-a-solution");
        assertThat(open(person)).containsExactly("Hear wishes");

        wishes(person, "third-country");
        assertThat(open(person)).containsExactly("Return risk assessment");
    }

    @Test
    void whoWishesToStayAppliesOnAnyGroundAndNoRefusalIsTheEnd() {
        var person = wishing(Mechanism.adult());
        assertThat(role(person, "Hear wishes")).isEqualTo("case-manager");

        // no application is an answer too
        wishes(person, "stay");
        assertThat(role(person, "Choose applications")).isEqualTo("legal-adviser");
        mechanism.completes(person, "Choose applications", NO_APPLICATION);
        outcome(person, "other-wish");
        assertThat(open(person)).containsExactly("Hear wishes");

        // all grounds side by side, none before another; the wish changes meanwhile
        wishes(person, "stay");
        mechanism.completes(person, "Choose applications");
        assertThat(open(person))
                .containsExactlyInAnyOrder(
                        "Permit on personal situation", "Permit on co-operation", "Asylum", "Family", "Regularisation");
        mechanism.raise("ngo1", person, "wish-for-a-solution");
        assertThat(open(person)).containsExactly("Hear wishes");

        // a permit, and another wish while it runs
        wishes(person, "stay");
        mechanism.completes(person, "Choose applications");
        for (var ground : List.copyOf(open(person))) mechanism.completes(person, ground);
        outcome(person, "permit");
        assertThat(open(person)).isEmpty();
        mechanism.raise("ngo1", person, "wish-for-a-solution");
        assertThat(open(person)).containsExactly("Hear wishes");

        // the permit is renewed for a time, then not, because of another wish
        staysWith(person, "permit");
        mechanism.passes("P125D");
        assertThat(role(person, "Renew permit")).isEqualTo("legal-adviser");
        mechanism.completes(person, "Renew permit", Map.of("renewalOutcome", "renewed"));
        assertThat(open(person)).isEmpty();
        mechanism.passes("P125D");
        mechanism.completes(person, "Renew permit", Map.of("renewalOutcome", "other-wish"));
        assertThat(open(person)).containsExactly("Hear wishes");

        // a refused renewal leads to a time of transition in which everything goes on
        staysWith(person, "permit");
        mechanism.passes("P125D");
        var others = otherTasks(person);
        mechanism.completes(person, "Renew permit", Map.of("renewalOutcome", "refused"));
        mechanism.completes(person, "Plan transition period");
        assertThat(open(person)).isEmpty();
        assertThat(otherTasks(person)).isEqualTo(others);
        mechanism.raise("ngo1", person, "wish-for-a-solution");
        assertThat(open(person)).containsExactly("Hear wishes");

        // a refused application as well; nothing is asked again before the transition is over
        staysWith(person, "refused");
        mechanism.completes(person, "Plan transition period");
        assertThat(open(person)).isEmpty();
        mechanism.passes("P40D");
        assertThat(open(person)).isEmpty();
        mechanism.passes("P6D");
        assertThat(open(person)).containsExactly("Hear wishes");

        // a permit that becomes lasting
        staysWith(person, "permit");
        mechanism.passes("P125D");
        mechanism.completes(person, "Renew permit");
        assertThat(open(person)).isEmpty();
        assertThat(steps(person)).contains("entered stays");
    }

    @Test
    void whoGetsALastingRightStaysForGood() {
        var person = wishing(Mechanism.adult());
        staysWith(person, "lasting");
        assertThat(open(person)).isEmpty();
        assertThat(steps(person)).contains("entered stays");
    }

    @Test
    void anAdultGoesHomeOnlyByOwnDecisionAfterRiskAndAdvice() {
        var person = wishing(Mechanism.adult());

        // too dangerous: told why, and heard again
        wishes(person, "return");
        assertThat(role(person, "Return risk assessment")).isEqualTo("return-counsellor");
        mechanism.completes(person, "Return risk assessment", Map.of("riskLevel", "high"));
        assertThat(open(person)).containsExactly("Explain why not now, offer alternatives");
        mechanism.completes(person, "Explain why not now, offer alternatives");
        assertThat(open(person)).containsExactly("Hear wishes");

        // advised, and decides against it
        wishes(person, "third-country");
        mechanism.completes(person, "Return risk assessment", Map.of("riskLevel", "medium"));
        assertThat(open(person)).containsExactly("Advise on risk");
        assertThat(role(person, "Advise on risk")).isEqualTo("legal-adviser");
        mechanism.completes(person, "Advise on risk");
        mechanism.completes(person, "Decide on return", Map.of("returnDecision", "not-now"));
        assertThat(open(person)).containsExactly("Hear wishes");

        // decides to go, and wishes something else while the papers are made
        decidesToGo(person);
        assertThat(open(person)).containsExactly("Get travel documents");
        mechanism.raise("ngo1", person, "wish-for-a-solution");
        assertThat(open(person)).containsExactly("Hear wishes");

        // no partner, no journey
        decidesToGo(person);
        mechanism.completes(person, "Get travel documents");
        mechanism.completes(person, "Find partner", Map.of("partnerFound", "none"));
        assertThat(open(person)).containsExactly("Hear wishes");

        // goes, and arrives
        decidesToGo(person);
        for (var task : List.of("Get travel documents", "Find partner", "Agree on what is passed on", "Send referral"))
            mechanism.completes(person, task);
        mechanism.raise("ngo1", person, "partner-accepts");
        mechanism.completes(person, "Go through the partner's plan", Map.of("reflectionChoice", "earlier"));
        for (var task : List.of(
                "Give up reflection",
                "Review risk of journey and arrival",
                "Advise before travel",
                "Confirm wish to travel",
                "Travel",
                "Confirm arrival")) mechanism.completes(person, task);
        mechanism.passes("P32D");
        mechanism.completes(person, "Joint follow-up after 1 month", Map.of("wantsContact", "no"));
        mechanism.completes(person, "Hand over responsibility");
        assertThat(steps(person)).contains("entered returned");
    }

    @Test
    void aChildGoesHomeOnlyIfItIsBestForTheChild() {
        var child = mechanism.refer("ngo1", Mechanism.child());
        mechanism.answersOffers(child, Map.of());
        mechanism.raise("ngo1", child, "wish-for-a-solution");
        assertThat(open(child)).containsExactly("Confirm guardian");
        mechanism.completes(child, "Confirm guardian");
        mechanism.completes(child, "Explain options");

        wishes(child, "return");
        mechanism.completes(child, "Return risk assessment");
        mechanism.completes(child, "Advise on risk");
        assertThat(role(child, "Best interests of return")).isEqualTo("guardian");
        mechanism.completes(child, "Best interests of return", Map.of("bestInterests", "not-in-best-interests"));
        assertThat(open(child)).containsExactly("Explain why not now, offer alternatives");
        mechanism.completes(child, "Explain why not now, offer alternatives");

        wishes(child, "return");
        mechanism.completes(child, "Return risk assessment");
        mechanism.completes(child, "Advise on risk");
        mechanism.completes(child, "Best interests of return");
        assertThat(open(child)).containsExactly("Decide on return");
    }

    @Test
    void theCaseComesToRestWhetherEverythingIsGrantedOrEverythingIsRefused() {
        var granted = mechanism.refer("ngo1", Mechanism.ofUnknownAge());
        mechanism.workOff(granted, Map.of(), Set.of());
        mechanism.raise("ngo1", granted, "wish-for-a-solution");
        mechanism.workOff(granted, Map.of(), Set.of());
        mechanism.passes("P125D");
        mechanism.workOff(granted, Map.of(), Set.of());
        assertThat(steps(granted)).contains("entered stays");

        var refused = wishing(Mechanism.adult());
        var refusals = Map.of(
                "Choose applications", NO_APPLICATION,
                "Review outcome with the person", Map.of("stayOutcome", "refused"),
                "Plan transition period", Map.of("transitionAgreed", "no"));
        mechanism.workOff(refused, refusals, Set.of());
        assertThat(open(refused)).isEmpty();
        mechanism.passes("P46D");
        assertThat(open(refused)).containsExactly("Hear wishes");
        mechanism.workOff(refused, refusals, Set.of());
        assertThat(open(refused)).isEmpty();
    }

    /** A case in which the options have just been explained, and the wishes are to be heard. */
    private String wishing(Map<String, Object> referral) {
        var person = mechanism.refer("ngo1", referral);
        mechanism.answersOffers(person, Map.of());
        mechanism.raise("ngo1", person, "wish-for-a-solution");
        assertThat(open(person)).containsExactly("Explain options");
        mechanism.completes(person, "Explain options");
        assertThat(open(person)).containsExactly("Hear wishes");
        return person;
    }

    private void wishes(String person, String place) {
        mechanism.completes(person, "Hear wishes", Map.of("wishedPlace", place));
    }

    private void staysWith(String person, String outcome) {
        wishes(person, "stay");
        mechanism.completes(person, "Choose applications", NO_APPLICATION);
        outcome(person, outcome);
    }

    private void outcome(String person, String outcome) {
        mechanism.completes(person, "Review outcome with the person", Map.of("stayOutcome", outcome));
    }

    private void decidesToGo(String person) {
        wishes(person, "return");
        mechanism.completes(person, "Return risk assessment");
        mechanism.completes(person, "Advise on risk");
        mechanism.completes(person, "Decide on return");
    }

    private List<String> open(String person) {
        return mechanism.openTasks(person, process());
    }

    /** What is open for the person beside this process. */
    private List<String> otherTasks(String person) {
        return mechanism.tasks(person).stream()
                .filter(task -> !task.process().equals(process()))
                .map(OpenTask::id)
                .sorted()
                .toList();
    }

    private String role(String person, String task) {
        return mechanism.find(person, task).role();
    }
}
