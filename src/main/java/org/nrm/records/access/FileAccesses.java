package org.nrm.records.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.NoticeSubject;
import org.nrm.web.Cursor;
import org.nrm.web.Part;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Who reads or asked to read a file without being on the case. No row ever goes. Callers write the entries. */
@Repository
@Transactional
class FileAccesses implements NoticeSubject {

    private static final String SOME = " fetch first " + (Part.LENGTH + 1) + " rows only";

    private static final String UNDECIDED =
            "kind = 'audit' and approved is null and refused is null and actor <> :user";

    private static final String UNREVIEWED = "kind = 'break-glass' and reviewed is null and actor <> :user";

    private static final String SELECT = """
            select id, case_ref, kind, actor, agency, role, purpose, classes, asked_for, asked, approved, approved_by, valid_until,
                   refused, refused_by, reviewed, reviewed_by, review from file_access
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    FileAccesses(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param until null while it waits for approval */
    void add(
            String id,
            CaseRef caseRef,
            FileAccess.Kind kind,
            Actor actor,
            String role,
            AccessWish.Checked wish,
            @Nullable Instant until) {
        jdbc.sql("""
                insert into file_access (id, case_ref, kind, actor, agency, role, purpose, classes, asked_for, asked, valid_until)
                values (:id, :ref, :kind, :user, :agency, :role, :purpose, :classes, :length, :now, :until)""")
                .param("id", id)
                .param("ref", caseRef.value())
                .param("kind", kind.word())
                .param("user", actor.user())
                .param("agency", actor.agency())
                .param("role", role)
                .param("purpose", wish.purpose())
                .param("classes", String.join(" ", wish.classes()))
                .param("length", wish.length())
                .param("now", now())
                .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Transactional(readOnly = true)
    Optional<FileAccess> find(String id) {
        return jdbc.sql(SELECT + "where id = :id")
                .param("id", id)
                .query(FileAccesses::access)
                .optional();
    }

    @Override
    @Transactional(readOnly = true)
    public Set<String> classes(Notice notice, String subject) {
        return switch (notice.kind()) {
            case BREAK_GLASS, AUDIT_ASKED, AUDIT_APPROVED ->
                find(subject).map(access -> Set.copyOf(access.classes())).orElse(Set.of());
            default -> Set.of();
        };
    }

    /** Of one case, oldest first. */
    @Transactional(readOnly = true)
    List<FileAccess> of(CaseRef caseRef) {
        return jdbc.sql(SELECT + "where case_ref = :ref order by asked, id")
                .param("ref", caseRef.value())
                .query(FileAccesses::access)
                .list();
    }

    /** Of one case, oldest first, from the place on. */
    @Transactional(readOnly = true)
    List<FileAccess> of(CaseRef caseRef, Cursor after) {
        return jdbc.sql(SELECT + "where case_ref = :ref and (asked, id) > (:time, :id) order by asked, id" + SOME)
                .param("ref", caseRef.value())
                .param("time", after.time().atOffset(ZoneOffset.UTC))
                .param("id", after.id())
                .query(FileAccesses::access)
                .list();
    }

    /** What the person has asked for or opened herself, newest first, from the place on. */
    @Transactional(readOnly = true)
    List<FileAccess> by(Actor actor, Cursor after) {
        return some("actor = :user and (asked, id) < (:time, :id) order by asked desc, id desc", actor, after);
    }

    /** What others have asked for and nobody has decided, oldest first, from the place on. */
    @Transactional(readOnly = true)
    List<FileAccess> undecided(Actor actor, Cursor after) {
        return some(UNDECIDED + " and (asked, id) > (:time, :id) order by asked, id", actor, after);
    }

    /** What others have opened in danger and nobody has examined, oldest first, from the place on. */
    @Transactional(readOnly = true)
    List<FileAccess> unreviewed(Actor actor, Cursor after) {
        return some(UNREVIEWED + " and (asked, id) > (:time, :id) order by asked, id", actor, after);
    }

    @Transactional(readOnly = true)
    int countUndecided(Actor actor) {
        return count(UNDECIDED, actor);
    }

    @Transactional(readOnly = true)
    int countUnreviewed(Actor actor) {
        return count(UNREVIEWED, actor);
    }

    private List<FileAccess> some(String which, Actor actor, Cursor after) {
        return jdbc.sql(SELECT + "where " + which + SOME)
                .param("user", actor.user())
                .param("time", after.time().atOffset(ZoneOffset.UTC))
                .param("id", after.id())
                .query(FileAccesses::access)
                .list();
    }

    private int count(String which, Actor actor) {
        return jdbc.sql("select count(*) from file_access where " + which)
                .param("user", actor.user())
                .query(Integer.class)
                .single();
    }

    /** How many files the person has opened in danger since then. */
    @Transactional(readOnly = true)
    int openedSince(Actor actor, Instant since) {
        return jdbc.sql(
                        "select count(*) from file_access where kind = 'break-glass' and actor = :user and asked > :since")
                .param("user", actor.user())
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    void approve(String id, Actor by, Instant until) {
        jdbc.sql("update file_access set approved = :now, approved_by = :user, valid_until = :until where id = :id")
                .param("now", now())
                .param("user", by.user())
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    void refuse(String id, Actor by) {
        jdbc.sql("update file_access set refused = :now, refused_by = :user where id = :id")
                .param("now", now())
                .param("user", by.user())
                .param("id", id)
                .update();
    }

    void review(String id, Actor by, String outcome) {
        jdbc.sql("update file_access set reviewed = :now, reviewed_by = :user, review = :outcome where id = :id")
                .param("now", now())
                .param("user", by.user())
                .param("outcome", outcome)
                .param("id", id)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static FileAccess access(ResultSet row, int number) throws SQLException {
        return new FileAccess(
                row.getString("id"),
                new CaseRef(row.getString("case_ref")),
                FileAccess.Kind.of(row.getString("kind")),
                row.getString("actor"),
                row.getString("agency"),
                row.getString("role"),
                row.getString("purpose"),
                List.of(row.getString("classes").split(" ", -1)),
                row.getString("asked_for"),
                row.getObject("asked", OffsetDateTime.class).toInstant(),
                instant(row, "approved"),
                row.getString("approved_by"),
                instant(row, "valid_until"),
                instant(row, "refused"),
                row.getString("refused_by"),
                instant(row, "reviewed"),
                row.getString("reviewed_by"),
                row.getString("review"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
