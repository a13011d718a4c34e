/**
 * Case files: what is known of a case, of which class each field is, who may read it, what was consented to.
 * No value leaves this package without its class and the reader's entitlement. Knows nothing of processes.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "web", "ledger", "mechanism", "transactions"})
package org.nrm.records;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
