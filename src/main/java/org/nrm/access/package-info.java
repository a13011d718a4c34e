/** People and the agency of each, sign-in, and who is acting. Knows nothing of cases. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ledger", "mechanism", "transactions"})
package org.nrm.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
