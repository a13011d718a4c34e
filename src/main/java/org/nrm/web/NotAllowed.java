package org.nrm.web;

/** The caller may know of it, but may not do this. */
public final class NotAllowed extends Refusal {
    public NotAllowed(String message) {
        super(Kind.NOT_ALLOWED, "not-allowed", "Not allowed", message);
    }
}
