/** What the rules find, and what they leave alone. */
@NullMarked
package org.nrm.rights;

import org.jspecify.annotations.NullMarked;
