package org.nrm.ledger.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.CanonicalJson.NotCanonical;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.HistoryCheck.Committed;
import org.nrm.ledger.evidence.Verification.Problem;

/** Content beside the commitments in the entries: it is the same, or it was erased and an entry says so, or it is missing. */
final class ContentCheck {

    private static final Set<String> MEMBERS = Set.of("recording", "class", "salt", "fields");

    private final Set<String> classes;
    private final HistoryCheck history;
    private final Map<String, Committed> open;
    private final List<Problem> problems = new ArrayList<>();
    private long matches;
    private long erased;

    ContentCheck(Set<String> classes, HistoryCheck history) {
        this.classes = classes;
        this.history = history;
        this.open = new LinkedHashMap<>(history.committed());
    }

    long matches() {
        return matches;
    }

    long erased() {
        return erased;
    }

    List<Problem> problems() {
        return problems;
    }

    void run(Lines lines) throws Altered, UnusableBundle, IOException {
        if (history.problem().isPresent()) return; // the commitments themselves are in doubt
        for (var line = lines.next(); line != null; line = lines.next()) line(lines.number(), line);
        for (var missing : open.values()) {
            if (history.erased(missing.dataClass()) > missing.entry().seq()) erased++;
            else
                problems.add(new Problem(
                        missing.entry().seq(),
                        missing.entry().name() + ": what it recorded of the class " + Words.oneLine(missing.dataClass())
                                + " is missing, and no later entry says that it was erased"));
        }
    }

    private void line(long number, String line) throws Altered {
        try {
            var object = CanonicalJson.read(line);
            if (!object.keySet().equals(MEMBERS))
                throw new Altered("has other members than the format in line " + number);
            var dataClass = Members.text(object, "class");
            var fields = Members.object(object, "fields");
            for (var field : fields.keySet()) Members.text(fields, field);
            var salt = HexFormat.of().parseHex(Members.text(object, "salt"));
            if (!classes.contains(dataClass))
                throw new Altered("holds content of a class that was not exported, in line " + number);
            var committed = open.remove(Members.text(object, "recording") + " " + dataClass);
            if (committed == null)
                throw new Altered("holds content that no entry recorded, or twice, in line " + number);
            if (Hash.of(salt, EvidenceBundle.bytes(CanonicalJson.write(fields)))
                    .toString()
                    .equals(committed.commitment())) matches++;
            else
                problems.add(new Problem(
                        committed.entry().seq(),
                        committed.entry().name() + ": the content of the class " + Words.oneLine(dataClass)
                                + " is not what was recorded: it or its salt was changed"));
        } catch (NotCanonical | IllegalArgumentException e) {
            throw new Altered("is not as it was exported in line " + number);
        }
    }
}
