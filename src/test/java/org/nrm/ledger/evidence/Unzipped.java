package org.nrm.ledger.evidence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.CanonicalJson.NotCanonical;
import org.nrm.ledger.Hash;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.SigningKey;

/** The files of a bundle, to be changed and packed again. */
final class Unzipped {

    final Map<String, byte[]> files = new LinkedHashMap<>();

    Unzipped(byte[] bundle) {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bundle), StandardCharsets.UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                files.put(entry.getName(), zip.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Unzipped(Unzipped other) {
        other.files.forEach((path, bytes) -> files.put(path, bytes.clone()));
    }

    String text(String file) {
        return new String(files.get(file), StandardCharsets.UTF_8);
    }

    void put(String file, String text) {
        files.put(file, text.getBytes(StandardCharsets.UTF_8));
    }

    void change(String file, UnaryOperator<String> change) {
        var before = text(file);
        var after = change.apply(before);
        if (after.equals(before)) throw new IllegalArgumentException("Nothing was changed in " + file);
        put(file, after);
    }

    /** The lines of a file without their ends. */
    List<String> lines(String file) {
        return new ArrayList<>(Arrays.asList(text(file).split("\n", -1))).subList(0, (int)
                text(file).chars().filter(each -> each == '\n').count());
    }

    void lines(String file, List<String> lines) {
        put(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    /** Makes the hashes and the count in the manifest fit again, as one does who cannot sign it. */
    void putManifestRight() {
        var manifest = manifest();
        var hashes = new TreeMap<String, String>();
        files.forEach((path, bytes) -> {
            if (!path.equals(Manifest.FILE) && !path.equals(Manifest.SIGNATURE))
                hashes.put(path, Hash.of(bytes).toString());
        });
        manifest.put("files", hashes);
        var entries = lines(EvidenceBundle.ENTRIES);
        var last = entries.isEmpty()
                ? Hash.NONE
                : Hash.leaf(entries.get(entries.size() - 1).getBytes(StandardCharsets.UTF_8));
        manifest.put("entries", Map.of("count", entries.size(), "last", last.toString()));
        put(Manifest.FILE, CanonicalJson.write(manifest) + "\n");
    }

    Map<String, Object> manifest() {
        return new TreeMap<>(object(text(Manifest.FILE).strip()));
    }

    static Map<String, Object> object(String line) {
        try {
            return new TreeMap<>(CanonicalJson.read(line));
        } catch (NotCanonical e) {
            throw new IllegalArgumentException(e);
        }
    }

    void sign(SigningKey key) {
        var text = Manifest.signedText(SyntheticLog.ORIGIN, text(Manifest.FILE));
        put(Manifest.SIGNATURE, SignedNote.write(text, List.of(key.sign(text))));
    }

    byte[] zip() {
        return zip(ZipOutputStream.DEFLATED, files);
    }

    static byte[] zip(int method, Map<String, byte[]> files) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (var file : files.entrySet()) {
                var entry = new ZipEntry(file.getKey());
                entry.setMethod(method);
                if (method == ZipOutputStream.STORED) {
                    var crc = new java.util.zip.CRC32();
                    crc.update(file.getValue());
                    entry.setSize(file.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
