package org.nrm.rights.report;

/** Something given on the command line that cannot be read. The message names it. */
final class UnusableInput extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableInput(String message) {
        super(message);
    }
}
