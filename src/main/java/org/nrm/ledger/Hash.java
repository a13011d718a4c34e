package org.nrm.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 hash. Leaves and nodes of the tree are told apart by their first byte (RFC 9162, 2.1.1). */
public final class Hash {

    /** Bytes of a hash. */
    public static final int LENGTH = 32;

    /** Stands before the first entry of a history. */
    public static final Hash NONE = new Hash(new byte[LENGTH]);

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The plain hash of all parts, one after the other. */
    public static Hash of(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) digest.update(part);
            return new Hash(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a leaf's content. */
    public static Hash leaf(byte[] content) {
        return of(LEAF, content);
    }

    /** Of two subtrees. */
    public static Hash node(Hash left, Hash right) {
        return of(NODE, left.bytes, right.bytes);
    }

    /** From 32 bytes. */
    public static Hash from(byte[] bytes) {
        if (bytes.length != LENGTH) throw new IllegalArgumentException("A hash has " + LENGTH + " bytes");
        return new Hash(bytes.clone());
    }

    /** From 64 lower-case hexadecimal digits. */
    public static Hash parse(String hex) {
        if (hex.length() != 2 * LENGTH || !hex.chars().allMatch(Hash::digit))
            throw new IllegalArgumentException("A hash is written as 64 hexadecimal digits");
        return new Hash(HexFormat.of().parseHex(hex));
    }

    private static boolean digit(int character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
    }

    /** From the form that a signed note has. */
    public static Hash parseBase64(String text) {
        return from(Base64.getDecoder().decode(text));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
