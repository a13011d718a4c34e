package org.nrm.records.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happened is told once. Telling it again needs a reason, is counted, and has a bound over the whole case. */
@Tag("slow")
class ToldOnceTests extends Stories {

    private static final String HEARING = "Hear the person once";
    private static final String STATEMENT = "Take statement";

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void aSecondInterviewNeedsAReasonAndIsCounted() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.bring(person, HEARING);
        mechanism.completes(person, HEARING);
        assertThat(held(person)).isEqualTo(1);

        testify(person);
        var task = mechanism.find(person, STATEMENT);
        var without = new HashMap<>(mechanism.ordinaryAnswers(task));
        without.remove("repeatReason");
        var path = "/api/v1/tasks/" + task.id() + "/complete";
        assertThat(mechanism
                        .api()
                        .post("police1", path, Map.of("data", without))
                        .status())
                .isEqualTo(422);
        assertThat(held(person)).isEqualTo(1);
        mechanism.completes(person, STATEMENT);
        assertThat(held(person)).isEqualTo(2);
    }

    @Test
    void noMoreInterviewsThanTheRulesAllow() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        for (var earlier : List.of("first", "second", "third"))
            jdbc.sql(
                            "insert into interview (task, case_ref, held, role) values (:task, :ref, current_timestamp, 'case-manager')")
                    .param("task", earlier + person)
                    .param("ref", person)
                    .update();
        mechanism.bring(person, HEARING);
        assertThat(mechanism.refusedToComplete(person, HEARING)).isEqualTo("told-enough");
        mechanism.completes(person, HEARING, Map.of("interviewDone", "not-wanted"));
        assertThat(held(person)).isEqualTo(3);
    }

    private void testify(String person) {
        mechanism.raise("ngo1", person, "wish-to-testify");
        for (var task : List.of("Settle language", "Advise on testimony", "Assess risk of testifying"))
            mechanism.completes(person, task);
        mechanism.passes("P4D");
        for (var task : List.of("Person decides", "Consent to disclosure to police", "Hand over statement material"))
            mechanism.completes(person, task);
    }

    private int held(String person) {
        return jdbc.sql("select count(*) from interview where case_ref = :ref")
                .param("ref", person)
                .query(Integer.class)
                .single();
    }
}
