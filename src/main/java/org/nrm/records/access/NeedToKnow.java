package org.nrm.records.access;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.Roles;
import org.nrm.records.consent.Disclosure;
import org.nrm.records.consent.Disclosures;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.ReadingPolicy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one policy of who reads what: role, agency and assignment together give the classes of {@code data-classes.yaml}; a disclosure in
 * force, an approved access of an auditor or imminent danger may add to them; a restriction takes away. Asked anew at every read.
 */
@Component
@Transactional(readOnly = true)
class NeedToKnow implements ReadingPolicy {

    private static final String LEGAL_ADVISER = "legal-adviser";

    /** Read only by the coordinator who examines the complaint. */
    private static final String COMPLAINT = "complaint";

    private final CaseFiles caseFiles;
    private final DataClasses classes;
    private final Disclosures disclosures;
    private final Roles roles;
    private final Ledger ledger;
    private final JdbcClient jdbc;
    private final Clock clock;

    NeedToKnow(
            CaseFiles caseFiles,
            DataClasses classes,
            Disclosures disclosures,
            Roles roles,
            Ledger ledger,
            JdbcClient jdbc,
            Clock clock) {
        this.caseFiles = caseFiles;
        this.classes = classes;
        this.disclosures = disclosures;
        this.roles = roles;
        this.ledger = ledger;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Reading of(CaseRef caseRef, Actor actor) {
        if (actor.roles().stream().anyMatch(roles::lawEnforcement)) return Reading.NOTHING;
        var as = caseFiles.readingRoles(caseRef, actor);
        var why = new HashMap<String, String>();
        addTable(why, as);
        if (why.containsKey(COMPLAINT) && !examinesComplaint(caseRef, actor)) why.remove(COMPLAINT);
        for (var disclosure : disclosures.inForce(caseRef))
            if (as.contains(disclosure.role()) && receives(disclosure, actor)) add(why, disclosure);
        jdbc.sql("""
                select id, kind, classes from file_access where case_ref = :ref and actor = :user and agency = :agency
                   and valid_until > :now and (kind <> 'audit' or approved is not null) and refused is null order by asked""")
                .param("ref", caseRef.value())
                .param("user", actor.user())
                .param("agency", actor.agency())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(row -> {
                    var access = row.getString("kind") + ":" + row.getString("id");
                    for (var dataClass : row.getString("classes").split(" ", -1)) why.putIfAbsent(dataClass, access);
                });
        restrict(caseRef, why, as);
        return new Reading(as, why);
    }

    @Override
    public Reading ofTask(CaseRef caseRef, Actor actor, String role) {
        if (caseFiles.assigned(caseRef, role).filter(actor.agency()::equals).isEmpty()) return Reading.NOTHING;
        var as = Set.of(role);
        var why = new HashMap<String, String>();
        addTable(why, as);
        for (var disclosure : disclosures.inForce(caseRef))
            if (disclosure.role().equals(role) && receives(disclosure, actor)) add(why, disclosure);
        restrict(caseRef, why, as);
        return new Reading(as, why);
    }

    private void addTable(Map<String, String> why, Set<String> as) {
        for (var dataClass : classes.all().keySet()) if (classes.readBy(as, dataClass)) why.put(dataClass, "assigned");
    }

    private static void add(Map<String, String> why, Disclosure disclosure) {
        for (var dataClass : disclosure.classes()) why.putIfAbsent(dataClass, "disclosure:" + disclosure.id());
    }

    private static boolean receives(Disclosure disclosure, Actor actor) {
        return disclosure.agency() == null || disclosure.agency().equals(actor.agency());
    }

    /** What the person wants kept but not used is read by nobody but who needs it for a legal claim of hers (GDPR art. 18(2)). */
    private void restrict(CaseRef caseRef, Map<String, String> why, Set<String> as) {
        if (as.contains(LEGAL_ADVISER)) return;
        restricted(caseRef).forEach(why::remove);
    }

    private Set<String> restricted(CaseRef caseRef) {
        return new HashSet<>(jdbc.sql("select data_class from restriction where case_ref = :ref")
                .param("ref", caseRef.value())
                .query(String.class)
                .list());
    }

    private boolean examinesComplaint(CaseRef caseRef, Actor actor) {
        return ledger.history(caseRef, EntryType.CLAIMED, actor.user()).stream()
                .anyMatch(entry -> COMPLAINT.equals(entry.act().process()));
    }
}
