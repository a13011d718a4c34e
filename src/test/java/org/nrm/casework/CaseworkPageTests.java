package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Api;
import org.nrm.testing.PageVisitor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The pages without JavaScript, as one of the demo's users at a time. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
@Tag("slow")
class CaseworkPageTests {

    private static final Pattern REFERENCE = Pattern.compile("NRM-\\d{4}-[0-9A-Z]{8}");
    private static final String RISK = "Ask about danger and urgent needs";

    @LocalServerPort
    private int port;

    @Test
    void aReferralGivesAReceiptAndItsTasksStandInTheInbox() {
        var ngo = visitor("ngo1");
        var ref = refer(ngo);
        assertThat(ngo.open("/?q=" + ref).body()).contains("For my agency, unclaimed", RISK, "in 23 hours");
        assertThat(ngo.open("/?q=" + ref + "&strand=redress").body()).doesNotContain(RISK);
    }

    @Test
    void answersThatDoNotFitAreShownAgainBesideWhatIsWrong() {
        var ngo = visitor("ngo1");
        var task = claimed(ngo, refer(ngo), RISK);
        var answer = ngo.post(task, "ideasForSafety", "a door that locks", "injuries", "yes", "dangerNow", "perhaps");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("error-summary", "href=\"#field-riskLevel\"", "href=\"#field-dangerNow\"")
                .contains("id=\"field-riskLevel-problem\"", "a door that locks", "Error: Please answer this question.")
                .containsPattern("name=\"injuries\" value=\"yes\"[^>]*checked");
    }

    @Test
    void aTaskIsDoneFromItsPage() {
        var ngo = visitor("ngo1");
        var ref = refer(ngo);
        var task = claimed(ngo, ref, RISK);
        assertThat(ngo.postAndGoOn(task, "dangerNow", "no", "riskLevel", "low").body())
                .contains("The task is done.");
        assertThat(ngo.open("/cases/" + ref).body()).contains("Is there danger now?", "What is recorded");
        assertThat(ngo.postAndGoOn(task, "dangerNow", "no", "riskLevel", "low").body())
                .contains("You had completed this task before");
    }

    @Test
    void withoutTheTokenNothingHappens() {
        var ngo = visitor("ngo1");
        var ref = refer(ngo);
        var task = task(ngo, ref, RISK);
        assertThat(ngo.postWithoutToken(task + "/claim").statusCode()).isEqualTo(403);
        assertThat(ngo.open(task).body()).contains("Nobody works on this task yet");
    }

    @Test
    void whoClaimsTooLateIsToldAndSeesTheListAsItIs() {
        var ref = refer(visitor("responder1"));
        var first = visitor("ngo1");
        var second = visitor("ngo2");
        var task = task(second, ref, RISK);
        claimed(first, ref, RISK);
        assertThat(second.postAndGoOn(task + "/claim").body())
                .contains("Somebody else has just claimed this task.")
                .doesNotContain(ref);
    }

    @Test
    void whoNoLongerHoldsTheTaskKeepsTheAnswers() {
        var ngo = visitor("ngo1");
        var task = claimed(ngo, refer(ngo), RISK);
        assertThat(ngo.postAndGoOn(task + "/unclaim").body()).contains("You have given the task back.");
        var answer = ngo.post(task, "_form", "urgent-risk", "dangerNow", "yes", "riskLevel", "high");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .contains("You do not hold this task any more", "Claim and complete the task")
                .containsPattern("name=\"riskLevel\" value=\"high\"[^>]*checked");
        assertThat(ngo.postAndGoOn(task, "_claim", "yes", "dangerNow", "yes", "riskLevel", "high")
                        .body())
                .contains("The task is done.");
    }

