/** What an agency on a case is to know or to do outside of its tasks. Holds no content. */
@NullMarked
package org.nrm.records.notice;

import org.jspecify.annotations.NullMarked;
