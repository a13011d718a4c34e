package org.nrm.web;

/** The place in a list is none that this service has given. */
public final class UnknownCursor extends Refusal {
    UnknownCursor() {
        super(
                Kind.UNKNOWN_PLACE,
                "unknown-cursor",
                "Unknown cursor",
                "Use the value of next from the list before, or none.");
    }
}
