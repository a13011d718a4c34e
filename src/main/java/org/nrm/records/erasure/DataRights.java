package org.nrm.records.erasure;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.FreeText;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.records.file.Answers;
import org.nrm.records.file.CaseFile;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.nrm.records.file.Speakers;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotThere;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the person can ask of those who keep her data (Regulation (EU) 2016/679 art. 15 to 18), done by who speaks for her: what is kept
 * and how long, no use of some of it, erasure, and a legal hold against erasure.
 */
@Service
@Transactional
public class DataRights {

    private final CaseFiles caseFiles;
    private final Speakers speakers;
    private final CaseRecords records;
    private final NeedToKnowSettings settings;
    private final DataClasses classes;
    private final Erasures erasures;
    private final Holds holds;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Ledger ledger;

    DataRights(
            CaseFiles caseFiles,
            Speakers speakers,
            CaseRecords records,
            NeedToKnowSettings settings,
            DataClasses classes,
            Erasures erasures,
            Holds holds,
            JdbcClient jdbc,
            Clock clock,
            Ledger ledger) {
        this.caseFiles = caseFiles;
        this.speakers = speakers;
        this.records = records;
        this.settings = settings;
        this.classes = classes;
        this.erasures = erasures;
        this.holds = holds;
        this.jdbc = jdbc;
        this.clock = clock;
        this.ledger = ledger;
    }

    /**
     * How one class is kept.
     *
     * @param years      after closure, with {@code months}
     * @param until      when it is erased; null while the case is open or held
     * @param needed     the case rests on it as long as it is open
     * @param restricted since when it is not used; null if it is
     * @param erased     when it was erased last; null if it was not
     */
    record ClassKept(
            String dataClass,
            int years,
            int months,
            int days,
            @Nullable Instant until,
            boolean needed,
            @Nullable Instant restricted,
            @Nullable Instant erased) {}

    /** What is kept of a case, whether or not there is anything of each class. */
    record Kept(CaseRef caseRef, boolean open, List<ClassKept> classes, List<Holds.Hold> holds) {}

    @Transactional(readOnly = true)
    Kept kept(Actor actor, String reference) {
        var caseRef = caseFiles.onCase(actor, reference);
        speakers.speaking(caseRef, actor);
        var file = caseFiles.find(caseRef).orElseThrow(NotThere::new);
        var held = holds.of(caseRef);
        var isHeld = held.stream().anyMatch(hold -> hold.ended() == null);
        var restricted = restricted(caseRef);
        var erased = new HashMap<String, Instant>();
        for (var erasure : erasures.of(caseRef)) erased.put(erasure.dataClass(), erasure.erased());
        var list = new ArrayList<ClassKept>();
        for (var dataClass : new TreeSet<>(classes.all().keySet())) {
            var retention = retention(dataClass);
            var closed = file.closed();
            list.add(new ClassKept(
                    dataClass,
                    retention.getYears(),
                    retention.getMonths(),
                    retention.getDays(),
                    closed == null || isHeld
                            ? null
                            : closed.atZone(clock.getZone()).plus(retention).toInstant(),
                    Erasures.NEEDED_WHILE_OPEN.contains(dataClass),
                    restricted.get(dataClass),
                    erased.get(dataClass)));
        }
        return new Kept(caseRef, file.status() == CaseFile.Status.OPEN, list, held);
    }

    /** Holds the case against erasure; the id of the hold. */
    String hold(Actor actor, String reference, @Nullable String reason) {
        var caseRef = caseFiles.onCase(actor, reference);
        var acting = speakers.speaking(caseRef, actor);
        if (reason == null || !settings.legalHolds().contains(reason))
            throw wrong("reason", "Must be one of: " + String.join(", ", settings.legalHolds()) + ".");
        return holds.hold(caseRef, reason, actor, acting);
    }

    void endHold(Actor actor, String reference, String id) {
        var caseRef = caseFiles.onCase(actor, reference);
        var acting = speakers.speaking(caseRef, actor);
        if (holds.end(caseRef, id, actor, acting).isEmpty()) throw wrong("id", "The case has no such hold.");
    }

    /** From now on these classes are kept but not used. */
    void restrict(Actor actor, String reference, @Nullable List<String> dataClasses) {
        var caseRef = caseFiles.onCase(actor, reference);
        var acting = speakers.speaking(caseRef, actor);
        var wanted = known(dataClasses);
        ledger.lock(caseRef);
        restrict(caseRef, wanted, "classes", actor, acting);
    }

