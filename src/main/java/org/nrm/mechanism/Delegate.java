package org.nrm.mechanism;

import java.util.Set;

/**
 * What a piece of code that a model names (a Java delegate, a bean, the topic of an external task) does to its variables.
 *
 * @param reads  variables
 * @param writes variables; their classes are declared with the others
 * @param errors codes of the BPMN errors it may throw
 */
public record Delegate(Set<String> reads, Set<String> writes, Set<String> errors) {

    public Delegate {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
        errors = Set.copyOf(errors);
    }
}
