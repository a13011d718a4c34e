/** Stories of the processes, one class each. */
@NullMarked
package org.nrm.pathway;

import org.jspecify.annotations.NullMarked;
