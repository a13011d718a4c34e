package org.nrm.records.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.mechanism.Roles;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.Notices;
import org.nrm.web.Conflict;
import org.nrm.web.NotAllowed;
import org.nrm.web.NotThere;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reading of content by an auditor: with a reason, for a time, approved by somebody else, in sight of the case manager
 * (Regulation (EU) 2016/679 art. 5(1)(b), (c); Directive (EU) 2016/680 art. 25).
 */
@Service
@Transactional
class AuditAccess {

    static final String AUDITOR = "auditor";
    static final String COORDINATOR = "coordinator";

    private static final String CASE_MANAGER = "case-manager";

    /** What the person told her lawyer, and what she complained of to somebody else, is not audited in this way. */
    private static final Set<String> NEVER = Set.of("complaint", "privileged");

    private final FileAccesses accesses;
    private final CaseFiles caseFiles;
    private final AccessReasons reasons;
    private final DataClasses classes;
    private final NeedToKnowSettings settings;
    private final Notices notices;
    private final Roles roles;
    private final Ledger ledger;
    private final Clock clock;

    AuditAccess(
            FileAccesses accesses,
            CaseFiles caseFiles,
            AccessReasons reasons,
            DataClasses classes,
            NeedToKnowSettings settings,
            Notices notices,
            Roles roles,
            Ledger ledger,
            Clock clock) {
        this.accesses = accesses;
        this.caseFiles = caseFiles;
        this.reasons = reasons;
        this.classes = classes;
        this.settings = settings;
        this.notices = notices;
        this.roles = roles;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What can be asked for, sorted. */
    Set<String> possibleClasses() {
        var possible = new TreeSet<>(classes.all().keySet());
        possible.removeAll(NEVER);
        return possible;
    }

    /** The case, if the actor may ask to read it. */
    @Transactional(readOnly = true)
    public CaseRef askable(Actor actor, String reference) {
        if (!acts(actor, AUDITOR)) throw new NotThere();
        return caseFiles.existing(reference).caseRef();
    }

    /** Asks; the id of what then waits for a coordinator. */
    public String ask(Actor actor, String reference, AccessWish asked) {
        var caseRef = askable(actor, reference);
        var now = clock.instant().atZone(clock.getZone());
        var wish = asked.ofAudit(settings.auditPurposes(), possibleClasses(), settings.longestAudit(), now);
        ledger.lock(caseRef);
        if (accesses.of(caseRef).stream()
                .anyMatch(access ->
                        access.actor().equals(actor.user()) && access.state(clock.instant()) == FileAccess.State.ASKED))
            throw new Conflict("You have asked to read this file already; a coordinator has not decided yet.");
        var id = UUID.randomUUID().toString();
        accesses.add(id, caseRef, FileAccess.Kind.AUDIT, actor, AUDITOR, wish, null);
        reasons.keep(caseRef, id, actor, AUDITOR, wish.reason());
        ledger.append(Act.on(caseRef, EntryType.ACCESS_ASKED)
                .by(actor.user(), actor.agency(), AUDITOR)
                .with(Map.of(
                        "access",
                        id,
                        "kind",
                        FileAccess.Kind.AUDIT.word(),
                        "purpose",
                        wish.purpose(),
                        "classes",
                        String.join(" ", wish.classes()),
                        "length",
                        String.valueOf(wish.length()))));
        notices.send(caseRef, CASE_MANAGER, null, Notice.Kind.AUDIT_ASKED, id);
        return id;
    }

    /** From now on the auditor reads what she asked for, until the time is over. */
    public void approve(Actor actor, String id) {
        var access = undecided(actor, id);
        var until = end(String.valueOf(access.askedFor()));
        accesses.approve(id, actor, until);
        ledger.append(Act.on(access.caseRef(), EntryType.ACCESS_GIVEN)
                .by(actor.user(), actor.agency(), COORDINATOR)
                .with(Map.of(
                        "access",
                        id,
                        "kind",
                        access.kind().word(),
                        "to",
                        access.actor(),
                        "classes",
                        String.join(" ", access.classes()),
                        "until",
                        until.toString())));
        notices.send(access.caseRef(), CASE_MANAGER, null, Notice.Kind.AUDIT_APPROVED, id);
    }

    public void refuse(Actor actor, String id) {
        var access = undecided(actor, id);
        accesses.refuse(id, actor);
        ledger.append(Act.on(access.caseRef(), EntryType.ACCESS_REFUSED)
                .by(actor.user(), actor.agency(), COORDINATOR)
                .with(Map.of("access", id, "kind", access.kind().word(), "to", access.actor())));
    }

    /** Of what the actor may decide; whoever comes second is told that it is decided. */
    private FileAccess undecided(Actor actor, String id) {
        var asked = audit(id);
        var own = asked.actor().equals(actor.user());
        if (!acts(actor, COORDINATOR)) {
            if (own) throw new NotAllowed("A coordinator decides.");
            throw new NotThere();
        }
        if (own) throw new NotAllowed("Somebody else than who asked decides.");
        ledger.lock(asked.caseRef());
        var access = audit(id);
        if (access.state(clock.instant()) != FileAccess.State.ASKED)
            throw new Conflict("This has been decided already.");
        return access;
    }

    private FileAccess audit(String id) {
        return accesses.find(id)
                .filter(access -> access.kind() == FileAccess.Kind.AUDIT)
                .orElseThrow(NotThere::new);
    }

    private Instant end(String length) {
        return clock.instant()
                .atZone(clock.getZone())
                .plus(length.contains("T") ? Duration.parse(length) : Period.parse(length))
                .toInstant();
    }

    private boolean acts(Actor actor, String role) {
        return actor.holds(role) && actor.roles().stream().noneMatch(roles::lawEnforcement);
    }
}
