/**
 * Finding a person again, at a second referral or a return, in whatever script and spelling the name is written. Turns a
 * name and a date of birth into words that can be compared. Plain Java: must know neither case files nor who searches,
 * keeps and logs nothing. What it returns is still personal data; only a keyed hash of it may be stored.
 */
@NullMarked
package org.nrm.records.search;

import org.jspecify.annotations.NullMarked;
