package org.nrm.records.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.Notices;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No list leaves anything out without a word: what is too long for one part has a next. */
@Tag("slow")
class LongListsTests extends Stories {

    private static final int MANY = 501;

    private final List<String> people = new ArrayList<>(List.of("none"));

    @Autowired
    private FileAccesses accesses;

    @Autowired
    private AccessDesk desk;

    @Autowired
    private Notices notices;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Override
    protected String process() {
        return "";
    }

    /** Others share the database, and look for their own on the first page. */
    @AfterEach
    void clear() {
        for (var table : List.of("file_access", "notice", "disclosure"))
            jdbc.sql("delete from " + table + " where case_ref in (:people)")
                    .param("people", people)
                    .update();
    }

    private String refer(String user) {
        var person = mechanism.refer(user, Mechanism.adult());
        people.add(person);
        return person;
    }

    @Test
    void everyAccessIsListed() {
        var person = refer("ngo1");
        var asked = asked(person, FileAccess.Kind.AUDIT, "auditor9", "auditor");
        assertThat(ids("coordinator1", "/api/v1/accesses")).as("to decide").containsAll(asked);
        assertThat(ids("ngo1", "/api/v1/cases/" + person + "/accesses"))
                .as("of the case")
                .containsExactlyInAnyOrderElementsOf(asked);
        var own = asked(person, FileAccess.Kind.AUDIT, "auditor1", "auditor");
        var opened = asked(person, FileAccess.Kind.BREAK_GLASS, "health9", "health");
        assertThat(ids("auditor1", "/api/v1/accesses"))
                .as("to review, then one's own")
                .doesNotHaveDuplicates()
                .containsSubsequence(opened)
                .containsAll(own);
    }

    @Test
    void everyNoticeIsListed() {
        var person = refer("ngo2");
        var before = ids("ngo2", "/api/v1/notices").size();
        for (var count = 0; count < MANY; count++)
            notices.send(new CaseRef(person), "case-manager", null, Notice.Kind.CONSENT_ENDS, "number " + count);
        assertThat(ids("ngo2", "/api/v1/notices")).hasSize(before + MANY).doesNotHaveDuplicates();
    }

    @Test
    void everyDisclosureIsListed() {
        var person = refer("ngo1");
        for (var count = 0; count < MANY; count++)
            jdbc.sql("""
                    insert into disclosure (id, case_ref, ground, purpose, role, classes, made, made_by, made_role)
                    values (:id, :ref, 'danger-to-life', 'danger-to-life', 'health', 'contact', :now, 'ngo1', 'case-manager')""")
                    .param("id", UUID.randomUUID().toString())
                    .param("ref", person)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        assertThat(ids("ngo1", "/api/v1/cases/" + person + "/disclosures"))
                .hasSize(MANY)
                .doesNotHaveDuplicates();
    }

    @Test
    void aCursorThatNobodyGaveIsRefused() {
        for (var path : List.of("/api/v1/accesses", "/api/v1/notices"))
            for (var cursor : List.of("gibberish", "MSAwIDIwMjY", "%00"))
                assertThat(mechanism
                                .api()
                                .get("auditor1", path + "?cursor=" + cursor)
                                .status())
                        .as(cursor)
                        .isEqualTo(400);
    }

    /** Of two that are open to her, the one that lasts longest tells her until when; a fraction of a second does not matter to that. */
    @Test
    void theAccessThatLastsLongestCounts() {
        var person = refer("ngo1");
        var whole = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(2));
        var kind = FileAccess.Kind.BREAK_GLASS;
        var wish = new AccessWish.Checked("medical-emergency", "r", List.of("contact"), null);
        var actor = actor("health1", "health");
        accesses.add("longer", new CaseRef(person), kind, actor, "health", wish, whole.plusMillis(500));
        accesses.add("shorter", new CaseRef(person), kind, actor, "health", wish, whole);
        assertThat(desk.reading(actor, person)).map(FileAccess::id).contains("longer");
    }

    private List<String> asked(String person, FileAccess.Kind kind, String user, String role) {
        var ids = new ArrayList<String>();
        var wish = new AccessWish.Checked("quality-of-help", "reason", List.of("support"), "P7D");
        for (var count = 0; count < MANY; count++) {
            var id = String.format(Locale.ROOT, "%s-%s-%04d", user, person, count);
            accesses.add(
                    id,
                    new CaseRef(person),
                    kind,
                    actor(user, role),
                    role,
                    wish,
                    kind == FileAccess.Kind.AUDIT ? null : clock.instant());
            ids.add(id);
        }
        return ids;
    }

    private static Actor actor(String user, String role) {
        return new Actor(user, "Example", "example-agency", Set.of(role), "capital", false);
    }

    /** All parts, one after the other. */
    private List<String> ids(String user, String path) {
        var ids = new ArrayList<String>();
        String cursor = null;
        do {
            var answer = mechanism.api().get(user, path + (cursor == null ? "" : "?cursor=" + cursor));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            for (var item : answer.body().path("items"))
                ids.add(item.path("access").path("id").asString(item.path("id").asString("")));
            cursor = answer.body().path("next").asString(null);
        } while (cursor != null);
        return ids;
    }
}
