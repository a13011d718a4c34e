package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Api;
import org.nrm.testing.PageVisitor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The pages by which a file is read without being on the case, and those of the notices, without JavaScript. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
@Tag("slow")
class AccessPagesTests {

    private static final String NAME = "Example Person of the pages";
    private static final String CONTACT = "through the example library";
    private static final String REASON = "the example reason of the pages";

    @LocalServerPort
    private int port;

    @Test
    void anAuditorAsksACoordinatorApprovesAndTheCaseManagerSeesIt() {
        var ref = refer();
        var auditor = visitor("auditor1");
        assertThat(auditor.open("/cases/" + ref + "/history").body()).contains("/cases/" + ref + "/access");
        assertThat(auditor.open("/cases/" + ref + "/access").body())
                .contains("Ask to read the content", "Quality of the help", "2 weeks")
                .doesNotContain("value=\"complaint\"", "value=\"privileged\"");
        var wrong = auditor.post("/cases/" + ref + "/access", "reason", REASON);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body())
                .contains("href=\"#purpose\"", "href=\"#classes\"", "href=\"#length\"", REASON)
                .doesNotContain("href=\"#reason\"");
        assertThat(ask(auditor, ref)).contains("You have asked.", ref, "Waits for a decision");
        assertThat(auditor.post(
                                "/cases/" + ref + "/access",
                                "purpose",
                                "quality-of-help",
                                "classes",
                                "contact",
                                "length",
                                "P1D",
                                "reason",
                                REASON)
                        .statusCode())
                .isEqualTo(409);

        var coordinator = visitor("coordinator1");
        var access = access(coordinator, ref);
        assertThat(coordinator.open(access).body()).contains(REASON, "Your decision", "Ways to make contact");
        assertThat(coordinator.postAndGoOn(access + "/approve").body()).contains("It is approved.");
        var again = coordinator.post(access + "/refuse");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("This has been decided already.");

