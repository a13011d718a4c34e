package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
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

/** The operator's page for accounts. Each test makes accounts of its own. */
@Tag("slow")
@Import(Probe.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
class AccountsPageTests {

    private static final String PASSWORD = "quiet river under snow";

    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcClient jdbc;

    private HttpBrowser operator;

    @BeforeEach
    void signIn() {
        operator = new HttpBrowser(port);
        operator.signIn("operator1", "demo");
        operator.open("/accounts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ngo1", "police1", "coordinator1", "auditor1"})
    void othersMayNotOpenIt(String user) {
        var browser = new HttpBrowser(port);
        browser.signIn(user, "demo");
        assertThat(browser.open("/accounts").statusCode()).isEqualTo(403);
        browser.open("/sign-in");
        assertThat(browser.post("/accounts/deactivate", Map.of("login", "ngo2")).statusCode())
                .isEqualTo(403);
        assertThat(accounts.find("ngo2")).isPresent();
    }

    @Test
    void aNewAccountSignsInWithItsFirstPassword() {
        assertThat(operator.post("/accounts", form("Edith.Birch", Map.of("lead", "true")))
                        .statusCode())
                .isEqualTo(302);
        assertThat(operator.open("/accounts").body()).contains("The account edith.birch is added.");
        assertThat(accounts.find("edith.birch"))
                .hasValueSatisfying(actor -> assertThat(actor)
                        .isEqualTo(new Actor(
                                "edith.birch",
                                "Edith Birch",
                                "birch-house",
                                java.util.Set.of("shelter"),
                                "capital",
                                true)));
        assertThat(changes("edith.birch")).containsExactly("added");
        assertThat(HttpBrowser.goesTo(new HttpBrowser(port).signIn("edith.birch", PASSWORD)))
                .isEqualTo("/");
    }

    @Test
    void aLoginIsTakenOnce() {
        operator.post("/accounts", form("taken.login", Map.of()));
        var page = operator.post("/accounts", form("taken.login", Map.of("name", "Somebody Else")));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Somebody has this login already", "value=\"Somebody Else\"");
        assertThat(changes("taken.login")).containsExactly("added");
    }

    @Test
    void whatIsWrongStandsBesideItsFieldAndNothingElseIsLost() {
        var page = operator.post(
                        "/accounts",
                        form("not a login", Map.of("agency", "no-such-house", "password", "short", "lead", "true")))
                .body();
        assertThat(page)
                .contains("A login has 2 to 64", "Choose the agency", "fewer than 12 characters", "href=\"#login\"")
                .contains("value=\"not a login\"", "value=\"Edith Birch\"", "aria-invalid=\"true\"")
                .containsPattern("id=\"lead\"[^>]*checked")
                .doesNotContain("value=\"short\"", "Enter the name");
        assertThat(accounts.account("not a login")).isEmpty();
    }

    @Test
    void whatIsTypedIsShownAsText() {
        assertThat(operator.post("/accounts", form("x", Map.of("name", "<script>alert(1)</script>")))
                        .body())
                .doesNotContain("<script>alert");
    }

    @Test
    void aShutAccountIsOutWithTheNextPage() {
        operator.post("/accounts", form("shut.operator", Map.of("agency", "operations")));
        var browser = new HttpBrowser(port);
        browser.signIn("shut.operator", PASSWORD);
        assertThat(browser.open("/accounts").statusCode()).isEqualTo(200);

        for (var again = 0; again < 2; again++) operator.post("/accounts/deactivate", Map.of("login", "shut.operator"));
        assertThat(HttpBrowser.goesTo(browser.open("/accounts"))).isEqualTo("/sign-in");
        assertThat(browser.signIn("shut.operator", PASSWORD).body()).contains("do not fit together");

        for (var again = 0; again < 2; again++) operator.post("/accounts/activate", Map.of("login", "shut.operator"));
        assertThat(HttpBrowser.goesTo(new HttpBrowser(port).signIn("shut.operator", PASSWORD)))
                .isEqualTo("/");
        assertThat(changes("shut.operator")).containsExactly("added", "deactivated", "activated");
    }

    @Test
    void aNewPasswordEndsTheSessionsOfTheOld() {
        operator.post("/accounts", form("new.password", Map.of("agency", "operations")));
        var browser = new HttpBrowser(port);
        browser.signIn("new.password", PASSWORD);
        assertThat(browser.open("/accounts").statusCode()).isEqualTo(200);

        operator.post("/accounts/password", Map.of("login", "new.password", "password", "three boats at night"));
        assertThat(HttpBrowser.goesTo(browser.open("/accounts"))).isEqualTo("/sign-in");
        assertThat(browser.signIn("new.password", PASSWORD).body()).contains("do not fit together");
        assertThat(HttpBrowser.goesTo(browser.signIn("new.password", "three boats at night")))
                .isEqualTo("/");
        assertThat(changes("new.password")).containsExactly("added", "password-set");
    }

    @Test
    void aWeakNewPasswordIsRefused() {
        operator.post("/accounts", form("weak.password", Map.of()));
        var page = operator.post("/accounts/password", Map.of("login", "weak.password", "password", "password1234"));
        assertThat(page.body()).contains("too easy to guess");
        assertThat(changes("weak.password")).containsExactly("added");
    }

    @Test
    void nobodyShutsTheirOwnAccount() {
        operator.post("/accounts/deactivate", Map.of("login", "operator1"));
        assertThat(operator.open("/accounts").body()).contains("You cannot shut your own account");
        assertThat(accounts.find("operator1")).isPresent();
    }

    @Test
    void anAccountThatDoesNotExistIsNotFound() {
        assertThat(operator.post("/accounts/deactivate", Map.of("login", "nobody"))
                        .statusCode())
                .isEqualTo(404);
    }

    private static Map<String, String> form(String login, Map<String, String> more) {
        var form = new HashMap<>(
                Map.of("login", login, "name", "Edith Birch", "agency", "birch-house", "password", PASSWORD));
        form.putAll(more);
        return form;
    }

    private List<String> changes(String login) {
        return jdbc.sql("""
                        select facts from ledger_entry
                         where type = 'account-changed' and role = 'operator' and actor = 'operator1' order by seq""").query(String.class).list().stream()
                .filter(facts -> facts.contains("\"login\":\"" + login + "\""))
                .map(facts -> facts.replaceAll(".*\"what\":\"([a-z-]+)\".*", "$1"))
                .toList();
    }
}
