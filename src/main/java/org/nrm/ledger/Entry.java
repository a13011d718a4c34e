package org.nrm.ledger;

import java.time.Instant;

/**
 * An act as it stands in the ledger.
 *
 * @param seq 1, 2, 3 … in the case
 */
public record Entry(long seq, Instant time, Act act) {}
