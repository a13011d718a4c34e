package org.nrm.mechanism;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The closed lists of codes, each in one place: {@code lists.yaml}. */
public final class CodeLists {

    /**
     * One code with its label.
     *
     * @param dimension of an indicator; null elsewhere
     * @param strength  of an indicator: strong, medium or weak; null elsewhere
     */
    public record Code(
            String value,
            String label,
            @Nullable String dimension,
            @Nullable String strength) {}

    private final Map<String, List<Code>> lists;

    private record File(Map<String, List<Code>> lists) {}

    private CodeLists(Map<String, List<Code>> lists) {
        this.lists = Map.copyOf(lists);
    }

    public static CodeLists read(String text) {
        return new CodeLists(new SettingsFile("lists.yaml").read(text, File.class).lists());
    }

    /** The codes of the list, in its order; empty if there is no such list. */
    public Optional<List<Code>> find(String list) {
        return Optional.ofNullable(lists.get(list));
    }

    /** The codes of a list that the program itself needs, in its order; none if the file does not have it. */
    public List<Code> codes(String list) {
        return lists.getOrDefault(list, List.of());
    }
}
