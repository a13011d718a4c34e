package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.testing.Users;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every call of the interface, by every user: who gets an answer, and that everybody else gets nothing. */
@Tag("slow")
class EndpointWalkTests extends Stories {

    private static final Set<String> EVERYBODY = Set.copyOf(Users.ALL);
    private static final Set<String> CASE_MANAGER = Set.of("ngo1");

    /** Who holds the role in the region is told that another has the task: 409. */
    private static final Set<String> CASE_MANAGERS = Set.of("ngo1", "ngo2");

    /** Who may, of a case that ngo1 has referred and manages. A call that is not here fails the test. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("GET /api/v1/tasks", EVERYBODY),
            Map.entry("GET /api/v1/tasks/{id}", CASE_MANAGER),
            Map.entry("POST /api/v1/tasks/{id}/claim", CASE_MANAGERS),
            Map.entry("POST /api/v1/tasks/{id}/unclaim", CASE_MANAGER),
            Map.entry("POST /api/v1/tasks/{id}/advice", CASE_MANAGER),
            Map.entry("POST /api/v1/tasks/{id}/complete", CASE_MANAGERS),
            Map.entry("GET /api/v1/overdue", EVERYBODY),
            Map.entry("GET /api/v1/cases/{ref}", CASE_MANAGER),
            Map.entry("POST /api/v1/cases/{ref}/assignments", Set.of("ngo1", "coordinator1", "coordinator2")),
            Map.entry("POST /api/v1/cases/{ref}/events", CASE_MANAGER),
            Map.entry("POST /api/v1/cases/{ref}/withdrawals", CASE_MANAGER),
            Map.entry("POST /api/v1/cases/{ref}/consents", CASE_MANAGER),
            Map.entry("POST /api/v1/cases/{ref}/disclosures", CASE_MANAGER),
            Map.entry("GET /api/v1/cases/{ref}/disclosures", CASE_MANAGER),
            Map.entry("POST /api/v1/searches", Set.of("ngo1", "ngo2", "guardian1", "legal1", "authority1", "return1")),
            Map.entry("GET /api/v1/cases/{ref}/history", Set.of("auditor1")),
            Map.entry("GET /api/v1/cases/{ref}/replay", Set.of("auditor1")),
            Map.entry("GET /api/v1/cases/{ref}/replay/entries", Set.of("auditor1")),
            // Of a set of models that there is: ReplayTests.
            Map.entry("GET /api/v1/cases/{ref}/replay/models/{hash}/{process}", Set.of()),
            Map.entry("POST /api/v1/cases/{ref}/holds", CASE_MANAGER),
            Map.entry("POST /api/v1/cases/{ref}/holds/{id}/end", CASE_MANAGER),
            Map.entry("POST /api/v1/cases/{ref}/restrictions", CASE_MANAGER),
            Map.entry("POST /api/v1/cases/{ref}/restrictions/lift", CASE_MANAGER),
            Map.entry("POST /api/v1/cases/{ref}/corrections", CASE_MANAGER),
            Map.entry("POST /api/v1/cases/{ref}/erasures", CASE_MANAGER),
            Map.entry("POST /api/v1/keys/rotations", Set.of("operator1")),
            Map.entry("POST /api/v1/cases/{ref}/accesses", Set.of("auditor1")),
            Map.entry("GET /api/v1/cases/{ref}/accesses", CASE_MANAGER),
            Map.entry(
                    "POST /api/v1/cases/{ref}/break-glass",
                    Set.of("ngo1", "ngo2", "shelter1", "legal1", "health1", "guardian1", "social1")),
            Map.entry("GET /api/v1/accesses", EVERYBODY),
            // Of an access that there is: AuditAccessTests, BreakGlassTests and NoticesTests.
            Map.entry("GET /api/v1/accesses/{id}", Set.of()),
            Map.entry("POST /api/v1/accesses/{id}/approve", Set.of()),
            Map.entry("POST /api/v1/accesses/{id}/refuse", Set.of()),
            Map.entry("POST /api/v1/accesses/{id}/review", Set.of()),
            Map.entry("GET /api/v1/notices", EVERYBODY),
            Map.entry("POST /api/v1/notices/{id}/acknowledge", Set.of()),
            Map.entry(
                    "POST /api/v1/referrals",
                    Set.of(
                            "ngo1",
                            "ngo2",
                            "responder1",
                            "police1",
                            "shelter1",
                            "legal1",
                            "health1",
                            "guardian1",
                            "authority1",
                            "border1",
                            "labour1",
                            "prosecutor1",
                            "return1",
                            "social1")),
            Map.entry("POST /api/v1/incoming-referrals", Set.of("coordinator1", "coordinator2")),
            Map.entry("GET /api/v1/cases/{ref}/export", Set.of("auditor1")),
            Map.entry("GET /api/v1/cases/{ref}/counterfactual", Set.of("auditor1")),
            Map.entry("GET /api/v1/cases/{ref}/conformance", Set.of("auditor1")),
            // Without a year: 422.
            Map.entry("POST /api/v1/counterfactuals", Set.of("auditor1")),
            Map.entry("GET /api/v1/counterfactuals/{id}", Set.of()),
            Map.entry("GET /api/v1/ledger/checkpoint", EVERYBODY),
            Map.entry("GET /api/v1/logs", Set.of("auditor1")),
            Map.entry("GET /api/v1/ledger/keys", EVERYBODY),
            // Without sizes: 422 to all.
            Map.entry("GET /api/v1/ledger/consistency", EVERYBODY),
            Map.entry("POST /api/v1/ledger/checks", Set.of("auditor1")),
            // Of a check that there is: LedgerChecksTests.
            Map.entry("GET /api/v1/ledger/checks/{id}", Set.of()),
            // Of a checkpoint that there is: LedgerPageTests.
            Map.entry("POST /api/v1/ledger/checkpoints/{size}/cosignatures", Set.of()),
            Map.entry("POST /api/v1/ledger/keys/rotations", Set.of("operator1")),
            Map.entry("POST /api/v1/demo/clock", Set.of("operator1")));

    /** Answers that say that the caller may: done, or what was sent is not good enough. */
    private static final Set<Integer> MAY = Set.of(200, 201, 202, 409, 422);

