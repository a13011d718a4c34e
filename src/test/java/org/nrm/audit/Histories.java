package org.nrm.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;

/** A case whose entries are told one by one, a minute apart. */
final class Histories {

    static final CaseRef CASE = new CaseRef("NRM-2026-AAAA1111");

    private static final Instant OPENED = Instant.parse("2026-03-02T22:58:30.250Z");

    private final CaseRef caseRef;
    private final List<Entry> entries = new ArrayList<>();

    private Histories(CaseRef caseRef) {
        this.caseRef = caseRef;
    }

    static Histories of(CaseRef caseRef) {
        return new Histories(caseRef);
    }

    static Act act(EntryType type) {
        return Act.on(CASE, type);
    }

    static Act step(EntryType type, String process, String element, String instance) {
        return act(type).at(process, element, null).in(new Act.Place(3, "ab".repeat(Hash.LENGTH), instance, "p1"));
    }

    static Act task(EntryType type, String process, String element, String task) {
        return act(type).at(process, element, task).in(new Act.Place(3, "ab".repeat(Hash.LENGTH), "i-" + task, "p1"));
    }

    Histories then(Act act) {
        var last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
        entries.add(Entry.of(
                entries.size() + 1,
                OPENED.plus(Duration.ofMinutes(entries.size())),
                act,
                last == null ? Hash.NONE : last.hash()));
        return this;
    }

    Histories then(Act act, Map<String, String> facts) {
        return then(act.with(facts));
    }

    Trace trace() {
        return new Trace(caseRef, entries);
    }
}