    /** These classes are used again. */
    void lift(Actor actor, String reference, @Nullable List<String> dataClasses) {
        var caseRef = caseFiles.onCase(actor, reference);
        var acting = speakers.speaking(caseRef, actor);
        var wanted = known(dataClasses);
        ledger.lock(caseRef);
        var lifted = new TreeSet<>(restricted(caseRef).keySet());
        lifted.retainAll(wanted);
        for (var dataClass : lifted)
            jdbc.sql("delete from restriction where case_ref = :ref and data_class = :class")
                    .param("ref", caseRef.value())
                    .param("class", dataClass)
                    .update();
        if (!lifted.isEmpty()) note(caseRef, EntryType.RESTRICTION_LIFTED, lifted, actor, acting);
    }

    /** Erases these classes, for ever; again changes nothing. */
    void erase(Actor actor, String reference, @Nullable List<String> dataClasses, @Nullable String reason) {
        var caseRef = caseFiles.onCase(actor, reference);
        var acting = speakers.speaking(caseRef, actor);
        var wanted = known(dataClasses);
        var why = text("reason", reason);
        ledger.lock(caseRef);
        if (!erasures.erase(caseRef, wanted, Erasures.Why.REQUEST, actor, acting)) return;
        records.write(Answers.beside(
                caseRef, "erasure", "", actor, acting, List.of(new Answers.Field("reason", "support", why))));
    }

    /**
     * Does what was granted in the answer to the person's request, in the transaction of the task.
     *
     * @param kinds as {@code erase} and {@code restrict}; the others are for people to do
     */
    public void granted(CaseRef caseRef, Actor actor, String role, Set<String> kinds, Set<String> dataClasses) {
        var erase = kinds.contains("erase");
        if (!erase && !kinds.contains("restrict")) return;
        if (dataClasses.isEmpty()) throw wrong("dataClasses", "Please tick what it is about.");
        if (erase) {
            erasures.refusal(caseRef, dataClasses).ifPresent(reason -> {
                throw wrong("dataClasses", reason);
            });
            erasures.erase(caseRef, dataClasses, Erasures.Why.REQUEST, actor, role);
        } else restrict(caseRef, dataClasses, "dataClasses", actor, role);
    }

    /** A text that is there, not too long and nothing but text. */
    static String text(String field, @Nullable String text) {
        if (text == null || text.isBlank()) throw wrong(field, "Please fill this in.");
        FreeText.problem(text).ifPresent(problem -> {
            throw wrong(field, problem);
        });
        return text;
    }

    private void restrict(CaseRef caseRef, Set<String> wanted, String field, Actor actor, String acting) {
        var needed = new TreeSet<>(wanted);
        needed.retainAll(Erasures.NEEDED_WHILE_OPEN);
        if (!needed.isEmpty())
            throw wrong(
                    field,
                    "Cannot be restricted, since the course of the case rests on it: " + String.join(", ", needed)
                            + ".");
        var added = new TreeSet<>(wanted);
        added.removeAll(restricted(caseRef).keySet());
        for (var dataClass : added)
            jdbc.sql("insert into restriction (case_ref, data_class, since) values (:ref, :class, :now)")
                    .param("ref", caseRef.value())
                    .param("class", dataClass)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        if (!added.isEmpty()) note(caseRef, EntryType.RESTRICTED, added, actor, acting);
    }

    private Map<String, Instant> restricted(CaseRef caseRef) {
        var since = new HashMap<String, Instant>();
        jdbc.sql("select data_class, since from restriction where case_ref = :ref")
                .param("ref", caseRef.value())
                .query(row -> {
                    since.put(
                            row.getString("data_class"),
                            row.getObject("since", OffsetDateTime.class).toInstant());
                });
        return since;
    }

    private void note(CaseRef caseRef, EntryType type, Collection<String> dataClasses, Actor actor, String acting) {
        ledger.append(Act.on(caseRef, type)
                .by(actor.user(), actor.agency(), acting)
                .with(Map.of("classes", String.join(" ", dataClasses))));
    }

    private Set<String> known(@Nullable List<String> dataClasses) {
        var wanted = dataClasses == null ? Set.<String>of() : new HashSet<>(dataClasses);
        if (wanted.isEmpty() || !classes.all().keySet().containsAll(wanted))
            throw wrong("classes", "Must be classes of data-classes.yaml, at least one.");
        return wanted;
    }

    private Period retention(String dataClass) {
        var known = classes.all().get(dataClass);
        return known == null ? Period.ZERO : known.retention();
    }

    private static InvalidAnswers wrong(String field, String message) {
        return new InvalidAnswers(List.of(new FieldProblem(field, message)));
    }
}
