/** Tests of {@code org.nrm.access}. */
@NullMarked
package org.nrm.access;

import org.jspecify.annotations.NullMarked;
