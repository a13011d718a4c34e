package org.nrm.records.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.FreeText;
import org.nrm.mechanism.Roles;
import org.nrm.records.file.CaseFiles;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Is the person known already (a second referral, somebody who returns)? For roles that read {@code identity}, never law enforcement. Of a case that
 * one is not on one learns no more than whom to ask; every search is an entry in the cases that it finds.
 */
@Service
@Transactional
class PersonSearch {

    private static final int LONGEST_NAME = 200;
    private static final int MOST = 20;

    private final PersonIndex index;
    private final CaseFiles caseFiles;
    private final DataClasses classes;
    private final Roles roles;
    private final Ledger ledger;

    PersonSearch(PersonIndex index, CaseFiles caseFiles, DataClasses classes, Roles roles, Ledger ledger) {
        this.index = index;
        this.caseFiles = caseFiles;
        this.classes = classes;
        this.roles = roles;
        this.ledger = ledger;
    }

    /** Who is looked for. In a body, never in an address. */
    record Wanted(
            @Nullable String name,
            @Nullable String otherNames,
            @Nullable String birthDate) {}

    /**
     * A case that fits.
     *
     * @param caseRef  null of a case that one is not on
     * @param agency   that manages it, to be asked; null if there is none yet
     * @param strength strong, likely or weak
     */
    record Found(
            @Nullable String caseRef,
            String region,
            @Nullable String agency,
            String strength) {}

    /** May these roles search? */
    public boolean mayBy(Actor actor) {
        return actor.roles().stream().noneMatch(roles::lawEnforcement) && classes.readBy(actor.roles(), "identity");
    }

    /** The best matches first. */
    List<Found> find(Actor actor, Wanted wanted) {
        if (!mayBy(actor)) throw new NotAllowed("Your roles do not read identities.");
        var problems = new ArrayList<FieldProblem>();
        var name = wanted.name();
        if (name == null || name.isBlank()) problems.add(new FieldProblem("name", "Please give the name."));
        check("name", name, problems);
        check("otherNames", wanted.otherNames(), problems);
        check("birthDate", wanted.birthDate(), problems);
        if (!problems.isEmpty() || name == null) throw new InvalidAnswers(problems);
        var matches = index.find(name, wanted.otherNames(), wanted.birthDate()).entrySet().stream()
                .sorted(Map.Entry.<CaseRef, Token.Strength>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> entry.getKey().value()))
                .limit(MOST)
                .toList();
        var found = new ArrayList<Found>();
        // Entries in the order of references, so that two searches do not wait for each other.
        matches.stream()
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(CaseRef::value))
                .forEach(caseRef -> {
                    ledger.lock(caseRef);
                    ledger.append(Act.on(caseRef, EntryType.SEARCHED).by(actor.user(), actor.agency(), null));
                });
        for (var match : matches) {
            var file = caseFiles.find(match.getKey()).orElseThrow();
            var on = !caseFiles.readingRoles(match.getKey(), actor).isEmpty();
            found.add(new Found(
                    on ? match.getKey().value() : null,
                    file.region(),
                    caseFiles.assigned(match.getKey(), "case-manager").orElse(null),
                    match.getValue().name().toLowerCase(Locale.ROOT)));
        }
        return found;
    }

    private static void check(String field, @Nullable String text, List<FieldProblem> problems) {
        if (text != null)
            FreeText.problemOfLine(text, LONGEST_NAME)
                    .ifPresent(problem -> problems.add(new FieldProblem(field, problem)));
    }
}
