package org.nrm.ledger;

/** Checkpoints cannot be signed: the private key is not where it should be. Acts are recorded all the same. */
public final class SigningUnavailable extends RuntimeException {

    public SigningUnavailable(String message) {
        super(message);
    }
}
