package org.nrm.records.consent;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.SettingsFile;
import org.springframework.stereotype.Component;

/** The closed lists of which a consent speaks, from {@code config/lists.yaml}. */
@Component
class ConsentWords {

    /** One code with its label. */
    record Word(
            String value,
            String label,
            @Nullable String dimension,
            @Nullable String strength) {}

    private record File(Map<String, List<Word>> lists) {}

    private final Map<String, List<Word>> lists;

    ConsentWords() {
        lists = new SettingsFile("lists.yaml").read(File.class).lists();
    }

    List<Word> purposes() {
        return list("consent-purpose");
    }

    /** What must have been explained before, all of it. */
    List<Word> told() {
        return list("consent-told");
    }

    List<Word> forms() {
        return list("consent-form-kind");
    }

    List<Word> languages() {
        return list("languages");
    }

    List<Word> durations() {
        return list("consent-duration");
    }

    static Set<String> codes(List<Word> words) {
        return words.stream().map(Word::value).collect(Collectors.toUnmodifiableSet());
    }

    private List<Word> list(String name) {
        return lists.getOrDefault(name, List.of());
    }
}
