package org.nrm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Somebody at the pages of the running program with a real browser. There is one browser for all tests of a run, and each page
 * opened has cookies and a window of its own.
 */
public final class Browsing {

    /** What a page must keep to: WCAG 2.2 to level AA, and what axe calls best practice. */
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static final String VIOLATIONS = """
            async ([exclude, rules]) => {
              const results = await axe.run({exclude}, {runOnly: rules, resultTypes: ['violations']});
              return results.violations.map(violation => violation.id + ': ' + violation.help + ' at '
                + violation.nodes.map(node => node.target + ' ' + node.html).join(', '));
            }""";

    /** Cookies of those who are signed in, by server and login: they sign in once. */
    private static final Map<String, String> SIGNED_IN = new HashMap<>();

    private final List<String> complaints = new ArrayList<>();
    private final List<BrowserContext> windows = new ArrayList<>();

    /** An empty page; addresses are those of the server at the port. */
    public Page open(int port, Browser.NewContextOptions options) {
        return open(options.setBaseURL(server(port)));
    }

    /** An empty page without a server. */
    public Page open(Browser.NewContextOptions options) {
        var window = Chromium.BROWSER.newContext(options);
        windows.add(window);
        var page = window.newPage();
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** The first page of one of the demo's users. */
    public Page signedIn(int port, String user, Browser.NewContextOptions options) {
        var key = server(port) + " " + user;
        var page = open(port, options.setStorageState(SIGNED_IN.get(key)));
        page.navigate("/");
        if (page.url().contains("/sign-in")) {
            page.getByText("(" + user + ")").click();
            page.waitForURL(url -> !url.contains("/sign-in"));
            SIGNED_IN.put(key, page.context().storageState());
        }
        return page;
    }

    /** Closes what was opened; no page may have had an error, nor done what it forbids itself. */
    public void close() {
        windows.forEach(BrowserContext::close);
        windows.clear();
        assertThat(complaints).isEmpty();
    }

    /** Fails with what axe finds on the page, but for the inside of the excluded elements (CSS selectors). */
    public static void assertAccessible(Page page, String... excluded) {
        // axe's own runner for Java opens a second page each time and carries all that was found good over to it.
        page.evaluate(Axe.SCRIPT);
        assertThat((List<?>) page.evaluate(VIOLATIONS, List.of(List.of(excluded), RULES)))
                .as(page.url())
                .isEmpty();
    }

    /** Nothing is cut off at the side. */
    public static void assertFits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as(page.url())
                .isEqualTo(true);
    }

    private static String server(int port) {
        return "http://localhost:" + port;
    }

    /** Started when first used; ends with the JVM. */
    private static final class Chromium {

        static final Browser BROWSER = start();

        private static Browser start() {
            var chromium = Stream.of(System.getenv("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/google-chrome")
                    .filter(Objects::nonNull)
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No Chromium: install it, or name it in CHROMIUM"));
            var playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium)
                            .setChromiumSandbox(false)
                            .setArgs(List.of(
                                    "--disable-gpu",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--no-first-run")));
        }
    }

    private static final class Axe {

        static final String SCRIPT = read();

        private static String read() {
            try (var script = Objects.requireNonNull(AxeBuilder.class.getResourceAsStream("/axe.min.js"))) {
                return new String(script.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
