package org.nrm.records.keys;

/** This one value does not open: it was altered or moved, its key is missing, or the key was erased. Others do. */
public final class Unreadable extends RuntimeException {

    Unreadable(String message) {
        super(message);
    }
}
