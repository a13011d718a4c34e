package org.nrm.records.consent;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.Answers;
import org.nrm.records.file.CaseRecords;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.Notices;
import org.nrm.transactions.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the people of a case are reminded of by time: a consent that ends soon is asked anew, and somebody who has come of age is asked
 * herself for what the guardian consented to (Convention on the Rights of the Child art. 1; Regulation (EU) 2016/679 art. 7).
 */
@Component
public class Reminders {

    private static final Logger LOG = LoggerFactory.getLogger(Reminders.class);
    private static final Period SOON = Period.ofDays(14);
    private static final Period OF_AGE = Period.ofYears(18);
    private static final String IS_CHILD = "isChild";
    private static final String UNKNOWN = "unknown";
    private static final List<String> TELL = List.of("case-manager", "guardian");

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CaseRecords records;
    private final Consents consents;
    private final Notices notices;
    private final ComingOfAge comingOfAge;
    private final Ledger ledger;
    private final Transactions transactions;

    Reminders(
            JdbcClient jdbc,
            Clock clock,
            CaseRecords records,
            Consents consents,
            Notices notices,
            ComingOfAge comingOfAge,
            Ledger ledger,
            Transactions transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.records = records;
        this.consents = consents;
        this.notices = notices;
        this.comingOfAge = comingOfAge;
        this.ledger = ledger;
        this.transactions = transactions;
    }

    public void look() {
        for (var caseRef : withoutNotice()) alone(caseRef, () -> lookAtAge(caseRef));
        for (var caseRef : withEndingConsent()) alone(caseRef, () -> tellOfEndingConsents(caseRef));
    }

    /**
     * Nothing ends by the date: what rests on the guardian's consent goes on until the person has answered herself. Who was a child is
     * an adult in all that is asked from now on; where the age is not known, a date that somebody named makes nobody an adult.
     */
    private void lookAtAge(CaseRef caseRef) {
        var isChild = records.routingFact(caseRef, IS_CHILD).orElse(UNKNOWN);
        if (isChild.equals("no")) return;
        if (records.birthDate(caseRef).filter(this::ofAge).isEmpty()) return;
        ledger.lock(caseRef);
        if (notices.of(caseRef).stream().anyMatch(notice -> notice.kind() == Notice.Kind.OF_AGE)) return;
        if (!isChild.equals(UNKNOWN))
            records.write(
                    Answers.byTime(caseRef, "coming-of-age", List.of(new Answers.Field(IS_CHILD, "routing", "no"))));
        for (var role : TELL) notices.send(caseRef, role, null, Notice.Kind.OF_AGE, null);
        comingOfAge.ask(caseRef);
    }

    private boolean ofAge(String birthDate) {
        try {
            var today = LocalDate.ofInstant(clock.instant(), clock.getZone());
            return !LocalDate.parse(birthDate).plus(OF_AGE).isAfter(today);
        } catch (DateTimeException e) {
            return false; // a year alone does not say whether she is of age
        }
    }

    private void tellOfEndingConsents(CaseRef caseRef) {
        ledger.lock(caseRef);
        var now = clock.instant();
        var soon = soon(now);
        for (var consent : consents.of(caseRef))
            if (consent.inForce(now)
                    && !consent.until().isAfter(soon)
                    && notices.sent(caseRef, Notice.Kind.CONSENT_ENDS, consent.id())
                            .isEmpty())
                notices.send(caseRef, TELL.get(0), null, Notice.Kind.CONSENT_ENDS, consent.id());
    }

    private Instant soon(Instant now) {
        return now.atZone(clock.getZone()).plus(SOON).toInstant();
    }

    /** Open cases with a date of birth in which nobody has been told yet that the person is of age. */
    private List<CaseRef> withoutNotice() {
        return jdbc.sql("""
                select case_ref from case_file f where status = 'open'
                   and exists (select 1 from case_field c where c.case_ref = f.case_ref and c.field = 'birthDate')
                   and not exists (select 1 from notice n where n.case_ref = f.case_ref and n.kind = :kind) order by case_ref""")
                .param("kind", Notice.Kind.OF_AGE.word())
                .query((row, number) -> new CaseRef(row.getString("case_ref")))
                .list();
    }

    private List<CaseRef> withEndingConsent() {
        var now = clock.instant();
        return jdbc.sql("""
                select distinct c.case_ref from consent c join case_file f on f.case_ref = c.case_ref
                 where f.status = 'open' and c.withdrawn is null and c.valid_until > :now and c.valid_until <= :soon
                   and not exists (select 1 from notice n where n.case_ref = c.case_ref and n.kind = :kind and n.subject = c.id)""")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("soon", soon(now).atOffset(ZoneOffset.UTC))
                .param("kind", Notice.Kind.CONSENT_ENDS.word())
                .query((row, number) -> new CaseRef(row.getString("case_ref")))
                .list();
    }

    private void alone(CaseRef caseRef, Runnable act) {
        try {
            transactions.run(act);
        } catch (DataAccessException e) {
            LOG.warn(
                    "The case {} is looked at again next time: {}",
                    caseRef,
                    e.getClass().getSimpleName());
        }
    }
}
