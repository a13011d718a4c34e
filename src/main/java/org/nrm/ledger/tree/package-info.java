/** The tree over all entries and the proofs that it gives (RFC 9162). Knows hashes only. */
@NullMarked
@NamedInterface("tree")
package org.nrm.ledger.tree;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
