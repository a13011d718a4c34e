package org.nrm.forms;

/** What cannot be read as a form; the message says why. */
public final class UnusableForm extends Exception {

    private final int line;

    UnusableForm(int line, String message) {
        super(message);
        this.line = line;
    }

    UnusableForm(String message) {
        this(0, message);
    }

    /** Of the file; 0 if the fault is not of one line. */
    public int line() {
        return line;
    }
}
