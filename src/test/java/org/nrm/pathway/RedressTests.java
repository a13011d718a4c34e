package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** Each claim goes its own way as soon as it is wanted. None needs a conviction, none waits for an authority or for another claim. */
@Tag("slow")
class RedressTests extends Stories {

    private static final String AGAIN = "Offer redress again";
    private static final String WAYS = "Explain ways to redress";
    private static final String ESCORT = "Agree to ask for an escort";
    private static final String REPORT = "Agree to ask the labour inspection";

    /** The lawyer's claims: short name, first task. */
    private static final Map<String, String> CLAIMS = Map.of(
            "wages", "Claim wages",
            "damages", "Civil damages",
            "compensation", "State compensation fund",
            "assets", "Confiscated assets share",
            "debts", "Cancel debts, contracts, fines");

    private static final List<String> WISHES = List.of(
            "claimBelongings",
            "claimWages",
            "claimDamages",
            "claimCompensation",
            "claimAssets",
            "claimDebts",
            "claimReport");

    @Override
    protected String process() {
        return "redress";
    }

    @Test
    void everyClaimIsPursuedAtOnceAppealedAndPaidWhileThePoliceDoNothing() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(person, Map.of("answerRedress", "accepted"));
        waysAreExplained(person, all("accepted"));
        assertThat(mechanism.openTasks(person))
                .containsAll(CLAIMS.values())
                .contains("Recover belongings and documents", REPORT)
                .contains("Offer shelter again", "Offer health care again");
        for (var task : List.of("Claim wages", "State compensation fund", "Recover belongings and documents"))
            assertThat(mechanism.find(person, task).due()).as(task).isNotNull();

        mechanism.completes(person, "Recover belongings and documents", Map.of("escortWanted", "yes"));
        assertThat(mechanism.consents(person)).doesNotContain("contact -> police", "account -> labour-inspector");
        mechanism.completes(person, ESCORT);
        mechanism.completes(person, REPORT);
        assertThat(mechanism.consents(person)).contains("contact -> police", "account -> labour-inspector");
        mechanism.completes(person, "Prepare request for an escort");
        mechanism.completes(person, "Prepare request for a report");
        assertThat(mechanism.openTasks(person))
                .as("both are asked, and the belongings are looked for all the same")
                .contains("Answer request for escort", "Answer request for workplace report", "Record what came back");

        mechanism.completes(person, "Record what came back", Map.of("belongingsState", "not-yet"));
        assertThat(mechanism.openTasks(person)).doesNotContain("Record what came back");
        mechanism.passes("P10D");
        mechanism.completes(person, "Record what came back");
        mechanism.passes("P80D");
        assertThat(mechanism.openTasks(person))
                .as("the alarm of the time limit ends nothing")
                .contains("Check time limit", "Claim wages");
        mechanism.completes(person, "Check time limit");

        CLAIMS.forEach((claim, task) -> {
            mechanism.completes(person, task);
            outcome(person, claim, "appeal");
            mechanism.completes(person, "Appeal claim: " + claim);
            outcome(person, claim, "granted");
            if (!claim.equals("debts")) mechanism.completes(person, "Receive payment safely: " + claim);
        });
        assertThat(mechanism.openTasks(person)).contains("Answer request for escort", "Offer shelter again");
        assertThat(steps(person)).contains("entered belongings-done", "entered wages-done", "entered redress-offered");
    }

    @Test
    void claimThatIsWantedLaterIsOfferedAgainAndEndsOnlyByHerWish() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(person, Map.of("answerRedress", "accepted"));
        waysAreExplained(person, all("later"));
        assertThat(mechanism.openTasks(person))
                .doesNotContainAnyElementsOf(CLAIMS.values())
                .doesNotContain("Recover belongings and documents", REPORT);

        CLAIMS.forEach((claim, task) -> {
            mechanism.completes(person, "Offer again: " + claim);
            mechanism.completes(person, task);
            outcome(person, claim, "over");
        });
        mechanism.withdraw("ngo1", person, "participation");
        mechanism.completes(person, "Offer again: belongings");
        mechanism.completes(person, "Recover belongings and documents", Map.of("escortWanted", "yes"));
        mechanism.completes(person, ESCORT, Map.of("consentGiven", "refused"));
        mechanism.completes(person, "Offer again: report", Map.of("serviceAnswer", "later"));
        mechanism.completes(person, "Offer again: report");
        mechanism.completes(person, REPORT, Map.of("consentGiven", "refused"));
        assertThat(mechanism.openTasks(person))
                .as("without her consent nobody is asked, and the belongings are looked for all the same")
                .contains("Record what came back")
                .doesNotContain(
                        "Prepare request for an escort",
                        "Answer request for escort",
                        "Prepare request for a report",
                        "Answer request for workplace report");
        mechanism.completes(person, "Record what came back", Map.of("belongingsState", "given-up"));
        assertThat(steps(person)).contains("entered report-not-agreed", "entered redress-offered");
    }

    @Test
    void whoRefusesOneClaimKeepsTheOthersAndWhoRefusesAllKeepsAllOtherHelp() {
        var one = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(one, Map.of("answerRedress", "later"));
        mechanism.completes(one, AGAIN, Map.of("serviceAnswer", "later"));
        mechanism.completes(one, AGAIN);
        var onlyBelongings = all("refused");
        onlyBelongings.put("claimBelongings", "accepted");
        waysAreExplained(one, onlyBelongings);
        assertThat(mechanism.openTasks(one))
                .contains("Recover belongings and documents")
                .doesNotContainAnyElementsOf(CLAIMS.values());
        mechanism.completes(one, "Recover belongings and documents");
        mechanism.completes(one, "Record what came back");
        assertThat(steps(one)).contains("entered wages-not-wanted", "entered belongings-settled");

        var none = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(none, Map.of("answerShelter", "accepted", "answerRedress", "accepted"));
        waysAreExplained(none, all("refused"));
        assertThat(steps(none)).contains("entered belongings-not-wanted", "entered redress-offered");
        assertThat(mechanism.openTasks(none)).contains("Assess placement needs", "Offer health care again");

        var notNow = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.answersOffers(notNow, Map.of("answerShelter", "accepted"));
        mechanism.completes(notNow, AGAIN, Map.of("serviceAnswer", "refused"));
        assertThat(steps(notNow)).contains("entered refused-door-open");
        assertThat(mechanism.openTasks(notNow))
                .contains("Assess placement needs")
                .doesNotContain(WAYS);
    }

    private void waysAreExplained(String person, Map<String, String> wishes) {
        mechanism.completes(person, WAYS, wishes);
        mechanism.completes(person, "List losses");
    }

    private void outcome(String person, String claim, String next) {
        mechanism.completes(person, "Record outcome: " + claim, Map.of("nextStep", next));
    }

    private static Map<String, String> all(String answer) {
        var wishes = new HashMap<String, String>();
        WISHES.forEach(wish -> wishes.put(wish, answer));
        return wishes;
    }
}
