/** The rights rules and the verifier that proves them of a set of models, or shows where they break. Knows nothing of any case. */
@NullMarked
@NamedInterface("proof")
package org.nrm.rights.proof;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
