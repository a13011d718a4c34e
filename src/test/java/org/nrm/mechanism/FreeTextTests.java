package org.nrm.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no field takes, whoever writes it wherever. */
class FreeTextTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "Ana", "zwei\nZeilen\r\n\tund mehr", "آنا", "Ана", "\uD83D\uDE00 a whole pair"})
    void textIsTaken(String text) {
        assertThat(FreeText.problem(text)).isEmpty();
    }

    @Test
    void halfACharacterIsNoText() {
        for (var half : new String[] {"\uD83D", "\uDE00", "before \uD83D after", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
            assertThat(FreeText.problem(half)).contains("Holds a character that is not text.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 0x1B, 0x7F, 0x85})
    void whatOrdersSomethingIsNoText(int point) {
        assertThat(FreeText.problem("a" + Character.toString(point))).contains("Holds a character that is not text.");
    }

    @Test
    void tooLongIsSaidWithTheLimit() {
        assertThat(FreeText.problem("a".repeat(4000))).isEmpty();
        assertThat(FreeText.problem("a".repeat(4001))).contains("At most 4000 characters are possible.");
        assertThat(FreeText.problem("abc", 2)).contains("At most 2 characters are possible.");
    }

    @Test
    void aLineHasNoBreak() {
        assertThat(FreeText.problemOfLine("one line", 200)).isEmpty();
        assertThat(FreeText.problemOfLine("two\nlines", 200)).contains("Holds a character that is not text.");
        assertThat(FreeText.problemOfLine("a\uD800", 200)).contains("Holds a character that is not text.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0\u200b\u2800", "\u3164", "\ufeff\t\n", "\u200d\u2060\u00ad"})
    void whatCannotBeSeenIsBlank(String text) {
        assertThat(FreeText.isBlank(text)).isTrue();
        assertThat(FreeText.isBlank(text + "a" + text)).isFalse();
    }
}