    @Test
    void whatWasTypedIsShownAlsoAfterTheTaskIsGone() {
        var ref = refer(visitor("responder1"));
        var second = visitor("ngo2");
        var task = task(second, ref, RISK);
        claimed(visitor("ngo1"), ref, RISK);
        var answer = second.post(task, "_form", "urgent-risk", "dangerNow", "yes", "_csrf2", "");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .contains("This task is no longer yours", "Is there danger now?")
                .doesNotContain(ref);
    }

    @Test
    void aCaseIsThereOnlyForThoseOnIt() {
        var ref = refer(visitor("ngo1"));
        for (var user : List.of("ngo2", "police1", "auditor1", "coordinator1", "shelter1")) {
            var visitor = visitor(user);
            var page = visitor.open("/cases/" + ref);
            assertThat(page.statusCode()).as(user).isEqualTo(404);
            assertThat(page.body())
                    .as(user)
                    .doesNotContain(ref)
                    .contains("There is nothing here, or it is not for you.");
            assertThat(visitor.post("/cases/" + ref + "/withdrawals", "what", "participation")
                            .statusCode())
                    .as(user)
                    .isEqualTo(404);
        }
    }

    @Test
    void whatIsNotSharedIsSaidTheSameWhetherOrNotAnythingIsRecorded() {
        var ngo = visitor("ngo1");
        var ref = refer(ngo);
        var notShared = Pattern.compile(
                "Not shared with your role, whether or not anything is recorded:.*?</p>", Pattern.DOTALL);
        var before = notShared.matcher(ngo.open("/cases/" + ref).body());
        ngo.postAndGoOn(claimed(ngo, ref, RISK), "dangerNow", "no", "riskLevel", "low", "injuries", "yes");
        var after = notShared.matcher(ngo.open("/cases/" + ref).body());
        assertThat(before.find() && after.find()).isTrue();
        assertThat(after.group()).isEqualTo(before.group()).contains("Health");
    }

    @Test
    void ofAnAdultWithoutConsentNothingIsAskedByWhichThePersonCouldBeFound() {
        var ngo = visitor("ngo1");
        var fields = ngo.post("/referrals/new/fields", "consentGiven", "no", "isChild", "no", "name", "Somebody");
        assertThat(fields.body())
                .contains("Nothing by which this person could be found is kept", "name=\"indicators\"")
                .doesNotContain("name=\"name\"", "name=\"safeContact\"", "name=\"reason\"", "Somebody");
        var receipt = ngo.postAndGoOn(
                "/referrals/new", "consentGiven", "no", "consentLanguage", "en", "isChild", "no", "channel", "ngo");
        assertThat(receipt.body()).contains("NTF-", "Your rights").doesNotContain("NRM-");
    }

    @Test
    void aNameOfAnAdultWithoutConsentIsRefused() {
        var ngo = visitor("ngo1");
        var answer = ngo.post(
                "/referrals/new",
                "consentGiven",
                "no",
                "consentLanguage",
                "en",
                "isChild",
                "no",
                "channel",
                "ngo",
                "name",
                "Somebody");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("without consent nothing may be kept")
                .doesNotContain("Somebody");
    }

    @Test
    void whoDoesNotReferIsNotAskedTo() {
        assertThat(visitor("coordinator1").open("/referrals/new").statusCode()).isEqualTo(403);
    }

    @Test
    void participationIsWithdrawnFromTheCase() {
        var ngo = visitor("ngo1");
        var ref = refer(ngo);
        assertThat(ngo.postAndGoOn("/cases/" + ref + "/withdrawals", "what", "participation")
                        .body())
                .contains("It is withdrawn, from now on.");
    }

    @Test
    void somethingHasHappenedNeedsToBeChosen() {
        var ngo = visitor("ngo1");
        var ref = refer(ngo);
        var answer = ngo.post("/cases/" + ref + "/events", "note", "a stranger at the gate");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Choose what has happened.", "a stranger at the gate");
        assertThat(ngo.postAndGoOn(
                                "/cases/" + ref + "/events", "type", "risk-changes", "note", "a stranger at the gate")
                        .body())
                .contains("It is recorded", "The danger has changed");
    }

