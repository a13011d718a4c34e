package org.nrm.records.file;

import java.time.Clock;
import java.time.ZoneOffset;
import org.nrm.ledger.CaseRef;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The interviews of the whole case: what happened is told once, and every further time is counted (Directive 2012/29/EU art. 20). */
@Repository
@Transactional
public class Interviews {

    private final JdbcClient jdbc;
    private final Clock clock;

    Interviews(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public int held(CaseRef caseRef) {
        return jdbc.sql("select count(*) from interview where case_ref = :ref")
                .param("ref", caseRef.value())
                .query(Integer.class)
                .single();
    }

    public void count(CaseRef caseRef, String task, String role) {
        jdbc.sql("insert into interview (task, case_ref, held, role) values (:task, :ref, :now, :role)")
                .param("task", task)
                .param("ref", caseRef.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("role", role)
                .update();
    }
}
