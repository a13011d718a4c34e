package org.nrm.rights.model;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.mechanism.Words;

/** Which tasks give a service that starts from the person's own consent to it (R12): the same for the proof and for the run. */
public final class ConsentNeeded {

    /** Safe within hours: who is in danger is helped first and asked to sign afterwards. */
    private static final String AT_ONCE = "immediate-protection";

    /** Sees to everything else on the person's behalf, and asks for the consents. */
    private static final String CASE_MANAGER = "case-manager";

    /** Asking, telling and looking after safety come before any consent. */
    private static final Set<Mark> WITHOUT =
            Set.of(Mark.OFFERS, Mark.CONSENTS, Mark.INFORMS, Mark.INTERPRETS, Mark.ASSESSES_RISK);

    private ConsentNeeded() {}

    /** Does a user task with these annotations need a consent to its service? */
    public static boolean by(String process, @Nullable Strand strand, @Nullable String role, Collection<Mark> marks) {
        return strand == Strand.ASSISTANCE
                && !CASE_MANAGER.equals(role)
                && !process.equals(AT_ONCE)
                && marks.stream().noneMatch(WITHOUT::contains);
    }

    /** The kinds of {@code nrm:of}, disclosures left out. */
    public static List<String> kinds(List<String> of) {
        return of.stream()
                .filter(item -> !DisclosureScope.meant(item))
                .flatMap(item -> Words.of(item, ",").stream())
                .toList();
    }
}