    @LocalServerPort
    private int port;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void everyCallAnswersWhoMayAndNobodyElse() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var task = mechanism.find(person, "Ask about danger and urgent needs").id();
        var wrong = new ArrayList<String>();
        for (var call : calls()) {
            var path = call.split(" ", 2)[1]
                    .replace("{id}", task)
                    .replace("{ref}", person)
                    .replace("{size}", "999999999")
                    .replaceAll("\\{\\w+}", "x");
            for (var user : Users.ALL) {
                var status = call.startsWith("GET")
                        ? mechanism.api().get(user, path).status()
                        : mechanism.api().post(user, path, Map.of()).status();
                var allowed = ALLOWED.getOrDefault(call, Set.of()).contains(user);
                if (allowed ? !MAY.contains(status) : status != 403 && status != 404)
                    wrong.add(user + " " + call + " " + status);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyCallThatIsDescribedIsInTheTableAndTheOtherWayRound() {
        assertThat(calls()).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    @Test
    void withoutSigningInNothingAnswers() throws Exception {
        for (var call : calls()) {
            var path = call.split(" ", 2)[1].replaceAll("\\{\\w+}", "x");
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .method(call.split(" ", 2)[0], HttpRequest.BodyPublishers.ofString("{}"))
                    .header("Content-Type", "application/json")
                    .build();
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(call).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("problem+json");
        }
    }

    @Test
    void everyCallHasASummaryAndAnExampleWhereItTakesABody() {
        var paths = new Api(port).get("ngo1", "/v3/api-docs").body().path("paths");
        for (var path : paths.properties())
            for (var operation : path.getValue().properties()) {
                var call = operation.getKey() + " " + path.getKey();
                assertThat(operation.getValue().path("summary").asString(""))
                        .as(call)
                        .isNotEmpty();
                var body = operation.getValue().path("requestBody");
                if (!body.isMissingNode()) assertThat(body.toString()).as(call).contains("example");
            }
    }

    private Set<String> calls() {
        var calls = new TreeSet<String>();
        var paths = new Api(port).get("ngo1", "/v3/api-docs").body().path("paths");
        for (var path : paths.properties())
            for (var operation : path.getValue().properties())
                calls.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
        return calls;
    }
}
