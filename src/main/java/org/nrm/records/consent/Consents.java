package org.nrm.records.consent;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.DisclosureScope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Consents of the person (Regulation (EU) 2016/679 art. 7). Withdrawing is as easy as giving and in force at once: what was disclosed under a
 * consent is not read any more, and who received it is told to delete it.
 */
@Repository
@Transactional
public class Consents {

    private static final String SELECT = """
            select id, item, recipient, agency, purpose, language, given_as, given_by, once, recorded_by, recorded_agency, given,
                   valid_until, process, task, withdrawn from consent where case_ref = :ref order by given, id""";

    private static final String GUARDIAN = "guardian";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Ledger ledger;
    private final Disclosures disclosures;

    Consents(JdbcClient jdbc, Clock clock, Ledger ledger, Disclosures disclosures) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ledger = ledger;
        this.disclosures = disclosures;
    }

    /**
     * Where a consent was recorded.
     *
     * @param task under which its details are in the record; null for a consent of its own, which is then its own source
     */
    public record Source(
            String process, String element, @Nullable String task, String role) {}

    /**
     * How it was given.
     *
     * @param of      a kind or classes
     * @param to      role that receives; null for a service
     * @param agency  the one agency that receives
     * @param length  from now
     * @param once    for one disclosure only
     * @param form    signature, spoken, assent-and-guardian
     * @param givenBy person or guardian
     */
    public record Given(
            String of,
            @Nullable String to,
            @Nullable String agency,
            @Nullable String purpose,
            Period length,
            boolean once,
            @Nullable String language,
            @Nullable String form,
            String givenBy) {}

    /** Records a consent; its id. */
    public String give(CaseRef caseRef, Given given, Source source, Actor by) {
        ledger.lock(caseRef);
        var now = now();
        var id = UUID.randomUUID().toString();
        var until = clock.instant().atZone(clock.getZone()).plus(given.length()).toInstant();
        jdbc.sql("""
                insert into consent (id, case_ref, item, recipient, agency, purpose, language, given_as, given_by, once, valid_until,
                                     given, process, element, task, recorded_by, recorded_agency, recorded_role)
                values (:id, :ref, :item, :recipient, :agency, :purpose, :language, :form, :givenBy, :once, :until,
                        :now, :process, :element, :task, :user, :byAgency, :byRole)""")
                .param("id", id)
                .param("ref", caseRef.value())
                .param("item", given.of())
                .param("recipient", given.to())
                .param("agency", given.agency())
                .param("purpose", given.purpose())
                .param("language", given.language())
                .param("form", given.form())
                .param("givenBy", given.givenBy())
                .param("once", given.once())
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("now", now)
                .param("process", source.process())
                .param("element", source.element())
                .param("task", source.task() == null ? id : source.task())
                .param("user", by.user())
                .param("byAgency", by.agency())
                .param("byRole", source.role())
                .update();
        ledger.append(Act.on(caseRef, EntryType.CONSENT_GIVEN)
                .by(by.user(), by.agency(), source.role())
                .at(source.process(), source.element(), source.task())
                .with(
                        given.to() == null
                                ? Map.of("consent", id, "of", given.of(), "until", until.toString())
                                : Map.of(
                                        "consent", id, "of", given.of(), "to", given.to(), "until", until.toString())));
        return id;
    }

    @Transactional(readOnly = true)
    public List<Consent> of(CaseRef caseRef) {
        return jdbc.sql(SELECT)
                .param("ref", caseRef.value())
                .query(Consents::consent)
                .list();
    }

    /** A consent in force that allows this to be passed on; the one that lasts longest. Used-up ones do not count. */
    @Transactional(readOnly = true)
    public Optional<Consent> allowing(CaseRef caseRef, DisclosureScope scope, @Nullable String agency) {
        var now = clock.instant();
        return of(caseRef).stream()
                .filter(consent -> consent.inForce(now) && consent.allows(scope, agency))
                .filter(consent ->
                        !consent.once() || disclosures.under(consent.id()).isEmpty())
                .max(Comparator.comparing(Consent::until).thenComparing(Consent::id));
    }

    /**
     * Was the consent to services of these kinds taken back, and none given since? A consent that has merely run out
     * stops no help: it is asked anew, and the help goes on meanwhile.
     */
    @Transactional(readOnly = true)
    public boolean takenBack(CaseRef caseRef, Set<String> kinds) {
        var covering =
                of(caseRef).stream().filter(consent -> consent.covers(kinds)).toList();
        var now = clock.instant();
        var lastTakenBack = covering.stream()
                .map(Consent::withdrawn)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
        return lastTakenBack.isPresent()
                && covering.stream()
                        .noneMatch(consent -> consent.inForce(now)
                                || (consent.withdrawn() == null
                                        && !consent.given().isBefore(lastTakenBack.get())));
    }

    /** Withdraws at once; withdrawing twice changes nothing. Empty if the case has no such consent. */
    public Optional<Consent> withdraw(CaseRef caseRef, String id, Actor by, String role) {
        ledger.lock(caseRef);
        var consent =
                of(caseRef).stream().filter(known -> known.id().equals(id)).findFirst();
        consent.filter(known -> known.withdrawn() == null).ifPresent(known -> {
            end(caseRef, known, "person");
            ledger.append(Act.on(caseRef, EntryType.CONSENT_WITHDRAWN)
                    .by(by.user(), by.agency(), role)
                    .with(Map.of("consent", id, "of", known.of())));
        });
        return consent;
    }

    /** Withdraws all that is in force: the person no longer takes part. */
    public void withdrawAll(CaseRef caseRef, Actor by, String role) {
        of(caseRef).forEach(consent -> withdraw(caseRef, consent.id(), by, role));
    }

    /**
     * The person, who is of age, has answered herself: her answer takes the place of her guardian's consent to these services. What she
     * was not asked goes on.
     *
     * @param kinds of service, whatever she answered
     */
    public void answeredHerself(CaseRef caseRef, Set<String> kinds) {
        ledger.lock(caseRef);
        var now = clock.instant();
        for (var consent : of(caseRef))
            if (consent.givenBy().equals(GUARDIAN)
                    && consent.to() == null
                    && kinds.contains(consent.of())
                    && consent.inForce(now)) {
                end(caseRef, consent, "majority");
                ledger.append(Act.on(caseRef, EntryType.CONSENT_ENDED)
                        .with(Map.of("consent", consent.id(), "of", consent.of(), "why", "majority")));
            }
    }

    private void end(CaseRef caseRef, Consent consent, String by) {
        jdbc.sql("update consent set withdrawn = :now, ended_by = :by where id = :id and withdrawn is null")
                .param("now", now())
                .param("by", by)
                .param("id", consent.id())
                .update();
        disclosures.endUnder(caseRef, consent.id());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Consent consent(ResultSet row, int number) throws SQLException {
        var givenBy = row.getString("given_by");
        return new Consent(
                row.getString("id"),
                row.getString("item"),
                row.getString("recipient"),
                row.getString("agency"),
                row.getString("purpose"),
                row.getString("language"),
                row.getString("given_as"),
                givenBy == null ? "person" : givenBy,
                row.getBoolean("once"),
                row.getString("recorded_by"),
                row.getString("recorded_agency"),
                instant(row, "given"),
                instant(row, "valid_until"),
                row.getString("process"),
                row.getString("task"),
                row.getObject("withdrawn") == null ? null : instant(row, "withdrawn"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
