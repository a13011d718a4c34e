package org.nrm.casework;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Agency;
import org.nrm.mechanism.FreeText;
import org.nrm.mechanism.Roles;
import org.nrm.pathway.Assignments;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.OpenTasks;
import org.nrm.pathway.Pathway;
import org.nrm.records.consent.Consent;
import org.nrm.records.consent.Consents;
import org.nrm.records.file.Answers;
import org.nrm.records.file.Assignment;
import org.nrm.records.file.CaseFile;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.nrm.records.file.ReadingPolicy;
import org.nrm.records.file.Speakers;
import org.nrm.transactions.Transactions;
import org.nrm.web.Conflict;
import org.nrm.web.Cursor;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.nrm.web.NotThere;
import org.nrm.web.Part;
import org.springframework.stereotype.Service;

/** The case as its people see it, and what they do to it beside its tasks. */
@Service
class Cases {

    private static final String CASE_MANAGER = "case-manager";
    private static final String PATHWAY = "referral-pathway";
    private static final String PARTICIPATION = "participation";

    /** What a withdrawal of a statement or of testimony is confined to. */
    private static final Set<String> TESTIMONY = Set.of("testimony");

    private static final int PAGE = 100;

    private final CaseFiles caseFiles;
    private final Speakers speakers;
    private final CaseRecords records;
    private final ReadingPolicy policy;
    private final OpenTasks tasks;
    private final Assignments assignments;
    private final Transactions transactions;
    private final Consents consents;
    private final Pathway pathway;
    private final Ledger ledger;
    private final Roles roles;
    private final Agencies agencies;

    Cases(
            CaseFiles caseFiles,
            Speakers speakers,
            CaseRecords records,
            ReadingPolicy policy,
            OpenTasks tasks,
            Assignments assignments,
            Transactions transactions,
            Consents consents,
            Pathway pathway,
            Ledger ledger,
            Roles roles,
            Agencies agencies) {
        this.caseFiles = caseFiles;
        this.speakers = speakers;
        this.records = records;
        this.policy = policy;
        this.tasks = tasks;
        this.assignments = assignments;
        this.transactions = transactions;
        this.consents = consents;
        this.pathway = pathway;
        this.ledger = ledger;
        this.roles = roles;
        this.agencies = agencies;
    }

    /** What one reader may know of a case. */
    record View(
            CaseFile file,
            List<Assignment> assignments,
            List<OpenTask> tasks,
            List<Consent> consents,
            CaseRecords.Content content,
            ReadingPolicy.Reading reading) {

        Map<String, Map<String, Object>> data() {
            return content.data();
        }
    }

    /**
     * The case for its reader; for who may read nothing of it there is none.
     *
     * @param where the screen or call, for the entry
     */
    View view(Actor actor, String reference, String where) {
        return transactions.run(() -> {
            var file = onCase(actor, reference);
            var caseRef = file.caseRef();
            var reading = policy.of(caseRef, actor);
            var onCase = !reading.as().isEmpty(); // else she reads some classes for a time, and nothing besides
            return new View(
                    file,
                    caseFiles.assignments(caseRef).stream()
                            .filter(assignment -> !roles.lawEnforcement(assignment.role()))
                            .toList(),
                    onCase
                            ? tasks.ofCase(caseRef).stream()
                                    .filter(task -> !roles.lawEnforcement(task.role()))
                                    .toList()
                            : List.of(),
                    onCase ? consents.of(caseRef) : List.of(),
                    records.view(caseRef, actor, where),
                    reading);
        });
    }

    /** Everything the actor may read of the case, for a copy to the person (GDPR art. 15). */
    List<CaseRecords.Written> copy(Actor actor, String reference) {
        return transactions.run(() -> {
            var caseRef = onCase(actor, reference).caseRef();
            if (speakers.withHer(caseRef, actor).isEmpty())
                throw new NotAllowed("Only who speaks with the person prints her copy.");
            ledger.append(Act.on(caseRef, EntryType.PRINTED)
                    .by(actor.user(), actor.agency(), null)
                    .with(Map.of("what", "copy")));
            return records.all(caseRef, actor, "copy");
        });
    }

