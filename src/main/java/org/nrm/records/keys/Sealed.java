package org.nrm.records.keys;

/**
 * A value that only its key opens.
 *
 * @param keyId of the key, in the key store
 * @param text  the ciphertext, Base64
 */
public record Sealed(String keyId, String text) {}
