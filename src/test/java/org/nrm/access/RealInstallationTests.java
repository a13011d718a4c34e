package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The real thing from its first start on: no users, no HTTP Basic, an account for the operator by the code in the log. */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "nrm.demo=false")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealInstallationTests {

    private static final String PASSWORD = "quiet river under snow";
    private static final Pattern CODE = Pattern.compile("enter this code: ([A-Z0-9-]+)");

    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Installation installation;

    @Autowired
    private SetUp setUp;

    private HttpBrowser browser;

    @BeforeEach
    void openBrowser() {
        browser = new HttpBrowser(port);
    }

    @Test
    @Order(1)
    void itIsNoDemonstrationAndSaysNothingOfOne() {
        assertThat(installation.demo()).isFalse();
        assertThat(accounts.isEmpty()).isTrue();
        assertThat(browser.open("/sign-in").body())
                .contains("Nobody has an account yet")
                .doesNotContain("emonstration", "ngo1");
        assertThat(browser.signIn("operator1", "demo").body()).contains("do not fit together");
    }

    @Test
    @Order(2)
    void withoutTheCodeThereIsNoSetUp() {
        browser.open("/set-up");
        var page = browser.post("/set-up", form("AAAAA-AAAAA-AAAAA-AAAAA", PASSWORD));
        assertThat(page.body()).contains("This is not the code of the last start", "value=\"olga\"");
        assertThat(accounts.isEmpty()).isTrue();
    }

    @Test
    @Order(3)
    void aWeakPasswordIsRefused(CapturedOutput output) {
        browser.open("/set-up");
        assertThat(browser.post("/set-up", form(code(output), "password1234")).body())
                .contains("too easy to guess");
        assertThat(accounts.isEmpty()).isTrue();
    }

    @Test
    @Order(3)
    void theFirstAccountIsAnOperators(CapturedOutput output) {
        browser.open("/set-up");
        var form = form(code(output), PASSWORD);
        form.put("agency", "birch-house");
        assertThat(browser.post("/set-up", form).body()).contains("Choose the agency");
        assertThat(accounts.isEmpty()).isTrue();
    }

    @Test
    @Order(4)
    void theCodeMakesTheFirstAccountAndThenTheSetUpIsClosed(CapturedOutput output) {
        browser.open("/set-up");
        var form = form(code(output), PASSWORD);
        assertThat(HttpBrowser.goesTo(browser.post("/set-up", form))).isEqualTo("/sign-in");
        assertThat(accounts.find("olga"))
                .hasValueSatisfying(actor -> assertThat(actor.holds("operator")).isTrue());
        assertThat(HttpBrowser.goesTo(browser.signIn("olga", PASSWORD))).isEqualTo("/");
        assertThat(browser.open("/accounts").statusCode()).isEqualTo(200);

        assertThat(browser.open("/set-up").statusCode()).isEqualTo(404);
        form.put("login", "olga2");
        browser.open("/sign-in");
        assertThat(browser.post("/set-up", form).statusCode()).isEqualTo(404);
        assertThat(accounts.find("olga2")).isEmpty();
    }

    @Test
    @Order(5)
    void httpBasicIsForDemonstrationsOnly() {
        var response = browser.call("GET", "/api/v1/tasks", "olga", PASSWORD);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    private String code(CapturedOutput output) {
        setUp.announce();
        var found = CODE.matcher(output);
        assertThat(found.find()).isTrue();
        return found.group(1).toLowerCase(java.util.Locale.ROOT);
    }

    private static Map<String, String> form(String code, String password) {
        return new HashMap<>(
                Map.of("code", code, "login", "olga", "name", "Olga", "agency", "operations", "password", password));
    }
}
