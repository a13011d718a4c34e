package org.nrm.records.consent;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.FreeText;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.mechanism.Roles;
import org.nrm.records.file.Answers;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.nrm.records.file.ReadingPolicy;
import org.nrm.records.file.Speakers;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.Notices;
import org.nrm.web.Cursor;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.nrm.web.Part;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the person agrees to beside the tasks of the pathway, and what is passed on by it. A consent is for one service, or for some classes to one
 * recipient; it is explained first, has an end, and a child's is given by the guardian with the child's own view (GDPR art. 7, 8; CRC art. 12).
 */
@Service
@Transactional
class Will {

    private static final String ASSENT = "assent-and-guardian";
    private static final String SUPPORT = "support";
    private static final int MOST_DAYS = 366;

    private final CaseFiles caseFiles;
    private final Speakers speakers;
    private final CaseRecords records;
    private final ReadingPolicy policy;
    private final NeedToKnowSettings settings;
    private final Consents consents;
    private final Disclosures disclosures;
    private final Notices notices;
    private final DataClasses classes;
    private final ConsentWords words;
    private final Roles roles;
    private final Agencies agencies;
    private final Ledger ledger;

    Will(
            CaseFiles caseFiles,
            Speakers speakers,
            CaseRecords records,
            ReadingPolicy policy,
            NeedToKnowSettings settings,
            Consents consents,
            Disclosures disclosures,
            Notices notices,
            DataClasses classes,
            ConsentWords words,
            Roles roles,
            Agencies agencies,
            Ledger ledger) {
        this.caseFiles = caseFiles;
        this.speakers = speakers;
        this.records = records;
        this.policy = policy;
        this.settings = settings;
        this.consents = consents;
        this.disclosures = disclosures;
        this.notices = notices;
        this.classes = classes;
        this.words = words;
        this.roles = roles;
        this.agencies = agencies;
        this.ledger = ledger;
    }

    /**
     * A consent as it was given.
     *
     * @param of           one kind of service, or classes apart by commas
     * @param to           role that receives the classes; null for a service
     * @param agency       the one agency that receives
     * @param duration     ISO 8601, at most a year; never without an end
     * @param once         for one disclosure only
     * @param told         what was explained first
     * @param interpreter  number in the register
     * @param understood   in her own words
     * @param notToReceive who must not get it
     * @param form         signature, spoken or assent-and-guardian
     * @param childView    what the child thinks of it, where the guardian consents
     */
    record Given(
            @Nullable String of,
            @Nullable String to,
            @Nullable String agency,
            @Nullable String purpose,
            @Nullable String duration,
            @Nullable Boolean once,
            @Nullable String language,
            @Nullable List<String> told,
            @Nullable String interpreter,
            @Nullable String understood,
            @Nullable String notToReceive,
            @Nullable String form,
            @Nullable String childView) {}

    /**
     * What is to be passed on.
     *
     * @param ground a ground of law, where there is no consent
     */
    record Passing(
            @Nullable String role,
            @Nullable String agency,
            @Nullable List<String> classes,
            @Nullable String ground) {}

    /** A disclosure and whether what was received has been deleted, where it ended. */
    record Passed(Disclosure disclosure, boolean deletionConfirmed) {}

    /** All that the person agreed to and what was passed on, for who is on the case. */
    record Agreed(CaseRef caseRef, boolean records, boolean child, List<Consent> consents, List<Passed> passed) {}

    @Transactional(readOnly = true)
    Agreed of(Actor actor, String reference) {
        var caseRef = caseFiles.onCase(actor, reference);
        return new Agreed(
                caseRef,
                speakers.withHer(caseRef, actor).isPresent(),
                ofChild(caseRef),
                consents.of(caseRef),
                passed(caseRef));
    }

    /** What was passed on, oldest first, from the place on; for who is on the case. */
    @Transactional(readOnly = true)
    Part<Passed> passed(Actor actor, String reference, Cursor after) {
        var all = passed(caseFiles.onCase(actor, reference));
        var from = after.equals(Cursor.OLDEST)
                ? all.stream()
                : all.stream()
                        .dropWhile(passed -> !passed.disclosure().id().equals(after.id()))
                        .skip(1);
        return Part.of(from.limit(Part.LENGTH + 1).toList(), Part.LENGTH, Will::place);
    }

