/** What process models, decision tables and expressions say: read once into graphs, the data that steps read and write, and the one step function. Knows no rule. */
@NullMarked
@NamedInterface("model")
package org.nrm.rights.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
