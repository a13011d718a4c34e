/**
 * A case's history as one file that anybody can check and replay without the service: written, verified, replayed, and the command
 * {@code evidence}. Plain Java.
 */
@NullMarked
@NamedInterface("evidence")
package org.nrm.ledger.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
