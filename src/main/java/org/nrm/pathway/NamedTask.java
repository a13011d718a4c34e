package org.nrm.pathway;

import org.nrm.forms.Form;

/**
 * A user task of the models, as it is called there.
 *
 * @param form in which it is answered
 */
public record NamedTask(String name, Form form) {}
