package org.nrm.ledger.evidence;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.CanonicalJson.NotCanonical;
import org.nrm.ledger.Entry;
import org.nrm.ledger.Hash;

/**
 * What is in a bundle. Signed by the log, so that nothing can be left out of the bundle, its last entries included, or put into it.
 *
 * @param stream  reference of the case
 * @param entries how many the case had at the checkpoint
 * @param last    hash of the last of them
 * @param size    of the tree at the checkpoint
 * @param classes data classes of which the content is in the bundle
 * @param by      who exported it
 * @param time    of the export, as RFC 3339
 * @param files   path → hash
 */
record Manifest(
        String stream,
        long entries,
        Hash last,
        long size,
        Set<String> classes,
        String by,
        String time,
        Map<String, Hash> files) {

    static final String FILE = "manifest.json";
    static final String SIGNATURE = "signature.txt";
    static final String FORMAT = "nrm-evidence";
    static final long VERSION = 1;

    private static final Set<String> MEMBERS =
            Set.of("format", "version", "case", "entries", "checkpoint", "classes", "exported", "files");

    /** The written form. */
    String text() {
        var hashes = new TreeMap<String, String>();
        files.forEach((path, hash) -> hashes.put(path, hash.toString()));
        return CanonicalJson.write(Map.of(
                        "format",
                        FORMAT,
                        "version",
                        VERSION,
                        "case",
                        stream,
                        "entries",
                        Map.of("count", entries, "last", last.toString()),
                        "checkpoint",
                        Map.of("size", size),
                        "classes",
                        words(classes),
                        "exported",
                        Map.of("by", by, "time", time),
                        "files",
                        hashes))
                + "\n";
    }

    /** The text that is signed; no checkpoint and no announcement of a key has this form. */
    static String signedText(String origin, String manifest) {
        return origin + "\nevidence bundle\n" + Hash.of(manifest.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "\n";
    }

    /** From its written form. */
    static Manifest read(String text) throws Altered, UnusableBundle {
        if (!text.contains("\"" + FORMAT + "\""))
            throw new UnusableBundle("is no evidence bundle: its " + FILE + " does not have the format " + FORMAT);
        if (text.indexOf('\r') >= 0)
            throw new Altered("has line ends of another system (CR LF) than it was exported with");
        if (!text.endsWith("\n")) throw new Altered("is cut off");
        try {
            var object = CanonicalJson.read(text.substring(0, text.length() - 1));
            if (!FORMAT.equals(object.get("format")))
                throw new UnusableBundle("is no evidence bundle: its " + FILE + " does not have the format " + FORMAT);
            if (!(object.get("version") instanceof Long version)) throw new Altered("has no format version");
            if (version != VERSION)
                throw new UnusableBundle("has the format version " + version + "; this program reads version " + VERSION
                        + ". Use the program of the service that exported it");
            if (!object.keySet().equals(MEMBERS)) throw new Altered("has other members than the format");
            var exported = Members.object(object, "exported", "by", "time");
            var entries = Members.object(object, "entries", "count", "last");
            var files = new TreeMap<String, Hash>();
            var hashes = Members.object(object, "files");
            for (var path : hashes.keySet()) files.put(path, Members.hash(hashes, path));
            return new Manifest(
                    Members.text(object, "case"),
                    Members.number(entries, "count"),
                    Members.hash(entries, "last"),
                    Members.number(Members.object(object, "checkpoint", "size"), "size"),
                    set(Members.text(object, "classes")),
                    Members.text(exported, "by"),
                    Members.text(exported, "time"),
                    files);
        } catch (NotCanonical e) {
            throw new Altered(e);
        }
    }

    private static String words(Collection<String> words) {
        return String.join(" ", new TreeSet<>(words));
    }

    /** The words in a text with spaces between them. */
    static Set<String> set(@Nullable String words) {
        return words == null || words.isEmpty() ? Set.of() : new TreeSet<>(java.util.Arrays.asList(words.split(" ")));
    }

    /** Hash of the last entry, or of nothing. */
    static Hash last(java.util.List<Entry> entries) {
        return entries.isEmpty() ? Hash.NONE : entries.get(entries.size() - 1).hash();
    }
}
