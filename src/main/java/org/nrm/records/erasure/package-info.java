/** How long what is kept stays, and what the person can ask for: to see it, to have it put right, not used or erased. */
@NullMarked
@NamedInterface("erasure")
package org.nrm.records.erasure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
