package org.nrm.pathway;

/**
 * A user task of the models, as it is called there.
 *
 * @param form in which it is answered
 */
public record NamedTask(String name, TaskForm form) {}
