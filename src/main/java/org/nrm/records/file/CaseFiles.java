package org.nrm.records.file;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.mechanism.Roles;
import org.nrm.web.Cursor;
import org.nrm.web.NotThere;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The cases and who is on them. Role, agency and assignment together put somebody on a case; the form of a task does not. */
@Repository
@Transactional
public class CaseFiles {

    private static final String SELECT = "select case_ref, region, status, opened, closed from case_file ";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Roles roles;

    CaseFiles(JdbcClient jdbc, Clock clock, Roles roles) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.roles = roles;
    }

    public void open(CaseRef caseRef, String region) {
        jdbc.sql("insert into case_file (case_ref, region, status, opened) values (:ref, :region, 'open', :now)")
                .param("ref", caseRef.value())
                .param("region", region)
                .param("now", now())
                .update();
    }

    @Transactional(readOnly = true)
    public Optional<CaseFile> find(CaseRef caseRef) {
        return jdbc.sql(SELECT + "where case_ref = :ref")
                .param("ref", caseRef.value())
                .query(CaseFiles::caseFile)
                .optional();
    }

    /** The case of this reference; refused with NOT_THERE if there is none. */
    @Transactional(readOnly = true)
    public CaseFile existing(String reference) {
        return CaseRef.parse(reference).flatMap(this::find).orElseThrow(NotThere::new);
    }

    /** The case, for who is on it; to everybody else it is NOT_THERE. */
    @Transactional(readOnly = true)
    public CaseRef onCase(Actor actor, String reference) {
        var caseRef = CaseRef.parse(reference).orElseThrow(NotThere::new);
        if (readingRoles(caseRef, actor).isEmpty()) throw new NotThere();
        return caseRef;
    }

    /**
     * The cases to which the agency is assigned, newest first.
     *
     * @param after the last of the part before
     */
    @Transactional(readOnly = true)
    public List<CaseFile> ofAgency(String agency, Cursor after, int limit) {
        return list(
                "exists (select 1 from case_assignment a where a.case_ref = case_file.case_ref and a.agency = :agency)",
                agency,
                after,
                limit);
    }

    /**
     * References of all cases, newest first: nothing but the references.
     *
     * @param after the last of the part before
     */
    @Transactional(readOnly = true)
    public List<CaseFile> all(Cursor after, int limit) {
        return list("1 = 1", "", after, limit);
    }

    private List<CaseFile> list(String which, String agency, Cursor after, int limit) {
        return jdbc.sql(SELECT + "where " + which
                        + " and (opened < :opened or opened = :opened and case_ref > :ref)"
                        + " order by opened desc, case_ref fetch first :limit rows only")
                .param("agency", agency)
                .param("opened", after.time().atOffset(ZoneOffset.UTC))
                .param("ref", after.id())
                .param("limit", limit)
                .query(CaseFiles::caseFile)
                .list();
    }

    /** References of the cases opened in the period, in no order that tells anything. */
    @Transactional(readOnly = true)
    public List<CaseRef> opened(Instant from, Instant before) {
        return jdbc.sql("select case_ref from case_file where opened >= :from and opened < :before order by case_ref")
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new CaseRef(row.getString("case_ref")))
                .list();
    }

    /** Closes the case; again changes nothing, so that what it holds is not kept longer. */
    public void close(CaseRef caseRef) {
        jdbc.sql("update case_file set status = 'closed', closed = :now where case_ref = :ref and status = 'open'")
                .param("now", now())
                .param("ref", caseRef.value())
                .update();
    }

    public void reopen(CaseRef caseRef) {
        jdbc.sql("update case_file set status = 'open', closed = null where case_ref = :ref")
                .param("ref", caseRef.value())
                .update();
    }

    @Transactional(readOnly = true)
    public List<Assignment> assignments(CaseRef caseRef) {
        return jdbc.sql("select role, agency from case_assignment where case_ref = :ref order by role")
                .param("ref", caseRef.value())
                .query((row, number) -> new Assignment(row.getString("role"), row.getString("agency")))
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<String> assigned(CaseRef caseRef, String role) {
        return jdbc.sql("select agency from case_assignment where case_ref = :ref and role = :role")
                .param("ref", caseRef.value())
                .param("role", role)
                .query(String.class)
                .optional();
    }

    /** Puts the agency on the case in the role, in place of another if there is one. The caller writes the entry. */
    public void assign(CaseRef caseRef, String role, String agency) {
        var changed = jdbc.sql(
                        "update case_assignment set agency = :agency, since = :now where case_ref = :ref and role = :role")
                .param("agency", agency)
                .param("now", now())
                .param("ref", caseRef.value())
                .param("role", role)
                .update();
        if (changed == 0)
            jdbc.sql("insert into case_assignment (case_ref, role, agency, since) values (:ref, :role, :agency, :now)")
                    .param("ref", caseRef.value())
                    .param("role", role)
                    .param("agency", agency)
                    .param("now", now())
                    .update();
    }

    /** Takes the agency off the case in this role. */
    public void release(CaseRef caseRef, String role, String agency) {
        jdbc.sql("delete from case_assignment where case_ref = :ref and role = :role and agency = :agency")
                .param("ref", caseRef.value())
                .param("role", role)
                .param("agency", agency)
                .update();
    }

    /**
     * The roles in which the actor's agency is on the case and may read it; empty for everybody else and always for law
     * enforcement.
     */
    @Transactional(readOnly = true)
    public Set<String> readingRoles(CaseRef caseRef, Actor actor) {
        if (actor.roles().stream().anyMatch(roles::lawEnforcement)) return Set.of();
        return assignments(caseRef).stream()
                .filter(assignment -> assignment.agency().equals(actor.agency()) && actor.holds(assignment.role()))
                .map(Assignment::role)
                .collect(Collectors.toUnmodifiableSet());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static CaseFile caseFile(ResultSet row, int number) throws SQLException {
        var closed = row.getObject("closed", OffsetDateTime.class);
        return new CaseFile(
                new CaseRef(row.getString("case_ref")),
                row.getString("region"),
                CaseFile.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getObject("opened", OffsetDateTime.class).toInstant(),
                closed == null ? null : closed.toInstant());
    }
}
