package org.nrm.records.search;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.nrm.records.search.NameFoldingTests.DIFFERENT;
import static org.nrm.records.search.Token.Kind.NAMES;
import static org.nrm.records.search.Token.Kind.NAMES_AND_BIRTH;
import static org.nrm.records.search.Token.Kind.NAMES_AND_EXCHANGED_BIRTH;
import static org.nrm.records.search.Token.Kind.NAMES_AND_YEAR;
import static org.nrm.records.search.Token.Kind.WORD_AND_BIRTH;
import static org.nrm.records.search.Token.Strength.LIKELY;
import static org.nrm.records.search.Token.Strength.STRONG;
import static org.nrm.records.search.Token.Strength.WEAK;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.records.search.Token.Kind;
import org.nrm.records.search.Token.Strength;

/** Two records of one person match, and the kinds say how well. */
class TokenTests {

    private static final Set<Token> RECORD = NameFolding.tokens("Đorđe Petrović", null, "1990-04-03");

    @ParameterizedTest
    @CsvSource({
        "Đorđe Petrović, 1990-04-03",
        "Петровић Ђорђе, 3.4.1990.",
        "PETROVIC Djordje, 03/04/1990",
        "Djordje Milan Petrovic, 1990-04-03",
        "Djordje M. Petrovic, 1990-04-03",
        "Djordje Petrovic-Simic, 1990-04-03",
        "Petrovic Simic Djordje, ١٩٩٠-٠٤-٠٣"
    })
    void theSamePersonIsAStrongMatch(String name, String birthDate) {
        assertThat(matches(name, null, birthDate)).contains(NAMES_AND_BIRTH);
        assertThat(Strength.of(matches(name, null, birthDate))).isEqualTo(STRONG);
    }

    @RepeatedTest(100)
    void neitherTheOrderNorAMissingWordMatters(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var words = new ArrayList<String>();
        while (words.size() < 3) words.add(DIFFERENT.get(random.nextInt(DIFFERENT.size())));
        var birthDate = LocalDate.ofYearDay(1960 + random.nextInt(60), 1 + random.nextInt(365));
        var found = NameFolding.tokens(String.join(" ", words), null, birthDate.toString());
        Collections.shuffle(words, random);
        var again = String.join(" ", words.subList(0, 2 + random.nextInt(2)));
        assertThat(kinds(found, NameFolding.tokens(again, null, birthDate.toString())))
                .contains(NAMES_AND_BIRTH);
        var exchanged = birthDate.getYear() + "-" + birthDate.getDayOfMonth() + "-" + birthDate.getMonthValue();
        assertThat(kinds(found, NameFolding.tokens(again, null, exchanged)))
                .containsAnyOf(NAMES_AND_BIRTH, NAMES_AND_EXCHANGED_BIRTH);
    }

