package org.nrm.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** A private Ed25519 key with its public one. Written as two lines, verifier key and PKCS #8 in base64, for a file that only the service reads. */
public final class SigningKey {

    private static final int KEY_BYTES = 32;

    private final VerifierKey verifier;
    private final PrivateKey key;

    private SigningKey(VerifierKey verifier, PrivateKey key) {
        this.verifier = verifier;
        this.key = key;
    }

    /** A new key of a log. */
    public static SigningKey generate(String name) throws UnusableNote {
        return generate(name, VerifierKey.LOG);
    }

    /** A new key of a witness. */
    public static SigningKey generateWitness(String name) throws UnusableNote {
        return generate(name, VerifierKey.WITNESS);
    }

    private static SigningKey generate(String name, byte type) throws UnusableNote {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var encoded = pair.getPublic().getEncoded();
            var bytes = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
            return new SigningKey(VerifierKey.of(name, type, bytes), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From its written form. */
    public static SigningKey parse(String text) throws UnusableNote {
        var lines = text.strip().lines().toList();
        if (lines.size() != 2)
            throw new UnusableNote("a signing key is two lines: its verifier key and the private key");
        try {
            var key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(1))));
            var signing = new SigningKey(VerifierKey.parse(lines.get(0)), key);
            var probe = "probe".getBytes(StandardCharsets.UTF_8);
            if (!signing.verifier.checks(probe, signing.signature(probe)))
                throw new UnusableNote("the private key is not that of " + signing.verifier.name());
            return signing;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableNote("the private key is no Ed25519 key");
        }
    }

    /** The written form; secret. */
    public String secretText() {
        return verifier + "\n" + Base64.getEncoder().encodeToString(key.getEncoded()) + "\n";
    }

    public VerifierKey verifier() {
        return verifier;
    }

    /** A signature line for the text of a note. */
    public String sign(String text) {
        return line(signature(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A witness's signature line: it saw this note at that time, and that it goes on from the one it saw before (C2SP tlog-cosignature). */
    public String cosign(String text, Instant time) {
        var signature = signature(cosigned(text, time.getEpochSecond()));
        return line(ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(time.getEpochSecond())
                .put(signature)
                .array());
    }

    static byte[] cosigned(String text, long epochSecond) {
        return ("cosignature/v1\ntime " + epochSecond + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    private String line(byte[] signature) {
        var bytes = ByteBuffer.allocate(VerifierKey.ID_BYTES + signature.length)
                .put(verifier.idBytes())
                .put(signature)
                .array();
        return SignedNote.DASH + verifier.name() + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
    }

    private byte[] signature(byte[] message) {
        try {
            var ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
