package org.nrm.records.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Databases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Answers that were written before they had a version are given the one by which they were. */
@Tag("database")
class AnswerVersionMigrationTests {

    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-05-01T00:00:00Z");

    @Test
    void answersGoByTheVersionOfTheirTaskOrTheOneThatWasInForce() {
        var database = Databases.fresh();
        var source = new DriverManagerDataSource(database.url(), database.username(), database.password());
        Flyway.configure().dataSource(source).target("13").load().migrate();
        var jdbc = JdbcClient.create(source);
        published(jdbc, 1, FIRST);
        published(jdbc, 2, SECOND);
        jdbc.sql("insert into case_file (case_ref, region, status, opened) values ('NRM-1', 'capital', 'open', :at)")
                .param("at", FIRST.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("insert into ledger_head (stream, seq) values ('NRM-1', 2)").update();
        entry(jdbc, 1, "task-created", 1);
        entry(jdbc, 2, "completed", null);
        answer(jdbc, "ofTask", "task", SECOND.plusSeconds(60));
        answer(jdbc, "besideThen", "", FIRST.plusSeconds(60));
        answer(jdbc, "besideNow", "", SECOND.plusSeconds(60));
        answer(jdbc, "ofConsent", "no-task", SECOND.plusSeconds(60));
        answer(jdbc, "older", "", FIRST.minusSeconds(60));

        Flyway.configure().dataSource(source).load().migrate();

        assertThat(version(jdbc, "ofTask")).isEqualTo(1);
        assertThat(version(jdbc, "besideThen")).isEqualTo(1);
        assertThat(version(jdbc, "besideNow")).isEqualTo(2);
        assertThat(version(jdbc, "ofConsent")).isEqualTo(2);
        assertThat(version(jdbc, "older")).isEqualTo(1);
    }

    private static void published(JdbcClient jdbc, int version, Instant at) {
        jdbc.sql("insert into published_set (version, hash, deployment, published) values (:version, 'h', 'd', :at)")
                .param("version", version)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static void entry(JdbcClient jdbc, int seq, String type, @Nullable Integer version) {
        jdbc.sql("""
                insert into ledger_entry (stream, seq, at, type, process, element, task, version, previous, hash)
                values ('NRM-1', :seq, :at, :type, 'p', 'e', 'task', :version, 'x', 'y')""")
                .param("seq", seq)
                .param("at", FIRST.atOffset(ZoneOffset.UTC))
                .param("type", type)
                .param("version", version)
                .update();
    }

    private static void answer(JdbcClient jdbc, String field, String task, Instant written) {
        jdbc.sql("""
                insert into case_field (case_ref, form, process, element, task, role, agency, field, data_class, sealed, key_id, written)
                values ('NRM-1', 'f', 'p', 'e', :task, 'r', 'a', :field, 'support', 'sealed', 'k', :written)""")
                .param("task", task)
                .param("field", field)
                .param("written", written.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static int version(JdbcClient jdbc, String field) {
        return jdbc.sql("select version from case_field where field = :field")
                .param("field", field)
                .query(Integer.class)
                .single();
    }
}
