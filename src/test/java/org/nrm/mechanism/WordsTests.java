package org.nrm.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of a mechanism: each once, and all of them told to who draws models. */
class WordsTests {

    @Test
    void theGuideToModelsNamesEveryWord() throws IOException {
        var guide = Files.readString(Path.of("processes/README.md"));
        var words = Stream.of(
                        Arrays.stream(Strand.values()).map(Strand::word),
                        Arrays.stream(Mark.values()).map(Mark::word),
                        Kinds.ALL.stream())
                .flatMap(list -> list)
                .toList();
        assertThat(words).allSatisfy(word -> assertThat(guide).contains("`" + word + "`"));
    }

    @Test
    void noKindStandsTwice() {
        assertThat(Kinds.ALL).doesNotHaveDuplicates();
    }

    @Test
    void aConsentCoversItsOwnKindAndWhatBelongsToIt() {
        assertThat(Kinds.covers(Kinds.HEALTH, Set.of(Kinds.HEALTH))).isTrue();
        assertThat(Kinds.covers(Kinds.SERVICES, Set.of(Kinds.HEALTH))).isTrue();
        assertThat(Kinds.covers(Kinds.PLACEMENT, Set.of(Kinds.SHELTER))).isTrue();
        assertThat(Kinds.covers(Kinds.EXAMINATION, Set.of(Kinds.HEALTH))).isTrue();
        assertThat(Kinds.covers(Kinds.SHELTER, Set.of(Kinds.PLACEMENT))).isFalse();
        assertThat(Kinds.covers(Kinds.EXAMINATION, Set.of(Kinds.SHELTER))).isFalse();
        assertThat(Kinds.covers(Kinds.HEALTH, Set.of())).isFalse();
    }
}
