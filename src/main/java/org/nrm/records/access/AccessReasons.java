package org.nrm.records.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.Answers;
import org.nrm.records.file.CaseRecords;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Why somebody wants to read a file, in her own words. They may speak of the person, so they are kept as all content is. Only who
 * decides on the wish or examines it afterwards reads them, and only until that is done.
 */
@Component
@Transactional
class AccessReasons {

    private static final String FORM = "access";

    /** Of the agencies on the case none reads it: it may be about one of them. */
    private static final String CLASS = "complaint";

    private final CaseRecords records;
    private final Ledger ledger;

    AccessReasons(CaseRecords records, Ledger ledger) {
        this.records = records;
        this.ledger = ledger;
    }

    void keep(CaseRef caseRef, String id, Actor actor, String role, String reason) {
        records.write(
                Answers.beside(caseRef, FORM, id, actor, role, List.of(new Answers.Field("reason", CLASS, reason))));
    }

    /**
     * For who decides on it or examines it, which the caller has made sure of.
     *
     * @param role in which she does
     * @param why  decides or reviews
     */
    Optional<String> tell(FileAccess access, Actor actor, String role, String why) {
        ledger.append(Act.on(access.caseRef(), EntryType.VIEWED)
                .by(actor.user(), actor.agency(), role)
                .with(Map.of("classes", CLASS, "where", FORM, "why", why + ":" + access.id())));
        return records.text(access.caseRef(), FORM, access.id());
    }
}
