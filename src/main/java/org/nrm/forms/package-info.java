/**
 * Forms: each file read once into one immutable form with its questions, choices and conditions, and what an answer must be. Plain Java. Knows
 * nothing of tasks, cases and people.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"mechanism"})
package org.nrm.forms;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
