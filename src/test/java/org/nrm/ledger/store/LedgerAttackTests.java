package org.nrm.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Checkpoints;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;
import org.nrm.ledger.LedgerReport;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.SigningKey;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.ObjectMapper;

/**
 * Somebody who has the password of the database changes what happened. Each attack is done by SQL on the real database; the check names
 * the first entry that does not fit. Every attack is undone, and then all fits again.
 */
@Tag("slow")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false", "nrm.demo-seed=53"})
class LedgerAttackTests extends Stories {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JdbcTemplate batches;

    @Autowired
    private ObjectMapper json;

    @Autowired
    private LedgerCheck check;

    @Autowired
    private Checkpoints checkpoints;

    @Autowired
    private LogKeys logKeys;

    @Autowired
    private PlatformTransactionManager transactions;

    private String person = "";
    private String other = "";
    private @Nullable SignedNote early;
    private long last;

    @Override
    protected String process() {
        return "";
    }

    @BeforeAll
    void twoPeopleAreReferredAndHelped() {
        person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.bring(person, "Offer place");
        early = checkpoints.latest();
        other = mechanism.refer("ngo1", Mechanism.child());
        mechanism.completes(person, "Offer place", Map.of());
        checkpoints.latest();
        last = jdbc.sql("select seq from ledger_head where stream = :stream")
                .param("stream", person)
                .query(Long.class)
                .single();
    }

