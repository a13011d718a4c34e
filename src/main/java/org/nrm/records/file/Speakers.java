package org.nrm.records.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.web.NotAllowed;
import org.springframework.stereotype.Component;

/** Who acts for the person of a case: in her name, or beside her when she is asked something. */
@Component
public class Speakers {

    private static final List<String> IN_HER_NAME = List.of("case-manager", "legal-adviser", "guardian");

    private static final List<String> WITH_HER = withHealth();

    private final CaseFiles caseFiles;

    Speakers(CaseFiles caseFiles) {
        this.caseFiles = caseFiles;
    }

    /** The role in which the actor raises events, withdraws and asks for data in the person's name; empty for who does not. */
    public Optional<String> inHerName(CaseRef caseRef, Actor actor) {
        return first(IN_HER_NAME, caseRef, actor);
    }

    /** The same, where nobody else does it: refused with NOT_ALLOWED. */
    public String speaking(CaseRef caseRef, Actor actor) {
        return inHerName(caseRef, actor).orElseThrow(() -> new NotAllowed("Only who speaks for the person does this."));
    }

    /** The role in which the actor explains, records what the person agrees to and prints it for her; empty for who does not. */
    public Optional<String> withHer(CaseRef caseRef, Actor actor) {
        return first(WITH_HER, caseRef, actor);
    }

    /** Is one of these the role of somebody who acts in the person's name? */
    public static boolean inHerName(Set<String> roles) {
        return IN_HER_NAME.stream().anyMatch(roles::contains);
    }

    private Optional<String> first(List<String> roles, CaseRef caseRef, Actor actor) {
        var held = caseFiles.readingRoles(caseRef, actor);
        return roles.stream().filter(held::contains).findFirst();
    }

    private static List<String> withHealth() {
        var roles = new ArrayList<>(IN_HER_NAME);
        roles.add("health");
        return List.copyOf(roles);
    }
}
