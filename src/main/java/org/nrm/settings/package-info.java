/**
 * The configuration files: each is read from the folder beside the working directory if it is there, else from the jar.
 * Knows nothing of what is in them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.nrm.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
