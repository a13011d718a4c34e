/**
 * What a process model must not do to the rights of a person, and whether it does. Plain Java over the BPMN model API.
 * Knows nothing of the engine, of Spring, of cases and of the people in them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"mechanism", "forms"})
package org.nrm.rights;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
