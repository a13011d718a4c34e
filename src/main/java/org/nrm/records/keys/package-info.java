/**
 * The keys under which case data is kept, in a store of their own: a data key per case and class, wrapped by a key-encryption key that
 * lies outside of it. Destroying a key erases what was written under it, in every back-up too. Knows nothing of forms, readers or consents.
 */
@NullMarked
package org.nrm.records.keys;

import org.jspecify.annotations.NullMarked;