    private static Cursor place(Passed passed) {
        return new Cursor(passed.disclosure().made(), passed.disclosure().id());
    }

    /** Records a consent; its id. */
    String consent(Actor actor, String reference, Given given) {
        var caseRef = caseFiles.onCase(actor, reference);
        var acting = speakers.withHer(caseRef, actor)
                .orElseThrow(() -> new NotAllowed("Only who speaks with the person about it records a consent."));
        ledger.lock(caseRef);
        var child = ofChild(caseRef);
        var problems = new ArrayList<FieldProblem>();
        var of = given.to() == null ? service(given.of(), problems) : classes(given.of(), given.to(), problems);
        recipient(given.to(), given.agency(), problems);
        oneOf("purpose", given.purpose(), ConsentWords.codes(words.purposes()), problems);
        oneOf("language", given.language(), ConsentWords.codes(words.languages()), problems);
        var length = length(given.duration(), problems);
        if (!(given.told() == null ? Set.<String>of() : new HashSet<>(given.told()))
                .containsAll(ConsentWords.codes(words.told())))
            problems.add(new FieldProblem("told", "All of it is explained first, or it is no consent."));
        var wanted = child ? Set.of(ASSENT) : Set.of("signature", "spoken");
        if (given.form() == null || !wanted.contains(given.form()))
            problems.add(new FieldProblem(
                    "form",
                    child
                            ? "For a child it is assent-and-guardian: the guardian consents, with the child's own view."
                            : "Must be signature or spoken."));
        if (child && blank(given.childView()))
            problems.add(new FieldProblem("childView", "Please say what the child thinks of it."));
        if (child && caseFiles.assigned(caseRef, "guardian").isEmpty())
            problems.add(new FieldProblem(
                    "form", "There is no guardian on the case yet; nobody else consents for a child."));
        for (var text : List.of(
                new String[] {"interpreter", given.interpreter()},
                new String[] {"understood", given.understood()},
                new String[] {"notToReceive", given.notToReceive()},
                new String[] {"childView", given.childView()})) text(text[0], text[1], problems);
        if (!problems.isEmpty()) throw new InvalidAnswers(problems);
        var id = consents.give(
                caseRef,
                new Consents.Given(
                        of,
                        given.to(),
                        given.agency(),
                        given.purpose(),
                        length,
                        Boolean.TRUE.equals(given.once()),
                        given.language(),
                        given.form(),
                        child ? "guardian" : "person"),
                new Consents.Source("case", "consent", null, acting),
                actor);
        keep(caseRef, id, acting, actor, given);
        return id;
    }

    /** Passes on, under the consent in force or on a ground of law; the id of the disclosure. */
    String passOn(Actor actor, String reference, Passing passing) {
        var caseRef = caseFiles.onCase(actor, reference);
        var acting = speakers.withHer(caseRef, actor)
                .orElseThrow(() -> new NotAllowed("Only who speaks for the person passes something on."));
        ledger.lock(caseRef);
        var problems = new ArrayList<FieldProblem>();
        var role = passing.role();
        var wanted = passing.classes() == null ? Set.<String>of() : new HashSet<>(passing.classes());
        if (role == null) problems.add(new FieldProblem("role", "Please say who receives it."));
        recipient(role, passing.agency(), problems);
        if (wanted.isEmpty() || !classes.all().keySet().containsAll(wanted))
            problems.add(new FieldProblem("classes", "Must be classes of data-classes.yaml."));
        var reading = policy.of(caseRef, actor);
        if (problems.isEmpty() && !wanted.stream().allMatch(reading::reads))
            problems.add(new FieldProblem("classes", "You do not read all of it yourself."));
        if (!problems.isEmpty() || role == null) throw new InvalidAnswers(problems);
        var source = new Disclosures.Source(null, null, null, acting);
        if (passing.ground() != null) {
            checkGround(passing.ground(), role, wanted);
            return disclosures.onGround(caseRef, passing.ground(), role, passing.agency(), wanted, actor, source);
        }
        var consent = consents.allowing(caseRef, new DisclosureScope(wanted, role), passing.agency())
                .orElseThrow(() -> new InvalidAnswers(List.of(new FieldProblem(
                        "classes",
                        "There is no consent in force to exactly that: these classes, to this recipient."))));
        return disclosures.under(caseRef, consent, wanted, actor, source);
    }

