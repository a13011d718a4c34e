/**
 * Everything that touches the engine: set-up, what may be deployed, the life of tasks, messages, the clock, the entries that
 * the engine's steps write. The only package that imports the engine; none of its types leaves. Knows nothing of screens and
 * of what the answers mean.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "mechanism",
            "forms",
            "rights :: model",
            "rights :: proof",
            "rights :: follow",
            "ledger",
            "records",
            "records :: file",
            "records :: consent",
            "records :: erasure",
            "access",
            "web",
            "transactions"
        })
package org.nrm.pathway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
