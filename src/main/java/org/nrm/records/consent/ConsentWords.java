package org.nrm.records.consent;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nrm.mechanism.CodeLists;
import org.nrm.mechanism.CodeLists.Code;
import org.springframework.stereotype.Component;

/** The closed lists of which a consent speaks. */
@Component
class ConsentWords {

    private final CodeLists lists;

    ConsentWords(CodeLists lists) {
        this.lists = lists;
    }

    List<Code> purposes() {
        return lists.codes(CodeLists.PURPOSES);
    }

    /** What must have been explained before, all of it. */
    List<Code> told() {
        return lists.codes(CodeLists.TOLD);
    }

    List<Code> forms() {
        return lists.codes(CodeLists.CONSENT_FORMS);
    }

    List<Code> languages() {
        return lists.codes(CodeLists.LANGUAGES);
    }

    List<Code> durations() {
        return lists.codes(CodeLists.DURATIONS);
    }

    static Set<String> codes(List<Code> words) {
        return words.stream().map(Code::value).collect(Collectors.toUnmodifiableSet());
    }
}
