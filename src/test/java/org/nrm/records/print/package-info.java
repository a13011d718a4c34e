/** The printed sheets, read back from the pages. */
@NullMarked
package org.nrm.records.print;

import org.jspecify.annotations.NullMarked;
