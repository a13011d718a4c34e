package org.nrm.casework;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.forms.Form;
import org.nrm.forms.Unacceptable;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.FreeText;
import org.nrm.mechanism.Roles;
import org.nrm.pathway.Assignments;
import org.nrm.pathway.Pathway;
import org.nrm.pathway.TaskModels;
import org.nrm.pathway.TaskWork;
import org.nrm.records.file.Answers;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.nrm.records.file.Notification;
import org.nrm.records.file.Notifications;
import org.nrm.transactions.Transactions;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/**
 * Referral of a person. An adult who consents, and every child or person whose age is not known, becomes a case at once; an adult
 * who does not consent is counted and nothing else, and a name, contact or free text in such a notification is refused.
 */
@Service
class Referrals {

    private static final String FORM = "referral";
    private static final String FIRST_RESPONDER = "first-responder";
    private static final String CASE_MANAGER = "case-manager";
    private static final String COORDINATOR = "coordinator";
    private static final int LONGEST_PARTNER = 200;

    /** Of whom nothing may be kept: neither identity nor contact nor free text. */
    private static final Set<String> CLASSES_WITHOUT_CONSENT = Set.of("routing", "account", "migration");

    /** Without easily confused letters. */
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private final TaskWork work;
    private final TaskModels models;
    private final Assignments assignments;
    private final Transactions transactions;
    private final Pathway pathway;
    private final CaseFiles caseFiles;
    private final CaseRecords records;
    private final Notifications notifications;
    private final Choices choices;
    private final Roles roles;
    private final Ledger ledger;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Referrals(
            TaskWork work,
            TaskModels models,
            Assignments assignments,
            Transactions transactions,
            Pathway pathway,
            CaseFiles caseFiles,
            CaseRecords records,
            Notifications notifications,
            Choices choices,
            Roles roles,
            Ledger ledger,
            Clock clock) {
        this.work = work;
        this.models = models;
        this.assignments = assignments;
        this.transactions = transactions;
        this.pathway = pathway;
        this.caseFiles = caseFiles;
        this.records = records;
        this.notifications = notifications;
        this.choices = choices;
        this.roles = roles;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What came of it: a case, or a notification of an adult who did not consent. */
    record Outcome(@Nullable CaseRef caseRef, @Nullable String notificationRef) {}

    /** The form with which a person is referred, for the page. */
    Form form(Actor actor) {
        return choices.expand(models.form(FORM), actor.region());
    }

    /**
     * Takes a referral as the interface brings it.
     *
     * @throws InvalidAnswers with the path of each member that does not fit
     * @throws NotAllowed if none of the actor's roles refers
     */
    Outcome refer(Actor actor, JsonNode body) {
        return refer(actor, question -> ReferralBody.answer(body, question), ReferralBody.unknown(body));
    }

    /**
     * Takes a referral as the page brings it, by question.
     *
     * @throws InvalidAnswers with the path of each member that does not fit
     * @throws NotAllowed if none of the actor's roles refers
     */
    Outcome refer(Actor actor, Map<String, @Nullable Object> answers) {
        return refer(actor, answers::get, List.of());
    }

    /**
     * Takes each answer by its question.
     *
     * @param answers question → its answer as it came
     * @param unknown what else came, and is refused
     */
    private Outcome refer(Actor actor, Function<String, @Nullable Object> answers, List<FieldProblem> unknown) {
        var role = referringRole(actor);
        var form = form(actor);
        var problems = new ArrayList<>(unknown);
        var taken = take(form, answers, problems);
        for (var required : List.of("channel", "consentGiven", "consentLanguage", "isChild"))
            if (!taken.containsKey(required)) missing(required, problems);
        var adult = "no".equals(taken.get("isChild"));
        var consent = "yes".equals(taken.get("consentGiven"));
        if (adult && consent && !taken.containsKey("indicators")) missing("indicators", problems);
        if (adult && "no".equals(taken.get("consentGiven"))) refuseContent(form, taken, problems);
        if (!problems.isEmpty()) throw new InvalidAnswers(problems);
        return adult && !consent ? notify(actor, role, taken) : open(actor, role, taken);
    }

    private Outcome open(Actor actor, String role, Map<String, Object> answers) {
        return transactions.run(() -> {
            var caseRef = newCase(actor, role);
            var manages = actor.holds(CASE_MANAGER);
            if (manages) assignments.assign(actor, caseRef, CASE_MANAGER, actor.agency());
            pathway.begin(
                    caseRef,
                    "referral-received",
                    Map.of(
                            "isChild", text(answers, "isChild"),
                            "channel", text(answers, "channel"),
                            "caseManagerAssigned", manages ? "yes" : "no"));
            work.completeReferral(actor, caseRef, role, answers);
            return new Outcome(caseRef, null);
        });
    }

    /**
     * Takes a referral from a partner abroad: a case begins with the task to accept it, and nobody is asked again what the
     * partner has been told already.
     *
     * @param partner who refers, in words; empty if not said
     * @throws InvalidAnswers if {@code isChild} is none of its three values
     * @throws NotAllowed for all but coordinators
     */
    CaseRef receiveFromAbroad(Actor actor, @Nullable String isChild, @Nullable String partner) {
        if (!actor.holds(COORDINATOR)) throw new NotAllowed("Referrals from abroad come in through a coordinator.");
        var problems = new ArrayList<FieldProblem>();
        if (isChild == null || !Set.of("yes", "no", "unknown").contains(isChild))
            problems.add(new FieldProblem("isChild", "Must be yes, no or unknown."));
        if (partner != null)
            FreeText.problem(partner, LONGEST_PARTNER)
                    .ifPresent(problem -> problems.add(new FieldProblem("partner", problem)));
        if (!problems.isEmpty() || isChild == null) throw new InvalidAnswers(problems);
        return transactions.run(() -> {
            var caseRef = newCase(actor, COORDINATOR);
            var fields = new ArrayList<>(List.of(new Answers.Field("isChild", "routing", isChild)));
            if (partner != null && !partner.isBlank())
                fields.add(new Answers.Field("incomingPartner", "support", partner));
            records.write(Answers.beside(caseRef, "incoming-referral", "", actor, COORDINATOR, fields));
            pathway.begin(caseRef, "incoming-referral", Map.of("isChild", isChild));
            return caseRef;
        });
    }

    private CaseRef newCase(Actor actor, String role) {
        var caseRef =
                new CaseRef("NRM-" + clock.instant().atZone(clock.getZone()).getYear() + "-" + code());
        caseFiles.open(caseRef, actor.region());
        ledger.append(Act.on(caseRef, EntryType.CASE_OPENED).by(actor.user(), actor.agency(), role));
        return caseRef;
    }

    private Outcome notify(Actor actor, String role, Map<String, Object> answers) {
        return transactions.run(() -> {
            var reference = "NTF-" + clock.instant().atZone(clock.getZone()).getYear() + "-" + code();
            var indicators = new ArrayList<String>();
            if (answers.get("indicators") instanceof List<?> codes)
                codes.forEach(code -> indicators.add(String.valueOf(code)));
            notifications.keep(
                    reference,
                    new Notification(
                            actor.region(),
                            text(answers, "channel"),
                            actor.agency(),
                            (String) answers.get("ageBand"),
                            (String) answers.get("sex"),
                            indicators));
            ledger.append(Act.general(EntryType.NOTIFIED)
                    .by(actor.user(), actor.agency(), role)
                    .with(Map.of("notification", reference)));
            return new Outcome(null, reference);
        });
    }

    private String referringRole(Actor actor) {
        if (actor.holds(FIRST_RESPONDER)) return FIRST_RESPONDER;
        return actor.roles().stream()
                .filter(roles::refers)
                .sorted()
                .findFirst()
                .orElseThrow(() -> new NotAllowed("None of your roles refers a person."));
    }

    private static Map<String, Object> take(
            Form form, Function<String, @Nullable Object> answers, List<FieldProblem> problems) {
        var taken = new HashMap<String, Object>();
        for (var question : form.questions()) {
            var answer = answers.apply(question.key());
            if (answer == null) continue;
            try {
                question.take(answer).ifPresent(value -> taken.put(question.key(), value));
            } catch (Unacceptable e) {
                problems.add(new FieldProblem(ReferralBody.path(question.key()), String.valueOf(e.getMessage())));
            }
        }
        return taken;
    }

    private static void refuseContent(Form form, Map<String, Object> taken, List<FieldProblem> problems) {
        for (var question : form.questions()) {
            if (!taken.containsKey(question.key())) continue;
            if (question.kind().freeText() || !CLASSES_WITHOUT_CONSENT.contains(String.valueOf(question.dataClass())))
                problems.add(new FieldProblem(
                        ReferralBody.path(question.key()),
                        "Leave this out: without consent nothing may be kept by which an adult could be found."));
        }
    }

    private static void missing(String key, List<FieldProblem> problems) {
        var path = ReferralBody.path(key);
        if (problems.stream().noneMatch(problem -> problem.field().equals(path)))
            problems.add(new FieldProblem(path, "Please answer this question."));
    }

    private static String text(Map<String, Object> answers, String key) {
        return String.valueOf(answers.get(key));
    }

    private String code() {
        var code = new StringBuilder();
        for (var i = 0; i < 8; i++) code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        return code.toString();
    }
}
