package org.nrm.ledger.evidence;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.CanonicalJson.NotCanonical;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.Verification.Problem;

/**
 * The sets of models in a bundle.
 *
 * @param sets hash of the set → path → hash of the file; null if that could not be read
 */
record ModelSets(@Nullable Map<String, Map<String, String>> sets) {

    static final ModelSets UNKNOWN = new ModelSets(null);

    static ModelSets read(String text) throws Altered {
        var sets = new TreeMap<String, Map<String, String>>();
        try {
            if (!text.endsWith("\n")) throw new Altered("is cut off");
            var object = CanonicalJson.read(text.substring(0, text.length() - 1));
            for (var set : object.keySet()) {
                var files = new TreeMap<String, String>();
                var paths = Members.object(object, set);
                for (var path : paths.keySet())
                    files.put(path, Members.hash(paths, path).toString());
                if (!EvidenceBundle.setHash(files).toString().equals(set))
                    throw new Altered("holds a set of models whose files are not its own");
                sets.put(set, files);
            }
        } catch (NotCanonical e) {
            throw new Altered(e);
        }
        return new ModelSets(sets);
    }

    boolean know(String set) {
        return sets == null || sets.containsKey(set);
    }

    /** The first file that is not the one of its set, by the entry that rests on it. */
    Optional<Problem> check(BundleZip zip, HistoryCheck history) throws UnusableBundle, IOException {
        if (sets == null) return Optional.empty();
        for (var set : sets.entrySet())
            for (var file : set.getValue().entrySet()) {
                var path = EvidenceBundle.modelFile(file.getKey(), file.getValue());
                var fault = fault(zip, path, Hash.parse(file.getValue()));
                if (fault == null) continue;
                var message = Words.oneLine(path) + " (" + Words.oneLine(file.getKey()) + ") " + fault;
                var first = history.firstOfModel().get(set.getKey());
                return Optional.of(
                        first == null
                                ? new Problem(null, message)
                                : new Problem(first.seq(), first.name() + " and others rest on " + message));
            }
        return Optional.empty();
    }

    private static @Nullable String fault(BundleZip zip, String path, Hash hash) throws UnusableBundle, IOException {
        try {
            return zip.hash(path).equals(hash) ? null : "which was replaced";
        } catch (Altered e) {
            return "which " + e.getMessage();
        }
    }
}
