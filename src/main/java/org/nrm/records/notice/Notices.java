package org.nrm.records.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.web.Cursor;
import org.nrm.web.Part;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Notices to the agencies of a case, and whether they were acknowledged. */
@Repository
@Transactional
public class Notices {

    /** To whom a notice goes: the agency that it names, or else the agency that is on the case in the role, or else every holder in the region. */
    private static final String FOR_THE_ACTOR = """
             n.role in (:roles) and coalesce(n.agency, a.agency, :agency) = :agency
             and (n.agency is not null or a.agency is not null or f.region = :region or n.role = 'auditor')
            """;

    private static final String FROM = """
              from notice n join case_file f on f.case_ref = n.case_ref
              left join case_assignment a on a.case_ref = n.case_ref and a.role = n.role
            """;

    private static final String SELECT =
            "select n.id, n.case_ref, n.role, n.agency, n.kind, n.subject, n.made, n.acknowledged, n.acknowledged_by"
                    + FROM;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Ledger ledger;

    Notices(JdbcClient jdbc, Clock clock, Ledger ledger) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ledger = ledger;
    }

    public void send(
            CaseRef caseRef, String role, @Nullable String agency, Notice.Kind kind, @Nullable String subject) {
        jdbc.sql("""
                insert into notice (id, case_ref, role, agency, kind, subject, made)
                values (:id, :ref, :role, :agency, :kind, :subject, :now)""")
                .param("id", UUID.randomUUID().toString())
                .param("ref", caseRef.value())
                .param("role", role)
                .param("agency", agency)
                .param("kind", kind.word())
                .param("subject", subject)
                .param("now", now())
                .update();
    }

    /** What the actor's agency has not acknowledged yet, oldest first, from the place on. */
    @Transactional(readOnly = true)
    public Part<Notice> open(Actor actor, Cursor after) {
        if (actor.roles().isEmpty()) return new Part<>(List.of(), null);
        var found = jdbc.sql(SELECT + "where n.acknowledged is null and (n.made, n.id) > (:time, :id) and"
                        + FOR_THE_ACTOR + "order by n.made, n.id fetch first " + (Part.LENGTH + 1) + " rows only")
                .param("roles", actor.roles())
                .param("agency", actor.agency())
                .param("region", actor.region())
                .param("time", after.time().atOffset(ZoneOffset.UTC))
                .param("id", after.id())
                .query(Notices::notice)
                .list();
        return Part.of(found, Part.LENGTH, notice -> new Cursor(notice.made(), notice.id()));
    }

    /** How many of them there are, for the navigation. */
    @Transactional(readOnly = true)
    public int count(Actor actor) {
        if (actor.roles().isEmpty()) return 0;
        return jdbc.sql("select count(*)" + FROM + "where n.acknowledged is null and" + FOR_THE_ACTOR)
                .param("roles", actor.roles())
                .param("agency", actor.agency())
                .param("region", actor.region())
                .query(Integer.class)
                .single();
    }

    /** All notices about the case, oldest first, for who may see the case. */
    @Transactional(readOnly = true)
    public List<Notice> of(CaseRef caseRef) {
        return jdbc.sql(SELECT + "where n.case_ref = :ref order by n.made, n.id")
                .param("ref", caseRef.value())
                .query(Notices::notice)
                .list();
    }

    /** When a notice of this kind about this subject was first sent for the case; empty if it was not. */
    @Transactional(readOnly = true)
    public Optional<Notice> sent(CaseRef caseRef, Notice.Kind kind, String subject) {
        return of(caseRef).stream()
                .filter(notice -> notice.kind() == kind && subject.equals(notice.subject()))
                .findFirst();
    }

    /** Takes note, or confirms that what was asked is done. Empty if there is no such notice for the actor; again changes nothing. */
    public Optional<Notice> acknowledge(Actor actor, String id) {
        if (actor.roles().isEmpty()) return Optional.empty();
        var found = jdbc.sql(SELECT + "where n.id = :id and" + FOR_THE_ACTOR)
                .param("id", id)
                .param("roles", actor.roles())
                .param("agency", actor.agency())
                .param("region", actor.region())
                .query(Notices::notice)
                .optional();
        found.ifPresent(notice -> {
            var changed = jdbc.sql(
                            "update notice set acknowledged = :now, acknowledged_by = :user where id = :id and acknowledged is null")
                    .param("now", now())
                    .param("user", actor.user())
                    .param("id", id)
                    .update();
            if (changed > 0)
                ledger.append(Act.on(notice.caseRef(), EntryType.ACKNOWLEDGED)
                        .by(actor.user(), actor.agency(), notice.role())
                        .with(java.util.Map.of("notice", notice.kind().word())));
        });
        return found;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Notice notice(ResultSet row, int number) throws SQLException {
        var acknowledged = row.getObject("acknowledged", OffsetDateTime.class);
        return new Notice(
                row.getString("id"),
                new CaseRef(row.getString("case_ref")),
                row.getString("role"),
                row.getString("agency"),
                Notice.Kind.of(row.getString("kind")),
                row.getString("subject"),
                row.getObject("made", OffsetDateTime.class).toInstant(),
                acknowledged == null ? null : acknowledged.toInstant(),
                row.getString("acknowledged_by"));
    }
}
