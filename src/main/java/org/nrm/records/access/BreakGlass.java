package org.nrm.records.access;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.mechanism.Roles;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.Notices;
import org.nrm.transactions.Transactions;
import org.nrm.web.Conflict;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.nrm.web.NotThere;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Reading of a file in imminent danger by somebody who is not on the case: at once, for a few hours, seen by the case manager and the
 * auditors, examined afterwards (Regulation (EU) 2016/679 art. 6(1)(d), 9(2)(c)). Never for law enforcement.
 */
@Service
class BreakGlass {

    /** How many files one person opens in this way within {@link #COUNTED}: more is not an emergency but a search. */
    static final int MOST = 5;

    private static final Duration COUNTED = Duration.ofHours(24);

    private static final List<String> OUTCOMES = List.of("justified", "not-justified");

    /** Whoever holds one of these never reads a file in this way, whatever else she holds. */
    private static final Set<String> NEVER = Set.of("coordinator", "auditor", "operator");

    private final FileAccesses accesses;
    private final CaseFiles caseFiles;
    private final AccessReasons reasons;
    private final NeedToKnowSettings settings;
    private final Notices notices;
    private final Roles roles;
    private final Ledger ledger;
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Clock clock;

    BreakGlass(
            FileAccesses accesses,
            CaseFiles caseFiles,
            AccessReasons reasons,
            NeedToKnowSettings settings,
            Notices notices,
            Roles roles,
            Ledger ledger,
            JdbcClient jdbc,
            Transactions transactions,
            Clock clock) {
        this.accesses = accesses;
        this.caseFiles = caseFiles;
        this.reasons = reasons;
        this.settings = settings;
        this.notices = notices;
        this.roles = roles;
        this.ledger = ledger;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The role in which the actor may open files in danger; empty for who may not. For pages too. */
    public Optional<String> role(Actor actor) {
        if (actor.roles().stream().anyMatch(role -> roles.lawEnforcement(role) || NEVER.contains(role)))
            return Optional.empty();
        return settings.breakGlass().roles().stream()
                .filter(actor::holds)
                .sorted()
                .findFirst();
    }

    /** Is the actor's agency on the case, so that she reads it anyway? */
    boolean onCase(Actor actor, String reference) {
        return CaseRef.parse(reference)
                .filter(caseRef -> !caseFiles.readingRoles(caseRef, actor).isEmpty())
                .isPresent();
    }

    /** Opens the file at once; the id of the access. */
    String open(Actor actor, String reference, AccessWish asked) {
        var role = role(actor).orElseThrow(NotThere::new);
        var caseRef = caseFiles.existing(reference).caseRef();
        if (onCase(actor, reference))
            throw new InvalidAnswers(
                    List.of(
                            new FieldProblem(
                                    "ref",
                                    "Your agency is on this case: open it from the list of cases. What your role does not read there, the case manager can tell.")));
        var wish = asked.inDanger(
                settings.breakGlass().purposes(), settings.breakGlass().classes());
        takeTurn(actor);
        return transactions
                .run(() -> opened(actor, role, caseRef, wish))
                .orElseThrow(
                        () -> new Conflict(
                                "You have opened " + MOST
                                        + " files in this way within 24 hours, and no more are possible. Call the agency that is on the case, or a colleague who can open it."));
    }

    /** Says whether it was right to open the file, once it is closed again; a look after the review would be seen by nobody. */
    void review(Actor actor, String id, String outcome) {
        transactions.run(() -> {
            var opened = broken(id);
            if (!actor.holds(AuditAccess.AUDITOR) || actor.roles().stream().anyMatch(roles::lawEnforcement))
                throw opened.actor().equals(actor.user()) ? new NotAllowed("An auditor reviews it.") : new NotThere();
            if (opened.actor().equals(actor.user()))
                throw new NotAllowed("Somebody else than who opened the file reviews it.");
            if (!OUTCOMES.contains(outcome))
                throw new InvalidAnswers(
                        List.of(new FieldProblem("outcome", "Must be " + String.join(" or ", OUTCOMES) + ".")));
            ledger.lock(opened.caseRef());
            var access = broken(id);
            if (access.reviewed() != null) throw new Conflict("This has been reviewed already.");
            if (access.state(clock.instant()) == FileAccess.State.OPEN)
                throw new Conflict("The file is still open until " + access.until() + ". Review it afterwards.");
            accesses.review(id, actor, outcome);
            ledger.append(Act.on(access.caseRef(), EntryType.ACCESS_REVIEWED)
                    .by(actor.user(), actor.agency(), AuditAccess.AUDITOR)
                    .with(Map.of("access", id, "kind", access.kind().word(), "outcome", outcome)));
        });
    }

    /** Empty if it was one too many; then nothing is opened, and the history says that it was tried. */
    private Optional<String> opened(Actor actor, String role, CaseRef caseRef, AccessWish.Checked wish) {
        var now = clock.instant();
        jdbc.sql("select login from break_glass_turn where login = :user for update")
                .param("user", actor.user())
                .query(String.class)
                .single();
        ledger.lock(caseRef);
        var kind = FileAccess.Kind.BREAK_GLASS;
        if (accesses.of(caseRef).stream()
                .anyMatch(access -> access.kind() == kind
                        && access.actor().equals(actor.user())
                        && access.state(now) == FileAccess.State.OPEN
                        && access.classes().containsAll(wish.classes())))
            throw new Conflict("You have opened this file already, and it is still open to you.");
        if (accesses.openedSince(actor, now.minus(COUNTED)) >= MOST) {
            ledger.append(Act.on(caseRef, EntryType.ACCESS_REFUSED)
                    .by(actor.user(), actor.agency(), role)
                    .with(Map.of("kind", kind.word(), "why", "limit", "purpose", wish.purpose())));
            return Optional.empty();
        }
        var id = UUID.randomUUID().toString();
        var until = now.plus(settings.breakGlass().length());
        accesses.add(id, caseRef, kind, actor, role, wish, until);
        reasons.keep(caseRef, id, actor, role, wish.reason());
        ledger.append(Act.on(caseRef, EntryType.ACCESS_GIVEN)
                .by(actor.user(), actor.agency(), role)
                .with(Map.of(
                        "access",
                        id,
                        "kind",
                        kind.word(),
                        "purpose",
                        wish.purpose(),
                        "classes",
                        String.join(" ", wish.classes()),
                        "until",
                        until.toString())));
        notices.send(caseRef, "case-manager", null, Notice.Kind.BREAK_GLASS, id);
        notices.send(caseRef, AuditAccess.AUDITOR, null, Notice.Kind.BREAK_GLASS, id);
        return Optional.of(id);
    }

    /** Makes the row on which one person's openings wait for each other; in a transaction of its own, because it may be there already. */
    private void takeTurn(Actor actor) {
        try {
            transactions.run(() -> jdbc.sql("insert into break_glass_turn (login) values (:user)")
                    .param("user", actor.user())
                    .update());
        } catch (DuplicateKeyException e) {
            // she has opened a file before
        }
    }

    private FileAccess broken(String id) {
        return accesses.find(id)
                .filter(access -> access.kind() == FileAccess.Kind.BREAK_GLASS)
                .orElseThrow(NotThere::new);
    }
}
