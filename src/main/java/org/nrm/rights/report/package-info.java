/** The command {@code verify}: reads the files that it is given, has them judged, and says what was found. Plain Java. */
@NullMarked
@NamedInterface("report")
package org.nrm.rights.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
