/** The policy of who reads what, and the two ways of reading a file without being on the case: an auditor's, with approval, and in danger. */
@NullMarked
package org.nrm.records.access;

import org.jspecify.annotations.NullMarked;
