/** The interface and the pages of the daily work. */
@NullMarked
package org.nrm.casework;

import org.jspecify.annotations.NullMarked;
