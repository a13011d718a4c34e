package org.nrm.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param next cursor of the next part; null at the end
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Part<T>(List<T> items, @Nullable String next) {

    /** Items in a part of most lists. */
    public static final int LENGTH = 200;

    /**
     * The part that these items make.
     *
     * @param found one more than the size if the list goes on
     */
    public static <T> Part<T> of(List<T> found, int size, Function<T, Cursor> cursor) {
        if (found.size() <= size) return new Part<>(found, null);
        var shown = found.subList(0, size);
        return new Part<>(shown, cursor.apply(shown.get(size - 1)).text());
    }

    /** The same part with each item as something else. */
    public <R> Part<R> map(Function<T, R> change) {
        return new Part<>(items.stream().map(change).toList(), next);
    }
}
