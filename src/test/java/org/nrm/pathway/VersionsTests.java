package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.testing.Databases;
import org.nrm.testing.PageVisitor;
import org.nrm.testing.Program;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A version is published while cases run: tasks, their forms, fields and codes have other names, an old form is gone from disk, deadlines are
 * shorter. Who was referred before goes on as it was, who is referred after goes by the new, side by side, and after the next start too.
 */
@Tag("slow")
@Tag("database")
class VersionsTests {

    private static final Pattern NEXT = Pattern.compile("\\?after=(\\d+)");

    @TempDir
    private Path folder;

    private Databases.Database database = new Databases.Database("", "", "");
    private List<String> arguments = List.of();

    /** Referred by the first version. */
    private String before = "";

    /** As {@link #before}; nobody has done anything for her yet. */
    private String waiting = "";

    /** Referred by the second version. */
    private String after = "";

    @BeforeEach
    void firstVersion() throws Exception {
        for (var name : List.of("processes", "forms", "config")) {
            var target = Files.createDirectories(folder.resolve(name));
            try (var files = Files.list(Path.of(name))) {
                for (var file : files.toList()) Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        database = Databases.onPostgresql()
                ? Databases.fresh()
                : new Databases.Database( // one in memory would not outlive the program
                        "jdbc:h2:file:" + folder.resolve("data/nrm") + ";LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE",
                        "nrm",
                        "");
        arguments = List.of(
                "--nrm.demo-cases=0",
                "--nrm.timers=false",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password());
    }

    @Test
    void aCaseGoesOnByTheVersionOnWhichItBegan() throws Exception {
        try (var program = new Program(folder, arguments)) {
            var people = new RunningMechanism(program.api());
            before = people.refer("ngo1");
            waiting = people.refer("responder1");
            assertThat(people.names(before)).contains("Offer a lawyer").doesNotContain("Propose a lawyer");
            people.does("ngo1", before, "Screen by indicators", Map.of());
            people.does("authority1", before, "Decide reasonable grounds", Map.of());
        }

        secondVersion();
        try (var program = new Program(folder, arguments)) {
            var people = new RunningMechanism(program.api());
            after = people.refer("ngo1");
            eachHasItsOwnFormsAndDates(people);
            eachIsEscalatedByItsOwnDeadlines(people);
            eachGoesItsOwnWay(people);
        }

        try (var program = new Program(folder, arguments)) {
            var people = new RunningMechanism(program.api());
            people.does("ngo1", before, "Offer a lawyer", Map.of("answerLawyer", "accepted"));
            assertThat(people.names(before)).contains("Accept mandate");
            people.raise(before, "complains", Map.of("note", "Nobody calls back."));
            theAppealGoesOn(people);
            eachIsReplayedByItsOwn(people);
            eachIsCorrectedByItsOwn(people);
            eachIsShownInItsOwnWords(program);
            whatWasTypedIsShownInTheWordsInWhichItWasAsked(program);
        }
        theRecordSaysByWhichVersion();
    }

    private void eachHasItsOwnFormsAndDates(RunningMechanism people) {
        var offer = people.task(before, "Offer a lawyer");
        var proposal = people.task(after, "Propose a lawyer");
        assertThat(RunningMechanism.daysUntilDue(offer)).isEqualTo(3);
        assertThat(RunningMechanism.daysUntilDue(proposal)).isEqualTo(2);
        assertThat(RunningMechanism.labels(people.form("ngo1", offer)))
                .contains("Answer of the person")
                .doesNotContain("What she says");
        assertThat(RunningMechanism.labels(people.form("ngo1", proposal)))
                .contains("What she says")
                .doesNotContain("Answer of the person");
        assertThat(people.answers("ngo1", offer, Map.of("answerProposal", "later")))
                .isEqualTo(422);
    }

    /** Of the appeals nobody has the task to file them, while the agency has long had the one to ask about danger. */
    private void eachIsEscalatedByItsOwnDeadlines(RunningMechanism people) {
        people.raise(before, "appeals", Map.of());
        people.raise(after, "appeals", Map.of());
        assertThat(people.names(before)).contains("File appeal");
        assertThat(people.names(after)).contains("Write appeal");
        people.advance("PT5H");
        assertThat(people.escalated(after, "file-appeal", "coordinator")).isTrue();
        assertThat(people.escalated(before, "file-appeal", "coordinator")).isFalse();

        people.advance("PT33H");
        for (var reference : List.of(before, after))
            assertThat(people.escalated(reference, "ask-about-danger", "lead")).isTrue();
        assertThat(people.escalated(after, "ask-about-danger", "coordinator")).isTrue();
        assertThat(people.escalated(before, "ask-about-danger", "coordinator")).isFalse();
        assertThat(people.escalated(before, "file-appeal", "coordinator")).isTrue();
    }

    private void eachGoesItsOwnWay(RunningMechanism people) {
        people.does("ngo1", before, "Offer a lawyer", Map.of("answerLawyer", "later"));
        people.does("ngo1", after, "Propose a lawyer", Map.of("answerProposal", "accepted"));
        assertThat(people.names(before)).doesNotContain("Offer a lawyer", "Accept mandate");
        assertThat(people.names(after)).contains("Accept mandate");
        people.advance("P31D");
        assertThat(people.names(before)).contains("Offer a lawyer").doesNotContain("Propose a lawyer");
    }

    /** The second version has neither the task that decides on it nor the one that decided before. */
    private void theAppealGoesOn(RunningMechanism people) {
        people.does("legal1", before, "File appeal", Map.of());
        people.does("authority1", before, "Decide appeal", Map.of());
        assertThat(people.names(before)).doesNotContain("File appeal", "Decide appeal");
        people.does("legal1", after, "Write appeal", Map.of());
        assertThat(people.names(after)).contains("Decide upon appeal").doesNotContain("Decide appeal");
    }

    private void eachIsReplayedByItsOwn(RunningMechanism people) {
        assertThat(people.versions(before)).containsOnly(1);
        assertThat(people.versions(after)).containsOnly(2);
        for (var reference : List.of(before, after)) {
            var replay = people.api().get("auditor1", "/api/v1/cases/" + reference + "/replay");
            assertThat(replay.status()).as(replay.text()).isEqualTo(200);
            assertThat(replay.body().path("model").path("version").asInt()).isEqualTo(reference.equals(before) ? 1 : 2);
            for (var call : List.of("counterfactual", "export?format=xes"))
                assertThat(people.api()
                                .get("auditor1", "/api/v1/cases/" + reference + "/" + call)
                                .status())
                        .isEqualTo(200);
        }
        assertThat(people.api()
                        .get("auditor1", "/api/v1/cases/" + before + "/export?format=ocel")
                        .text())
                .contains("Offer a lawyer")
                .doesNotContain("Propose a lawyer");
    }

    private void eachIsCorrectedByItsOwn(RunningMechanism people) {
        assertThat(people.corrects(before, "residence-permit")).isEqualTo(422);
        assertThat(people.corrects(before, "residence-card")).isEqualTo(200);
        assertThat(people.corrects(after, "residence-card")).isEqualTo(422);
        assertThat(people.corrects(after, "residence-permit")).isEqualTo(200);
        // A correction goes by the version of what it corrects, and so does the next.
        assertThat(people.corrects(before, "residence-permit")).isEqualTo(422);
        assertThat(people.data(before).path("documentKind").asString()).isEqualTo("residence-card");
        assertThat(people.data(after).path("documentKind").asString()).isEqualTo("residence-permit");
    }

    private void eachIsShownInItsOwnWords(Program program) throws Exception {
        var old = new String[] {"Offer a lawyer", "Answer of the person", "Document", "Residence card"};
        var changed = new String[] {"Propose a lawyer", "What she says", "Paper to show", "Permit to reside"};
        var ngo = program.visitor("ngo1");
        for (var shown : List.of(ngo.open("/cases/" + before).body(), copy(ngo, before)))
            assertThat(shown).contains(old).doesNotContain(changed);
        for (var shown : List.of(ngo.open("/cases/" + after).body(), copy(ngo, after)))
            assertThat(shown).contains(changed).doesNotContain(old[0], old[1], old[3]);

        var auditor = program.visitor("auditor1");
        assertThat(history(auditor, before))
                .contains("File appeal", "Decide appeal", "Offer a lawyer")
                .doesNotContain("Write appeal", "Decide upon appeal", "Propose a lawyer", ">offer-a-lawyer<");
        assertThat(history(auditor, after))
                .contains("Write appeal", "Propose a lawyer")
                .doesNotContain("File appeal", "Offer a lawyer");
    }

    private void whatWasTypedIsShownInTheWordsInWhichItWasAsked(Program program) {
        var people = new RunningMechanism(program.api());
        var visitor = program.visitor("ngo2");
        var task = people.api()
                .get("ngo2", "/api/v1/tasks?q=" + waiting)
                .body()
                .path("items")
                .valueStream()
                .filter(one -> one.path("name").asString().equals("Ask about danger and urgent needs"))
                .findFirst()
                .orElseThrow();
        var path = "/tasks/" + task.path("id").asString();
        assertThat(visitor.open(path).body()).contains("name=\"_version\" value=\"1\"");
        assertThat(people.api().post("ngo1", "/api/v1" + path + "/claim", null).status())
                .isEqualTo(200);
        for (var version : List.of("1", "2")) {
            var gone = visitor.post(path, "_form", "urgent-risk", "_version", version, "dangerNow", "yes");
            assertThat(gone.statusCode()).isEqualTo(409);
            assertThat(gone.body())
                    .contains(version.equals("1") ? "Is there danger now?" : "Is she in danger now?")
                    .doesNotContain(version.equals("1") ? "Is she in danger now?" : "Is there danger now?");
        }
        assertThat(visitor.post(path, "_form", "urgent-risk", "_version", "99", "dangerNow", "yes")
                        .body())
                .contains("Is she in danger now?");
    }

    /** What is written beside the tasks goes by what is in force then, whatever the case goes by. */
    private void theRecordSaysByWhichVersion() {
        var jdbc = JdbcClient.create(
                new DriverManagerDataSource(database.url(), database.username(), database.password()));
        var of = "select distinct version from case_field where case_ref = :ref and element ";
        assertThat(jdbc.sql(of + "<> 'complains'")
                        .param("ref", before)
                        .query(Integer.class)
                        .list())
                .containsExactly(1);
        assertThat(jdbc.sql(of + "= 'complains'")
                        .param("ref", before)
                        .query(Integer.class)
                        .list())
                .containsExactly(2);
    }

    private void secondVersion() throws Exception {
        edit(
                "processes/legal-advice.bpmn",
                "offer-a-lawyer",
                "propose-a-lawyer",
                "Offer a lawyer",
                "Propose a lawyer",
                "camunda:formRef=\"offer-lawyer\"",
                "camunda:formRef=\"propose-lawyer\"",
                "answerLawyer",
                "answerProposal");
        edit(
                "forms/offer-lawyer.form",
                "\"id\": \"offer-lawyer\"",
                "\"id\": \"propose-lawyer\"",
                "answerLawyer",
                "answerProposal",
                "Answer of the person",
                "What she says");
        Files.move(folder.resolve("forms/offer-lawyer.form"), folder.resolve("forms/propose-lawyer.form"));
        edit(
                "processes/referral-pathway.bpmn",
                "name=\"File appeal\"",
                "name=\"Write appeal\"",
                "decide-appeal",
                "decide-upon-appeal",
                "Decide appeal",
                "Decide upon appeal");
        edit("processes/identification.bpmn", "decide-reasonable-grounds", "decide-on-grounds");
        edit("forms/referral.form", "\"label\": \"Document\"", "\"label\": \"Paper to show\"");
        edit("forms/urgent-risk.form", "Is there danger now?", "Is she in danger now?");
        edit(
                "config/lists.yaml",
                "{value: \"residence-card\", label: \"Residence card\"}",
                "{value: \"residence-permit\", label: \"Permit to reside\"}");
        edit(
                "config/deadlines.yaml",
                "legal-advice-offered:         {value: P3D",
                "legal-advice-offered:         {value: P2D",
                "unclaimed-task:               {value: PT8H",
                "unclaimed-task:               {value: PT4H",
                "overdue-escalation:           {value: PT24H",
                "overdue-escalation:           {value: PT12H");
    }

    /** Puts one text in the place of another, in turn; each must be there. */
    private void edit(String path, String... changes) throws Exception {
        var file = folder.resolve(path);
        var text = Files.readString(file);
        for (var at = 0; at < changes.length; at += 2) {
            assertThat(text).as(path).contains(changes[at]);
            text = text.replace(changes[at], changes[at + 1]);
        }
        Files.writeString(file, text);
    }

    /** All pages of the history. */
    private static String history(PageVisitor auditor, String reference) {
        var all = new StringBuilder();
        var path = "/cases/" + reference + "/history";
        for (var page = auditor.open(path).body(); ; ) {
            all.append(page);
            var next = NEXT.matcher(page);
            if (!next.find()) return all.toString();
            page = auditor.open(path + next.group()).body();
        }
    }

    private static String copy(PageVisitor visitor, String reference) throws Exception {
        try (var document = Loader.loadPDF(visitor.bytes("/cases/" + reference + "/copy"))) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }
}
