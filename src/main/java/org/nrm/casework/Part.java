package org.nrm.casework;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param next cursor of the next part; null at the end
 */
record Part<T>(List<T> items, @Nullable String next) {

    /**
     * The part that these items make.
     *
     * @param found one more than the size if the list goes on
     */
    static <T> Part<T> of(List<T> found, int size, Function<T, Cursor> cursor) {
        if (found.size() <= size) return new Part<>(found, null);
        var shown = found.subList(0, size);
        return new Part<>(shown, cursor.apply(shown.get(size - 1)).text());
    }
}
