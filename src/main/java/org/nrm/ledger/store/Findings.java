package org.nrm.ledger.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.LedgerReport.Finding;

/** What one part of a check found, each thing once and no more than somebody reads; a ledger can be altered in every entry. */
final class Findings {

    /** Kept of one part. */
    static final int MOST = 1_000;

    private final Set<Finding> seen = new HashSet<>();
    private final List<Finding> list = new ArrayList<>();
    private long more;

    void add(Finding finding) {
        if (list.size() == MOST) more++;
        else if (seen.add(finding)) list.add(finding);
    }

    void add(@Nullable String stream, long seq, String message) {
        add(new Finding(stream, seq, message));
    }

    /** How many there are, also of those that are not kept. */
    long size() {
        return list.size() + more;
    }

    List<Finding> list() {
        var all = new ArrayList<>(list);
        if (more > 0) all.add(new Finding(null, 0, more + " more things of this kind do not fit"));
        return all;
    }
}
