package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing in by the form, in a demonstration. */
@Tag("slow")
@Import(Probe.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
class SignInTests {

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private HttpBrowser browser;

    @BeforeEach
    void openBrowser() {
        browser = new HttpBrowser(port);
    }

    @Test
    void aPageLeadsToTheSignInAndBack() {
        var response = browser.open("/accounts");
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(HttpBrowser.goesTo(response)).isEqualTo("/sign-in");
        assertThat(HttpBrowser.goesTo(browser.signIn("operator1", "demo"))).isEqualTo("/accounts");
        assertThat(browser.open("/accounts").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutAPageAskedForOneComesToTheFirst() {
        assertThat(HttpBrowser.goesTo(browser.signIn("ngo1", "demo"))).isEqualTo("/");
    }

    @Test
    void nobodyCanSendOneElsewhere() {
        browser.open("/sign-in?continue=https://example.org&redirect=//example.org");
        assertThat(browser.signIn("ngo1", "demo").headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).doesNotContain("example.org"));
    }

    @Test
    void capitalsAndSpacesAroundALoginDoNotMatter() {
        assertThat(HttpBrowser.goesTo(browser.signIn(" Ngo1 ", "demo"))).isEqualTo("/");
    }

    @Test
    void aSignInIsInTheLedger() {
        var before = signIns("guardian1");
        browser.signIn("guardian1", "demo");
        assertThat(signIns("guardian1")).isEqualTo(before + 1);
        browser.signIn("guardian1", "wrong");
        assertThat(signIns("guardian1")).isEqualTo(before + 1);
    }

    @Test
    void aFailureKeepsTheLoginAndDoesNotTellWhetherItExists() {
        var wrong = browser.signIn("shelter1", "wrong");
        assertThat(wrong.statusCode()).isEqualTo(200);
        assertThat(wrong.body())
                .contains("Login and password do not fit together", "value=\"shelter1\"")
                .doesNotContain("value=\"wrong\"");
        var unknown = browser.signIn("nobody-at-all", "wrong");
        assertThat(withoutTokens(unknown).replace("nobody-at-all", "shelter1")).isEqualTo(withoutTokens(wrong));
    }

    @ParameterizedTest
    @ValueSource(strings = {"interpreter1", "nobody-here"})
    void guessingIsSlowedDownWhetherTheLoginExistsOrNot(String login) {
        for (int i = 0; i < SignInThrottle.FREE_ATTEMPTS; i++) {
            assertThat(browser.signIn(login, "guess" + i).body()).contains("do not fit together");
        }
        assertThat(browser.signIn(login, "demo").body())
                .contains("Too many attempts")
                .doesNotContain("do not fit together");
    }

    @Test
    void theSessionGetsANewNumberWithTheSignIn() {
        browser.open("/sign-in");
        var before = browser.session();
        browser.signIn("ngo1", "demo");
        assertThat(before).isNotEmpty();
        assertThat(browser.session()).isNotEmpty().isNotEqualTo(before);
    }

    @Test
    void aFormThatIsNotOursIsRefused() {
        browser.open("/sign-in");
        var response = browser.postWithout("/sign-in", Map.of("login", "ngo1", "password", "demo"));
        assertThat(HttpBrowser.goesTo(response)).isEqualTo("/sign-in");
        assertThat(HttpBrowser.goesTo(browser.open("/accounts"))).isEqualTo("/sign-in");
    }

    @Test
    void aFormThatIsNotOursIsRefusedToWhoIsSignedIn() {
        browser.signIn("operator1", "demo");
        assertThat(browser.postWithout("/accounts/activate", Map.of("login", "ngo1"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void signingOutEndsTheSession() {
        browser.signIn("operator1", "demo");
        browser.open("/accounts");
        var response = browser.post("/sign-out", Map.of());
        assertThat(HttpBrowser.goesTo(response)).isEqualTo("/sign-in");
        assertThat(browser.open("/sign-in?signed-out").body()).contains("You are signed out");
        assertThat(HttpBrowser.goesTo(browser.open("/accounts"))).isEqualTo("/sign-in");
    }

    @Test
    void aPartOfAPageIsNotReplacedByTheSignIn() {
        var response = browser.openPart("/accounts");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("HX-Redirect")).hasValue("/sign-in");
    }

    @Test
    void theSignInOfADemonstrationListsItsUsersAndSaysWhatItIs() {
        assertThat(browser.open("/sign-in").body())
                .contains("ngo1", "operator1", "National coordinator", "Agencies, people and cases are made up")
                .doesNotContain("Nobody has an account yet", "You are signed out", "do not fit together");
    }

    @Test
    void aDemonstrationHasNoSetUp() {
        assertThat(browser.open("/set-up").statusCode()).isEqualTo(404);
        browser.open("/sign-in");
        assertThat(browser.post("/set-up", Map.of("code", "")).statusCode()).isEqualTo(404);
    }

    @Test
    void pagesCarryTheHeadersThatKeepThemSafe() {
        var headers = browser.open("/sign-in").headers();
        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void pagesHaveNoScriptOrStyleInline() {
        browser.signIn("operator1", "demo");
        for (var page : new String[] {"/sign-in", "/accounts"}) {
            assertThat(browser.open(page).body())
                    .doesNotContainPattern("<script(?![^>]* src=)")
                    .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=");
        }
    }

    @Test
    void whatIsOpenToAll() {
        assertThat(browser.open("/nrm.css").statusCode()).isEqualTo(200);
        assertThat(browser.open("/quick-exit.js").statusCode()).isEqualTo(200);
        assertThat(browser.callWithCookies("/actuator/health").body())
                .contains("\"status\":\"UP\"")
                .doesNotContain("components", "details");
        assertThat(HttpBrowser.goesTo(browser.open("/actuator/env"))).isEqualTo("/sign-in");
        assertThat(HttpBrowser.goesTo(browser.open("/no-such-page"))).isEqualTo("/sign-in");
    }

    private static String withoutTokens(HttpResponse<String> page) {
        return page.body().replaceAll("(_csrf\" value|X-CSRF-TOKEN\":|data-csrf)[^>]*", "");
    }

    private long signIns(String user) {
        return jdbc.sql("select count(*) from ledger_entry where type = 'signed-in' and actor = :user")
                .param("user", user)
                .query(Long.class)
                .single();
    }
}
