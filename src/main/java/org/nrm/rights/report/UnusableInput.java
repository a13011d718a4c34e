package org.nrm.rights.report;

/** Something given on the command line that cannot be read.  */
final class UnusableInput extends Exception {

    private static final long serialVersionUID = 1L;

    private final String file;

    UnusableInput(String file, String message) {
        super(message);
        this.file = file;
    }

    /** The path as it was given. */
    String file() {
        return file;
    }
}
