package org.nrm.records;

import java.util.List;
import org.nrm.access.Actor;
import org.nrm.web.NotThere;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The notices of an agency in words that need nothing of the case: kind, reference, classes. */
@Service
@Transactional
class NoticeBoard {

    private final Notices notices;
    private final Disclosures disclosures;
    private final FileAccesses accesses;
    private final DataClasses classes;
    private final CaseFiles caseFiles;

    NoticeBoard(
            Notices notices, Disclosures disclosures, FileAccesses accesses, DataClasses classes, CaseFiles caseFiles) {
        this.notices = notices;
        this.disclosures = disclosures;
        this.accesses = accesses;
        this.classes = classes;
        this.caseFiles = caseFiles;
    }

    /**
     * A notice for its reader.
     *
     * @param classes of data that it is about, sorted; empty if it is about none
     * @param onCase  may the reader open the case
     */
    record Shown(Notice notice, List<String> classes, boolean onCase) {}

    /** What the actor's agency has not acknowledged, oldest first. */
    @Transactional(readOnly = true)
    public List<Shown> open(Actor actor) {
        return notices.open(actor).stream()
                .map(notice -> new Shown(
                        notice,
                        classes(notice),
                        !caseFiles.readingRoles(notice.caseRef(), actor).isEmpty()))
                .toList();
    }

    /** Takes note, or confirms that it is done; again changes nothing. */
    public void acknowledge(Actor actor, String id) {
        if (notices.acknowledge(actor, id).isEmpty()) throw new NotThere();
    }

    private List<String> classes(Notice notice) {
        var subject = notice.subject();
        if (subject == null) return List.of();
        if (classes.all().containsKey(subject)) return List.of(subject);
        return switch (notice.kind()) {
            case DELETE_WHAT_WAS_DISCLOSED, TELL_THE_PERSON ->
                disclosures.of(notice.caseRef()).stream()
                        .filter(disclosure -> disclosure.id().equals(subject))
                        .flatMap(disclosure -> disclosure.classes().stream())
                        .sorted()
                        .toList();
            case BREAK_GLASS, AUDIT_ASKED, AUDIT_APPROVED ->
                accesses.find(subject).map(FileAccess::classes).orElse(List.of());
            case ERASURE_DUE, OF_AGE, CONSENT_ENDS -> List.of();
        };
    }
}
