package org.nrm.ledger.evidence;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.nrm.ledger.Hash;

/** The files of a zip that anybody may have made. Nothing is unpacked to disk, and nothing is read beyond the limits. */
final class BundleZip implements Closeable {

    private final ZipFile zip;
    private final Limits limits;
    private final Map<String, ZipEntry> files;
    private final Map<String, Hash> hashes = new HashMap<>();

    private BundleZip(ZipFile zip, Limits limits, Map<String, ZipEntry> files) {
        this.zip = zip;
        this.limits = limits;
        this.files = files;
    }

    static BundleZip open(Path path, Limits limits) throws Altered, UnusableBundle {
        if (!Files.exists(path)) throw new UnusableBundle("there is no such file");
        if (!Files.isRegularFile(path)) throw new UnusableBundle("is not a file");
        if (!Files.isReadable(path)) throw new UnusableBundle("may not be read");
        final ZipFile zip;
        try {
            zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            throw new UnusableBundle("is not a zip file, or is damaged");
        } catch (IOException e) {
            throw new UnusableBundle("cannot be read");
        }
        try {
            return new BundleZip(zip, limits, files(zip, limits));
        } catch (Altered | UnusableBundle | RuntimeException e) {
            try {
                zip.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static Map<String, ZipEntry> files(ZipFile zip, Limits limits) throws Altered, UnusableBundle {
        if (zip.size() > limits.files()) throw new UnusableBundle("holds more than " + limits.files() + " files");
        var files = new TreeMap<String, ZipEntry>();
        var unpacked = 0L;
        for (var entry : Collections.list(zip.entries())) {
            var name = entry.getName();
            if (unsafe(name))
                throw new Altered("holds a file whose name leads out of the bundle: '" + Words.oneLine(name) + "'");
            if (entry.isDirectory()) continue;
            if (files.put(name, entry) != null) throw new Altered("holds the file '" + Words.oneLine(name) + "' twice");
            unpacked += Math.max(0, entry.getSize());
            if (unpacked > limits.unpacked()) throw tooLarge(limits);
            if (entry.getSize() > Limits.WORTH_PACKING
                    && entry.getSize() / Math.max(1, entry.getCompressedSize()) > limits.ratio())
                throw new UnusableBundle("holds a file that unpacks to more than " + limits.ratio()
                        + " times its size ('" + Words.oneLine(name) + "'): no export does");
        }
        return files;
    }

    private static boolean unsafe(String name) {
        if (name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf(':') >= 0) return true;
        if (name.chars().anyMatch(Character::isISOControl)) return true;
        for (var part : name.split("/", -1)) if (part.equals("..") || part.equals(".")) return true;
        return false;
    }

    private static UnusableBundle tooLarge(Limits limits) {
        return new UnusableBundle(
                "unpacks to more than " + limits.unpacked() / Limits.WORTH_PACKING + " MB, which no case does");
    }

    Set<String> names() {
        return files.keySet();
    }

    boolean holds(String name) {
        return files.containsKey(name);
    }

    /** The bytes of a small file. */
    byte[] bytes(String name) throws Altered, UnusableBundle, IOException {
        try (var in = open(name)) {
            var bytes = in.readNBytes(limits.small() + 1);
            if (bytes.length > limits.small())
                throw new UnusableBundle("holds a file that is too large: '" + Words.oneLine(name) + "'");
            return bytes;
        }
    }

    /** The text of a small file. */
    static String text(byte[] bytes) throws Altered {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.startsWith("\uFEFF"))
                throw new Altered("begins with a byte order mark, which it was not exported with");
            return text;
        } catch (CharacterCodingException e) {
            throw new Altered("is not UTF-8 text");
        }
    }

    /** The hash of a file, reckoned once. */
    Hash hash(String name) throws Altered, UnusableBundle, IOException {
        var known = hashes.get(name);
        if (known != null) return known;
        try (var in = open(name)) {
            return in.hash();
        }
    }

    /** Reads a file as it is unpacked. */
    Unpacking open(String name) throws Altered, UnusableBundle, IOException {
        var entry = files.get(name);
        if (entry == null) throw new Altered("is missing");
        try {
            return new Unpacking(zip.getInputStream(entry), name, entry.getSize());
        } catch (ZipException e) {
            throw new UnusableBundle(
                    "holds a file that is packed in a way that this program does not know, or damaged ('"
                            + Words.oneLine(name) + "')");
        }
    }

    /** Counts and hashes what goes through it. */
    final class Unpacking extends FilterInputStream {

        private final MessageDigest digest;
        private final String name;
        private long left;

        private Unpacking(InputStream in, String name, long size) {
            super(in);
            this.name = name;
            this.left = size;
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var count = super.read(bytes, offset, length);
            if (count > 0) {
                digest.update(bytes, offset, count);
                left -= count;
                if (left < 0)
                    throw new TooLarge("holds a file that is larger than it says: '" + Words.oneLine(name) + "'");
            }
            return count;
        }

        /** The hash of the whole file; reads what is left of it. */
        Hash hash() throws IOException {
            var rest = new byte[8192];
            while (read(rest, 0, rest.length) >= 0) {}
            var hash = Hash.from(digest.digest());
            hashes.put(name, hash);
            return hash;
        }
    }

    /** A file that is larger than it says. */
    static final class TooLarge extends IOException {
        TooLarge(String message) {
            super(message);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