    /** Part of the cases of the actor's agency, or for auditors of all, newest first. */
    Part<CaseFile> own(Actor actor, @Nullable String cursor) {
        if (actor.roles().stream().anyMatch(roles::lawEnforcement)) return new Part<>(List.of(), null);
        var after = Cursor.of(cursor, Cursor.NEWEST);
        var found = actor.holds("auditor")
                ? caseFiles.all(after, PAGE + 1)
                : caseFiles.ofAgency(actor.agency(), after, PAGE + 1);
        return Part.of(
                found, PAGE, last -> new Cursor(last.opened(), last.caseRef().value()));
    }

    /** Is there such a case for the actor? */
    boolean reads(Actor actor, String reference) {
        return CaseRef.parse(reference)
                .filter(caseRef -> !policy.of(caseRef, actor).nothing())
                .isPresent();
    }

    /** The case, if the actor may put another agency on it. */
    Optional<CaseFile> assignable(Actor actor, String reference) {
        return CaseRef.parse(reference)
                .flatMap(caseFiles::find)
                .filter(file -> actor.holds("coordinator")
                        || caseFiles.readingRoles(file.caseRef(), actor).contains(CASE_MANAGER));
    }

    /** Reassigns, with a reason; for the case-manager of the case and for coordinators. The agency that it is already changes nothing. */
    void assign(
            Actor actor, String reference, @Nullable String role, @Nullable String agency, @Nullable String reason) {
        transactions.run(() -> {
            var file = actor.holds("coordinator") ? caseFiles.existing(reference) : onCase(actor, reference);
            var acting = actor.holds("coordinator")
                    ? "coordinator"
                    : acting(actor, file.caseRef(), List.of(CASE_MANAGER))
                            .orElseThrow(() -> new NotAllowed("Only the case manager or a coordinator reassigns."));
            var problems = new java.util.ArrayList<FieldProblem>();
            if (role == null || !roles.exists(role)) problems.add(new FieldProblem("role", "Must be a role."));
            var chosen = agency == null ? Optional.<Agency>empty() : agencies.find(agency);
            if (chosen.isEmpty() || (role != null && !chosen.get().roles().contains(role)))
                problems.add(new FieldProblem("agency", "Must be an agency that holds the role."));
            if (reason == null || reason.isBlank()) problems.add(new FieldProblem("reason", "Please say why."));
            else FreeText.problem(reason).ifPresent(problem -> problems.add(new FieldProblem("reason", problem)));
            if (!problems.isEmpty() || role == null || agency == null || reason == null)
                throw new InvalidAnswers(problems);
            ledger.lock(file.caseRef());
            if (caseFiles.assigned(file.caseRef(), role).filter(agency::equals).isPresent()) return;
            keep(actor, file.caseRef(), acting, "assignment", "reason", "support", reason);
            assignments.reassign(actor, file.caseRef(), role, agency);
        });
    }

    /** Something happens to the case: one of the events of {@link CaseEvent}. */
    void raise(Actor actor, String reference, String type, Map<String, @Nullable Object> data) {
        transactions.run(() -> {
            var file = onCase(actor, reference);
            var caseRef = file.caseRef();
            var acting = speakers.speaking(caseRef, actor);
            var event = CaseEvent.of(type)
                    .orElseThrow(() -> new InvalidAnswers(
                            List.of(new FieldProblem("type", "Is not one of the events of a case."))));
            var note = note(data);
            ledger.lock(caseRef);
            if (note != null) keep(actor, caseRef, acting, event.type(), "note", event.noteClass(), note);
            ledger.append(Act.on(caseRef, EntryType.MESSAGE)
                    .by(actor.user(), actor.agency(), acting)
                    .with(Map.of("type", event.type())));
            switch (event) {
                case REOPENS -> reopen(file, event);
                case RISK_CHANGES, CONTACT_LOST -> pathway.raiseEverywhere(caseRef, event.message());
                case COMPLAINS -> pathway.raise(caseRef, event.message(), Map.of("complaintBy", acting));
                default -> pathway.raise(caseRef, event.message(), Map.of());
            }
        });
    }

    private void reopen(CaseFile file, CaseEvent event) {
        if (file.status() != CaseFile.Status.CLOSED) throw new Conflict(Conflict.Reason.NOT_POSSIBLE_NOW);
        pathway.reopen(file.caseRef(), event.message());
    }

