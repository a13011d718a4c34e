/**
 * Finding a person again, at a second referral or a return, in whatever script and spelling the name is written. The folding of names
 * is plain Java that knows neither case files nor who searches; what it returns is personal data, and only a keyed hash of it is kept.
 */
@NullMarked
package org.nrm.records.search;

import org.jspecify.annotations.NullMarked;
