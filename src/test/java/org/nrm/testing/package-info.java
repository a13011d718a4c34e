/** What tests of several capabilities share. */
@NullMarked
package org.nrm.testing;

import org.jspecify.annotations.NullMarked;
