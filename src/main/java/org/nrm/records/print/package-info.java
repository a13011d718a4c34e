/**
 * Sheets of paper for the person concerned, in plain words and in her language: what was agreed to, what was passed on,
 * what is kept. Only turns a record into pages: knows nothing of databases, of cases and of who may read what.
 */
@NullMarked
@NamedInterface("print")
package org.nrm.records.print;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
