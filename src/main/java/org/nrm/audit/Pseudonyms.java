package org.nrm.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for one export: the same name for the same thing within it, and no way back, for the key is random and is not kept. Two exports
 * cannot be joined by them.
 */
final class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY = 32;
    private static final int SHOWN = 8;

    private final Mac mac;

    Pseudonyms(SecureRandom random) {
        var key = new byte[KEY];
        random.nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@code agency-5f3c0a917be2d644}. */
    String of(String kind, String value) {
        return kind + "-" + HexFormat.of().formatHex(code(kind, value), 0, SHOWN);
    }

    /** The same as a UUID (version 8: its bits have no meaning to others, RFC 9562). */
    UUID id(String kind, String value) {
        var bits = ByteBuffer.wrap(code(kind, value));
        var high = (bits.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        var low = (bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private byte[] code(String kind, String value) {
        mac.update(kind.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
    }
}
