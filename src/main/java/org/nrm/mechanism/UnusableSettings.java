package org.nrm.mechanism;

/** A configuration file that cannot be used. The message names the file, the place in it and what to mend; it stops the start. */
public final class UnusableSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnusableSettings(String message) {
        super(message);
    }
}
