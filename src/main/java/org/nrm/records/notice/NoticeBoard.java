package org.nrm.records.notice;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.mechanism.DataClasses;
import org.nrm.records.file.CaseFiles;
import org.nrm.web.Cursor;
import org.nrm.web.NotThere;
import org.nrm.web.Part;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The notices of an agency in words that need nothing of the case: kind, reference, classes. */
@Service
@Transactional
class NoticeBoard {

    private final Notices notices;
    private final List<NoticeSubject> subjects;
    private final DataClasses classes;
    private final CaseFiles caseFiles;

    NoticeBoard(Notices notices, List<NoticeSubject> subjects, DataClasses classes, CaseFiles caseFiles) {
        this.notices = notices;
        this.subjects = List.copyOf(subjects);
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

    /**
     * What the actor's agency has not acknowledged, oldest first.
     *
     * @param cursor of the part; null for the first
     */
    @Transactional(readOnly = true)
    public Part<Shown> open(Actor actor, @Nullable String cursor) {
        return notices.open(actor, Cursor.of(cursor, Cursor.OLDEST))
                .map(notice -> new Shown(
                        notice,
                        classes(notice),
                        !caseFiles.readingRoles(notice.caseRef(), actor).isEmpty()));
    }

    /** Takes note, or confirms that it is done; again changes nothing. */
    public void acknowledge(Actor actor, String id) {
        if (notices.acknowledge(actor, id).isEmpty()) throw new NotThere();
    }

    private List<String> classes(Notice notice) {
        var subject = notice.subject();
        if (subject == null) return List.of();
        if (classes.all().containsKey(subject)) return List.of(subject);
        return subjects.stream()
                .flatMap(kept -> kept.classes(notice, subject).stream())
                .distinct()
                .sorted()
                .toList();
    }
}
