package org.nrm.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Hash;

/**
 * A public Ed25519 key with the name of who signs with it, written {@code name+id+key} (C2SP signed-note, "Verifier keys").
 * Of a log (type 1) it checks a note; of a witness (type 4) a note and the time at which it was seen.
 */
public final class VerifierKey {

    static final byte LOG = 1;
    static final byte WITNESS = 4;
    static final int ID_BYTES = 4;

    private static final int KEY_BYTES = 32;
    static final Pattern NAME = Pattern.compile("[^\\s+\\p{Cntrl}]{1,100}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte type;
    private final byte[] key;
    private final PublicKey publicKey;

    private VerifierKey(String name, byte type, byte[] key, PublicKey publicKey) {
        this.name = name;
        this.type = type;
        this.key = key;
        this.publicKey = publicKey;
    }

    static VerifierKey of(String name, byte type, byte[] key) throws UnusableNote {
        if (!NAME.matcher(name).matches()) throw new UnusableNote("a key's name has no white space and no plus sign");
        if (key.length != KEY_BYTES) throw new UnusableNote("an Ed25519 key has 32 bytes");
        try {
            var encoded = ByteBuffer.allocate(X509_PREFIX.length + KEY_BYTES)
                    .put(X509_PREFIX)
                    .put(key)
                    .array();
            var publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            return new VerifierKey(name, type, key.clone(), publicKey);
        } catch (GeneralSecurityException e) {
            throw new UnusableNote("the key of " + name + " is no Ed25519 key");
        }
    }

    /** From its written form. */
    public static VerifierKey parse(String text) throws UnusableNote {
        var parts = text.strip().split("\\+", 3);
        if (parts.length != 3) throw new UnusableNote("a verifier key is written name+id+key");
        final byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new UnusableNote("the key of " + parts[0] + " is not base64");
        }
        if (bytes.length == 0 || (bytes[0] != LOG && bytes[0] != WITNESS))
            throw new UnusableNote("the key of " + parts[0] + " is of a type that this program does not know");
        var key = of(parts[0], bytes[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!key.id().equals(parts[1]))
            throw new UnusableNote("the id of the key of " + parts[0] + " is not that of its bytes");
        return key;
    }

    public String name() {
        return name;
    }

    /** Is it the key of one who saw a checkpoint, rather than of the log that made it? */
    public boolean ofWitness() {
        return type == WITNESS;
    }

    /** Eight hexadecimal digits by which signatures name their key. */
    public String id() {
        return HexFormat.of().formatHex(idBytes());
    }

    byte[] idBytes() {
        return Arrays.copyOf(
                Hash.of(name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n', type}, key)
                        .bytes(),
                ID_BYTES);
    }

    boolean checks(byte[] message, byte[] signature) {
        try {
            var ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(publicKey);
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature of another length, or points off the curve: not this key's
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifierKey that
                && type == that.type
                && name.equals(that.name)
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /** The written form. */
    @Override
    public String toString() {
        var bytes = ByteBuffer.allocate(1 + KEY_BYTES).put(type).put(key).array();
        return name + "+" + id() + "+" + Base64.getEncoder().encodeToString(bytes);
    }
}
