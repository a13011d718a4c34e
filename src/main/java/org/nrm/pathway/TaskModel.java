package org.nrm.pathway;

import java.util.List;
import java.util.Set;

/**
 * A user task as the model describes it.
 *
 * @param marks   words of {@code nrm:marks}, in order
 * @param of      items of {@code nrm:of}
 * @param appeals it stands in the event subprocess of an appeal
 */
record TaskModel(
        String process,
        String element,
        String name,
        String strand,
        String role,
        String form,
        Set<String> marks,
        List<String> of,
        boolean appeals) {}