    /** In force with the answer: nothing asks why, nothing of help ends by it. The same once more changes nothing while it is in force. */
    void withdraw(Actor actor, String reference, String what, @Nullable String consentId) {
        transactions.run(() -> {
            var caseRef = onCase(actor, reference).caseRef();
            var acting = speakers.speaking(caseRef, actor);
            ledger.lock(caseRef);
            if (withdrawnAlready(caseRef, what, consentId)) return;
            Set<String> processes = switch (what) {
                case "consent" -> withdrawConsent(actor, caseRef, acting, consentId);
                case PARTICIPATION -> {
                    consents.withdrawAll(caseRef, actor, acting);
                    yield Set.of();
                }
                case "statement", "testimony" -> TESTIMONY;
                default ->
                    throw new InvalidAnswers(List.of(
                            new FieldProblem("what", "Must be consent, statement, testimony or participation.")));
            };
            ledger.append(Act.on(caseRef, EntryType.WITHDRAWN)
                    .by(actor.user(), actor.agency(), acting)
                    .with(Map.of("what", what)));
            pathway.withdraw(caseRef, what, processes);
        });
    }

    /** The case's entries, for auditors only. */
    List<Entry> history(Actor actor, String reference, long after, int limit) {
        if (!actor.holds("auditor")) throw new NotAllowed("Only auditors read histories.");
        return ledger.history(caseFiles.existing(reference).caseRef(), after, limit);
    }

    /** With which entries the tasks of the case were made, for auditors only. */
    List<Entry> made(Actor actor, String reference) {
        if (!actor.holds("auditor")) throw new NotAllowed("Only auditors read histories.");
        return ledger.history(caseFiles.existing(reference).caseRef(), EntryType.TASK_CREATED);
    }

    private boolean withdrawnAlready(CaseRef caseRef, String what, @Nullable String consentId) {
        var given = consents.of(caseRef);
        if (what.equals("consent"))
            return given.stream().anyMatch(consent -> consent.id().equals(consentId) && consent.withdrawn() != null);
        var last = ledger.history(caseRef, EntryType.WITHDRAWN).stream()
                .filter(entry -> what.equals(entry.act().facts().get("what")))
                .reduce((earlier, later) -> later)
                .map(Entry::time);
        if (last.isEmpty()) return false;
        if (!what.equals(PARTICIPATION)) return !pathway.withdrawalReachesMore(caseRef, TESTIMONY, last.get());
        // Who has agreed to something since takes part again, even if she has taken back that too.
        return given.stream()
                        .noneMatch(consent ->
                                consent.withdrawn() == null || consent.given().isAfter(last.get()))
                && !pathway.withdrawalReachesMore(caseRef, Set.of(), last.get());
    }

    private Set<String> withdrawConsent(Actor actor, CaseRef caseRef, String acting, @Nullable String consentId) {
        var consent =
                consentId == null ? Optional.<Consent>empty() : consents.withdraw(caseRef, consentId, actor, acting);
        if (consent.isEmpty())
            throw new InvalidAnswers(List.of(new FieldProblem("consent", "The case has no such consent.")));
        var processes = new HashSet<>(Set.of(PATHWAY));
        processes.add(consent.get().process());
        return processes;
    }

    private void keep(
            Actor actor, CaseRef caseRef, String acting, String what, String key, String dataClass, String text) {
        records.write(
                Answers.beside(caseRef, what, "", actor, acting, List.of(new Answers.Field(key, dataClass, text))));
    }

    private static @Nullable String note(Map<String, @Nullable Object> data) {
        for (var key : data.keySet())
            if (!key.equals("note"))
                throw new InvalidAnswers(
                        List.of(new FieldProblem("data." + key, "There is no such field; only note.")));
        var note = data.get("note");
        if (note == null || note.equals("")) return null;
        if (!(note instanceof String text))
            throw new InvalidAnswers(List.of(new FieldProblem("data.note", "Must be text.")));
        FreeText.problem(text).ifPresent(problem -> {
            throw new InvalidAnswers(List.of(new FieldProblem("data.note", problem)));
        });
        return text;
    }

    private CaseFile onCase(Actor actor, String reference) {
        var file = caseFiles.existing(reference);
        if (policy.of(file.caseRef(), actor).nothing()) throw new NotThere();
        return file;
    }

    private Optional<String> acting(Actor actor, CaseRef caseRef, List<String> roles) {
        var held = caseFiles.readingRoles(caseRef, actor);
        return roles.stream().filter(held::contains).findFirst();
    }
}
