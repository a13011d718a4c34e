package org.nrm.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list as the interface gives it.
 *
 * @param next cursor of the next part; null at the end
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ListView<T>(List<T> items, @Nullable String next) {}