    @Test
    void anUntouchedLedgerIsIntact() {
        var report = check.check(List.of(Objects.requireNonNull(early)), Set.of());
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isGreaterThan(100);
        assertThat(report.checkpoints()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void anEntryThatWasChanged() {
        for (var change : List.of(
                "type = 'left'",
                "actor = 'somebody'",
                "agency = 'elsewhere'",
                "role = 'police'",
                "element = 'another'",
                "facts = '{\"isChild\":\"no\"}'",
                "at = timestamp with time zone '2020-01-01 00:00:00+00:00'",
                "instance = 'another'",
                "model = 'another', version = 1, parent = 'another'",
                "commitments = '{\"identity\":\"00\"}'",
                "previous = '" + Hash.NONE + "'",
                "hash = '" + Hash.NONE + "'",
                "type = 'never-heard-of'"))
            assertThat(first("update ledger_entry set " + change + " where stream = ':person' and seq = 17"))
                    .as(change)
                    .isEqualTo(person + " 17");
    }

    @Test
    void anEntryThatWasChangedAndHashedAnew() {
        assertThat(findings(() -> {
                    sql("update ledger_entry set element = 'another' where stream = ':person' and seq = 17");
                    rehash(17, 17);
                }))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.seq()).isEqualTo(18);
                    assertThat(finding.message()).contains("does not follow");
                });
    }

    @Test
    void allEntriesFromThereHashedAnew() {
        assertThat(findings(() -> {
                    sql("update ledger_entry set element = 'another' where stream = ':person' and seq = 17");
                    rehash(17, last);
                }))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.stream()).isEqualTo(person);
                    assertThat(finding.message()).contains("not the one that is in the tree");
                });
    }

    @Test
    void allEntriesAndTheLeavesOfTheTreeHashedAnew() {
        assertThat(messages(() -> {
                    sql("update ledger_entry set element = 'another' where stream = ':person' and seq = 17");
                    rehash(17, last);
                    sql(
                            "update ledger_leaf l set hash = (select e.hash from ledger_entry e where e.stream = l.stream and e.seq = l.seq) where stream = ':person'");
                }))
                .contains("entries were changed after the checkpoint");
    }

    @Test
    void anEntryThatWasRemoved() {
        assertThat(first("delete from ledger_entry where stream = ':person' and seq = 1"))
                .isEqualTo(person + " 1");
        assertThat(first("delete from ledger_entry where stream = ':person' and seq = 17"))
                .isEqualTo(person + " 17");
        assertThat(first("delete from ledger_entry where stream = ':person' and seq = " + last))
                .isEqualTo(person + " " + last);
    }

    @Test
    void anEntryThatWasInserted() {
        assertThat(first(
                        "insert into ledger_entry (stream, seq, at, type, previous, hash) select stream, seq + 1, at, type, hash, hash from ledger_entry where stream = ':person' and seq = "
                                + last))
                .isEqualTo(person + " " + (last + 1));
    }

    @Test
    void entriesInAnotherOrder() {
        assertThat(first(
                        "update ledger_entry set seq = -1 where stream = ':person' and seq = 17",
                        "update ledger_entry set seq = 17 where stream = ':person' and seq = 18",
                        "update ledger_entry set seq = 18 where stream = ':person' and seq = -1"))
                .isEqualTo(person + " 17");
    }

    @Test
    void anEntryMovedToAnotherCase() {
        assertThat(
                        findings(
                                () -> sql(
                                        "update ledger_entry set stream = ':other', seq = 100000 where stream = ':person' and seq = 17")))
                .anyMatch(finding -> person.equals(finding.stream()) && finding.seq() == 17)
                .anyMatch(finding -> other.equals(finding.stream()));
    }

    @Test
    void theTailCutOffAndItsEndNotedAnew() {
        assertThat(findings(this::cutTail)).first().satisfies(finding -> {
            assertThat(finding.stream()).isEqualTo(person);
            assertThat(finding.seq()).isEqualTo(last);
            assertThat(finding.message()).contains("was removed: the tree has it");
        });
    }

    @Test
    void theTailCutOffInTheTreeToo() {
        assertThat(messages(() -> {
                    cutTail();
                    sql("delete from ledger_leaf where stream = ':person' and seq = " + last);
                }))
                .contains("the tree has", "entries are missing");
    }

    @Test
    void aWholeCaseRemoved() {
        assertThat(findings(() -> {
                    sql("delete from ledger_entry where stream = ':other'");
                    sql("delete from ledger_head where stream = ':other'");
                }))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.stream()).isEqualTo(other);
                    assertThat(finding.seq()).isEqualTo(1);
                });
    }

    @Test
    void aRowOfTheEnginesHistoryChanged() {
        var row = jdbc.sql("""
                select e.seq as seq, e.instance as instance, e.task as task from ledger_entry e
                 where e.stream = :stream and e.type = 'entered' and exists
                   (select 1 from act_hi_taskinst t where t.act_inst_id_ = e.instance and t.end_time_ is not null)
                 order by e.seq fetch first row only""").param("stream", person).query().singleRow();
        var entered = person + " " + row.get("seq");
        var instance = String.valueOf(row.get("instance"));
        var where = " where id_ = '" + instance + "'";
        assertThat(first("update act_hi_actinst set act_id_ = 'another'" + where))
                .isEqualTo(entered);
        assertThat(first("update act_hi_actinst set start_time_ = timestamp '2020-01-01 00:00:00'" + where))
                .isEqualTo(entered);
        assertThat(first("delete from act_hi_actinst" + where)).isEqualTo(entered);
        assertThat(messages(() -> sql("update act_hi_actinst set end_time_ = null" + where)))
                .contains("another end of the step");
        assertThat(messages(() -> sql(
                        "update act_hi_taskinst set assignee_ = 'somebody' where act_inst_id_ = '" + instance + "'")))
                .contains("somebody else who did the task");
        assertThat(messages(() -> sql("delete from act_hi_taskinst where act_inst_id_ = '" + instance + "'")))
                .contains("no such task");
    }

    @Test
    void whatWasWrittenDownChanged() {
        var recorded = jdbc.sql(
                        "select seq from ledger_entry where stream = :stream and type = 'recorded' order by seq fetch first row only")
                .param("stream", person)
                .query(Long.class)
                .single();
        assertThat(first("delete from case_field where case_ref = ':person'")).isEqualTo(person + " " + recorded);
        assertThat(first("delete from recording_salt where case_ref = ':person'"))
                .isEqualTo(person + " " + recorded);
        assertThat(first("update case_field set version = 2 where case_ref = ':person'"))
                .isEqualTo(person + " " + recorded);
        assertThat(
                        first(
                                "delete from case_field where id = (select min(id) from case_field where case_ref = ':person')"))
                .isEqualTo(person + " " + recorded);
    }

    @Test
    void aForgedCheckpoint() throws UnusableNote {
        var newest = checkpoints.latest();
        var forger =
                SigningKey.generate(checkpoints.keys().announcements().get(0).origin());
        var signedByAnother = newest.text() + "\n" + forger.sign(newest.text());
        assertThat(messages(() -> note(newest, signedByAnother))).contains("forged or altered");
        var unsigned = newest.toString().replaceFirst("\n(\\d+)\n", "\n9$1\n");
        assertThat(messages(() -> note(newest, unsigned))).contains("forged or altered");
        var remove = "delete from ledger_checkpoint where size = " + size(newest);
        assertThat(messages(() -> sql(remove))).contains("a checkpoint was removed");
        assertThat(messages(() -> sql("delete from ledger_keys"))).contains("keys were removed");
    }

    @Test
    void everythingRebuiltAndSignedWithAKeyOfTheAttackersOwn() throws UnusableNote {
        var forger = SigningKey.generate("attacker");
        assertThat(check.check(List.of(), Set.of(forger.verifier())).findings())
                .as("who knows the log's key sees that it is another")
                .isNotEmpty();
    }

    @Test
    void anOldDatabaseRestored() throws UnusableNote {
        var kept = checkpoints.latest();
        var rollback = List.of(
                "delete from ledger_entry e where exists (select 1 from ledger_leaf l where l.stream = e.stream and l.seq = e.seq and l.leaf >= :early)",
                "update ledger_head h set seq = coalesce((select max(seq) from ledger_entry e where e.stream = h.stream), 0), hash = (select hash from ledger_entry e where e.stream = h.stream and e.seq = (select max(seq) from ledger_entry m where m.stream = h.stream))",
                "delete from ledger_leaf where leaf >= :early",
                "delete from ledger_subtree where (position + 1) * 256 > :early",
                "delete from ledger_checkpoint where size > :early",
                "update ledger_tree set size = :early");
        var size = String.valueOf(size(Objects.requireNonNull(early)));
        assertThat(findings(() -> rollback.forEach(statement -> sql(statement.replace(":early", size))), List.of(kept)))
                .extracting(LedgerReport.Finding::message)
                .anyMatch(message -> message.contains("an older ledger was put in place"));
    }

    @Test
    void twoLedgersShownToTwoPeople() throws UnusableNote {
        var shown = Checkpoint.parse(checkpoints.latest().text());
        var text = new Checkpoint(shown.origin(), shown.size(), Hash.NONE, shown.time()).text();
        var key = logKeys.signing(checkpoints.keys().at(shown.size()).get(0));
        var toAnother = new SignedNote(text, List.of()).with(key.sign(text));
        assertThat(check.check(List.of(toAnother), Set.of()).findings())
                .extracting(LedgerReport.Finding::message)
                .anyMatch(message -> message.contains("another ledger is shown"));
        assertThat(check.check(List.of(toAnother, checkpoints.latest()), Set.of())
                        .findings())
                .extracting(LedgerReport.Finding::message)
                .anyMatch(message -> message.contains("two ledgers were shown"));
    }

    @Test
    void theClockSetBack() {
        var yesterday = new JdbcLedger(jdbc, batches, json, Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)));
        assertThat(findings(() -> {
                    yesterday.append(Act.on(new CaseRef(person), EntryType.VIEWED));
                    yesterday.history(new CaseRef(person), last, 1);
                }))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.seq()).isEqualTo(last + 1);
                    assertThat(finding.message()).contains("clock was set back");
                });
    }

    /** The first entry that does not fit, as {@code case seq}. */
    private String first(String... statements) {
        var finding = findings(() -> List.of(statements).forEach(this::sql)).get(0);
        return finding.stream() + " " + finding.seq();
    }

    private String messages(Runnable attack) {
        return String.valueOf(findings(attack));
    }

    private List<LedgerReport.Finding> findings(Runnable attack) {
        return findings(attack, List.of());
    }

    private List<LedgerReport.Finding> findings(Runnable attack, List<SignedNote> outside) {
        var findings = new ArrayList<LedgerReport.Finding>();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            attack.run();
            findings.addAll(check.check(outside, Set.of()).findings());
            status.setRollbackOnly();
        });
        assertThat(findings).isNotEmpty();
        return findings;
    }

    private void sql(String statement) {
        jdbc.sql(statement.replace(":person", person).replace(":other", other)).update();
    }

    private void cutTail() {
        sql("delete from ledger_entry where stream = ':person' and seq = " + last);
        sql(
                "update ledger_head set seq = seq - 1, hash = (select hash from ledger_entry where stream = ':person' and seq = "
                        + (last - 1) + ") where stream = ':person'");
    }

    /** What somebody would do who knows how the chain is made. */
    private void rehash(long from, long to) {
        for (var seq = from; seq <= to; seq++) {
            var row = "where stream = ':person' and seq = " + seq;
            if (seq > from)
                sql(
                        "update ledger_entry set previous = (select hash from ledger_entry where stream = ':person' and seq = "
                                + (seq - 1) + ") " + row);
            var entry = jdbc.sql(
                            "select " + JdbcLedger.COLUMNS + " from ledger_entry " + row.replace(":person", person))
                    .query((found, number) -> JdbcLedger.entry(json, found))
                    .single();
            sql("update ledger_entry set hash = '" + entry.hash() + "' " + row);
        }
        if (to == last)
            sql("update ledger_head set hash = (select hash from ledger_entry where stream = ':person' and seq = "
                    + last + ") where stream = ':person'");
    }

    private void note(SignedNote newest, String forged) {
        try {
            jdbc.sql("update ledger_checkpoint set note = :note where size = :size")
                    .param("note", forged)
                    .param("size", size(newest))
                    .update();
        } catch (UnusableNote e) {
            throw new AssertionError(e);
        }
    }

    private static long size(SignedNote note) throws UnusableNote {
        return Checkpoint.parse(note.text()).size();
    }
}
