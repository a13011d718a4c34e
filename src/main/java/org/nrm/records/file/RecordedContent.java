package org.nrm.records.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.ComparesWithLedger;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.LedgerReport.Finding;
import org.nrm.records.keys.KeysUnavailable;
import org.springframework.stereotype.Component;

/** What was written down must be what the entry committed to: the same, or erased by an entry that says so. */
@Component
class RecordedContent implements ComparesWithLedger {

    private final Recordings recordings;

    RecordedContent(Recordings recordings) {
        this.recordings = recordings;
    }

    private record Key(String recording, String dataClass) {}

    @Override
    public List<Finding> compare(CaseRef caseRef, List<Entry> entries) {
        var findings = new ArrayList<Finding>();
        Map<Key, String> commitments = new HashMap<>();
        try {
            for (var opened : recordings.open(caseRef, classes(entries)))
                commitments.put(new Key(opened.recording(), opened.dataClass()), opened.commitment());
        } catch (KeysUnavailable e) {
            return List.of(new Finding(
                    caseRef.value(), 0, "what was written down cannot be compared: the key store is not there"));
        }
        var versions = recordings.versions(caseRef);
        Set<String> erased = new HashSet<>();
        for (var index = entries.size() - 1; index >= 0; index--) {
            var entry = entries.get(index);
            if (entry.act().type() == EntryType.ERASED)
                erased.addAll(
                        List.of(entry.act().facts().getOrDefault("classes", "").split(" ", -1)));
            if (entry.act().type() != EntryType.RECORDED) continue;
            var facts = entry.act().facts();
            var version = facts.get("version");
            if (version != null
                    && !Set.of(version).containsAll(versions.getOrDefault(facts.get("recording"), Set.of())))
                findings.add(Finding.of(entry, "what was written down is said to be of another version of the models"));
            for (var commitment : entry.act().commitments().entrySet()) {
                var found = commitments.remove(new Key(facts.getOrDefault("recording", ""), commitment.getKey()));
                if (found == null && !erased.contains(commitment.getKey()))
                    findings.add(Finding.of(
                            entry,
                            "what was written down of class " + commitment.getKey()
                                    + " is gone or does not open, and no entry says that it was erased"));
                else if (found != null && !found.equals(commitment.getValue()))
                    findings.add(Finding.of(
                            entry, "what was written down of class " + commitment.getKey() + " was changed"));
            }
        }
        if (!commitments.isEmpty())
            findings.add(new Finding(caseRef.value(), 0, "something was written down of which no entry tells"));
        Collections.reverse(findings);
        return findings;
    }

    private static Set<String> classes(List<Entry> entries) {
        var classes = new HashSet<String>();
        for (var entry : entries) classes.addAll(entry.act().commitments().keySet());
        return classes;
    }
}
