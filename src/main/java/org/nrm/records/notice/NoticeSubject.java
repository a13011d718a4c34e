package org.nrm.records.notice;

import java.util.Set;

/** Keeps what notices are about. */
public interface NoticeSubject {

    /** The classes of data that the subject of such a notice is about; empty if it is not kept here. */
    Set<String> classes(Notice notice, String subject);
}
