package org.nrm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A demo fills up by itself, with cases in every stage, made by its own staff. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=12", "nrm.timers=false"})
class DemoCasesTests {

    /** The demo's own thread ends when it is full. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    @Autowired
    private JdbcClient jdbc;

    @BeforeAll
    void waitUntilItIsFull() throws InterruptedException {
        for (var thread : Thread.getAllStackTraces().keySet())
            if (thread.getName().equals("demo-cases")) thread.join(LONGEST.toMillis());
    }

    @Test
    void itHasCasesAndNotificationsAsReferred() {
        assertThat(count("case_file")).isEqualTo(11);
        assertThat(count("notification")).isEqualTo(1);
    }

    @Test
    void theCasesAreInDifferentStages() {
        assertThat(jdbc.sql("select distinct process from open_task")
                        .query(String.class)
                        .list())
                .contains("immediate-protection", "identification", "child-safeguards", "shelter-placement", "redress");
        assertThat(jdbc.sql("select distinct stream from ledger_entry where type = 'completed'")
                        .query(String.class)
                        .list())
                .hasSize(11);
    }

    @Test
    void someOfThemAreChildren() {
        assertThat(jdbc.sql("select text_ from act_hi_varinst where name_ = 'isChild'")
                        .query(String.class)
                        .list())
                .contains("yes", "no");
    }

    @Test
    void nothingWentWrong(CapturedOutput output) {
        assertThat(output).doesNotContain("The demo's cases were not all made");
    }

    @Test
    void theSameSeedInventsTheSamePeople() {
        var one = new SyntheticPeople(7);
        var other = new SyntheticPeople(7);
        for (var number = 0; number < 20; number++) {
            Map<String, Object> person = one.referral("no", true);
            assertThat(other.referral("no", true)).isEqualTo(person);
        }
        assertThat(List.of(
                        new SyntheticPeople(1).referral("no", true),
                        new SyntheticPeople(2).referral("no", true),
                        new SyntheticPeople(3).referral("no", true)))
                .doesNotHaveDuplicates();
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }
}
