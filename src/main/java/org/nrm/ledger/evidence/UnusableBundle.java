package org.nrm.ledger.evidence;

/** What was given cannot be judged: no bundle, one of another format, too large, or a file that cannot be read. */
final class UnusableBundle extends Exception {

    UnusableBundle(String message) {
        super(message);
    }
}
