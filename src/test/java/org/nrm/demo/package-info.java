/** The demo: its clock and its cases. */
@NullMarked
package org.nrm.demo;

import org.jspecify.annotations.NullMarked;
