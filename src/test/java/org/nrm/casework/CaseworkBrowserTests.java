package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.testing.Browsing;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A day's work on the pages, in a real browser and from the keyboard; each page on the way is accessible. */
@Tag("slow")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
class CaseworkBrowserTests {

    private static final String SETTLE_LANGUAGE = "Settle language and way of communicating";
    private static final String RISK = "Ask about danger and urgent needs";

    @LocalServerPort
    private int port;

    private final Browsing browsing = new Browsing();

    @AfterEach
    void closePages() {
        browsing.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 400})
    void aPersonIsReferredAndATaskOfTheCaseIsDone(int width) {
        var page = signedIn("ngo1", width);
        assertGood(page);
        fillInReferral(page);
        assertGood(page);
        var ref = sendReferral(page);
        assertGood(page);

        page.navigate("/?q=" + ref);
        assertGood(page);
        var claim = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Claim " + SETTLE_LANGUAGE));
        claim.focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/tasks/*");
        assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("The task is yours.");
        assertGood(page);

        page.getByText("Complete the task").focus();
        page.keyboard().press("Enter");
        page.locator(".error-summary").waitFor();
        assertThat(page.evaluate("document.activeElement.className")).isEqualTo("error-summary");
        assertGood(page);
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("field-language");
        page.keyboard().type("Albanian");
        page.getByText("Complete the task").focus();
        page.keyboard().press("Enter");
        page.waitForURL(url -> !url.contains("/tasks/"));
        assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("The task is done.");

        page.navigate("/cases");
        assertGood(page);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(ref)).click();
        assertThat(page.getByText("Albanian").first().isVisible()).isTrue();
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        assertGood(page);
        assertThat(page.title()).doesNotContain(ref);
    }

    @Test
    void whatTheTablesAdviseFollowsTheAnswers() {
        var page = signedIn("ngo1", 1280);
        var ref = refer(page);
        page.navigate("/?q=" + ref);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(RISK)).click();
        page.getByText("Claim", new Page.GetByTextOptions().setExact(true)).click();
        var advice = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("What the tables advise"));
        assertThat(advice.textContent()).contains("advise nothing yet", "You decide.");
        page.locator("input[name=dangerNow][value=yes]").check();
        advice.getByText("Level of risk").waitFor();
        assertThat(page.locator("input[name=riskLevel]:checked").count()).isZero();
        assertGood(page);
    }

    @Test
    void anAnswerThatComesBeforeTheScriptsIsNotLost() {
        var page = signedIn("ngo1", 1280);
        var ref = refer(page);
        page.navigate("/?q=" + ref);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(RISK)).click();
        var held = new ArrayList<Route>();
        page.route(url -> url.contains("htmx"), held::add);
        page.getByText("Claim", new Page.GetByTextOptions().setExact(true)).click();
        var advice = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("What the tables advise"));
        assertThat(advice.textContent()).contains("advise nothing yet");
        page.locator("input[name=dangerNow][value=yes]").check();
        page.waitForCondition(() -> !held.isEmpty());
        held.forEach(Route::resume);
        advice.getByText("Level of risk").waitFor();
    }

    @Test
    void anAnswerThatOthersDependOnKeepsTheFocusAndWhatWasTyped() {
        var page = signedIn("ngo1", 1280);
        page.navigate("/referrals/new");
        page.waitForResponse(
                "**/fields",
                () -> page.locator("input[name=consentGiven][value=yes]").check());
        page.waitForCondition(() ->
                page.locator(".htmx-request, .htmx-swapping, .htmx-settling").count() == 0);
        var child = page.locator("input[name=isChild][value=yes]");
        child.focus();
        page.keyboard().press("Space");
        page.locator("input[name=name]").waitFor();
        assertThat(page.evaluate("document.activeElement.name + ' ' + document.activeElement.value"))
                .isEqualTo("isChild yes");
        page.locator("textarea[name=reason]").fill("in own words");
        page.locator("input[name=isChild][value=no]").check();
        page.waitForResponse(
                "**/fields",
                () -> page.locator("input[name=isChild][value=unknown]").check());
        assertThat(page.locator("textarea[name=reason]").inputValue()).isEqualTo("in own words");
        assertThat(page.locator("input[name=isChild]:checked").inputValue()).isEqualTo("unknown");
    }

    @Test
    void anAdultWhoDoesNotConsentGetsTheCard() {
        var page = signedIn("responder1", 400);
        page.navigate("/referrals/new");
        page.locator("input[name=consentGiven][value=no]").check();
        page.locator("input[name=isChild][value=no]").check();
        page.getByText("Nothing by which this person could be found is kept").waitFor();
        assertThat(page.locator("input[name=name]").count()).isZero();
        assertGood(page);
        page.locator("select[name=consentLanguage]").selectOption("en");
        page.locator("input[name=channel][value=hotline]").check();
        page.getByText("Count and show the card").click();
        page.waitForURL("**/receipt");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your rights"))
                        .isVisible())
                .isTrue();
        assertGood(page);
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 400})
    void whatIsKeptIsSeenRestrictedHeldAndErasedFromOnePage(int width) {
        var page = signedIn("ngo1", width);
        var ref = refer(page);
        page.navigate("/cases/" + ref + "/data");
        assertGood(page);
        page.getByText("Stop the use of something").focus();
        page.keyboard().press("Enter");
        page.locator("details[open] input[value=contact]").check();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Stop the use").setExact(true))
                .click();
        page.getByText("Kept, not used since").waitFor();
        assertGood(page);
        page.getByLabel("Reason").selectOption("claim-pending");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Hold the case"))
                .click();
        page.getByText("A claim is pending since").waitFor();
        page.getByText("Erase something").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Erase for ever"))
                .click();
        page.getByText("Please confirm that you know it.").waitFor();
        assertGood(page);
    }

    @Test
    void thePagesOfTheOthersAreAccessible() {
        var ngo = signedIn("ngo1", 1280);
        var ref = refer(ngo);
        ngo.navigate("/search");
        assertGood(ngo);
        ngo.navigate("/cases/" + ref + "/consents");
        ngo.locator("summary").first().click();
        assertGood(ngo);
        var auditor = signedIn("auditor1", 1280);
        assertGood(auditor);
        auditor.navigate("/cases/" + ref + "/history");
        assertGood(auditor);
        assertGood(signedIn("operator1", 400));
        var coordinator = signedIn("coordinator1", 400);
        assertGood(coordinator);
        coordinator.navigate("/cases/" + ref + "/assignments");
        coordinator
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Put on the case"))
                .click();
        coordinator.locator(".error-summary").waitFor();
        assertGood(coordinator);
        var police = signedIn("police1", 400);
        police.navigate("/cases/" + ref);
        assertGood(police);
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 400})
    void thePagesOfReadingWithoutBeingOnTheCaseAreAccessible(int width) {
        var ref = refer(signedIn("ngo1", width));
        var shelter = signedIn("shelter1", width);
        shelter.navigate("/cases");
        shelter.locator("summary").click();
        assertGood(shelter);
        shelter.getByLabel("Case reference").fill(ref);
        shelter.keyboard().press("Enter");
        shelter.waitForURL("**/access");
        assertGood(shelter);
        var open = shelter.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open the file now"));
        open.click();
        shelter.locator(".error-summary").waitFor();
        assertThat(shelter.evaluate("document.activeElement.className")).isEqualTo("error-summary");
        assertGood(shelter);
        shelter.locator("select[name=purpose]").selectOption("danger-to-life");
        shelter.locator("input[name=classes][value=support]").check();
        shelter.locator("textarea[name=reason]").fill("an example of danger");
        open.click();
        shelter.waitForURL("**/cases/" + ref);
        assertGood(shelter);

        var auditor = signedIn("auditor1", width);
        auditor.navigate("/cases/" + ref + "/access");
        auditor.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Ask").setExact(true))
                .click();
        auditor.locator(".error-summary").waitFor();
        assertGood(auditor);
        auditor.locator("select[name=purpose]").selectOption("quality-of-help");
        auditor.locator("select[name=length]").selectOption("P1D");
        auditor.locator("input[name=classes][value=support]").check();
        auditor.locator("textarea[name=reason]").fill("an example of an audit");
        auditor.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Ask").setExact(true))
                .click();
        auditor.waitForURL("**/accesses");
        assertGood(auditor);
        auditor.navigate("/notices");
        assertGood(auditor);
        auditor.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Look at it"))
                .last()
                .click();
        auditor.waitForURL("**/accesses/*");
        assertGood(auditor);

        var coordinator = signedIn("coordinator1", width);
        coordinator.navigate("/accesses");
        assertGood(coordinator);
        coordinator
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(ref))
                .click();
        assertGood(coordinator);
        var manager = signedIn("ngo1", width);
        manager.navigate("/cases/" + ref);
        assertGood(manager);
        manager.navigate("/notices");
        assertGood(manager);
    }

    private static String refer(Page page) {
        fillInReferral(page);
        return sendReferral(page);
    }

    private static void fillInReferral(Page page) {
        page.navigate("/referrals/new");
        page.locator("input[name=consentGiven][value=yes]").check();
        page.locator("select[name=consentLanguage]").selectOption("en");
        page.locator("input[name=isChild][value=no]").check();
        page.locator("input[name=channel][value=ngo]").check();
        page.locator("input[name=indicators][value=D2]").check();
        page.locator("input[name=urgentNeeds][value=shelter]").check();
    }

    private static String sendReferral(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Refer the person"))
                .click();
        page.waitForURL("**/receipt");
        Locator receipt = page.locator(".receipt");
        return receipt.textContent().strip();
    }

    private Page signedIn(String user, int width) {
        return browsing.signedIn(port, user, new Browser.NewContextOptions().setViewportSize(width, 900));
    }

    private static void assertGood(Page page) {
        Browsing.assertAccessible(page);
        Browsing.assertFits(page);
    }
}
