package org.nrm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.testing.Api;
import org.nrm.testing.Browsing;
import org.nrm.testing.Mechanism;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An auditor replays a case on its diagram, in a real browser and from the keyboard. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
class ReplayBrowserTests {

    @LocalServerPort
    private int port;

    private final Browsing browsing = new Browsing();
    private String person = "";
    private String other = "";

    @BeforeAll
    void twoCases() {
        person = refer(Mechanism.adult());
        other = refer(Mechanism.child());
        var consent = Map.of(
                "of", "placement",
                "purpose", "referral",
                "duration", "P90D",
                "language", "en",
                "form", "spoken",
                "told", List.of("who", "what", "why", "how-long", "onward", "no-loss", "withdrawal"));
        assertThat(api().post("ngo1", "/api/v1/cases/" + person + "/consents", consent)
                        .status())
                .isEqualTo(201);
        steps(); // the auditor's look is an entry too, the first time
    }

    private String refer(Map<String, Object> referral) {
        return api().post("ngo1", "/api/v1/referrals", referral)
                .body()
                .path("caseRef")
                .asString();
    }

    private Api api() {
        return new Api(port);
    }

    @AfterEach
    void closePages() {
        browsing.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 400})
    void theHistoryLeadsToTheReplayAndItIsAccessible(int width) {
        var page = signedIn(new Browser.NewContextOptions().setViewportSize(width, 900));
        page.navigate("/cases/" + person + "/history");
        page.getByText("Replay on the diagram").click();
        player(page);
        assertThat(page.title()).doesNotContain(person);
        page.getByLabel("Waiting times", new Page.GetByLabelOptions().setExact(true))
                .check();
        page.getByText("Waiting times as a table").click();
        page.locator(".controls [aria-label='To the end']").click();
        page.locator(".sheet:not([hidden]) .sign-active").first().waitFor();
        assertGood(page);
    }

    @Test
    void inTheDarkItIsAccessibleToo() {
        var page = open(ColorScheme.DARK, "/replay?step=40");
        page.getByLabel("Waiting times", new Page.GetByLabelOptions().setExact(true))
                .check();
        assertGood(page);
    }

    @Test
    void theKeyboardGoesThroughTheEntriesAndTheAddressFollows() {
        var page = open(ColorScheme.LIGHT, "/replay?step=12");
        assertThat(position(page)).startsWith("Entry 12 of ");
        page.keyboard().press("ArrowRight");
        assertStep(page, 13);
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("ArrowLeft");
        assertStep(page, 11);
        page.waitForURL("**/replay?step=11");
        page.keyboard().press("Home");
        assertStep(page, 0);
        page.keyboard().press("End");
        assertStep(page, steps());
        page.locator(".slider").focus();
        page.keyboard().press("PageDown");
        page.waitForCondition(() -> !position(page).startsWith("Entry " + steps() + " "));
        assertThat(page.locator(".slider").getAttribute("aria-valuetext")).contains(" of " + steps());
        page.reload();
        player(page);
        assertThat(position(page)).doesNotStartWith("Entry 0 ");
    }

    @Test
    void oneJumpsToANumberATimeAndAnEvent() {
        var page = open(ColorScheme.LIGHT, "/replay");
        page.getByLabel("Entry number").fill("20");
        page.keyboard().press("Enter");
        assertStep(page, 20);
        page.getByLabel("Time (UTC)").fill("2000-01-01T00:00");
        page.keyboard().press("Enter");
        assertStep(page, 0);
        page.getByLabel("Time (UTC)").fill("2999-01-01T00:00");
        page.keyboard().press("Enter");
        assertStep(page, steps());
        var event = page.getByLabel("Event", new Page.GetByLabelOptions().setExact(true));
        var consent = event.locator("option", new Locator.LocatorOptions().setHasText("Consent given"))
                .first();
        var step = Objects.requireNonNull(consent.getAttribute("value"));
        event.selectOption(step);
        assertStep(page, Long.parseLong(step));
        assertThat(page.locator(".now h3").first().textContent()).startsWith(step + ". Consent given");
    }

    @Test
    void itPlaysAndPausesAndShowsNoMotionToWhoWantsNone() {
        var page = signedIn(
                new Browser.NewContextOptions().setViewportSize(1280, 900).setReducedMotion(ReducedMotion.REDUCE));
        page.navigate("/cases/" + person + "/replay");
        player(page);
        page.getByLabel("Speed").selectOption("20");
        page.getByText("Play", new Page.GetByTextOptions().setExact(true)).click();
        // It does not stop at the thirtieth for whoever looks.
        page.waitForCondition(() ->
                Integer.parseInt(page.locator(".position").textContent().replaceAll("^Entry (\\d+) .*$", "$1")) >= 30);
        assertThat(page.locator(".token").count()).isZero();
        page.keyboard().press("Space");
        var paused = position(page);
        assertThat(page.locator(".play").textContent()).isEqualTo("Play");
        page.keyboard().press("ArrowRight");
        page.waitForCondition(() -> !position(page).equals(paused));
    }

    @Test
    void theDiagramShowsWhatIsDoneWhatGoesOnAndWhichWayWasTaken() {
        var page = open(ColorScheme.LIGHT, "/replay?step=" + steps());
        var process = page.getByLabel("Process", new Page.GetByLabelOptions().setExact(true));
        process.selectOption(new com.microsoft.playwright.options.SelectOption().setLabel("Referral pathway"));
        assertThat(page.getByLabel("Follow the entry").isChecked()).isFalse();
        var sheet = page.locator(".sheet:not([hidden])");
        sheet.locator("[data-element-id=receive-referral].is-done").waitFor();
        assertThat(sheet.locator("[data-element-id=immediate-protection].is-active")
                        .count())
                .isOne();
        assertThat(sheet.locator("[data-element-id=case-reopened].is-waiting").count())
                .isOne();
        assertThat(sheet.locator(".is-taken").count()).isPositive();
        assertThat(sheet.locator(".is-open").count()).isPositive();
        page.keyboard().press("Home");
        sheet.locator("[data-element-id=receive-referral].is-waiting").waitFor();
    }

    @Test
    void aCalledProcessIsFollowedAndSaysWhereItWasCalledFrom() {
        var page = open(ColorScheme.LIGHT, "/replay");
        var entries = api().get("auditor1", "/api/v1/cases/" + person + "/replay/entries")
                .body()
                .path("entries");
        var step = 0L;
        for (var entry : entries)
            if (step == 0 && entry.path("process").asString("").equals("immediate-protection"))
                step = entry.path("seq").asLong();
        page.getByLabel("Entry number").fill(String.valueOf(step));
        page.keyboard().press("Enter");
        page.locator(".path [aria-current]", new Page.LocatorOptions().setHasText("Immediate protection"))
                .waitFor();
        page.locator(".path").getByRole(AriaRole.BUTTON).first().click();
        page.locator(".path [aria-current]", new Page.LocatorOptions().setHasText("Referral pathway"))
                .waitFor();
    }

    /** Both are folds of the same entries, in two languages: they may not differ. */
    @Test
    void thePlayerAndTheInterfaceSayTheSameOfEveryStep() {
        var page = open(ColorScheme.LIGHT, "/replay");
        for (var step = 1L; step <= steps(); step += Math.max(1, steps() / 12)) {
            page.getByLabel("Entry number").fill(String.valueOf(step));
            page.keyboard().press("Enter");
            assertStep(page, step);
            var said = api().get("auditor1", "/api/v1/cases/" + person + "/replay?step=" + step)
                    .body();
            assertThat(page.locator(".state .open-tasks > li").count())
                    .as("open tasks after " + step)
                    .isEqualTo(said.path("tasks").size());
            var facts = new TreeSet<String>();
            said.path("facts")
                    .properties()
                    .forEach(fact ->
                            facts.add(fact.getKey() + " " + fact.getValue().asString()));
            var shown = new TreeSet<String>();
            for (var fact : page.locator(".state .facts-here > div").all())
                shown.add(fact.locator("dt").textContent() + " "
                        + fact.locator("dd").textContent());
            assertThat(shown).as("facts after " + step).isEqualTo(facts);
        }
    }

    @Test
    void twoCasesGoSideBySide() {
        var page = signedIn(new Browser.NewContextOptions().setViewportSize(1400, 900));
        page.navigate("/cases/" + person + "/replay");
        player(page);
        page.getByText("Side by side with another case").click();
        page.getByLabel("Reference of the other case").fill("NRM-2026-00000000");
        page.keyboard().press("Enter");
        page.getByText("There is no case with this reference.").waitFor();
        page.getByLabel("Reference of the other case").fill(other);
        page.keyboard().press("Enter");
        page.locator(".player").nth(1).waitFor();
        page.getByLabel("Both cases, by days since each was opened").focus();
        page.keyboard().press("End");
        assertStep(page, steps());
        var second = page.locator(".player").nth(1);
        second.getByLabel("Entry number").fill("5");
        page.keyboard().press("Enter");
        page.waitForCondition(() -> second.locator(".position").textContent().startsWith("Entry 5 of "));
        assertStep(page, steps());
        assertGood(page);
    }

    @Test
    void toEverybodyElseThereIsNoSuchPage() {
        var page = signedIn(new Browser.NewContextOptions(), "ngo1");
        for (var path : List.of("/replay", "/replay/entries"))
            assertThat(Objects.requireNonNull(page.navigate("/cases/" + person + path))
                            .status())
                    .isEqualTo(404);
    }

    private long steps() {
        return api().get("auditor1", "/api/v1/cases/" + person + "/replay")
                .body()
                .path("steps")
                .asLong();
    }

    private Page open(ColorScheme colours, String path) {
        var page = signedIn(
                new Browser.NewContextOptions().setViewportSize(1280, 900).setColorScheme(colours));
        page.navigate("/cases/" + person + path);
        player(page);
        return page;
    }

    /** Waits until the diagram is drawn. */
    private static void player(Page page) {
        page.locator(".sheet:not([hidden]) .djs-element").first().waitFor();
    }

    private static String position(Page page) {
        return page.locator(".position").first().textContent();
    }

    private static void assertStep(Page page, long step) {
        page.waitForCondition(() -> position(page).startsWith("Entry " + step + " of "));
    }

    private Page signedIn(Browser.NewContextOptions options) {
        return signedIn(options, "auditor1");
    }

    private Page signedIn(Browser.NewContextOptions options, String user) {
        return browsing.signedIn(port, user, options);
    }

    private static void assertGood(Page page) {
        Browsing.assertAccessible(page, ".sheet svg > g"); // the inside of what is one picture with a name
        Browsing.assertFits(page);
    }
}
