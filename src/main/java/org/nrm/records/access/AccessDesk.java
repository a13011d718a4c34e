package org.nrm.records.access;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.file.CaseFiles;
import org.nrm.web.Cursor;
import org.nrm.web.NotAllowed;
import org.nrm.web.NotThere;
import org.nrm.web.Part;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who reads files without being on the case, for those who decide on it, examine it, do it, or manage the case. */
@Service
@Transactional
class AccessDesk {

    private static final String CASE_MANAGER = "case-manager";
    private static final Pattern STRETCH = Pattern.compile("[0-2]-.+");

    /** Where a stretch with the newest first begins. */
    private final FileAccesses accesses;

    private final AccessReasons reasons;
    private final CaseFiles caseFiles;
    private final NeedToKnow needToKnow;
    private final Ledger ledger;
    private final Clock clock;

    AccessDesk(
            FileAccesses accesses,
            AccessReasons reasons,
            CaseFiles caseFiles,
            NeedToKnow needToKnow,
            Ledger ledger,
            Clock clock) {
        this.accesses = accesses;
        this.reasons = reasons;
        this.caseFiles = caseFiles;
        this.needToKnow = needToKnow;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * An access as somebody sees it.
     *
     * @param task what the reader has to do with it: decide, review, or nothing
     */
    record Seen(FileAccess access, FileAccess.State state, Task task) {}

    /** What the reader has to do with an access; in the order of the list. */
    enum Task {
        DECIDE(0),
        REVIEW(1),
        NOTHING(2);

        private final int stretch;

        Task(int stretch) {
            this.stretch = stretch;
        }
    }

    /** @param reason null for who has nothing to do with it any more, or if it does not open */
    record Told(Seen seen, @Nullable String reason) {}

    /**
     * Somebody who read, reads or asked to read the file.
     *
     * @param looks when she looked at it
     * @param saw   the classes that were there to see
     */
    record Reader(FileAccess access, FileAccess.State state, List<Instant> looks, List<String> saw) {}

    /**
     * What waits for the actor, then what she has asked for or opened herself.
     *
     * @param cursor of the part; null for the first
     */
    @Transactional(readOnly = true)
    public Part<Seen> of(Actor actor, @Nullable String cursor) {
        var after = Cursor.of(cursor, Cursor.OLDEST);
        var begun = stretch(after);
        var found = new ArrayList<Seen>();
        if (actor.holds(AuditAccess.COORDINATOR) && begun <= Task.DECIDE.stretch)
            add(found, accesses.undecided(actor, in(after)), Task.DECIDE);
        if (actor.holds(AuditAccess.AUDITOR) && begun <= Task.REVIEW.stretch)
            add(
                    found,
                    accesses.unreviewed(actor, begun < Task.REVIEW.stretch ? Cursor.OLDEST : in(after)),
                    Task.REVIEW);
        add(found, accesses.by(actor, begun < Task.NOTHING.stretch ? Cursor.NEWEST : in(after)), Task.NOTHING);
        return Part.of(
                found,
                Part.LENGTH,
                seen -> new Cursor(
                        seen.access().asked(),
                        seen.task().stretch + "-" + seen.access().id()));
    }

    /** The list has three stretches, each in an order of its own; a cursor says first in which one it is. */
    private static int stretch(Cursor cursor) {
        return STRETCH.matcher(cursor.id()).matches() ? cursor.id().charAt(0) - '0' : 0;
    }

    /** The place within the stretch. */
    private static Cursor in(Cursor cursor) {
        return STRETCH.matcher(cursor.id()).matches()
                ? new Cursor(cursor.time(), cursor.id().substring(2))
                : cursor;
    }

    private void add(List<Seen> found, List<FileAccess> more, Task task) {
        more.forEach(access -> found.add(new Seen(access, access.state(clock.instant()), task)));
    }

    /** How much waits for the actor, for the navigation. */
    @Transactional(readOnly = true)
    public int count(Actor actor) {
        return (actor.holds(AuditAccess.COORDINATOR) ? accesses.countUndecided(actor) : 0)
                + (actor.holds(AuditAccess.AUDITOR) ? accesses.countUnreviewed(actor) : 0);
    }

    /** One of them with its reason; that the reason was read is an entry. */
    public Told one(Actor actor, String id) {
        var access = accesses.find(id).orElseThrow(NotThere::new);
        var seen = new Seen(access, access.state(clock.instant()), task(actor, access));
        return switch (seen.task()) {
            case DECIDE ->
                new Told(
                        seen,
                        reasons.tell(access, actor, AuditAccess.COORDINATOR, "decides")
                                .orElse(null));
            case REVIEW ->
                new Told(
                        seen,
                        reasons.tell(access, actor, AuditAccess.AUDITOR, "reviews")
                                .orElse(null));
            case NOTHING -> {
                if (!knows(actor, access)) throw new NotThere();
                yield new Told(seen, null);
            }
        };
    }

    /**
     * Who read the file or asked to without being on the case; for the case manager of the case.
     *
     * @param cursor of the part; null for the first
     */
    @Transactional(readOnly = true)
    public Part<Reader> readers(Actor actor, String reference, @Nullable String cursor) {
        var caseRef = managed(actor, reference);
        return Part.of(
                        accesses.of(caseRef, Cursor.of(cursor, Cursor.OLDEST)),
                        Part.LENGTH,
                        access -> new Cursor(access.asked(), access.id()))
                .map(this::reader);
    }

    private CaseRef managed(Actor actor, String reference) {
        var caseRef = CaseRef.parse(reference).orElseThrow(NotThere::new);
        if (!caseFiles.readingRoles(caseRef, actor).contains(CASE_MANAGER)) {
            if (needToKnow.of(caseRef, actor).nothing()) throw new NotThere();
            throw new NotAllowed("Only the case manager sees who else read the file.");
        }
        return caseRef;
    }

    /** The same for the page of the case: empty for who does not manage it. */
    @Transactional(readOnly = true)
    public List<Reader> readersOnPage(Actor actor, String reference) {
        return CaseRef.parse(reference)
                .filter(caseRef -> caseFiles.readingRoles(caseRef, actor).contains(CASE_MANAGER))
                .map(caseRef -> accesses.of(caseRef).stream().map(this::reader).toList())
                .orElse(List.of());
    }

    /** By what the actor reads this file now without being on the case; the one that lasts longest. */
    @Transactional(readOnly = true)
    public Optional<FileAccess> reading(Actor actor, String reference) {
        var now = clock.instant();
        return CaseRef.parse(reference).stream()
                .flatMap(caseRef -> accesses.of(caseRef).stream())
                .filter(access -> access.actor().equals(actor.user())
                        && access.agency().equals(actor.agency())
                        && access.state(now) == FileAccess.State.OPEN)
                .max(Comparator.comparing(access -> Objects.requireNonNullElse(access.until(), Instant.MIN)));
    }

    private Task task(Actor actor, FileAccess access) {
        if (access.actor().equals(actor.user())) return Task.NOTHING;
        return switch (access.kind()) {
            case AUDIT ->
                actor.holds(AuditAccess.COORDINATOR) && access.state(clock.instant()) == FileAccess.State.ASKED
                        ? Task.DECIDE
                        : Task.NOTHING;
            case BREAK_GLASS ->
                actor.holds(AuditAccess.AUDITOR) && access.reviewed() == null ? Task.REVIEW : Task.NOTHING;
        };
    }

    private static boolean knows(Actor actor, FileAccess access) {
        return access.actor().equals(actor.user())
                || actor.holds(access.kind() == FileAccess.Kind.AUDIT ? AuditAccess.COORDINATOR : AuditAccess.AUDITOR);
    }

    private Reader reader(FileAccess access) {
        var looks = ledger.history(access.caseRef(), EntryType.VIEWED, access.actor()).stream()
                .filter(entry ->
                        words(entry.act().facts().getOrDefault("why", "")).contains(access.why()))
                .toList();
        var saw = new TreeSet<String>();
        looks.forEach(entry -> saw.addAll(words(entry.act().facts().getOrDefault("classes", ""))));
        saw.retainAll(access.classes());
        return new Reader(
                access,
                access.state(clock.instant()),
                looks.stream().map(Entry::time).toList(),
                List.copyOf(saw));
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" ", -1));
    }
}
