/**
 * What auditors see and take away: replay, conformance, counterfactual replay, exports, the check of the ledger. Knows nothing of how a
 * task is done; reads content only through the policy of who reads what.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "web",
            "ledger",
            "ledger :: tree",
            "ledger :: note",
            "ledger :: store",
            "ledger :: evidence",
            "pathway",
            "records :: file",
            "rights :: model",
            "rights :: proof",
            "rights :: follow",
            "mechanism",
            "transactions"
        })
package org.nrm.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
