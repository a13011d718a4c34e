package org.nrm.access;

/** It cannot be done as things stand, for a reason that the caller may know. */
public final class Conflict extends RuntimeException {
    public Conflict(String message) {
        super(message);
    }
}
