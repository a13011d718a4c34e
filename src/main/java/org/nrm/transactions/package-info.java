/** How the service writes: one act, one transaction, tried again where two acts meet. Knows nothing of what is written. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.nrm.transactions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
