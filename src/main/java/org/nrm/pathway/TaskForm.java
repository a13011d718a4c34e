package org.nrm.pathway;

/**
 * The form of a task.
 *
 * @param id     name of the form
 * @param schema form-js JSON, as it is in the file
 */
public record TaskForm(String id, String schema) {}
