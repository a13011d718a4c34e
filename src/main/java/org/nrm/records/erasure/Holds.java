package org.nrm.records.erasure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Legal holds: as long as one is in force nothing of the case is erased (Regulation (EU) 2016/679 art. 17(3)(e)). */
@Repository
@Transactional
class Holds {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Ledger ledger;

    Holds(JdbcClient jdbc, Clock clock, Ledger ledger) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ledger = ledger;
    }

    /**
     * One hold.
     *
     * @param reason one of {@code need-to-know.yaml}
     * @param ended  null while it is in force
     */
    record Hold(
            String id,
            String reason,
            Instant since,
            @Nullable Instant ended) {}

    /** Holds the case; its id. A hold of the same reason that is in force is that one. */
    String hold(CaseRef caseRef, String reason, Actor by, String role) {
        ledger.lock(caseRef);
        var known = inForce(caseRef).stream()
                .filter(hold -> hold.reason().equals(reason))
                .findFirst();
        if (known.isPresent()) return known.get().id();
        var id = UUID.randomUUID().toString();
        jdbc.sql(
                        "insert into legal_hold (id, case_ref, reason, since, set_by) values (:id, :ref, :reason, :now, :user)")
                .param("id", id)
                .param("ref", caseRef.value())
                .param("reason", reason)
                .param("now", now())
                .param("user", by.user())
                .update();
        ledger.append(Act.on(caseRef, EntryType.HELD)
                .by(by.user(), by.agency(), role)
                .with(Map.of("hold", id, "reason", reason)));
        return id;
    }

    /** Ends it; again changes nothing. Empty if the case has no such hold. */
    Optional<Hold> end(CaseRef caseRef, String id, Actor by, String role) {
        ledger.lock(caseRef);
        var found = of(caseRef).stream().filter(hold -> hold.id().equals(id)).findFirst();
        found.filter(hold -> hold.ended() == null).ifPresent(hold -> {
            jdbc.sql("update legal_hold set ended = :now, ended_by = :user where id = :id")
                    .param("now", now())
                    .param("user", by.user())
                    .param("id", id)
                    .update();
            ledger.append(Act.on(caseRef, EntryType.HOLD_ENDED)
                    .by(by.user(), by.agency(), role)
                    .with(Map.of("hold", id, "reason", hold.reason())));
        });
        return found;
    }

    @Transactional(readOnly = true)
    List<Hold> of(CaseRef caseRef) {
        return jdbc.sql("select id, reason, since, ended from legal_hold where case_ref = :ref order by since, id")
                .param("ref", caseRef.value())
                .query(Holds::hold)
                .list();
    }

    @Transactional(readOnly = true)
    List<Hold> inForce(CaseRef caseRef) {
        return of(caseRef).stream().filter(hold -> hold.ended() == null).toList();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Hold hold(ResultSet row, int number) throws SQLException {
        var ended = row.getObject("ended", OffsetDateTime.class);
        return new Hold(
                row.getString("id"),
                row.getString("reason"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant());
    }
}
