package org.nrm.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.testing.Databases;

/** A ledger with more streams, entries, leaves and checkpoints than a check holds at once is checked as a small one is. */
@Tag("database")
@Tag("slow")
class LargeLedgerTests {

    private static final int CASES = 1_100;
    private static final int LONG = 2_500;

    @TempDir
    private Path folder;

    @Test
    void everyPartIsReadAndWhatIsAlteredIsFoundWhereverItStands() {
        try (var bare = new BareLedger(Databases.fresh(), folder)) {
            bare.transaction.executeWithoutResult(status -> {
                for (var number = 0; number < CASES; number++) act(bare, number);
            });
            for (var number = 0; number < 130; number++) {
                var one = number;
                bare.transaction.executeWithoutResult(status -> act(bare, one));
                bare.checkpoints.latest();
            }
            bare.transaction.executeWithoutResult(status -> {
                for (var number = 0; number < LONG; number++) act(bare, CASES - 1);
            });
            var last = bare.checkpoints.latest();

            var read = new AtomicLong();
            var report = bare.check.check(List.of(last), Set.of(), read::addAndGet);
            assertThat(report.findings()).isEmpty();
            assertThat(report.streams()).isEqualTo(CASES + 1); // with the general one
            assertThat(report.entries()).isEqualTo(CASES + 130 + LONG);
            assertThat(report.checkpoints()).isEqualTo(131);
            assertThat(read).hasValue(bare.check.size());

            assertThat(first(bare, "update ledger_entry set actor = 'mallory' where stream = ':last' and seq = 2300"))
                    .isEqualTo(reference(CASES - 1) + " 2300");
            assertThat(first(bare, "update ledger_leaf set seq = seq + 100000 where stream = ':last' and seq >= 2300"))
                    .isEqualTo(reference(CASES - 1) + " 2300");
            assertThat(first(bare, "delete from ledger_checkpoint where size > 1220"))
                    .as("the newest are gone")
                    .isEqualTo("null 0");

            bare.transaction.executeWithoutResult(status -> {
                bare.jdbc.sql("update ledger_entry set actor = 'mallory'").update();
                assertThat(bare.check.check(List.of(), Set.of()).findings().size())
                        .as("what is altered everywhere is not listed without end")
                        .isBetween(Findings.MOST, 4 * Findings.MOST);
                status.setRollbackOnly();
            });
        }
    }

    private static String first(BareLedger bare, String attack) {
        return Objects.requireNonNull(bare.transaction.execute(status -> {
            bare.jdbc.sql(attack.replace(":last", reference(CASES - 1))).update();
            var finding = bare.check.check(List.of(), Set.of()).findings().get(0);
            status.setRollbackOnly();
            return finding.stream() + " " + finding.seq();
        }));
    }

    private static void act(BareLedger bare, int number) {
        bare.ledger.append(
                Act.on(new CaseRef(reference(number)), EntryType.VIEWED).by("ngo1", "open-door", null));
    }

    private static String reference(int number) {
        var text = new StringBuilder();
        for (var rest = number; text.length() < 8; rest /= 20) text.append("ABCDEFGHJKMNPQRSTUVW".charAt(rest % 20));
        return String.format(Locale.ROOT, "NRM-2026-%s", text);
    }
}
