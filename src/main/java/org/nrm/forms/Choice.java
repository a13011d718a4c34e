package org.nrm.forms;

/**
 * One choice of a closed list.
 *
 * @param value the code that is kept
 * @param label as it is shown
 */
public record Choice(String value, String label) {}
