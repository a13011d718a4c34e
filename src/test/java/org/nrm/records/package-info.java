@NullMarked
package org.nrm.records;

import org.jspecify.annotations.NullMarked;
