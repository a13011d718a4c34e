package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nrm.testing.Browsing;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The pages of this package and the frame of all pages, in a real browser. */
@Tag("slow")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
class PagesInTheBrowserTests {

    @LocalServerPort
    private int port;

    private Page page;
    private final Browsing browsing = new Browsing();

    @BeforeEach
    void openPage() {
        page = open(new Browser.NewContextOptions());
    }

    @AfterEach
    void closePage() {
        browsing.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void thePagesAreAccessible(ColorScheme colours) {
        page = open(new Browser.NewContextOptions().setColorScheme(colours));
        page.navigate("/sign-in");
        Browsing.assertAccessible(page);
        page.getByLabel("Login").fill("nobody");
        page.getByLabel("Password").fill("wrong");
        page.locator("main form.card button").click();
        assertThat(page.getByRole(AriaRole.ALERT).textContent()).contains("do not fit together");
        Browsing.assertAccessible(page);
        signInAsOperator();
        page.navigate("/accounts");
        Browsing.assertAccessible(page);
        page.locator("main form.card button").click();
        assertThat(page.locator("#login").getAttribute("aria-invalid")).isEqualTo("true");
        Browsing.assertAccessible(page);
    }

    @Test
    void onANarrowScreenNothingIsCutOff() {
        page = open(new Browser.NewContextOptions().setViewportSize(320, 640));
        signInAsOperator();
        page.navigate("/accounts");
        Browsing.assertFits(page);
    }

    @Test
    void theQuickExitLeavesNothingBehind() {
        signInAsOperator();
        page.navigate("/accounts");
        page.getByText("Leave this page").click();
        page.waitForURL("about:blank");
        assertSignedOut();
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
        assertSignedOut();
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
        return browsing.open(port, options);
    }

    private void signInAsOperator() {
        page.navigate("/sign-in");
        page.getByText("(operator1)").click();
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    /** The page is left at once, and the word to the server may come a moment later. */
    private void assertSignedOut() {
        page.waitForCondition(() -> {
            page.navigate("/accounts");
            return page.url().endsWith("/sign-in");
        });
    }
}
