package org.nrm.casework;

/** The caller may know of it, but may not do this. */
final class NotAllowed extends RuntimeException {
    NotAllowed(String message) {
        super(message);
    }
}