    @Test
    void dayAndMonthMayBeExchanged() {
        assertThat(matches("Đorđe Petrović", null, "1990-03-04"))
                .containsExactly(NAMES_AND_EXCHANGED_BIRTH, NAMES_AND_YEAR, NAMES);
        assertThat(Strength.of(matches("Đorđe Petrović", null, "1990-03-04"))).isEqualTo(LIKELY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1990", "1990-01-01", "1990-04", "31.2.1990", "1990-25-04"})
    void theYearMayBeAllThatIsKnown(String birthDate) {
        assertThat(matches("Đorđe Petrović", null, birthDate)).containsExactly(NAMES_AND_YEAR, NAMES);
        assertThat(Strength.of(matches("Đorđe Petrović", null, birthDate))).isEqualTo(LIKELY);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "unknown",
                "90",
                "3.4.90",
                "1370-01-12",
                "1990-04-03-07",
                "9999999999999999999999",
                "1991-04-03"
            })
    void withoutADateTheNameIsAWeakMatch(@Nullable String birthDate) {
        assertThat(matches("Đorđe Petrović", null, birthDate)).containsExactly(NAMES);
        assertThat(Strength.of(matches("Đorđe Petrović", null, birthDate))).isEqualTo(WEAK);
    }

    @Test
    void oneWordAndTheDateAreAWeakMatch() {
        assertThat(matches("Đorđe Simić", null, "1990-04-03")).containsExactly(WORD_AND_BIRTH);
        assertThat(Strength.of(matches("Đorđe Simić", null, "1990-04-03"))).isEqualTo(WEAK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Simić, Đole", "Đole; Petrović", "Đole\nPetrović (Simić)"})
    void otherNamesAreNames(String otherNames) {
        var found = NameFolding.tokens("Đole", "Simić, Petrović", "1990-04-03");
        assertThat(kinds(found, NameFolding.tokens("Mila", otherNames, "1990-04-03")))
                .contains(NAMES_AND_BIRTH);
    }

    @Test
    void aNameOfOneWordIsFoundByIt() {
        var found = NameFolding.tokens("Lejla", null, "1995");
        assertThat(kinds(found, NameFolding.tokens("Лејла", null, "1995"))).containsExactly(NAMES_AND_YEAR, NAMES);
        assertThat(kinds(found, NameFolding.tokens("Sara Simić", "Lejla", null)))
                .containsExactly(NAMES);
        assertThat(kinds(found, NameFolding.tokens("Lejla Simić", null, "1995")))
                .isEmpty();
    }

    @Test
    void twoWordsMayBeOne() {
        var found = NameFolding.tokens("Ana Maria Popescu", null, "1995-01-20");
        assertThat(kinds(found, NameFolding.tokens("Popescu Anamaria", null, "1995-01-20")))
                .contains(NAMES_AND_BIRTH);
        assertThat(kinds(found, NameFolding.tokens("Попеску Ана-Мария", null, "1995-01-20")))
                .contains(NAMES_AND_BIRTH);
    }

    @ParameterizedTest
    @CsvSource({"Đorđe Simić, 1991-04-03", "Milan Simić, 1990-04-03", "Petrović, 1990", "P. Simić, 1990-04-03"})
    void anotherPersonIsNoMatch(String name, String birthDate) {
        assertThat(matches(name, null, birthDate)).isEmpty();
    }

    @Test
    void aDayAfterTheTwelfthIsNoMonth() {
        assertThat(NameFolding.tokens("Đorđe Petrović", null, "1990-04-25"))
                .extracting(Token::kind)
                .doesNotContain(NAMES_AND_EXCHANGED_BIRTH);
        assertThat(matches("Đorđe Petrović", null, "04/03/1990")).contains(NAMES_AND_EXCHANGED_BIRTH);
        assertThat(kinds(
                        NameFolding.tokens("Lejla", null, "25.4.1990"),
                        NameFolding.tokens("Lejla", null, "04/25/1990")))
                .contains(NAMES_AND_BIRTH);
    }

    @Test
    void aRecordHasFewTokens() {
        assertThat(RECORD)
                .containsExactlyInAnyOrder(
                        new Token(NAMES, "dorde petrovic"),
                        new Token(NAMES, "dordepetrovic"),
                        new Token(NAMES_AND_YEAR, "dorde petrovic 1990"),
                        new Token(NAMES_AND_YEAR, "dordepetrovic 1990"),
                        new Token(NAMES_AND_EXCHANGED_BIRTH, "dorde petrovic 1990-03-04"),
                        new Token(NAMES_AND_EXCHANGED_BIRTH, "dordepetrovic 1990-03-04"),
                        new Token(NAMES_AND_BIRTH, "dorde petrovic 1990-04-03"),
                        new Token(NAMES_AND_BIRTH, "dordepetrovic 1990-04-03"),
                        new Token(WORD_AND_BIRTH, "dorde 1990-04-03"),
                        new Token(WORD_AND_BIRTH, "petrovic 1990-04-03"),
                        new Token(WORD_AND_BIRTH, "dordepetrovic 1990-04-03"));
    }

    @Test
    void aTokenNeverTellsItsText() {
        assertThat(RECORD.toString()).doesNotContain("dorde", "1990");
    }

    @Test
    void nothingInCommonHasNoStrength() {
        assertThatIllegalArgumentException().isThrownBy(() -> Strength.of(Set.of()));
    }

    private static Set<Kind> matches(String name, @Nullable String otherNames, @Nullable String birthDate) {
        return kinds(RECORD, NameFolding.tokens(name, otherNames, birthDate));
    }

    private static Set<Kind> kinds(Set<Token> one, Set<Token> other) {
        return one.stream()
                .filter(other::contains)
                .map(Token::kind)
                .collect(toCollection(() -> EnumSet.noneOf(Kind.class)));
    }
}
