/**
 * The words of a mechanism: strands, marks, kinds, roles, agencies, data classes, deadlines, working days, lists, and what a country tightens. Each settings file is read
 * here and nowhere else. Plain Java. Knows nothing of models, forms, cases and people.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.nrm.mechanism;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
