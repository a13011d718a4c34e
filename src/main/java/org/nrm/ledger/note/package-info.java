/** Checkpoints and their signatures in the forms of C2SP (signed-note, tlog-checkpoint, tlog-cosignature). Plain Java. */
@NullMarked
@NamedInterface("note")
package org.nrm.ledger.note;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
