package org.nrm.ledger.note;

/** A note, checkpoint or key that is not written as it should be; the message says how, and holds nothing of it but names. */
public final class UnusableNote extends Exception {

    UnusableNote(String message) {
        super(message);
    }
}
