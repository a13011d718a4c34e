package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nrm.testing.Api;
import org.nrm.testing.PageVisitor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No list is cut silently: with 501 of each, every one is found by following the next part. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
@Tag("slow")
class ListsTests {

    private static final int MANY = 501;
    private static final int OWN = 60;
    private static final String PREFIX = "NRM-2026-LST";
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final Pattern REFERENCE = Pattern.compile(PREFIX + "[0-9A-Z]{5}");
    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]*[?;]cursor=[^\"]+)\"");
    private static final String SOCIAL = "social1";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private final List<String> references = new ArrayList<>();

    @BeforeAll
    void openMany() {
        var agency = jdbc.sql("select agency from account where login = :login")
                .param("login", SOCIAL)
                .query(String.class)
                .single();
        var opened = Instant.parse("2026-03-01T08:00:00Z");
        for (var count = 0; count < MANY; count++) {
            var reference = reference(count);
            references.add(reference);
            // Several at the same moment, so that the reference orders them too.
            var time = opened.plus(count / 7, ChronoUnit.MINUTES);
            openCase(reference, agency, time);
            openTask("000000-" + count, reference, agency, time, count < OWN ? SOCIAL : "colleague");
        }
    }

    @AfterAll
    void close() {
        jdbc.sql("delete from open_task where case_ref like :some")
                .param("some", PREFIX + "%")
                .update();
        jdbc.sql("delete from case_assignment where case_ref like :some")
                .param("some", PREFIX + "%")
                .update();
        jdbc.sql("delete from case_file where case_ref like :some")
                .param("some", PREFIX + "%")
                .update();
    }

    @Test
    void theCasesOfAnAgencyAreAllFound() {
        assertThat(followed(SOCIAL, "/cases")).containsExactlyInAnyOrderElementsOf(references);
    }

    @Test
    void anAuditorFindsTheReferencesOfAllCases() {
        assertThat(followed("auditor1", "/cases")).containsExactlyInAnyOrderElementsOf(references);
        assertThat(new PageVisitor(port, "auditor1").open("/").body()).containsPattern("/cases\\?cursor=");
    }

    @Test
    void whatWasEscalatedIsAllFound() {
        assertThat(followed("coordinator1", "/?claimed=past")).containsExactlyInAnyOrderElementsOf(references);
        assertThat(everyReference("coordinator1", "/api/v1/overdue?")).containsExactlyInAnyOrderElementsOf(references);
    }

    @Test
    void theInboxIsAllFound() {
        assertThat(everyReference(SOCIAL, "/api/v1/tasks?claimed=agency&"))
                .containsExactlyInAnyOrderElementsOf(references);
    }

    @Test
    void whatColleaguesHoldIsNotHiddenBehindOnesOwnTasks() {
        var page = new PageVisitor(port, SOCIAL).open("/?claimed=agency").body();
        assertThat(references(page)).hasSize(50).doesNotContainAnyElementsOf(references.subList(0, OWN));
        assertThat(followed(SOCIAL, "/?claimed=agency"))
                .containsExactlyInAnyOrderElementsOf(references.subList(OWN, MANY));
    }

    @Test
    void whatIsPastItsDateIsFoundByItsReferenceInSmallLetters() {
        var last = references.get(MANY - 1);
        var page = new PageVisitor(port, "coordinator1").open("/?q=" + last.toLowerCase(Locale.ROOT));
        assertThat(references(page.body())).contains(last);
    }

    @Test
    void aCursorThatNobodyMadeIsNoAddress() {
        assertThat(new PageVisitor(port, SOCIAL).open("/cases?cursor=nonsense").statusCode())
                .isEqualTo(404);
    }

    /** All references on the page and on those that its link to the next part leads to. */
    private Set<String> followed(String user, String path) {
        var visitor = new PageVisitor(port, user);
        var found = new LinkedHashSet<String>();
        @Nullable String next = path;
        for (var pages = 0; next != null && pages < MANY; pages++) {
            var page = visitor.open(next).body();
            found.addAll(references(page));
            var link = NEXT.matcher(page);
            next = link.find() ? link.group(1).replace("&amp;", "&") : null;
        }
        return found;
    }

    private Set<String> everyReference(String user, String path) {
        var api = new Api(port);
        var found = new LinkedHashSet<String>();
        @Nullable String next = "";
        for (var parts = 0; next != null && parts < MANY; parts++) {
            var body = api.get(user, path + "cursor=" + next).body();
            found.addAll(references(body.toString()));
            next = body.path("next").asString(null);
        }
        return found;
    }

    private static Set<String> references(String text) {
        var found = new LinkedHashSet<String>();
        var reference = REFERENCE.matcher(text);
        while (reference.find()) found.add(reference.group());
        return found;
    }

    private static String reference(int count) {
        var code = new StringBuilder();
        for (int place = 0, left = count; place < 5; place++, left /= LETTERS.length())
            code.insert(0, LETTERS.charAt(left % LETTERS.length()));
        return PREFIX + code;
    }

    private void openCase(String reference, String agency, Instant time) {
        jdbc.sql("insert into case_file (case_ref, region, status, opened) values (:ref, 'capital', 'open', :time)")
                .param("ref", reference)
                .param("time", time.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql(
                        "insert into case_assignment (case_ref, role, agency, since) values (:ref, 'social-services', :agency, :time)")
                .param("ref", reference)
                .param("agency", agency)
                .param("time", time.atOffset(ZoneOffset.UTC))
                .update();
    }

    private void openTask(String id, String reference, String agency, Instant due, String holder) {
        jdbc.sql("""
                insert into open_task (task_id, case_ref, version, process, instance, element, name, strand, role, region, form, created, due,
                       assignee, agency, escalated)
                values (:id, :ref, 1, 'health-and-psychosocial', 'none', 'none', 'Some task', 'assistance', 'social-services', 'capital',
                       'none', :due, :due, :holder, :agency, 'coordinator')""")
                .param("id", id)
                .param("ref", reference)
                .param("due", due.atOffset(ZoneOffset.UTC))
                .param("holder", holder)
                .param("agency", agency)
                .update();
    }
}
