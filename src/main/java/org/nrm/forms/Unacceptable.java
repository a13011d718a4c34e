package org.nrm.forms;

/** An answer that cannot be taken; the message says why. */
public final class Unacceptable extends Exception {

    Unacceptable(String message) {
        super(message);
    }
}
