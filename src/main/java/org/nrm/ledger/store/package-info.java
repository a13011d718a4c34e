/** Keeps the ledger in the database, in the same transaction as what it records. */
@NullMarked
@NamedInterface("store")
package org.nrm.ledger.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
