package org.nrm.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which classes go to which role, as it is written. */
class DisclosureScopeTests {

    private static final long SEED = 20260711;
    private static final int TEXTS = 20_000;

    /** Said in another way than the reader does it. */
    private static final Pattern SCOPE = Pattern.compile(
            "\\s*W(\\s*,\\s*W)*\\s*->\\s*W\\s*".replace("W", "(?:(?!->)[^\\s,;\\x00-\\x1f\\x7f-\\x9f])+"));

    private static final List<String> PIECES = List.of(
            "support",
            "contact",
            "health",
            "co-operation",
            "shelter",
            ",",
            ",",
            "->",
            "->",
            " ",
            " ",
            ";",
            "-",
            ">",
            "\n",
            "\t",
            "\u0000",
            "\u0085",
            "é",
            "\uD83D\uDE00");

    @Test
    void classesAndRoleAreReadInTheirOrder() {
        var scope = DisclosureScope.of(" support ,contact->  shelter ").orElseThrow();
        assertThat(scope.classes()).containsExactly("support", "contact");
        assertThat(scope.role()).isEqualTo("shelter");
        assertThat(scope.list()).isEqualTo("support, contact");
        assertThat(scope.text()).isEqualTo("support, contact -> shelter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "health",
                "->",
                "-> shelter",
                "health ->",
                ", -> shelter",
                "health, -> shelter",
                "health,,contact -> shelter",
                "health contact -> shelter",
                "health -> shelter, police",
                "health -> shelter police",
                "health -> shelter -> police",
                "-> health -> shelter",
                "health; contact -> shelter",
                "health > shelter",
                "health - > shelter"
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(DisclosureScope.of(text)).isEmpty();
    }

    @Test
    void ofGeneratedTextsThoseAreTakenThatAreOneAndComeBackAsTheyWere() {
        var random = new Random(SEED);
        var taken = 0;
        for (var number = 0; number < TEXTS; number++) {
            var text = IntStream.range(0, random.nextInt(9))
                    .mapToObj(piece -> PIECES.get(random.nextInt(PIECES.size())))
                    .collect(Collectors.joining());
            var scope = DisclosureScope.of(text);
            assertThat(scope.isPresent())
                    .as("text %d of seed %d: '%s'", number, SEED, text)
                    .isEqualTo(SCOPE.matcher(text).matches());
            if (scope.isEmpty()) continue;
            taken++;
            assertThat(DisclosureScope.of(scope.get().text())).isEqualTo(scope);
            assertThat(DisclosureScope.of(scope.get().list(), scope.get().role()))
                    .isEqualTo(scope);
        }
        assertThat(taken).isBetween(TEXTS / 100, TEXTS / 2);
    }

    @Test
    void aConsentCoversWhatItNamesAndNoMore() {
        var consent = new DisclosureScope(Set.of("support", "contact"), "shelter");
        assertThat(consent.covers(new DisclosureScope(Set.of("contact"), "shelter")))
                .isTrue();
        assertThat(consent.covers(new DisclosureScope(Set.of("contact", "health"), "shelter")))
                .isFalse();
        assertThat(consent.covers(new DisclosureScope(Set.of("contact"), "police")))
                .isFalse();
    }

    @Test
    void thereIsNoneThatCouldNotBeWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DisclosureScope(Set.of(), "shelter"));
        assertThatIllegalArgumentException().isThrownBy(() -> new DisclosureScope(Set.of("a, b"), "shelter"));
        assertThatIllegalArgumentException().isThrownBy(() -> new DisclosureScope(Set.of("a"), "b -> c"));
        assertThatIllegalArgumentException().isThrownBy(() -> new DisclosureScope(Set.of("a"), " shelter"));
    }
}
