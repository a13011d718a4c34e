package org.nrm.records.file;

/** The one agency that does a role's work on a case. */
public record Assignment(String role, String agency) {}
