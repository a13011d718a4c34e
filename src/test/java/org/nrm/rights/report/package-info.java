/** Stands before the package's own on the path of the tests, so it says the same. */
@NullMarked
@NamedInterface("report")
package org.nrm.rights.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
