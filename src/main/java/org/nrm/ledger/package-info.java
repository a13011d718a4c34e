/**
 * What was done: every act on a case is an entry, written in the transaction of the act. Plain Java; the store is in the package beneath.
 * Knows nothing of the engine, of people's data or of who may read what.
 */
@NullMarked
@ApplicationModule(allowedDependencies = "transactions")
package org.nrm.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
