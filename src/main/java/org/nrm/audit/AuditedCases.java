package org.nrm.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.CaseFile;
import org.nrm.records.file.CaseFiles;
import org.nrm.web.NotAllowed;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The histories of cases, for auditors. That one was looked at is an entry of it, once an hour at most for each kind of look. */
@Service
@Transactional
class AuditedCases {

    static final String AUDITOR = "auditor";

    private static final Duration ONE_LOOK = Duration.ofHours(1);

    private final CaseFiles caseFiles;
    private final Ledger ledger;
    private final Clock clock;

    AuditedCases(CaseFiles caseFiles, Ledger ledger, Clock clock) {
        this.caseFiles = caseFiles;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Refuses whoever is no auditor. */
    static void auditorOnly(Actor actor) {
        if (!actor.holds(AUDITOR)) throw new NotAllowed("Only auditors do this.");
    }

    /** The case, for an auditor. */
    @Transactional(readOnly = true)
    CaseFile existing(Actor actor, String reference) {
        auditorOnly(actor);
        return caseFiles.existing(reference);
    }

    /**
     * The case's entries as they are before this look.
     *
     * @param where the page or call, as {@code replay}
     */
    List<Entry> look(Actor actor, String reference, String where) {
        var caseRef = existing(actor, reference).caseRef();
        var entries = ledger.history(caseRef);
        var recently = clock.instant().minus(ONE_LOOK);
        var looked = entries.stream()
                .anyMatch(entry -> entry.act().type() == EntryType.VIEWED
                        && entry.time().isAfter(recently)
                        && actor.user().equals(entry.act().actor())
                        && where.equals(entry.act().facts().get("where")));
        if (!looked)
            ledger.append(Act.on(caseRef, EntryType.VIEWED)
                    .by(actor.user(), actor.agency(), AUDITOR)
                    .with(Map.of("classes", "", "where", where, "why", "audit")));
        return entries;
    }
}
