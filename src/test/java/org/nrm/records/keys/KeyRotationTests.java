package org.nrm.records.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The operator changes keys while people work, and nobody notices. */
@Tag("slow")
class KeyRotationTests extends Stories {

    private static final String ROTATIONS = "/api/v1/keys/rotations";

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void everyValueIsSealedAnewAndTheIndexWithIt() {
        var person = refer("Mila Example");
        var before = keys(person);
        var indexed = index(person);
        var answer = mechanism.api().post("operator1", ROTATIONS, Map.of("what", "data"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.body().path("values").asInt()).isPositive();
        assertThat(answer.body().path("cases").asInt()).isPositive();

        assertThat(keys(person)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
        assertThat(index(person)).as("the same names are found").isEqualTo(indexed);
        assertThat(keys(person)).containsAll(indexKeys(person));
        var seen = mechanism.api().get("ngo1", "/api/v1/cases/" + person).body();
        assertThat(seen.path("data").path("receive-referral").path("name").asString())
                .isEqualTo("Mila Example");
        assertThat(seen.path("unreadable").asInt(-1)).isZero();
        assertThat(jdbc.sql("select count(*) from ledger_entry where stream = 'general' and type = 'keys-rotated'")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void aDamagedValueIsNotMadeWorse() {
        var person = refer("Mila Example");
        jdbc.sql("update case_field set sealed = 'AAAA' where case_ref = :ref and field = 'name'")
                .param("ref", person)
                .update();
        assertThat(mechanism
                        .api()
                        .post("operator1", ROTATIONS, Map.of("what", "data"))
                        .status())
                .isEqualTo(200);
        assertThat(mechanism
                        .api()
                        .get("ngo1", "/api/v1/cases/" + person)
                        .body()
                        .path("unreadable")
                        .asInt())
                .isEqualTo(1);
        assertThat(jdbc.sql("select sealed from case_field where case_ref = :ref and field = 'name'")
                        .param("ref", person)
                        .query(String.class)
                        .single())
                .isEqualTo("AAAA");
    }

    @Test
    void onlyTheOperatorDoesItAndOnlyTheseTwo() {
        for (var user : List.of("ngo1", "auditor1", "coordinator1", "police1"))
            assertThat(mechanism
                            .api()
                            .post(user, ROTATIONS, Map.of("what", "data"))
                            .status())
                    .isEqualTo(403);
        assertThat(mechanism
                        .api()
                        .post("operator1", ROTATIONS, Map.of("what", "all"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void peopleReadAndWriteMeanwhile() throws Exception {
        var people = new ArrayList<String>();
        for (var number = 0; number < 4; number++) people.add(refer("Person number " + number));
        var done = new AtomicBoolean();
        var work = new ArrayList<Callable<Integer>>();
        for (var person : people)
            work.add(() -> {
                var rounds = 0;
                while (!done.get() || rounds < 3) {
                    var note = "note " + rounds++;
                    var told = mechanism
                            .api()
                            .post(
                                    "ngo1",
                                    "/api/v1/cases/" + person + "/events",
                                    Map.of("type", "contact-lost", "data", Map.of("note", note)));
                    assertThat(told.status()).as(told.text()).isEqualTo(200);
                    var seen = mechanism.api().get("ngo1", "/api/v1/cases/" + person);
                    assertThat(seen.status()).as(seen.text()).isEqualTo(200);
                    assertThat(seen.body().path("unreadable").asInt(-1)).isZero();
                    assertThat(seen.text()).contains(note, "Person number");
                }
                return rounds;
            });
        var threads = Executors.newFixedThreadPool(people.size());
        try {
            var running = work.stream().map(threads::submit).toList();
            for (var round = 0; round < 3; round++)
                for (var what : List.of("data", "key-encryption"))
                    assertThat(mechanism
                                    .api()
                                    .post("operator1", ROTATIONS, Map.of("what", what))
                                    .status())
                            .isEqualTo(200);
            done.set(true);
            for (var each : running) assertThat(each.get()).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    private String refer(String name) {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", name, "birthDate", "1990-04-03"));
        return mechanism.refer("ngo1", referral);
    }

    private Set<String> keys(String person) {
        return set("select distinct key_id from case_field where case_ref = :ref", person);
    }

    private Set<String> indexKeys(String person) {
        return set("select distinct key_id from person_index where case_ref = :ref", person);
    }

    private Set<String> index(String person) {
        return set("select token from person_index where case_ref = :ref", person);
    }

    private Set<String> set(String select, String person) {
        return new HashSet<>(
                jdbc.sql(select).param("ref", person).query(String.class).list());
    }
}
