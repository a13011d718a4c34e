package org.nrm.records.consent;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.NoticeSubject;
import org.nrm.records.notice.Notices;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What was passed on to whom, and what of it is still in force (CETS 197 art. 11; GDPR art. 6, 9, 19). No row ever goes. */
@Repository
@Transactional
public class Disclosures implements NoticeSubject {

    private static final String SELECT = """
            select d.id, d.consent, d.ground, d.purpose, d.role, d.agency, d.classes, d.made, d.made_by, d.element, d.ended
              from disclosure d left join consent c on c.id = d.consent
            """;

    private static final String IN_FORCE =
            " and d.ended is null and (d.consent is null or c.withdrawn is null and c.valid_until > :now) ";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Ledger ledger;
    private final CaseFiles caseFiles;
    private final Notices notices;
    private final NeedToKnowSettings settings;

    Disclosures(
            JdbcClient jdbc,
            Clock clock,
            Ledger ledger,
            CaseFiles caseFiles,
            Notices notices,
            NeedToKnowSettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ledger = ledger;
        this.caseFiles = caseFiles;
        this.notices = notices;
        this.settings = settings;
    }

    /** Where it was done: in a task, or beside them. */
    public record Source(
            @Nullable String process,
            @Nullable String element,
            @Nullable String task,
            String role) {}

    /** Discloses these classes under the consent, which the caller has looked up under the case's lock. */
    public String under(CaseRef caseRef, Consent consent, Set<String> classes, Actor by, Source source) {
        var role = consent.to();
        if (role == null || !consent.allows(new DisclosureScope(classes, role), consent.agency()))
            throw new IllegalArgumentException("The consent is of something else");
        var purpose = consent.purpose() == null ? "referral" : consent.purpose();
        return keep(caseRef, consent.id(), null, purpose, role, consent.agency(), classes, by, source);
    }

    /** Discloses on a ground of law, of which the person is told. The ground has been checked against {@code need-to-know.yaml}. */
    String onGround(
            CaseRef caseRef,
            String ground,
            String role,
            @Nullable String agency,
            Set<String> classes,
            Actor by,
            Source source) {
        var known = settings.grounds().get(ground);
        if (known == null || !known.roles().contains(role) || !known.classes().containsAll(classes))
            throw new IllegalArgumentException("The ground does not allow it");
        ledger.lock(caseRef);
        var id = keep(caseRef, null, ground, ground, role, agency, classes, by, source);
        notices.send(caseRef, "case-manager", null, Notice.Kind.TELL_THE_PERSON, id);
        return id;
    }

    @Override
    @Transactional(readOnly = true)
    public Set<String> classes(Notice notice, String subject) {
        return switch (notice.kind()) {
            case DELETE_WHAT_WAS_DISCLOSED, TELL_THE_PERSON ->
                jdbc.sql(SELECT + "where d.case_ref = :ref and d.id = :id")
                        .param("ref", notice.caseRef().value())
                        .param("id", subject)
                        .query(Disclosures::disclosure)
                        .optional()
                        .map(Disclosure::classes)
                        .orElse(Set.of());
            default -> Set.of();
        };
    }

    /** Everything that was ever disclosed of the case, oldest first. */
    @Transactional(readOnly = true)
    public List<Disclosure> of(CaseRef caseRef) {
        return jdbc.sql(SELECT + "where d.case_ref = :ref order by d.made, d.id")
                .param("ref", caseRef.value())
                .query(Disclosures::disclosure)
                .list();
    }

    /** What is read beyond the table now. */
    @Transactional(readOnly = true)
    public List<Disclosure> inForce(CaseRef caseRef) {
        return jdbc.sql(SELECT + "where d.case_ref = :ref" + IN_FORCE + "order by d.made, d.id")
                .param("ref", caseRef.value())
                .param("now", now())
                .query(Disclosures::disclosure)
                .list();
    }

    /** What was disclosed under the consent. */
    @Transactional(readOnly = true)
    List<Disclosure> under(String consent) {
        return jdbc.sql(SELECT + "where d.consent = :consent order by d.made, d.id")
                .param("consent", consent)
                .query(Disclosures::disclosure)
                .list();
    }

    /** Ends what rests on the consent; each recipient is told to delete what it has. */
    void endUnder(CaseRef caseRef, String consent) {
        for (var disclosure : under(consent)) if (disclosure.ended() == null) end(caseRef, disclosure);
    }

    private void end(CaseRef caseRef, Disclosure disclosure) {
        jdbc.sql("update disclosure set ended = :now where id = :id")
                .param("now", now())
                .param("id", disclosure.id())
                .update();
        var recipient = disclosure.agency() == null
                ? caseFiles.assigned(caseRef, disclosure.role())
                : Optional.of(disclosure.agency());
        // With nobody on the case in the role, nobody has read it.
        recipient.ifPresent(agency -> notices.send(
                caseRef, disclosure.role(), agency, Notice.Kind.DELETE_WHAT_WAS_DISCLOSED, disclosure.id()));
        ledger.append(Act.on(caseRef, EntryType.DISCLOSURE_ENDED)
                .with(Map.of("disclosure", disclosure.id(), "to", disclosure.role())));
    }

    private String keep(
            CaseRef caseRef,
            @Nullable String consent,
            @Nullable String ground,
            String purpose,
            String role,
            @Nullable String agency,
            Set<String> classes,
            Actor by,
            Source source) {
        var id = UUID.randomUUID().toString();
        var sorted = String.join(" ", new TreeSet<>(classes));
        jdbc.sql("""
                insert into disclosure (id, case_ref, consent, ground, purpose, role, agency, classes, made, made_by, made_role,
                                        process, element, task)
                values (:id, :ref, :consent, :ground, :purpose, :role, :agency, :classes, :now, :user, :byRole,
                        :process, :element, :task)""")
                .param("id", id)
                .param("ref", caseRef.value())
                .param("consent", consent)
                .param("ground", ground)
                .param("purpose", purpose)
                .param("role", role)
                .param("agency", agency)
                .param("classes", sorted)
                .param("now", now())
                .param("user", by.user())
                .param("byRole", source.role())
                .param("process", source.process())
                .param("element", source.element())
                .param("task", source.task())
                .update();
        ledger.append(Act.on(caseRef, EntryType.DISCLOSED)
                .by(by.user(), by.agency(), source.role())
                .at(source.process(), source.element(), source.task())
                .with(Map.of(
                        "disclosure",
                        id,
                        "classes",
                        sorted,
                        "to",
                        role,
                        ground == null ? "consent" : "ground",
                        ground == null ? String.valueOf(consent) : ground)));
        return id;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Disclosure disclosure(ResultSet row, int number) throws SQLException {
        var ended = row.getObject("ended", OffsetDateTime.class);
        return new Disclosure(
                row.getString("id"),
                row.getString("consent"),
                row.getString("ground"),
                row.getString("purpose"),
                row.getString("role"),
                row.getString("agency"),
                Set.of(row.getString("classes").split(" ", -1)),
                row.getObject("made", OffsetDateTime.class).toInstant(),
                row.getString("made_by"),
                row.getString("element"),
                ended == null ? null : ended.toInstant());
    }
}
