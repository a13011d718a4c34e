package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The pages of this package and the frame of all pages, in a real browser. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class PagesInTheBrowserTests {

    private static Playwright playwright;
    private static Browser browser;

    @LocalServerPort
    private int port;

    private Page page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void startBrowser() {
        var chromium = Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
        playwright = Playwright.create();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(chromium))
                        .setChromiumSandbox(false));
    }

    @AfterAll
    static void stopBrowser() {
        playwright.close();
    }

    @BeforeEach
    void openPage() {
        page = open(new Browser.NewContextOptions());
    }

    @AfterEach
    void closePage() {
        browser.contexts().forEach(BrowserContext::close);
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void thePagesAreAccessible(ColorScheme colours) {
        page = open(new Browser.NewContextOptions().setColorScheme(colours));
        page.navigate("/sign-in");
        assertAccessible();
        page.getByLabel("Login").fill("nobody");
        page.getByLabel("Password").fill("wrong");
        page.locator("main form.card button").click();
        assertThat(page.getByRole(AriaRole.ALERT).textContent()).contains("do not fit together");
        assertAccessible();
        signInAsOperator();
        page.navigate("/accounts");
        assertAccessible();
        page.locator("main form.card button").click();
        assertThat(page.locator("#login").getAttribute("aria-invalid")).isEqualTo("true");
        assertAccessible();
    }

    @Test
    void onANarrowScreenNothingIsCutOff() {
        page = open(new Browser.NewContextOptions().setViewportSize(320, 640));
        signInAsOperator();
        page.navigate("/accounts");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }

    @Test
    void theQuickExitLeavesNothingBehind() {
        signInAsOperator();
        page.navigate("/accounts");
        page.getByText("Leave this page").click();
        page.waitForURL("about:blank");
        page.navigate("/accounts");
        assertThat(page.url()).endsWith("/sign-in");
    }

    @Test
    void threeTimesShiftIsTheQuickExit() {
        signInAsOperator();
        page.navigate("/accounts");
        page.keyboard().press("Shift");
        page.keyboard().press("Shift");
        page.keyboard().press("a");
        page.keyboard().press("Shift");
        assertThat(page.url()).endsWith("/accounts");
        page.keyboard().press("Shift");
        page.keyboard().press("Shift");
        page.waitForURL("about:blank");
        page.navigate("/accounts");
        assertThat(page.url()).endsWith("/sign-in");
    }

    @Test
    void theFirstStopOfTheKeyboardSkipsToTheContent() {
        page.navigate("/sign-in");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("main");
    }

    @Test
    void htmxIsThereWithTheTokenForItsRequests() {
        signInAsOperator();
        page.navigate("/accounts");
        assertThat(page.evaluate("typeof htmx")).isEqualTo("object");
        assertThat(page.locator("body").getAttribute("hx-headers")).matches("\\{\"X-CSRF-TOKEN\":\"[^\"]+\"}");
    }

    private Page open(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options.setBaseURL("http://localhost:" + port));
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
        return page;
    }

    private void signInAsOperator() {
        page.navigate("/sign-in");
        page.getByText("(operator1)").click();
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    private void assertAccessible() {
        var results = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                .analyze();
        assertThat(results.getViolations())
                .as(() -> results.getViolations().toString())
                .isEmpty();
    }
}
