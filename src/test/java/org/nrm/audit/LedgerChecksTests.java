package org.nrm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.transactions.Transactions;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What auditors ask of the ledger as a whole does not hold up those who work, however large it is. */
@Tag("slow")
class LedgerChecksTests extends Stories {

    private static final String CHECKS = "/api/v1/ledger/checks";
    private static final String CHECKPOINT = "/api/v1/ledger/checkpoint";

    @Autowired
    private Ledger ledger;

    @Autowired
    private Transactions transactions;

    @Autowired
    private LedgerChecks checks;

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void aLargeLedgerIsCheckedInTheBackgroundAndItsReportIsKept() {
        signIns((int) LedgerChecks.SMALL);
        var begun = mechanism.api().post("auditor1", CHECKS, Map.of());
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        var id = begun.body().path("id").asString();
        var again = mechanism.api().post("auditor1", CHECKS, Map.of());
        assertThat(again.status())
                .as("one at a time, as long as it has not come to its end")
                .isIn(409, 202);
        var current = again.status() == 409 ? id : again.body().path("id").asString();

        var state = mechanism.api().get("auditor1", CHECKS + "/" + current);
        while (state.body().path("report").isNull()
                && !state.body().path("failed").asBoolean()) {
            assertThat(state.status()).as(state.text()).isEqualTo(200);
            assertThat(state.body().path("done").asLong())
                    .isBetween(0L, state.body().path("of").asLong());
            state = mechanism.api().get("auditor1", CHECKS + "/" + current);
        }
        assertThat(state.body().path("report").path("entries").asLong()).isGreaterThan(LedgerChecks.SMALL);
        assertThat(checks.latest().orElseThrow().id())
                .as("it can be asked for later")
                .isEqualTo(current);
        assertThat(mechanism.api().get("auditor1", CHECKS + "/other").status()).isEqualTo(404);
        assertThat(mechanism.api().get("operator1", CHECKS + "/" + current).status())
                .isEqualTo(403);
    }

    @Test
    void askingForACheckpointAgainSignsNothingAnewAndWaitsForNobody() throws Exception {
        mechanism.refer("ngo1", Mechanism.adult());
        var first = mechanism.api().get("shelter1", CHECKPOINT);
        var signed = jdbc.sql("select count(*) from ledger_checkpoint")
                .query(Long.class)
                .single();
        var held = new CountDownLatch(1);
        var letGo = new CountDownLatch(1);
        var other = Executors.newSingleThreadExecutor();
        try {
            var holding = other.submit(() -> transactions.run(() -> {
                jdbc.sql("select size from ledger_tree for update")
                        .query(Long.class)
                        .single();
                jdbc.sql("update ledger_checkpoint set signed = signed").update();
                held.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            held.await();
            var again = mechanism.api().get("shelter1", CHECKPOINT);
            assertThat(again.status()).as(again.text()).isEqualTo(200);
            assertThat(again.text()).isEqualTo(first.text());
            letGo.countDown();
            holding.get();
        } finally {
            letGo.countDown();
            other.shutdownNow();
        }
        assertThat(jdbc.sql("select count(*) from ledger_checkpoint")
                        .query(Long.class)
                        .single())
                .isEqualTo(signed);
        mechanism.refer("ngo1", Mechanism.adult());
        assertThat(mechanism.api().get("shelter1", CHECKPOINT).text())
                .as("something new is signed")
                .isNotEqualTo(first.text());
    }

    @Test
    void aHistoryOfMoreThanFiveHundredEntriesIsWalkedPageByPage() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        transactions.run(() -> {
            for (var number = 0; number < 501; number++)
                ledger.append(Act.on(new CaseRef(person), EntryType.VIEWED).by("ngo1", "open-door", "case-manager"));
        });
        var all = ledger.history(new CaseRef(person)).size();
        var seen = new ArrayList<Long>();
        for (var after = "0"; after != null; ) {
            var page = mechanism.api().get("auditor1", "/api/v1/cases/" + person + "/history?limit=100&after=" + after);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.body()
                    .path("items")
                    .forEach(entry -> seen.add(entry.path("seq").asLong()));
            after = page.body().path("next").asString(null);
        }
        assertThat(seen)
                .startsWith(LongStream.rangeClosed(1, all).boxed().toArray(Long[]::new))
                .doesNotHaveDuplicates();
    }

    @Test
    void aYearComesToItsEndWhateverHappensWithACase() {
        var cases = List.of(new CaseRef("NRM-2026-AAAAAAAA"), new CaseRef("NRM-2026-BBBBBBBB"));
        var batch = new Batch("auditor1", 2026, cases);
        batch.run(caseRef -> {
            throw new StackOverflowError();
        });
        assertThat(batch.progress().over()).isTrue();
        assertThat(batch.progress().failed()).isEqualTo(2);
    }

    private void signIns(int count) {
        transactions.run(() -> {
            for (var number = 0; number < count; number++)
                ledger.append(Act.general(EntryType.SIGNED_IN).by("ngo1", "open-door", null));
        });
    }
}
