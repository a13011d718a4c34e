package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The API of a demonstration: who gets in, and what the others are told. */
@Tag("slow")
@Tag("database")
@Import(Probe.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
class ApiAccessTests {

    @LocalServerPort
    private int port;

    @Autowired
    private ObjectMapper json;

    @Autowired
    private Accounts accounts;

    private HttpBrowser browser;

    @BeforeEach
    void openBrowser() {
        browser = new HttpBrowser(port);
    }

    @ParameterizedTest
    @CsvSource({
        "ngo1,         open-door,            case-manager first-responder",
        "ngo2,         safe-harbour,         case-manager first-responder",
        "responder1,   outreach-team,        first-responder",
        "police1,      capital-police,       police",
        "shelter1,     birch-house,          shelter",
        "legal1,       legal-aid-clinic,     legal-adviser",
        "health1,      health-centre,        health",
        "guardian1,    guardianship-office,  guardian",
        "authority1,   identification-panel, competent-authority",
        "border1,      border-service,       border-guard",
        "labour1,      labour-inspectorate,  labour-inspector",
        "prosecutor1,  prosecution-office,   prosecutor",
        "return1,      return-counselling,   return-counsellor",
        "social1,      social-centre,        social-services",
        "interpreter1, interpreters-pool,    interpreter",
        "coordinator1, national-office,      coordinator",
        "coordinator2, national-office,      coordinator",
        "auditor1,     audit-office,         auditor",
        "operator1,    operations,           operator"
    })
    void everyUserOfTheDemonstrationSignsIn(String user, String agency, String roles) {
        var actor = json.readTree(
                browser.call("GET", "/api/v1/probe/actor", user, "demo").body());
        assertThat(actor.get("user").asString()).isEqualTo(user);
        assertThat(actor.get("agency").asString()).isEqualTo(agency);
        assertThat(actor.get("region").asString()).isEqualTo("capital");
        assertThat(actor.get("lead").asBoolean()).isTrue();
        assertThat(actor.get("roles").valueStream().map(JsonNode::asString)).containsExactly(roles.split(" "));
    }

    @Test
    void whoIsNotSignedInIsToldSoInAProblemDetail() {
        var response = browser.callWithCookies("/api/v1/probe/actor");
        assertProblem(response, 401, "Unauthorized");
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Basic"));
    }

    @Test
    void aWrongPasswordAndAnUnknownLoginAreTheSame() {
        var wrong = browser.call("GET", "/api/v1/probe/actor", "ngo1", "wrong");
        var unknown = browser.call("GET", "/api/v1/probe/actor", "nobody", "demo");
        assertProblem(wrong, 401, "Unauthorized");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @ParameterizedTest
    @CsvSource({"GET", "POST", "PUT", "DELETE"})
    void whatDoesNotExistIsNotFoundForWhoIsSignedInAndClosedForOthers(String method) {
        assertProblem(browser.call(method, "/api/v1/no-such-thing", "ngo1", "demo"), 404, "Not Found");
        assertProblem(browser.call(method, "/api/v1/no-such-thing", "ngo1", "wrong"), 401, "Unauthorized");
    }

    @Test
    void aKnownPathWithTheWrongMethodIsStill405() {
        assertThat(browser.call("DELETE", "/api/v1/probe/actor", "ngo1", "demo").statusCode())
                .isEqualTo(405);
    }

    @Test
    void theApiMakesNoSessionAndTakesNone() {
        var response = browser.call("GET", "/api/v1/probe/actor", "ngo1", "demo");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        browser.signIn("ngo1", "demo");
        assertThat(browser.open("/sign-in").statusCode()).isEqualTo(200);
        assertProblem(browser.callWithCookies("/api/v1/probe/actor"), 401, "Unauthorized");
    }

    @Test
    void theDescriptionOfTheApiDoesNotAskForTheActor() {
        assertProblem(browser.callWithCookies("/v3/api-docs"), 401, "Unauthorized");
        var response = browser.call("GET", "/v3/api-docs", "ngo1", "demo");
        assertThat(response.statusCode()).isEqualTo(200);
        var call = json.readTree(response.body()).at("/paths/~1api~1v1~1probe~1actor/get");
        assertThat(call.isObject()).isTrue();
        assertThat(call.has("parameters")).isFalse();
        assertThat(call.has("requestBody")).isFalse();
    }

    @Test
    void whatIsForDemonstrationsExistsInOne() {
        assertThat(browser.call("POST", "/api/v1/probe/demo", "ngo1", "demo").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aShutAccountIsOutWithTheNextCall() {
        var operator = accounts.find("operator1").orElseThrow();
        accounts.add(
                new Accounts.NewAccount("api.edith", "Edith", "birch-house", false, "quiet river under snow"),
                operator);
        assertThat(statusOfEdith()).isEqualTo(200);
        accounts.setActive("api.edith", false, operator);
        assertThat(statusOfEdith()).isEqualTo(401);
        accounts.setActive("api.edith", true, operator);
        assertThat(statusOfEdith()).isEqualTo(200);
        accounts.setActive("api.edith", false, operator);
    }

    @Test
    void theStaffOfAnAgencyAreItsActiveOnes() {
        var operator = accounts.find("operator1").orElseThrow();
        accounts.add(
                new Accounts.NewAccount("api.hugo", "Hugo", "audit-office", false, "quiet river under snow"), operator);
        assertThat(accounts.ofAgency("audit-office")).extracting(Actor::user).containsExactly("api.hugo", "auditor1");
        accounts.setActive("api.hugo", false, operator);
        assertThat(accounts.ofAgency("audit-office")).extracting(Actor::user).isEqualTo(List.of("auditor1"));
    }

    private int statusOfEdith() {
        return browser.call("GET", "/api/v1/probe/actor", "api.edith", "quiet river under snow")
                .statusCode();
    }

    private void assertProblem(HttpResponse<String> response, int status, String title) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        var problem = json.readTree(response.body());
        assertThat(problem.get("title").asString()).isEqualTo(title);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asString()).isNotBlank();
        assertThat(response.body()).doesNotContain("Exception", "trace");
    }
}
