/** A person is found again in whatever script and spelling the name is written. */
@NullMarked
package org.nrm.records.search;

import org.jspecify.annotations.NullMarked;
