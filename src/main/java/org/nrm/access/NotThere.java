package org.nrm.access;

/** It does not exist, or is not for the caller: the answer is the same. */
public final class NotThere extends RuntimeException {
    public NotThere() {
        super("not-there");
    }
}
