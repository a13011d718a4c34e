package org.nrm.rights;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a model.
 *
 * @param rule    id of the rule, as {@code R42}
 * @param file    the file in which it stands
 * @param element id of the element; null if it concerns the whole file
 * @param message what is wrong and how to mend it
 */
public record Finding(String rule, String file, @Nullable String element, String message) {

    @Override
    public String toString() {
        return file + (element == null ? "" : ", element '" + element + "'") + ": " + message;
    }
}
