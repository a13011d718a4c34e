/** Case files and who is on them, and the one record store: what is known of a case, of which class each field is, sealed. No value leaves it
 * without its class and the reader's entitlement. */
@NullMarked
@NamedInterface("file")
package org.nrm.records.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
