/**
 * The daily work: referral, inbox, claiming and completing tasks with their forms, the case and what happens to it.
 * Knows nothing of the engine and of how a value is kept.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "mechanism",
            "forms",
            "rights :: model",
            "pathway",
            "records :: file",
            "records :: consent",
            "records :: erasure",
            "records :: print",
            "access",
            "web",
            "ledger",
            "transactions"
        })
package org.nrm.casework;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
