/**
 * What every page and every call of the interface has in common: how a refusal is told, the frame of a page, the parts of a list.
 * Knows nothing of cases.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"mechanism", "access", "transactions"})
package org.nrm.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
