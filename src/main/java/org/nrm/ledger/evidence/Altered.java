package org.nrm.ledger.evidence;

/** A bundle is not as it was exported. The message goes on from the name of the file or entry, and holds no content. */
final class Altered extends Exception {

    Altered(String message) {
        super(message);
    }

    Altered(Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
