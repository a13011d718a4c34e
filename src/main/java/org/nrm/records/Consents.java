package org.nrm.records;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.Period;
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

/** Consents of the person (Regulation (EU) 2016/679 art. 7). Withdrawing is as easy as giving and in force at once. */
@Repository
@Transactional
public class Consents {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Ledger ledger;

    Consents(JdbcClient jdbc, Clock clock, Ledger ledger) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ledger = ledger;
    }

    /** Where a consent was recorded. */
    public record Source(String process, String element, String task, String role) {}

    public void give(CaseRef caseRef, String of, @Nullable String to, Period length, Source source, Actor by) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var id = UUID.randomUUID().toString();
        jdbc.sql("""
                insert into consent (id, case_ref, item, recipient, valid_until, given, process, element, task)
                values (:id, :ref, :item, :recipient, :until, :now, :process, :element, :task)""")
                .param("id", id)
                .param("ref", caseRef.value())
                .param("item", of)
                .param("recipient", to)
                .param("until", now.plus(length))
                .param("now", now)
                .param("process", source.process())
                .param("element", source.element())
                .param("task", source.task())
                .update();
        ledger.append(Act.on(caseRef, EntryType.CONSENT_GIVEN)
                .by(by.user(), by.agency(), source.role())
                .at(source.process(), source.element(), source.task())
                .with(to == null ? Map.of("consent", id, "of", of) : Map.of("consent", id, "of", of, "to", to)));
    }

    @Transactional(readOnly = true)
    public List<Consent> of(CaseRef caseRef) {
        return jdbc.sql(
                        "select id, item, recipient, valid_until, process, withdrawn from consent where case_ref = :ref order by given, id")
                .param("ref", caseRef.value())
                .query((row, number) -> {
                    var withdrawn = row.getObject("withdrawn", OffsetDateTime.class);
                    return new Consent(
                            row.getString("id"),
                            row.getString("item"),
                            row.getString("recipient"),
                            row.getObject("valid_until", OffsetDateTime.class).toInstant(),
                            row.getString("process"),
                            withdrawn == null ? null : withdrawn.toInstant());
                })
                .list();
    }

    /** Withdraws at once; withdrawing twice changes nothing. Empty if the case has no such consent. */
    public Optional<Consent> withdraw(CaseRef caseRef, String id, Actor by, String role) {
        var consent =
                of(caseRef).stream().filter(known -> known.id().equals(id)).findFirst();
        consent.filter(known -> known.withdrawn() == null).ifPresent(known -> {
            jdbc.sql("update consent set withdrawn = :now where id = :id and withdrawn is null")
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", id)
                    .update();
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
}
