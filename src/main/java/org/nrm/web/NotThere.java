package org.nrm.web;

/** It does not exist, or is not for the caller: the answer is the same. */
public final class NotThere extends Refusal {
    public NotThere() {
        super(Kind.NOT_THERE, "not-there", "Not found", "There is no such thing, or it is not for you.");
    }
}
