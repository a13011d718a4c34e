package org.nrm.access;

/** The caller may know of it, but may not do this. */
public final class NotAllowed extends RuntimeException {
    public NotAllowed(String message) {
        super(message);
    }
}