        assertThat(auditor.open("/cases/" + ref).body())
                .contains(CONTACT, "You are not on this case.")
                .doesNotContain(NAME, "Open tasks", "id=\"consents\"", "Put an agency on the case");
        assertThat(auditor.open("/cases/" + ref + "/history").body()).contains("why: audit access ");
        assertThat(visitor("ngo1").open("/cases/" + ref).body())
                .contains("Who read this file without being on the case", "auditor1", "Quality of the help")
                .contains("Times looked at: 1");
    }

    @Test
    void aRefusalIsTold() {
        var ref = refer();
        var auditor = visitor("auditor1");
        ask(auditor, ref);
        var coordinator = visitor("coordinator2");
        assertThat(coordinator.postAndGoOn(access(coordinator, ref) + "/refuse").body())
                .contains("It is refused.");
        assertThat(auditor.open("/accesses").body()).contains("Refused");
        assertThat(auditor.open("/cases/" + ref).statusCode()).isEqualTo(404);
    }

    @Test
    void inDangerTheFileIsOpenedByItsReference() {
        var ref = refer();
        var health = visitor("health1");
        assertThat(health.open("/cases").body()).contains("my agency is not on the case");
        var there = health.open("/accesses/find?ref=" + ref.toLowerCase(Locale.ROOT));
        assertThat(PageVisitor.goesTo(there)).isEqualTo("/cases/" + ref + "/access");
        assertThat(health.open("/cases/" + ref + "/access").body())
                .contains(
                        "You can read the file at once, for 4 hours.", "The case manager of the case and the auditors")
                .contains("An auditor reviews it afterwards.", "at most 5 files in 24 hours");
        var wrong = health.post("/cases/" + ref + "/break-glass", "reason", REASON);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("href=\"#purpose\"", "href=\"#classes\"", REASON);
        assertThat(health.postAndGoOn(
                                "/cases/" + ref + "/break-glass",
                                "purpose",
                                "medical-emergency",
                                "classes",
                                "contact",
                                "reason",
                                REASON)
                        .body())
                .contains("The file is open to you.", CONTACT, "You are not on this case.")
                .doesNotContain(NAME);

        var ngo = visitor("ngo1");
        assertThat(ngo.open("/cases/" + ref).body()).contains("health1", "Medical emergency", "Not yet reviewed");
        var auditor = visitor("auditor1");
        assertThat(auditor.open("/notices").body()).contains("A file was opened in danger", ref);
        var access = access(auditor, ref);
        assertThat(auditor.open(access).body()).contains(REASON, "Review it then");
        new Api(port).post("operator1", "/api/v1/demo/clock", Map.of("advance", "PT4H"));
        assertThat(health.open("/cases/" + ref).statusCode()).isEqualTo(404);
        assertThat(auditor.postAndGoOn(access + "/review", "outcome", "justified")
                        .body())
                .contains("The review is recorded.");
        assertThat(ngo.open("/cases/" + ref).body()).contains("Reviewed: justified");
    }

    @Test
    void whoIsOnTheCaseGoesThere() {
        var ref = refer();
        assertThat(PageVisitor.goesTo(visitor("ngo1").open("/cases/" + ref + "/access")))
                .isEqualTo("/cases/" + ref);
    }

    @Test
    void whetherThereIsSuchACaseIsNotToldByThePage() {
        var health = visitor("health1");
        assertThat(health.open("/cases/NRM-2026-ZZZZZZZZ/access").statusCode()).isEqualTo(200);
        assertThat(health.post(
                                "/cases/NRM-2026-ZZZZZZZZ/break-glass",
                                "purpose",
                                "medical-emergency",
                                "classes",
                                "contact",
                                "reason",
                                REASON)
                        .statusCode())
                .isEqualTo(404);
        assertThat(health.open(PageVisitor.goesTo(health.open("/accesses/find?ref=nonsense")))
                        .body())
                .contains("This is not a case reference.");
    }

    @Test
    void toAllOthersThereIsNoSuchPage() {
        var ref = refer();
        for (var user : List.of(
                "police1", "border1", "prosecutor1", "labour1", "coordinator1", "operator1", "responder1", "return1")) {
            var visitor = visitor(user);
            assertThat(visitor.open("/cases/" + ref + "/access").statusCode())
                    .as(user)
                    .isEqualTo(404);
            assertThat(visitor.post("/cases/" + ref + "/access", "purpose", "quality-of-help")
                            .statusCode())
                    .as(user)
                    .isEqualTo(404);
            assertThat(visitor.post("/cases/" + ref + "/break-glass", "purpose", "danger-to-life")
                            .statusCode())
                    .as(user)
                    .isEqualTo(404);
            assertThat(visitor.open("/cases").body()).as(user).doesNotContain("/accesses/find");
        }
    }

    @Test
    void aNoticeIsCountedInTheNavigationAndAcknowledged() {
        var ref = refer();
        ask(visitor("auditor1"), ref);
        var ngo = visitor("ngo1");
        var before = count(ngo.open("/").body());
        var page = ngo.open("/notices").body();
        assertThat(page).contains("An auditor asks to read the file", "Concerns: Ways to make contact", ref);
        var notice = Pattern.compile(ref + ".*?(/notices/[^\"]+/acknowledge)", Pattern.DOTALL)
                .matcher(page);
        assertThat(notice.find()).isTrue();
        assertThat(ngo.postAndGoOn(notice.group(1)).body())
                .contains("It is acknowledged.")
                .doesNotContain(ref);
        assertThat(count(ngo.open("/").body())).isEqualTo(before - 1);
        assertThat(visitor("police1").post(notice.group(1)).statusCode()).isEqualTo(404);
    }

    private PageVisitor visitor(String user) {
        return new PageVisitor(port, user);
    }

    private String refer() {
        return new Api(port)
                .post(
                        "ngo1",
                        "/api/v1/referrals",
                        Map.of(
                                "channel", "ngo",
                                "consent", Map.of("given", true, "language", "en"),
                                "person", Map.of("isChild", "no", "name", NAME),
                                "contact", Map.of("safeContact", CONTACT),
                                "indicators", List.of("D2")))
                .body()
                .path("caseRef")
                .asString();
    }

    private static String ask(PageVisitor auditor, String ref) {
        auditor.open("/cases/" + ref + "/access");
        return auditor.postAndGoOn(
                        "/cases/" + ref + "/access",
                        "purpose",
                        "quality-of-help",
                        "classes",
                        "contact",
                        "length",
                        "P7D",
                        "reason",
                        REASON)
                .body();
    }

    /** Address of the access to the case in the list. */
    private static String access(PageVisitor by, String ref) {
        var found = Pattern.compile("href=\"(/accesses/[^\"]+)\">" + ref)
                .matcher(by.open("/accesses").body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    /** Notices in the navigation. */
    private static int count(String page) {
        var found =
                Pattern.compile("href=\"/notices\"[^>]*>Notices \\((\\d+)\\)").matcher(page);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
