package org.nrm.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What an entry holds of something that was written down: enough to recognise it, nothing to guess it by without the salt. */
public final class Commitment {

    private Commitment() {}

    /**
     * SHA-256 of the salt and the canonical JSON of the fields, in hexadecimal digits.
     *
     * @param salt   random, in base64
     * @param fields field → its value as JSON text
     */
    public static String of(String salt, Map<String, String> fields) {
        return Hash.of(
                        Base64.getDecoder().decode(salt),
                        CanonicalJson.write(fields).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