    @Test
    void aCoordinatorPutsAnAgencyOnACaseWithoutReadingIt() {
        var ref = refer(visitor("ngo1"));
        var coordinator = visitor("coordinator1");
        var address = "/cases/" + ref + "/assignments";
        assertThat(coordinator.open(address).body()).contains("Birch House");
        var answer = coordinator.post(address, "agency", "shelter:birch-house", "reason", "");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Please say why.");
        assertThat(coordinator
                        .postAndGoOn(address, "agency", "shelter:birch-house", "reason", "has a free place")
                        .body())
                .contains("The agency is on the case.");
        assertThat(visitor("shelter1").open("/cases/" + ref).statusCode()).isEqualTo(200);
        assertThat(visitor("police1").open(address).statusCode()).isEqualTo(404);
    }

    @Test
    void theHistoryIsForAuditors() {
        var ngo = visitor("ngo1");
        var ref = refer(ngo);
        assertThat(ngo.open("/cases/" + ref + "/history").statusCode()).isEqualTo(403);
        var history =
                visitor("auditor1").open("/cases/" + ref + "/history?after=1").body();
        assertThat(history)
                .contains("Agency assigned", "Receive referral", "ngo1")
                .doesNotContain("Case opened");
        assertThat(visitor("auditor1").open("/").body()).contains(ref);
    }

    @Test
    void theListIsReadInParts() {
        var api = new Api(port);
        for (var count = 0; count < 30; count++)
            api.post(
                    "responder1",
                    "/api/v1/referrals",
                    Map.of(
                            "channel", "ngo",
                            "consent", Map.of("given", true, "language", "en"),
                            "person", Map.of("isChild", "no"),
                            "indicators", List.of("D2")));
        var ngo = visitor("ngo2");
        var first = ngo.open("/").body();
        assertThat(first).contains("more than 50");
        var next = Pattern.compile("href=\"(/\\?claimed=none[^\"]*)\"").matcher(first);
        assertThat(next.find()).isTrue();
        assertThat(ngo.open(next.group(1).replace("&amp;", "&")).body())
                .contains("First part")
                .doesNotContain("Held by colleagues");
        assertThat(ngo.open("/?claimed=none&cursor=nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void theOperatorSeesTheClock() {
        var operator = visitor("operator1");
        assertThat(operator.open("/").body()).contains("Clock of the demonstration");
        assertThat(operator.postAndGoOn("/demo/clock", "advance", "yesterday").body())
                .contains("This is not a length of time.");
        assertThat(visitor("ngo1").open("/").body()).doesNotContain("Clock of the demonstration");
    }

    private PageVisitor visitor(String user) {
        return new PageVisitor(port, user);
    }

    private static String refer(PageVisitor by) {
        var receipt = by.postAndGoOn(
                "/referrals/new",
                "consentGiven",
                "yes",
                "consentLanguage",
                "en",
                "isChild",
                "no",
                "channel",
                "ngo",
                "indicators",
                "D2",
                "indicators",
                "E6",
                "urgentNeeds",
                "shelter");
        var found = REFERENCE.matcher(receipt.body());
        assertThat(found.find()).as(receipt.body()).isTrue();
        return found.group();
    }

    /** Address of an open task of the case. */
    private static String task(PageVisitor by, String ref, String name) {
        var inbox = by.open("/?q=" + ref).body();
        var found = Pattern.compile("href=\"(/tasks/[^\"]+)\">" + Pattern.quote(name))
                .matcher(inbox);
        assertThat(found.find()).as(inbox).isTrue();
        return found.group(1);
    }

    private static String claimed(PageVisitor by, String ref, String name) {
        var address = task(by, ref, name);
        assertThat(by.postAndGoOn(address + "/claim").body()).contains("The task is yours.");
        return address;
    }
}
