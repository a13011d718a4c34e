/** What the person consented to, what was passed on by it or on a ground of law, and the sheets about it that she keeps. */
@NullMarked
@NamedInterface("consent")
package org.nrm.records.consent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
