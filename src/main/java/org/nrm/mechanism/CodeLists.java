package org.nrm.mechanism;

import java.util.LinkedHashMap;
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

    /** What a person must have been told before she consents; a country adds to it, and takes nothing away. */
    public static final String TOLD = "consent-told";

    public static final String PURPOSES = "consent-purpose";
    public static final String CONSENT_FORMS = "consent-form-kind";
    public static final String DURATIONS = "consent-duration";
    public static final String LANGUAGES = "languages";
    public static final String INDICATORS = "indicators";

    /** Lists by which the program itself goes. */
    private static final List<String> NEEDED = List.of(TOLD, PURPOSES, CONSENT_FORMS, DURATIONS, LANGUAGES, INDICATORS);

    private final Map<String, List<Code>> lists;

    private record File(@Nullable Map<String, @Nullable List<@Nullable Entry>> lists) {}

    private record Entry(
            @Nullable String value,
            @Nullable String label,
            @Nullable String dimension,
            @Nullable String strength) {}

    private CodeLists(Map<String, List<Code>> lists) {
        this.lists = Map.copyOf(lists);
    }

    /** Nothing that {@code bound} has a person told may be left out, and no list that the program needs. */
    static CodeLists read(SettingsText text, CodeLists bound) throws UnusableFile {
        var read = read(text);
        for (var list : NEEDED)
            if (read.codes(list).isEmpty())
                throw text.unusable("", "the list '" + list + "' is missing, by which the program itself goes");
        var told = read.codes(TOLD).stream().map(Code::value).toList();
        for (var code : bound.codes(TOLD))
            if (!told.contains(code.value()))
                throw text.unusable(
                        TOLD,
                        "the list '" + TOLD + "' lacks the code '" + code.value()
                                + "'; what a person is told before she consents can be added to, not taken away");
        return read;
    }

    static CodeLists read(SettingsText text) throws UnusableFile {
        var declared = text.read(File.class).lists;
        if (declared == null || declared.isEmpty()) throw text.unusable("", "declares no list under lists");
        var read = new LinkedHashMap<String, List<Code>>();
        for (var entry : declared.entrySet()) read.put(entry.getKey(), codes(text, entry.getKey(), entry.getValue()));
        return new CodeLists(read);
    }

    private static List<Code> codes(SettingsText text, String list, @Nullable List<@Nullable Entry> entries)
            throws UnusableFile {
        var codes = new LinkedHashMap<String, Code>();
        for (var entry : text.needed(entries, list, "the list '" + list + "' has no codes")) {
            if (entry == null || entry.value == null || entry.value.isBlank() || entry.label == null)
                throw text.unusable(list, "each code of the list '" + list + "' needs a value and a label");
            var code = new Code(entry.value, entry.label, entry.dimension, entry.strength);
            if (codes.put(code.value(), code) != null)
                throw text.unusable(list, "the list '" + list + "' has the code '" + code.value() + "' twice");
        }
        return List.copyOf(codes.values());
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
