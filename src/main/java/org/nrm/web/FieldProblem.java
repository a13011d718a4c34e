package org.nrm.web;

/**
 * What is wrong with one answer.
 *
 * @param field   its key, or its path in the body
 * @param message what is wrong and how to mend it; never repeats the answer
 */
public record FieldProblem(String field, String message) {}
