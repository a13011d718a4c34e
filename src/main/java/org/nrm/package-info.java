/** The NRM engine: its start. What it does is in the capabilities, one package each. */
@NullMarked
package org.nrm;

import org.jspecify.annotations.NullMarked;
