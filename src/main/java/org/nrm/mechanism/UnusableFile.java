package org.nrm.mechanism;

/** A file of the configuration, a form or a model that cannot be used. */
public final class UnusableFile extends Exception {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;

    public UnusableFile(String file, int line, String message) {
        super(message);
        this.file = file;
        this.line = line;
    }

    public String file() {
        return file;
    }

    /** From 1; 0 if the place is not known. */
    public int line() {
        return line;
    }

    /** The message, which names the file and the line. */
    public String inWords() {
        return file + (line > 0 ? ", line " + line : "") + ": " + getMessage();
    }
}
