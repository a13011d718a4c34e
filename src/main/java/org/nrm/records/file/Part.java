package org.nrm.records.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list that may be long.
 *
 * @param next where the next part begins; null at the end
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Part<T>(List<T> items, @Nullable String next) {

    /** How much is asked for to fill a part and to know whether there is more. */
    public static final int ASKED_FOR = 201;

    public Part {
        items = List.copyOf(items);
    }

    /**
     * The first part of what was found.
     *
     * @param found at least {@link #ASKED_FOR} if there are so many
     * @param place of one of them in the list
     */
    public static <T> Part<T> of(List<T> found, Function<T, Place> place) {
        if (found.size() < ASKED_FOR) return new Part<>(found, null);
        var shown = found.subList(0, ASKED_FOR - 1);
        return new Part<>(shown, place.apply(shown.get(shown.size() - 1)).cursor());
    }

    /** The same part in other words. */
    public <R> Part<R> map(Function<T, R> words) {
        return new Part<>(items.stream().map(words).toList(), next);
    }
}