    private void checkGround(String ground, String role, Set<String> wanted) {
        var known = settings.grounds().get(ground);
        if (known == null)
            throw new InvalidAnswers(
                    List.of(new FieldProblem("ground", "Is not one of the grounds in need-to-know.yaml.")));
        if (!known.roles().contains(role) || !known.classes().containsAll(wanted))
            throw new InvalidAnswers(List.of(
                    new FieldProblem("ground", "Does not allow these classes to go there; that takes her consent.")));
    }

    private List<Passed> passed(CaseRef caseRef) {
        var deleted = new HashSet<String>();
        for (var notice : notices.of(caseRef))
            if (notice.kind() == Notice.Kind.DELETE_WHAT_WAS_DISCLOSED
                    && notice.acknowledged() != null
                    && notice.subject() != null) deleted.add(notice.subject());
        return disclosures.of(caseRef).stream()
                .map(disclosure -> new Passed(disclosure, deleted.contains(disclosure.id())))
                .toList();
    }

    private static String service(@Nullable String of, List<FieldProblem> problems) {
        var kind = of == null ? "" : of.strip();
        if (!Kinds.ALL.contains(kind))
            problems.add(new FieldProblem("of", "Must be one kind of service, or classes with the role they go to."));
        return kind;
    }

    private String classes(@Nullable String of, String to, List<FieldProblem> problems) {
        var listed = DisclosureScope.classes(of == null ? "" : of);
        if (listed.isEmpty() || !classes.all().keySet().containsAll(listed))
            problems.add(new FieldProblem("of", "Must be classes of data-classes.yaml, apart by commas."));
        else if (roles.exists(to)
                && roles.lawEnforcement(to)
                && listed.size() > 1
                && listed.stream().anyMatch(NeedToKnowSettings.BY_EXPLICIT_CONSENT_ONLY::contains))
            problems.add(new FieldProblem(
                    "of", "Location, health and account go to law enforcement only by a consent to that alone."));
        return String.join(", ", listed);
    }

    private void recipient(@Nullable String to, @Nullable String agency, List<FieldProblem> problems) {
        if (to != null && !roles.exists(to)) problems.add(new FieldProblem("to", "Must be a role."));
        if (agency != null
                && (to == null
                        || agencies.find(agency)
                                .filter(known -> known.holds(to))
                                .isEmpty()))
            problems.add(new FieldProblem("agency", "Must be an agency that holds the role."));
    }

    private static Period length(@Nullable String duration, List<FieldProblem> problems) {
        try {
            if (duration != null) {
                var length = Period.parse(duration);
                var start = LocalDate.of(2026, 1, 1);
                var days = start.until(start.plus(length), java.time.temporal.ChronoUnit.DAYS);
                if (days >= 1 && days <= MOST_DAYS) return length;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // told below, as for any other value that is none
        }
        problems.add(new FieldProblem("duration", "Must be from a day to a year, as P90D. Never without an end."));
        return Period.ZERO;
    }

    private static void oneOf(String field, @Nullable String value, Set<String> known, List<FieldProblem> problems) {
        if (value == null || !known.contains(value)) problems.add(new FieldProblem(field, "Is not one of the list."));
    }

    private static void text(String field, @Nullable String text, List<FieldProblem> problems) {
        if (text != null) FreeText.problem(text).ifPresent(problem -> problems.add(new FieldProblem(field, problem)));
    }

    /** How it was explained and in which words, sealed, with the consent as its source. */
    private void keep(CaseRef caseRef, String id, String acting, Actor actor, Given given) {
        var fields = new ArrayList<Answers.Field>();
        add(fields, "interpreterNumber", given.interpreter());
        add(fields, "understoodInOwnWords", given.understood());
        add(fields, "notToReceive", given.notToReceive());
        add(fields, "childView", given.childView());
        if (given.told() != null) fields.add(new Answers.Field("consentTold", SUPPORT, given.told()));
        records.write(Answers.beside(caseRef, "consent", id, actor, acting, fields));
    }

    private static void add(List<Answers.Field> fields, String key, @Nullable String text) {
        if (text != null && !text.isBlank()) fields.add(new Answers.Field(key, SUPPORT, text));
    }

    private boolean ofChild(CaseRef caseRef) {
        return !records.routingFact(caseRef, "isChild").orElse("unknown").equals("no");
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
