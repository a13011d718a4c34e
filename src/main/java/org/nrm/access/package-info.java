/** People, their agencies with roles and regions, sign-in, and who is acting. Reads the directory of agencies; knows nothing of cases. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ledger", "mechanism", "transactions"})
package org.nrm.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
