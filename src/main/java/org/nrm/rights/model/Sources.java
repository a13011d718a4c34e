package org.nrm.rights.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that are judged together, as text by path.
 *
 * @param processes {@code .bpmn}
 * @param decisions {@code .dmn}
 * @param forms     {@code .form}
 */
public record Sources(Map<String, String> processes, Map<String, String> decisions, Map<String, String> forms) {

    public Sources {
        processes = Collections.unmodifiableMap(new TreeMap<>(processes));
        decisions = Collections.unmodifiableMap(new TreeMap<>(decisions));
        forms = Collections.unmodifiableMap(new TreeMap<>(forms));
    }
}
