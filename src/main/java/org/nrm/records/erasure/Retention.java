package org.nrm.records.erasure;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.Optional;
import java.util.Set;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.records.file.CaseFile;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.Notices;
import org.nrm.transactions.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Nothing is kept longer than its class allows after the case was closed (Regulation (EU) 2016/679 art. 5(1)(e)). The case manager is told
 * in time before; a case that is open again, or held, keeps what it has.
 */
@Component
public class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final String CASE_MANAGER = "case-manager";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DataClasses classes;
    private final NeedToKnowSettings settings;
    private final CaseFiles caseFiles;
    private final Holds holds;
    private final Notices notices;
    private final Erasures erasures;
    private final Ledger ledger;
    private final Transactions transactions;

    Retention(
            JdbcClient jdbc,
            Clock clock,
            DataClasses classes,
            NeedToKnowSettings settings,
            CaseFiles caseFiles,
            Holds holds,
            Notices notices,
            Erasures erasures,
            Ledger ledger,
            Transactions transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.classes = classes;
        this.settings = settings;
        this.caseFiles = caseFiles;
        this.holds = holds;
        this.notices = notices;
        this.erasures = erasures;
        this.ledger = ledger;
        this.transactions = transactions;
    }

    /** A class of a closed case that holds something. */
    private record Closed(CaseRef caseRef, String dataClass) {}

    /** Tells of what falls due, and erases what is due and was told of. */
    public void look() {
        for (var closed : jdbc.sql("""
                select distinct f.case_ref, f.data_class from case_field f join case_file c on c.case_ref = f.case_ref
                 where c.status = 'closed' order by f.case_ref, f.data_class""")
                .query((row, number) -> new Closed(new CaseRef(row.getString("case_ref")), row.getString("data_class")))
                .list())
            try {
                transactions.run(() -> look(closed.caseRef(), closed.dataClass()));
            } catch (DataAccessException e) {
                LOG.warn(
                        "Retention of the case {} is looked at again next time: {}",
                        closed.caseRef(),
                        e.getClass().getSimpleName());
            }
    }

    private void look(CaseRef caseRef, String dataClass) {
        ledger.lock(caseRef);
        var closed = caseFiles.find(caseRef).map(CaseFile::closed).orElse(null);
        var known = classes.all().get(dataClass);
        if (closed == null || known == null || !holds.inForce(caseRef).isEmpty()) return;
        var due = after(closed, known.retention());
        var now = clock.instant();
        var told = told(caseRef, dataClass, closed);
        if (told.isEmpty()) {
            if (!after(now, settings.erasureNotice()).isBefore(due))
                notices.send(caseRef, CASE_MANAGER, null, Notice.Kind.ERASURE_DUE, dataClass);
        } else if (!now.isBefore(due) && !now.isBefore(after(told.get().made(), settings.erasureNotice())))
            erasures.erase(caseRef, Set.of(dataClass), Erasures.Why.RETENTION, null, null);
    }

    /** The notice of this closure; that of an earlier one says nothing. */
    private Optional<Notice> told(CaseRef caseRef, String dataClass, Instant closed) {
        return notices.of(caseRef).stream()
                .filter(notice -> notice.kind() == Notice.Kind.ERASURE_DUE
                        && dataClass.equals(notice.subject())
                        && !notice.made().isBefore(closed))
                .findFirst();
    }

    private Instant after(Instant start, Period length) {
        return start.atZone(clock.getZone()).plus(length).toInstant();
    }
}
