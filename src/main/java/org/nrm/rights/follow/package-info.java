/** What the history of a case is by its models: where it fits them, where it stands, and what would have been had the answers been others. Knows no rule. */
@NullMarked
@NamedInterface("follow")
package org.nrm.rights.follow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
