/**
 * What exists in demo mode only: synthetic cases, made by working as the agencies' staff would through the interface, and the
 * clock that can be moved forward. Nothing depends on it.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"pathway", "access", "web"})
package org.nrm.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
